"""The facts of a report: everything that it states, each once, with all the records that say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Generic

from fazhi.extractors import Record
from fazhi.extractors.language.characters import strip_space
from fazhi.extractors.records import FieldsT
from fazhi.extractors.report_text import ReportText
from fazhi.kg.facts.conflicts import conflicts
from fazhi.kg.facts.figures import Figure
from fazhi.kg.facts.names import named_in_activities
from fazhi.kg.facts.penalties import PENALTY, Observations, figures_of_case, one_case
from fazhi.kg.facts.quantities import Stated, restated, stated_figures, wholes_of
from fazhi.kg.linking.report import LinkedReport
from fazhi.ontology.titles import title_key


@dataclass(frozen=True)
class Fact(Generic[FieldsT]):
    """One thing that a report states (事实).

    ``records`` are the positions, in the extraction's records, of those that state the fact, the best one
    first; ``fields`` are the best record's, completed from the others, where those that a person revised go
    before all others. The other attributes are positions of best records too: ``whole`` of the figure that
    this one is part of (a part with the same indicator as its whole has no indicator of its own, so that sums
    by indicator count nothing twice), ``conflict`` of an earlier figure that cannot be right if this one is,
    ``figures`` of those that belong to an activity, ``case_figures`` of those that belong to an enforcement
    case, by indicator (several add up), ``names`` of the citations, publicity days and counsel that an
    activity names.
    """

    type: str
    records: tuple[int, ...]
    fields: FieldsT
    whole: int | None = None
    conflict: int | None = None
    figures: tuple[int, ...] = ()
    case_figures: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    names: tuple[int, ...] = ()

    @property
    def record(self) -> int:
        """The position of the best record."""
        return self.records[0]


def facts_of(report: LinkedReport) -> list[Fact[Any]]:
    """The facts of ``report``, in the order in which they are first stated; its own record is not a fact."""
    found = [*_observations(report), *_others(report)]
    best = {position: fact.record for fact in found for position in fact.records}
    parts = {position: fact.whole for fact in found if fact.whole is not None for position in fact.records}
    other_times = {p for fact in found if "period" in fact.fields for p in fact.records}
    activities = _activities(report, best, parts, other_times)
    return sorted((*found, *activities), key=lambda fact: min(fact.records))


def _observations(report: LinkedReport) -> Iterator[Fact[Any]]:
    text, records = report.extraction.report_text, report.records
    figures = stated_figures(text, records)
    wholes = wholes_of(text, figures)
    facts = restated(figures.values(), wholes)
    best = {stated.position: fact[0].position for fact in facts for stated in fact}
    against = _conflicts(text, report.year, figures)
    for fact in facts:
        positions = tuple(stated.position for stated in fact)
        whole = next((best[wholes[p]] for p in positions if p in wholes), None)
        fields = _completed(report, positions)
        if fact[0].period is not None:
            fields["period"] = fact[0].period
        if whole is not None and records[whole].fields.get("indicator") == fields.get("indicator"):
            fields.pop("indicator", None)
        conflict = next((best[against[p]] for p in positions if p in against), None)
        yield Fact("observation", positions, fields, whole=whole, conflict=conflict)
    # An observation without its figure cannot be compared with anything.
    for position, record in enumerate(records):
        if record.type == "observation" and position not in figures:
            yield Fact("observation", (position,), dict(record.fields))


def _conflicts(text: ReportText, year: int | None, figures: Mapping[int, Stated]) -> dict[int, int]:
    """The position of each later observation, with that of the earlier observation it contradicts."""
    positions = {stated.figure.start: position for position, stated in figures.items()}
    sentences: dict[tuple[int, int], list[Figure]] = defaultdict(list)
    for stated in figures.values():
        sentences[stated.figure.sentence].append(stated.figure)
    return {
        positions[later.start]: positions[earlier.start]
        for _, earlier, later in conflicts(text, year, sentences.values())
    }


def _others(report: LinkedReport) -> Iterator[Fact[Any]]:
    """The facts of all types but figures and activities."""
    records = report.records
    groups: dict[Hashable, list[int]] = defaultdict(list)
    firms = _only_firms(records)
    for position, record in enumerate(records):
        if record.type not in ("report", "observation", "activity"):
            groups[record.type, *_key(report, position, record, firms)].append(position)
    for positions in groups.values():
        yield Fact(records[positions[0]].type, tuple(positions), _completed(report, positions))


def _activities(
    report: LinkedReport, best: Mapping[int, int], parts: Mapping[int, int], other_times: Set[int]
) -> Iterator[Fact[Any]]:
    """The activities: an enforcement case once, any other activity once for each different wording."""
    text, records = report.extraction.report_text, report.records
    observations = Observations(records)
    named = named_in_activities(text, records)
    cases: list[tuple[int, frozenset[int]]] = []
    figures: dict[int, dict[str, tuple[int, ...]]] = {}
    others: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, record in enumerate(records):
        if record.type != "activity":
            continue
        if record.fields.get("class") == PENALTY:
            of_case = figures_of_case(record, text, observations, parts, other_times)
            figures[position] = {name: tuple(best[p] for p in found) for name, found in of_case.items()}
            if figures[position]:
                cases.append((position, frozenset(chain(*figures[position].values()))))
                continue
        others[record.fields.get("class", ""), strip_space(record.text)].append(position)
    of_cases = frozenset(chain(*(found for _, found in cases)))
    for positions in (*one_case(cases), *others.values()):
        # A part is no figure of a case if its whole is: otherwise sums over cases would be wrong.
        case_figures: dict[str, tuple[int, ...]] = {}
        for position in positions:
            for indicator, found in figures.get(position, {}).items():
                own = tuple(figure for figure in found if of_cases.isdisjoint(_wholes(figure, parts)))
                if own:
                    case_figures.setdefault(indicator, own)
        spans = ((records[position].start, records[position].end) for position in positions)
        inside = (best[p] for span in spans for p in observations.touching(*span))
        names = (best[p] for position in positions for p in named.get(position, ()))
        yield Fact(
            "activity",
            tuple(positions),
            _completed(report, positions),
            figures=tuple(dict.fromkeys((*chain(*case_figures.values()), *inside))),
            case_figures=case_figures,
            names=tuple(dict.fromkeys(names)),
        )


def _wholes(figure: int, parts: Mapping[int, int]) -> Iterator[int]:
    """The figures that ``figure`` is part of, the nearest first."""
    seen = {figure}
    while (whole := parts.get(figure)) is not None and whole not in seen:
        seen.add(whole)
        yield whole
        figure = whole


def _key(
    report: LinkedReport, position: int, record: Record, firms: Mapping[str | None, str]
) -> tuple[Hashable, ...]:
    """What all records of one type that state the same thing have in common; ``firms``: _only_firms."""
    fields = record.fields
    if record.type == "citation":
        link = report.links.get(position)
        named: Hashable = title_key(fields.get("title") or record.text)
        if link and link.instrument:
            named = link.instrument.id
        elif link and link.candidates:
            named = tuple(candidate.id for candidate in link.candidates)
        return named, fields.get("article"), fields.get("purpose"), fields.get("document_number")
    if record.type == "counsel":
        return fields.get("kind"), fields.get("firm") or firms.get(fields.get("kind"))
    if record.type == "leading_group":
        return (fields.get("name") or fields.get("head") or strip_space(record.text),)
    if record.type == "publicity_day":
        return (fields.get("day") or fields.get("name") or strip_space(record.text),)
    return (strip_space(record.text),)


def _only_firms(records: Iterable[Record]) -> dict[str | None, str]:
    """The firm meant when a report mentions counsel of a kind again: the only firm that it names."""
    named: dict[str | None, set[str]] = defaultdict(set)
    for record in records:
        if record.type == "counsel" and record.fields.get("firm"):
            named[record.fields.get("kind")].add(record.fields["firm"])
    return {kind: min(firms) for kind, firms in named.items() if len(firms) == 1}


def _completed(report: LinkedReport, positions: Iterable[int]) -> dict[str, Any]:
    """The fields of the first record, completed from the others; those that a person revised come first."""
    fields: dict[str, Any] = {}
    for position in sorted(positions, key=lambda position: position not in report.review.of):
        for name, value in report.records[position].fields.items():
            fields.setdefault(name, value)
    return fields
