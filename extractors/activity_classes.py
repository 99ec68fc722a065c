"""The class of an activity (工作类别), by weighted words of its clause and its section's heading."""

from __future__ import annotations

import re
from functools import cache

from extractors.lexicons import lexicon
from extractors.pattern_index import PatternIndex

_HEADING_SHARE = 0.34
#: What a title is about says less than the verb beside it (组织学习《信访工作条例》 is study).
_TITLE = re.compile(r"《[^》]*》")


def classify(clause: str, heading: str = "") -> tuple[str, float]:
    """The best class (id of the activity scheme) and its score; ``other`` with 0 where no word speaks."""
    words = _TITLE.sub("《》", clause)
    context = " ".join([*_TITLE.findall(clause), heading])
    scores: dict[str, float] = {}
    index, entries = _classes()
    in_words, near = set(index.candidates(words)), set(index.candidates(context))
    for number in sorted(in_words | near):
        name, weight = entries[number]
        pattern = index.patterns[number]
        if number in in_words and pattern.search(words):
            scores[name] = scores.get(name, 0.0) + weight
        elif number in near and pattern.search(context):
            scores[name] = scores.get(name, 0.0) + weight * _HEADING_SHARE
    return max(scores.items(), key=lambda item: item[1], default=("other", 0.0))


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
