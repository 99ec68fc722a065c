"""Which observations of a report state the same figure, and which state a part of another (数据).

Two observations are one fact if they count the same thing in the same unit and period, can both be right
(25余万元 and 25.37万元) and are in different sentences: a report often repeats a figure in another part, but
seldom in one sentence. Equal small numbers are often two things (讲座3次 here, 3次 there), so below
:data:`DISTINCT` the words that say what is counted must be the same too.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from operator import attrgetter

from fazhi.extractors import Record
from fazhi.extractors.report_text import ReportText
from fazhi.kg.facts.figures import MOST_COMPARED, Figure, agree, figures_of
from fazhi.kg.facts.parts import by_kind, divisions, including, of_total, of_which, passages
from fazhi.kg.facts.wording import pattern, thing_counted

#: Measure words that count cases, visits or people in the same way.
UNITS = {"宗": "件", "起": "件", "例": "件", "户次": "家次", "名": "人", "位": "人", "户": "家"}
#: A number of at least this value seldom occurs twice by chance.
DISTINCT = 100
#: A number of at least this value may, but hardly for one indicator.
UNUSUAL = 10
#: The period of a value that the sentence says has changed (由41人增至56人), if it names no other.
EARLIER = "此前"


@dataclass(frozen=True)
class Stated:
    """An observation and the figure it was made from; ``position`` is that of its record.

    ``thing`` is what is counted by the words around the figure, which say with ``of_the_year`` that it is a
    total, or for the whole year, and with ``limited`` that it is for a field, a time or a body. ``period`` is
    as written; :data:`EARLIER` for a value that has changed since; ``None`` for the reported year.
    ``measure`` is what two observations that state one figure must have in common.
    """

    position: int
    record: Record
    figure: Figure
    thing: str
    of_the_year: bool
    limited: bool
    period: str | None
    measure: tuple[str, str, str, str, str]

    @classmethod
    def of(cls, position: int, record: Record, figure: Figure) -> Stated:
        """The observation ``record`` of ``figure``."""
        fields, thing = record.fields, thing_counted(figure.label)
        before = figure.before + figure.left
        period: str | None = fields.get("period")
        if period is None and pattern("changed_to").fullmatch(figure.right):
            period = EARLIER
        counts, unit = fields.get("indicator") or thing, UNITS.get(figure.unit, figure.unit)
        measure = counts, unit, fields.get("change", ""), period or "", str(fields.get("upper", ""))
        of_the_year = bool(pattern("total_words").search(before))
        limited = bool(pattern("scope_words").search(before))
        return cls(position, record, figure, thing, of_the_year, limited, period, measure)

    @property
    def counts(self) -> str:
        """What is counted: the indicator, or else the words around the figure."""
        return self.measure[0]

    @property
    def place(self) -> Decimal | None:
        """The last place of an exact figure."""
        return self.figure.last_place if self.figure.exact else None

    @property
    def number(self) -> Hashable:
        """What exact figures written to the same place have in common if they are one."""
        value = self.figure.value
        return self.place, value, self.thing if value < UNUSUAL else None

    @property
    def form(self) -> Hashable:
        """What decides, beside measure and whole, which figures it may be one with."""
        figure = self.figure
        number = figure.value, figure.exact, figure.last_place, figure.quantity.modifier, figure.odd
        return number, self.thing, self.of_the_year, self.limited, self.record.fields.get("indicator")


def stated_figures(text: ReportText, records: Sequence[Record]) -> dict[int, Stated]:
    """The observations among ``records`` by position, each with its figure, in the order of the text.

    Observations whose figure is not found again are left out.
    """
    figures: dict[tuple[int, int], tuple[Figure, ...]] = {}
    found: dict[int, Stated] = {}
    for position, record in enumerate(records):
        if record.type != "observation":
            continue
        sentence = next(iter(text.sentences_around([record.start])))
        if sentence not in figures:
            figures[sentence] = figures_of(text, *sentence)
        figure = next(
            (
                f
                for f in figures[sentence]
                if f.value == record.fields["value"] and record.start <= f.start < record.end
            ),
            None,
        )
        if figure is not None:
            found[position] = Stated.of(position, record, figure)
    return found


def restated(figures: Iterable[Stated], wholes: Mapping[int, int]) -> list[list[Stated]]:
    """Observations grouped by the figure that they state, best first; groups in the order of first mention.

    ``wholes`` gives the position of the whole of each part: parts of different wholes are different figures.
    """
    facts: list[_Restated] = []
    known: dict[Hashable, _Known] = defaultdict(_Known)
    for stated in figures:
        alike = known[stated.measure, wholes.get(stated.position)]
        same = next((fact for fact in alike.near(stated) if fact.may_hold(stated)), None)
        if same is None:
            same = _Restated(len(facts))
            facts.append(same)
            alike.add(same, stated)
        same.add(stated)
    return [sorted(fact.figures, key=_exactness) for fact in facts]


class _Restated:
    """Observations of one measure and whole that state the same figure; ``number`` counts such facts."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.figures: list[Stated] = []
        self._sentences: set[tuple[int, int]] = set()
        self._forms: dict[Hashable, Stated] = {}

    def may_hold(self, stated: Stated) -> bool:
        """Whether ``stated`` states the same figure as all that are held."""
        return stated.figure.sentence not in self._sentences and all(
            _one_figure(stated, other) for other in self._forms.values()
        )

    def add(self, stated: Stated) -> None:
        self.figures.append(stated)
        self._sentences.add(stated.figure.sentence)
        if len(self._forms) < MOST_COMPARED:
            self._forms.setdefault(stated.form, stated)


class _Known:
    """The facts of one measure and whole, the latest of each kind, by the figure that was first."""

    def __init__(self) -> None:
        self._by_place: dict[Hashable, deque[_Restated]] = defaultdict(_latest)
        self._by_number: dict[Hashable, deque[_Restated]] = defaultdict(_latest)

    def add(self, fact: _Restated, first: Stated) -> None:
        self._by_place[first.place].append(fact)
        self._by_number[first.number].append(fact)

    def near(self, stated: Stated) -> list[_Restated]:
        """Those that may hold ``stated``, in order: exact figures written to one place must be equal."""
        place = stated.place
        found = [
            fact
            for other, facts in self._by_place.items()
            if place is None or other != place
            for fact in facts
        ]
        found += self._by_number.get(stated.number, ()) if place is not None else ()
        return sorted(found, key=attrgetter("number"))


_latest = partial(deque[_Restated], maxlen=MOST_COMPARED)


def wholes_of(text: ReportText, figures: Mapping[int, Stated]) -> dict[int, int]:
    """The position of the whole for each part, by the part's position."""
    by_start = {stated.figure.start: stated for stated in figures.values()}
    by_sentence: dict[tuple[int, int], list[Figure]] = {}
    for stated in figures.values():
        by_sentence.setdefault(stated.figure.sentence, []).append(stated.figure)
    found: dict[int, int] = {}

    def note(whole: Figure, part: Figure) -> None:
        one, other = by_start[whole.start], by_start[part.start]
        if one.measure[1:3] == other.measure[1:3] and part.value <= whole.value:
            found.setdefault(other.position, one.position)

    for passage in passages(text.folded, list(by_sentence.values())):
        for group, part in of_which(text.folded, passage):
            note(_whole_among(group, part, by_start), part)
        for group, part in by_kind(text.folded, passage):
            whole = _whole_among(group, part, by_start)
            if _one_matter(by_start[whole.start], by_start[part.start]):
                note(whole, part)
        for whole, part in including(passage):
            note(whole, part)
        for whole, parts in divisions(passage):
            for part in parts:
                note(whole, part)
    for whole, part in of_total(text.folded, [stated.figure for stated in figures.values()]):
        if by_start[whole.start].measure == by_start[part.start].measure:
            note(whole, part)
    return found | _limited_parts(figures, found)


def _whole_among(group: Sequence[Figure], part: Figure, by_start: Mapping[int, Stated]) -> Figure:
    """The nearest possible whole that counts the same as the part, or else the nearest one."""
    counts = by_start[part.start].counts
    return next((f for f in reversed(group) if by_start[f.start].counts == counts), group[-1])


def _one_matter(whole: Stated, part: Stated) -> bool:
    """Whether two indicators are about one matter, that is, their ids begin alike (hazard_found_count …)."""
    indicators = (stated.record.fields.get("indicator") for stated in (whole, part))
    matters = {indicator.split("_")[0] for indicator in indicators if indicator}
    return len(matters) < 2


def _limited_parts(figures: Mapping[int, Stated], known: Mapping[int, int]) -> dict[int, int]:
    """Figures for one field or one action, if the report gives the year's total of the same indicator."""
    totals: dict[tuple[str, ...], Stated] = {}
    for stated in figures.values():
        if stated.of_the_year and not stated.limited and stated.record.fields.get("indicator"):
            other = totals.get(stated.measure)
            if other is None or other.figure.value < stated.figure.value:
                totals[stated.measure] = stated
    return {
        stated.position: totals[stated.measure].position
        for stated in figures.values()
        if stated.position not in known
        and stated.limited
        and stated.measure in totals
        and stated.figure.value < totals[stated.measure].figure.value
    }


def _one_figure(one: Stated, other: Stated) -> bool:
    """Whether two observations of one measure and whole in different sentences state the same figure."""
    if not agree(one.figure, other.figure):
        return False
    alike = one.thing == other.thing
    both_of_the_year = one.of_the_year and other.of_the_year and not (one.limited or other.limited)
    least = min(one.figure.value, other.figure.value)
    if one.figure.exact and other.figure.exact:
        return alike or least >= DISTINCT or (least >= UNUSUAL and both_of_the_year)
    return alike or both_of_the_year or (least >= DISTINCT and bool(one.record.fields.get("indicator")))


def _exactness(stated: Stated) -> tuple[bool, object, int]:
    """Sorts exact figures before approximate ones, finer before coarser, earlier before later."""
    return (not stated.figure.exact, stated.figure.last_place, stated.position)
