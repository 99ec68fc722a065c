"""The class of an activity (工作类别), by weighted words in its clause and its section's heading."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache
from operator import attrgetter

from fazhi.extractors.records import Record
from fazhi.extractors.report_text import ReportText
from fazhi.extractors.rules.matcher import matcher
from fazhi.ontology.reference import indicators

_HEADING_SHARE = 0.34
#: What the class of the indicator counted is worth beside words.
_COUNTED = 4.0
#: The subject of a title says less than the verb beside it (组织学习《信访工作条例》 is study).
_TITLE = re.compile(r"《[^》]*》")


def classify(clause: str, heading: str = "", counted: str | None = None) -> tuple[str, float]:
    """The best class (an id in the activity scheme) and its score; ``other`` with 0 if no word matches."""
    scores = class_scores(clause, heading, counted)
    best = max(scores, key=scores.__getitem__, default="other")
    return best, scores.get(best, 0.0)


def class_scores(clause: str, heading: str = "", counted: str | None = None) -> dict[str, float]:
    """The sum of weights for each class (an id in the activity scheme) that has a matching word.

    ``counted`` is the class of what the clause counts (:func:`counted_class`).
    """
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
    if counted:
        scores[counted] = scores.get(counted, 0.0) + _COUNTED
    return scores


def heading_of(view: ReportText, offset: int) -> str:
    """The innermost heading above ``offset`` that speaks of a class; else the innermost."""
    titles = [section.title for section in view.sections_around(offset)]
    return next(filter(_found_in_context, titles), titles[0])


def counted_class(observations: Sequence[Record], start: int, end: int) -> str | None:
    """The class of the first indicator counted between two offsets by ``observations`` (in order)."""
    for record in observations[bisect_left(observations, start, key=attrgetter("start")) :]:
        if record.end > end:
            return None
        if indicator := record.fields.get("indicator"):
            return indicators()[indicator].broader
    return None


@lru_cache(maxsize=256)
def _found_in_context(words: str) -> set[int]:
    """The numbers of the rules that match ``words``; cached, as a section's clauses share their context."""
    return matcher("activity_classes").matching(words)


@cache
def class_names() -> list[str]:
    """The classes that have words, in their order."""
    return list(dict.fromkeys(rule.says for rule in matcher("activity_classes").rules))
