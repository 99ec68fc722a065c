"""The class of an activity (工作类别), by weighted words in its clause and its section's heading."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from fazhi.extractors.rules.matcher import matcher

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
    words = matcher("activity_classes")
    near, spoken = _found_in_context(context), words.matching(clause)
    scores: dict[str, float] = {}
    for number in sorted(near | spoken):
        rule = words.rules[number]
        weight = rule.weight if number in spoken else rule.weight * _HEADING_SHARE
        scores[rule.says] = scores.get(rule.says, 0.0) + weight
    return scores


@lru_cache(maxsize=256)
def _found_in_context(words: str) -> set[int]:
    """The numbers of the rules that match ``words``; cached, as a section's clauses share their context."""
    return matcher("activity_classes").matching(words)


@cache
def class_names() -> list[str]:
    """The classes that have words, in their order."""
    return list(dict.fromkeys(rule.says for rule in matcher("activity_classes").rules))
