"""The class of an activity (工作类别), by weighted words of its clause and its section's heading."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extractors.lexicons import lexicon
from extractors.pattern_index import PatternIndex

_HEADING_SHARE = 0.34
#: What a title is about says less than the verb beside it (组织学习《信访工作条例》 is study).
_TITLE = re.compile(r"《[^》]*》")


def classify(clause: str, heading: str = "") -> tuple[str, float]:
    """The best class (id of the activity scheme) and its score; ``other`` with 0 where no word speaks."""
    words = _TITLE.sub("《》", clause)
    context = " ".join([*_TITLE.findall(clause), heading])
    shares = dict.fromkeys(_found(context), _HEADING_SHARE) | dict.fromkeys(_found(words), 1.0)
    _, entries = _classes()
    scores: dict[str, float] = {}
    for number in sorted(shares):
        name, weight = entries[number]
        scores[name] = scores.get(name, 0.0) + weight * shares[number]
    return max(scores.items(), key=lambda item: item[1], default=("other", 0.0))


@lru_cache(maxsize=256)
def _found(words: str) -> list[int]:
    """The numbers of the entries in ``words``; the clauses of a section share its heading's."""
    return _classes()[0].matching(words)


@cache
def _classes() -> tuple[PatternIndex, list[tuple[str, float]]]:
    """The index of all entries in the classes' order, and the class and weight of each."""
    patterns, weights = [], []
    for name, entries in lexicon("activities")["classes"].items():
        for entry in entries.split():
            words, _, weight = entry.rpartition("=") if re.search(r"=\d$", entry) else (entry, "", "1")
            patterns.append(words)
            weights.append((name, float(weight)))
    return PatternIndex(patterns), weights
