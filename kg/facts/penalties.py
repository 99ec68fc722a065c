"""Which activities of a report are one enforcement case (行政处罚), and which figures are its count and fine.

Reports split a statement into clauses (立案21起，罚款25.37万元) and repeat it in another part
(共立案处罚21起). Penalty clauses that share a figure are therefore one case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

from fazhi.extractors import Record
from fazhi.extractors.language.overlaps import Overlaps
from fazhi.extractors.report_text import ReportText
from fazhi.kg.facts.wording import pattern

#: Indicators that describe an enforcement case.
PENALTY_FIGURES = ("penalty_case_count", "penalty_amount")
PENALTY = "penalty"


class Observations:
    """The observations among the records of a report, in the order of the text, by position."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.records = {p: record for p, record in enumerate(records) if record.type == "observation"}
        self._positions = list(self.records)
        self._overlaps = Overlaps((record.start, record.end) for record in self.records.values())

    def touching(self, start: int, end: int) -> list[int]:
        """The positions of those that overlap the span."""
        return [self._positions[number] for number in self._overlaps.of(start, end)]


def figures_of_case(
    activity: Record,
    text: ReportText,
    observations: Observations,
    parts: Mapping[int, int],
    other_times: Set[int],
) -> dict[str, tuple[int, ...]]:
    """The positions of the figures of a penalty activity, by indicator; several that add up if each is of
    another procedure (简易程序18起、普通程序7起).

    They are those inside it, else the nearest in its sentence. Levels of the year count, not changes; a whole
    goes before its ``parts``, a figure of the year before those at ``other_times``. A clause on penalties
    that were waived or reduced (不予处罚, 从轻) has none.
    """
    if pattern("no_penalty").search(text.folded, activity.start, activity.end):
        return {}
    start, end = text.sentence(activity.start, activity.end)
    records = observations.records
    inside = observations.touching(activity.start, activity.end)
    around = [
        p for p in observations.touching(start, end) if start <= records[p].start and records[p].end <= end
    ]
    found = {}
    for indicator in PENALTY_FIGURES:
        for candidates in (inside, around):
            positions = [
                position
                for position in candidates
                if records[position].fields.get("indicator") == indicator
                and "change" not in records[position].fields
            ]
            if positions:
                first = min(
                    positions,
                    key=lambda p: (
                        p in other_times,
                        p in parts,
                        _distance(records[p], activity),
                        p,
                    ),
                )
                by_procedure = _by_procedure(inside, indicator, records, parts)
                found[indicator] = by_procedure if first in by_procedure else (first,)
                break
    return found


def _by_procedure(
    inside: Sequence[int], indicator: str, records: Mapping[int, Record], parts: Mapping[int, int]
) -> tuple[int, ...]:
    """The positions of the figures inside an activity that each count the cases of another procedure."""
    named: dict[str, int] = {}
    for position in inside:
        record = records[position]
        procedure = pattern("procedure").search(record.text)
        if procedure and record.fields.get("indicator") == indicator and position not in parts:
            named.setdefault(procedure.group(), position)
    return tuple(named.values())


def one_case(cases: Sequence[tuple[int, frozenset[int]]]) -> list[list[int]]:
    """Positions of penalty activities, grouped by shared figures.

    ``cases`` are the activities in the order of the text, each with the facts that are its figures.
    """
    groups: dict[int, tuple[list[int], set[int]]] = {}
    group_of: dict[int, int] = {}
    for number, (position, figures) in enumerate(cases):
        first, *others = sorted({group_of[figure] for figure in figures if figure in group_of}) or [number]
        positions, shared = groups.setdefault(first, ([], set()))
        for other in others:
            more_positions, more_figures = groups.pop(other)
            positions.extend(more_positions)
            shared |= more_figures
            group_of.update(dict.fromkeys(more_figures, first))
        positions.append(position)
        shared |= figures
        group_of.update(dict.fromkeys(figures, first))
    return [sorted(positions) for positions, _ in groups.values()]


def _distance(one: Record, other: Record) -> int:
    """Characters between two spans: 0 if they overlap, otherwise one more than the gap."""
    gap = max(one.start, other.start) - min(one.end, other.end)
    return gap + 1 if gap >= 0 else 0
