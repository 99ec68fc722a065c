"""The class of an activity (工作类别), by weighted words in its clause and its section's heading."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from fazhi.extractors.language.lexicons import lexicon
from fazhi.extractors.language.pattern_index import PatternIndex

_HEADING_SHARE = 0.34
#: The subject of a title says less than the verb beside it (组织学习《信访工作条例》 is study).
_TITLE = re.compile(r"《[^》]*》")


def classify(clause: str, heading: str = "") -> tuple[str, float]:
    """The best class (an id in the activity scheme) and its score; ``other`` with 0 if no word matches."""
    scores = class_scores(clause, heading)
    best = max(scores, key=scores.__getitem__, default="other")
    return best, scores.get(best, 0.0)


def class_scores(clause: str, heading: str = "") -> dict[str, float]:
    """The sum of weights for each class (an id in the activity scheme) that has a matching word."""
    context = heading
    if "《" in clause:
        context = " ".join([*_TITLE.findall(clause), heading])
        clause = _TITLE.sub("《》", clause)
    index, entries = _classes()
    near, spoken = _found_in_context(context), index.matching(clause)
    scores: dict[str, float] = {}
    for number in sorted(near | spoken):
        name, weight = entries[number]
        scores[name] = scores.get(name, 0.0) + (weight if number in spoken else weight * _HEADING_SHARE)
    return scores


@lru_cache(maxsize=256)
def _found_in_context(words: str) -> set[int]:
    """The numbers of the entries that match ``words``; cached, as a section's clauses share their context."""
    return _classes()[0].matching(words)


@cache
def _classes() -> tuple[PatternIndex, list[tuple[str, float]]]:
    """An index of all entries in the order of their classes, and the class and weight of each."""
    patterns, weights = [], []
    for name, entries in lexicon("activities")["classes"].items():
        for entry in entries.split():
            words, _, weight = entry.rpartition("=") if re.search(r"=\d$", entry) else (entry, "", "1")
            patterns.append(words)
            weights.append((name, float(weight)))
    return PatternIndex(patterns), weights
