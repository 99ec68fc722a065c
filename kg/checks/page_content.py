"""Findings and summary as a marked page takes them (:mod:`fazhi.viz.findings`): plain, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from fazhi.kg.checks.explanations import explanation
from fazhi.kg.checks.finding import Finding
from fazhi.kg.checks.promises import Promises
from fazhi.kg.checks.summary import Summary
from fazhi.kg.checks.summary_text import MOST, doubts, promises_heading, unspoken_heading
from fazhi.kg.checks.unspoken import Unspoken, Wording, most_certain

#: Characters of the sentence shown on either side of a finding's words.
_AROUND = 40
_BINDING = {True: ("直接约束的{}项", "Binding it: {}"), False: ("间接适用的{}项", "Only reaching it: {}")}


def finding_content(finding: Finding) -> dict[str, Any]:
    """One finding of a check."""
    entry = explanation(finding.code)
    return {
        "code": finding.code,
        "severity": finding.severity,
        "start": finding.place.start,
        "end": finding.place.end,
        "line": finding.line,
        "quote": _quote(finding),
        "message": (finding.message_zh, finding.message_en),
        "why": (entry.why_zh, entry.why_en),
        "todo": (finding.suggestion_zh or entry.suggestion_zh, finding.suggestion_en or entry.suggestion_en),
        "related": [{"start": p.start, "end": p.end, "line": p.line} for p in finding.related],
    }


def _quote(finding: Finding) -> tuple[str, str, str]:
    """The words of a finding between the words of its sentence around them."""
    sentence, start, end = finding.sentence, finding.mark_start, finding.mark_end
    first, last = max(0, start - _AROUND), min(len(sentence), end + _AROUND)
    before, after = sentence[first:start], sentence[end:last]
    return ("…" if first else "") + before, finding.text, after + ("…" if last < len(sentence) else "")


def summary_content(summary: Summary) -> dict[str, Any]:
    """The summary above the findings."""
    return {
        "heading": (unspoken_heading(summary, "zh"), unspoken_heading(summary, "en")),
        "groups": list(_groups(summary.unspoken)),
        "promises": _promises(summary.promises) if summary.promises else None,
    }


def _groups(found: Sequence[Unspoken]) -> Iterator[dict[str, Any]]:
    shown = {one.obligation for one in most_certain(found, MOST)}
    for direct, members in groupby(found, key=lambda one: one.direct):
        group = list(members)
        zh, en = _BINDING[direct]
        rest = [one for one in group if one.obligation not in shown]
        yield {
            "heading": (zh.format(len(group)), en.format(len(group))),
            "laws": _by_law(one for one in group if one.obligation in shown),
            "rest": _by_law(rest),
            "more": len(rest),
        }


def _by_law(found: Iterable[Unspoken]) -> list[tuple[str, list[dict[str, Any]]]]:
    by_law = groupby(found, key=lambda one: one.law)
    return [(law, [_obligation(one) for one in items]) for law, items in by_law]


def _obligation(one: Unspoken) -> dict[str, Any]:
    return {
        "article": one.article,
        "asks": (one.label_zh, one.label_en),
        "remarks": doubts(one),
        "wording": _wording(one.wording) if one.wording else None,
    }


def _wording(wording: Wording) -> dict[str, Any]:
    whose = (f"{wording.body}，{wording.year}年度报告", f"{wording.body}, report on {wording.year}")
    return {"sentence": wording.sentence, "words": wording.words, "whose": whose}


def _promises(promises: Promises) -> dict[str, Any]:
    return {
        "heading": (promises_heading(promises, "zh"), promises_heading(promises, "en")),
        "plans": [{"sentence": plan.sentence, "words": plan.words} for plan in promises.open],
    }
