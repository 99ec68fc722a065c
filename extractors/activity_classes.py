"""The class of an activity (工作类别), by weighted words of its clause and its section's heading."""

from __future__ import annotations

import re
from functools import cache

from extractors.lexicons import lexicon

_HEADING_SHARE = 0.34
#: What a title is about says less than the verb beside it (组织学习《信访工作条例》 is study).
_TITLE = re.compile(r"《[^》]*》")


def classify(clause: str, heading: str = "") -> tuple[str, float]:
    """The best class (id of the activity scheme) and its score; ``other`` with 0 where no word speaks."""
    words = _TITLE.sub("《》", clause)
    context = " ".join([*_TITLE.findall(clause), heading])
    best, best_score = "other", 0.0
    for name, entries in _classes():
        score = 0.0
        for pattern, weight in entries:
            if pattern.search(words):
                score += weight
            elif pattern.search(context):
                score += weight * _HEADING_SHARE
        if score > best_score:
            best, best_score = name, score
    return best, best_score


@cache
def _classes() -> tuple[tuple[str, tuple[tuple[re.Pattern[str], float], ...]], ...]:
    table = []
    for name, entries in lexicon("activities")["classes"].items():
        weighted = []
        for entry in entries.split():
            words, _, weight = entry.rpartition("=") if re.search(r"=\d$", entry) else (entry, "", "1")
            weighted.append((re.compile(words), float(weight)))
        table.append((name, tuple(weighted)))
    return tuple(table)
