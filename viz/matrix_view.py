"""What of a matrix is shown: the rows and columns that are asked for, grouped, ordered, counted.

``templates/matrix.js`` does the same in a browser; tests/browser holds the two together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache

from fazhi.ontology.collation import by_sound
from fazhi.ontology.concepts import class_labels, concept_labels
from fazhi.viz.kinds import TEMPLATES
from fazhi.viz.matrix import (
    DIVIDING,
    MOST_COLUMNS,
    OUTCOMES,
    REACHES,
    Column,
    Matrix,
    Row,
    reach_of,
    topics,
)

#: Words in Chinese and English.
Words = tuple[str, str]
#: What one chooses by its name: what it is called, and its values with what these are called.
Choices = dict[str, tuple[Words, dict[str, Words]]]
#: How many cells are counted of how many that apply, for each reach that is shown.
Counts = tuple[tuple[int, int], ...]


#: Choices whose values are the same for every matrix.
_FEW = ("reach", "rows", "by", "group", "order", "columns")


@dataclass(frozen=True)
class Choice:
    """What is asked for. ``year`` is the newest if it is "", ``all`` for all of them; ``kind`` is a class.

    ``place`` and ``law`` are keys; ``outcome`` names outcomes, with commas between them; ``rows`` leaves the
    obligations of which some report speaks or none does; ``q`` is a word in their names. Columns are put
    together ``by`` kind, place or year, or ``none`` is; if it is "", only where they are many. The others say
    how rows are grouped, and rows and columns ordered.
    """

    year: str = ""
    reach: str = "direct"
    kind: str = ""
    place: str = ""
    law: str = ""
    outcome: str = ""
    rows: str = ""
    q: str = ""
    by: str = ""
    group: str = "law"
    order: str = ""
    columns: str = "name"

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> Choice:
        """That of an address; what one cannot choose is as if it were not there."""
        given = {f.name: parameters[f.name] for f in fields(cls) if parameters.get(f.name)}
        kept = {n: value for n, value in given.items() if n not in _FEW or value in _given()[n][1]}
        asked = kept.get("outcome", "").split(",")
        kept["outcome"] = ",".join(outcome for outcome in OUTCOMES if outcome in asked)
        return cls(**kept)

    @property
    def reaches(self) -> tuple[str, ...]:
        """The reaches that are shown, which are never added up."""
        return tuple(REACHES) if self.reach == "both" else (self.reach,)

    @property
    def counted(self) -> tuple[str, ...]:
        """The outcomes that are counted: those asked for, else what is evidenced."""
        return tuple(self.outcome.split(",")) if self.outcome else ("evidenced",)


@dataclass(frozen=True)
class SeenColumn:
    """A report, or several put together, with how much of what applies to them counts."""

    name: Words
    year: str
    key: str
    counts: Counts
    members: tuple[int, ...] = ()


@dataclass(frozen=True)
class SeenRow:
    """An obligation with its cells, each an outcome and a reach, or "" twice; or ``parts`` of reports."""

    row: Row
    counts: Counts
    cells: Sequence[tuple[str, str]] = ()
    parts: Sequence[Counts] = ()


@dataclass(frozen=True)
class Group:
    """Obligations of one law or topic: its key, its name, what counts in all and in each column."""

    key: str
    name: Words
    counts: Counts
    by_column: Sequence[Counts]
    rows: Sequence[SeenRow]


@dataclass(frozen=True)
class Seen:
    """What is shown: ``heads`` are the kinds of body, each with its number of columns."""

    choice: Choice
    year: str
    heads: Sequence[tuple[Words, int]] = ()
    columns: Sequence[SeenColumn] = ()
    groups: Sequence[Group] = ()
    counts: Counts = ()
    #: How many cells have each outcome, by reach and outcome, over all that is shown.
    outcomes: Mapping[tuple[str, str], int] = field(default_factory=dict)
    #: Reports that fit, and the number of columns there are in all.
    reports: int = 0
    total: int = 0


@cache
def _given() -> Choices:
    import yaml

    read = yaml.safe_load((TEMPLATES / "matrix_choices.yaml").read_text(encoding="utf-8"))
    return {
        name: ((*of["label"],), {value: (*words,) for value, words in of["options"].items()})
        for name, of in read.items()
    }


def choices(matrix: Matrix) -> Choices:
    """What one can choose of a matrix; the first value of each is what holds where nothing is chosen."""
    found = {name: (label, dict(values)) for name, (label, values) in _given().items()}
    kinds = dict.fromkeys(column.kind for column in matrix.columns)
    laws = sorted({row.law for row in matrix.rows}, key=lambda law: by_sound(matrix.laws[law]))
    found["kind"][1].update((kind, (*class_labels()[kind],)) for kind in kinds)
    found["place"][1].update((place, (matrix.places[place],) * 2) for place in _places(matrix))
    found["law"][1].update((law, (matrix.laws[law],) * 2) for law in laws)
    by = first_by(matrix)
    found["by"] = (found["by"][0], {by: found["by"][1][by], **found["by"][1]})
    found["outcome"][1].update((name, (*concept_labels("outcome")[name],)) for name in OUTCOMES)
    found["year"] = (
        found["year"][0],
        {**{year: (year, year) for year in years(matrix)}, **found["year"][1]},
    )
    return found


def ranks(matrix: Matrix) -> list[int]:
    """The place of each row among all, in the order of their Chinese names."""
    order = sorted(range(len(matrix.rows)), key=lambda number: by_sound(matrix.rows[number].zh))
    return sorted(range(len(order)), key=order.__getitem__)


def _places(matrix: Matrix) -> list[str]:
    """The places of the bodies, in the order of their names."""
    there = {place for column in matrix.columns for place in column.places}
    return sorted(there, key=lambda place: by_sound(matrix.places[place]))


def years(matrix: Matrix) -> list[str]:
    """The years on which there are reports, the newest first."""
    return sorted({column.year for column in matrix.columns}, reverse=True)


def first_by(matrix: Matrix) -> str:
    """What reports are put together by where nothing is chosen: ``none`` if the newest year has few."""
    newest = next(iter(years(matrix)), "")
    of = [column for column in matrix.columns if column.year == newest]
    if len(of) <= MOST_COLUMNS:
        return "none"
    largest = {by: max(Counter(_part(column, by) for column in of).values()) for by in ("place", "kind")}
    return next((by for by, number in largest.items() if number <= DIVIDING * len(of)), "none")


def _part(column: Column, by: str, within: str = "") -> str:
    """What a report is put together by; within a place, by what lies in it, or it itself."""
    if by == "place":
        below = column.places.index(within) + 1 if within in column.places else 0
        return column.places[below] if below < len(column.places) else within
    return column.kind if by == "kind" else column.year


def seen(matrix: Matrix, choice: Choice, start: int = 0, size: int = 25, language: str = "zh") -> Seen:
    """What is asked for of a matrix; of its columns, ``size`` from the one at ``start`` on.

    Names are ordered as they are in the ``language``, Chinese ones by their sound; columns as they are given.
    """
    newest = next(iter(years(matrix)), "")
    year = choice.year or newest
    by = choice.by or first_by(matrix)
    of = [
        number
        for number, column in enumerate(matrix.columns)
        if (year == "all" or column.year == year)
        and (not choice.kind or column.kind == choice.kind)
        and (not choice.place or choice.place in column.places)
    ]
    view = _View(matrix, replace(choice, by="" if by == "none" else by), of, language)
    rows = view.rows()
    columns = view.columns(rows)
    shown = columns[start : start + size]
    return Seen(
        choice,
        year,
        view.heads(shown),
        shown,
        view.groups(rows, shown),
        view.count(of, rows),
        view.outcomes(rows),
        len(of),
        len(columns),
    )


class _View:
    def __init__(self, matrix: Matrix, choice: Choice, of: list[int], language: str) -> None:
        self._matrix, self._choice, self._of = matrix, choice, of
        self._english = language == "en"
        self._counted = frozenset(choice.counted)
        self._ranks = ranks(matrix) if choice.order == "name" else []
        self._places = {place: number for number, place in enumerate(_places(matrix))}
        self._looks: dict[tuple[str, str] | None, tuple[str, str]] = {None: ("", "")}
        for cell in {cell for number in of for cell in matrix.cells[number] if cell}:
            shown = reach_of(cell[1]) in choice.reaches
            self._looks[cell] = (cell[0], reach_of(cell[1])) if shown else ("", "")

    def cell(self, column: int, row: int) -> tuple[str, str]:
        """Outcome and reach of a cell that is shown if it matches; "" twice where the obligation is not."""
        return self._looks[self._matrix.cells[column][row]]

    def count(self, columns: Iterable[int], rows: Iterable[int]) -> Counts:
        rows = list(rows)
        found = Counter(self.cell(column, row) for column in columns for row in rows)
        return tuple(
            (
                sum(found[outcome, reach] for outcome in self._counted),
                sum(found[outcome, reach] for outcome in OUTCOMES),
            )
            for reach in self._choice.reaches
        )

    def fits(self, counts: Counts) -> bool:
        """Whether something of it is shown."""
        return any(has if self._choice.outcome else of for has, of in counts)

    def rows(self) -> list[int]:
        choice, words = self._choice, self._choice.q.casefold()
        found = []
        for number, row in enumerate(self._matrix.rows):
            named = f"{row.zh} {row.en} {self._matrix.laws[row.law]}".casefold()
            if (choice.law and row.law != choice.law) or words not in named:
                continue
            outcomes = {outcome for column in self._of if (outcome := self.cell(column, number)[0])}
            spoken = bool(outcomes - {"not_reported"})
            matching = outcomes & self._counted if choice.outcome else outcomes
            if matching and (not choice.rows or (choice.rows == "spoken") == spoken):
                found.append(number)
        return found

    def outcomes(self, rows: list[int]) -> dict[tuple[str, str], int]:
        found = Counter(self.cell(column, row) for column in self._of for row in rows)
        return {(reach, outcome): number for (outcome, reach), number in found.items() if outcome}

    def columns(self, rows: list[int]) -> list[SeenColumn]:
        choice = self._choice
        if choice.by:
            parts: dict[str, list[int]] = {}
            for number in self._of:
                part = _part(self._matrix.columns[number], choice.by, choice.place)
                parts.setdefault(part, []).append(number)
            every = [
                SeenColumn(
                    self._part_name(key, len(members)), "", key, self.count(members, rows), (*members,)
                )
                for key, members in parts.items()
            ]
        else:
            every = [
                SeenColumn((column.name, column.name), column.year, column.key, self.count([n], rows), (n,))
                for n, column in ((n, self._matrix.columns[n]) for n in self._of)
            ]
        fitting = [column for column in every if self.fits(column.counts)]
        by_count = choice.columns == "count"
        kinds = list(dict.fromkeys(column.kind for column in self._matrix.columns))
        return sorted(
            fitting,
            key=lambda column: (
                kinds.index(self._matrix.columns[column.members[0]].kind) if not choice.by else 0,
                -sum(has for has, _ in column.counts) if by_count else 0,
                kinds.index(column.key) if choice.by == "kind" else 0,
                self._places.get(column.key, len(self._places)) if choice.by == "place" else 0,
                column.key if choice.by == "year" else "",
                column.members,
            ),
        )

    def _part_name(self, key: str, number: int) -> Words:
        names = {"kind": class_labels().get(key), "place": (self._matrix.places.get(key, ""),) * 2}
        zh, en = names.get(self._choice.by) or (key, key)
        if not key:
            zh, en = "所在地不详", "place not known"
        return f"{zh}（{number}）", f"{en} ({number})"

    def heads(self, columns: Sequence[SeenColumn]) -> list[tuple[Words, int]]:
        if self._choice.by:
            return [(("", ""), len(columns))] if columns else []
        count: dict[str, int] = {}
        for column in columns:
            kind = self._matrix.columns[column.members[0]].kind
            count[kind] = count.get(kind, 0) + 1
        return [((class_labels()[kind].zh, class_labels()[kind].en), n) for kind, n in count.items()]

    def groups(self, rows: list[int], columns: Sequence[SeenColumn]) -> list[Group]:
        every: dict[str, list[int]] = {}
        named: Mapping[str, Words] = topics(self._matrix)
        by: Callable[[Row], str] = {
            "law": lambda row: row.law, "topic": lambda row: row.topic, "none": lambda row: ""
        }[self._choice.group]  # fmt: skip
        for number in rows:
            every.setdefault(by(self._matrix.rows[number]), []).append(number)
        if self._choice.group == "topic":
            every = {key: every[key] for key in named if key in every}
        total = {number: self.count(self._of, [number]) for number in rows}
        found = []
        for key, members in every.items():
            name = self._matrix.laws.get(key, "")
            found.append(
                Group(
                    key,
                    named.get(key, (name, name)) if self._choice.group == "topic" else (name, name),
                    self.count(self._of, members),
                    [self.count(column.members, members) for column in columns],
                    [
                        self._row(number, total[number], columns)
                        for number in sorted(members, key=lambda number: self._order(number, total[number]))
                    ],
                )
            )
        if not self._choice.order:
            found.sort(key=lambda group: -sum(of for _, of in group.rows[0].counts))
        if self._choice.order == "count":
            found.sort(key=lambda group: -sum(has for has, _ in group.counts))
        return found

    def _order(self, number: int, counts: Counts) -> tuple[int, str]:
        if self._choice.order == "name":
            return (0, self._matrix.rows[number].en) if self._english else (self._ranks[number], "")
        by_count = self._choice.order == "count"
        return -sum(has if by_count else of for has, of in counts), ""

    def _row(self, number: int, counts: Counts, columns: Sequence[SeenColumn]) -> SeenRow:
        row = self._matrix.rows[number]
        if self._choice.by:
            return SeenRow(row, counts, parts=[self.count(column.members, [number]) for column in columns])
        cells = (self.cell(column.members[0], number) for column in columns)
        matching = [c if not self._choice.outcome or c[0] in self._counted else ("", "") for c in cells]
        return SeenRow(row, counts, matching)
