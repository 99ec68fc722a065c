"""Which figures belong to which reported activity, by where they stand in the text."""

from __future__ import annotations

from collections.abc import Sequence

from fazhi.extractors.records import Record
from fazhi.extractors.report_text import ReportText, Span
from fazhi.kg.graph.statements import Statement
from fazhi.kg.graph.terms import Graph, decimal

#: Indicators that describe an enforcement case, and the property they become.
PENALTY_FIGURES = (
    ("penalty_case_count", "fz:caseCount"),
    ("penalty_amount", "fz:fineAmount"),
)


def add_figures(graph: Graph, statements: Sequence[Statement], report_text: ReportText) -> None:
    """Join activities to the observations inside them; give penalty activities their count and fine.

    An activity has the observations whose span overlaps its own. A penalty activity that lacks a count
    or a fine by that rule takes the nearest one of its sentence, because reports split one statement in
    two clauses (立案21起，罚款25.37万元).
    """
    observations = [s for s in statements if s.record.type == "observation"]
    for activity in (s for s in statements if s.record.type == "activity"):
        inside = [o for o in observations if _distance(o.record, activity.record) == 0]
        for observation in inside:
            graph.add(activity.node, "fz:hasObservation", observation.node)
        if activity.record.fields.get("class") != "penalty":
            continue
        sentence = report_text.sentence(activity.record.start, activity.record.end)
        around = [o for o in observations if _within(o.record, sentence)]
        for indicator, predicate in PENALTY_FIGURES:
            figure = _nearest(activity.record, indicator, inside) or _nearest(
                activity.record, indicator, around
            )
            if figure is not None:
                graph.add(activity.node, predicate, decimal(figure.fields["value"]))


def _nearest(activity: Record, indicator: str, candidates: Sequence[Statement]) -> Record | None:
    """The closest figure of ``indicator`` that is a level, not a change; the earlier of two as close."""
    records = [
        c.record
        for c in candidates
        if c.record.fields.get("indicator") == indicator and not c.record.fields.get("change")
    ]
    return min(records, key=lambda r: (_distance(r, activity), r.start), default=None)


def _distance(one: Record, other: Record) -> int:
    """Characters between two spans, 0 where they overlap (one more than the gap otherwise)."""
    gap = max(one.start, other.start) - min(one.end, other.end)
    return gap + 1 if gap >= 0 else 0


def _within(record: Record, span: Span) -> bool:
    return span[0] <= record.start and record.end <= span[1]
