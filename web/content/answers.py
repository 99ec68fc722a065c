"""The answer to a question as a page shows it: what its columns are called, what stands in its fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode

from fazhi.kg.iris import place_of
from fazhi.ontology.collation import by_sound
from fazhi.ontology.namespaces import ONTOLOGY, XSD
from fazhi.ontology.units import in_english as unit_in_english
from fazhi.queries.catalogue import Question
from fazhi.queries.emptiness import why_empty
from fazhi.queries.labels import in_english
from fazhi.queries.results import Result, Term, Value, column_names, shortened, table, value
from fazhi.viz.matrix import OUTCOMES
from fazhi.web.content.evidence import evidence_of
from fazhi.web.content.links import address_of
from fazhi.web.content.names import labels
from fazhi.web.content.parts import Cell
from fazhi.web.site import Site

#: A column with a report's words -> the column that tells where they stand.
_PASSAGES = {
    "sentence": "evidence",
    "sentenceBefore": "evidenceBefore",
    "planSentence": "planEvidence",
    "otherSentence": "otherEvidence",
    "issuedSentence": "issuedEvidence",
    "planned": "evidenceBefore",
}
#: Columns whose numbers are counted in what the column ``unit`` says.
_IN_UNITS = {"value", "otherValue", "before", "difference", "least", "greatest", "total", "amount"}
#: A column with a number -> the columns that qualify it, which are shown with it.
_QUALIFIED = {
    "value": ("modifier",),
    "otherValue": ("modifier",),
    "cases": ("casesModifier",),
    "fine": ("fineModifier",),
}
#: Words of reports that have no place of their own beside them.
_WORDS = {"text", "titleAsWritten", "nameAsWritten", "groupName", "title"}
_TRUTH = {True: ("是", "yes"), False: ("否", "no")}


@dataclass(frozen=True)
class Column:
    """A column that is shown: the variable, what it is called, whether it holds numbers."""

    name: str
    heading: str
    number: bool


@dataclass(frozen=True)
class Shown:
    """A part of an answer, to be shown as a table."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


def heading(site: Site, column: str) -> str:
    """What a column is called, in the language of the page."""
    names = column_names().get(column)
    if not names:
        return column
    words = names[site.language]
    return words[:1].upper() + words[1:]


def ordered(result: Result, column: str) -> Result:
    """The answer with its rows in the order of a column; with ``-`` in front of its name, the other way."""
    name = column.removeprefix("-")
    if name not in result.columns:
        return result
    shown = table(result)
    if name not in shown.columns:
        return result
    index = shown.columns.index(name)
    told = [(row[index], terms) for row, terms in zip(shown.rows, result.rows, strict=True)]
    known = sorted((pair for pair in told if pair[0] is not None), key=lambda pair: _order(pair[0]))
    if column != name:
        known.reverse()
    rest = [terms for said, terms in told if said is None]
    return Result(result.columns, (*(terms for _, terms in known), *rest))


def why_none(site: Site, question: Question, given: Mapping[str, str]) -> str:
    """Why there is no answer to a question with these parameters."""
    told = why_empty(site.store.dataset, question, given)
    return site.say(f"{told.zh}。", f"{told.en}.")


def filled(result: Result, rows: Sequence[tuple[Term | None, ...]]) -> Result:
    """Some ``rows`` of an answer without the columns in which none of all its rows has anything."""
    empty = {column for column in result.columns if not _has_any(result, column)}
    kept = [
        index
        for index, column in enumerate(result.columns)
        if column not in empty or not {column, f"{column}Label"} & set(result.columns) <= empty
    ]
    columns = tuple(result.columns[index] for index in kept)
    return Result(columns, tuple(tuple(row[index] for index in kept) for row in rows))


def _has_any(result: Result, column: str) -> bool:
    index = result.columns.index(column)
    return any(row[index] is not None for row in result.rows)


def shown(site: Site, result: Result) -> Shown:
    """An answer :func:`in_language`, or a page of one, ready to be shown.

    How many queries that takes does not depend on its length.
    """
    return _Table(site, result).shown()


def in_language(site: Site, result: Result) -> Result:
    """The answer in the language of the page."""
    return result if site.language == "zh" else in_english(site.store.dataset, result)


class _Table:
    def __init__(self, site: Site, result: Result) -> None:
        self._site = site
        self._result = result
        self._at = {column: index for index, column in enumerate(result.columns)}
        self._plain = table(result)
        terms = {term.value for row in result.rows for term in row if isinstance(term, NamedNode)}
        # What the answer itself calls things it calls in Chinese.
        self._labels = labels(site, {iri for iri in terms if not place_of(iri)})
        self._evidence = evidence_of(site, sorted(iri for iri in terms if place_of(iri)))

    def shown(self) -> Shown:
        columns = [Column(name, heading(self._site, name), self._is_number(name)) for name in self._visible()]
        rows = [
            [self._cell(number, column) for column in columns] for number in range(len(self._result.rows))
        ]
        return Shown(columns, rows)

    def _visible(self) -> list[str]:
        """The columns that are not shown within another one."""
        columns = self._plain.columns
        # What words they are is marked in the sentence.
        within = {"text"} if {"sentence", "evidence"} <= set(columns) else set()
        within |= {place for words, place in _PASSAGES.items() if words in columns}
        within |= {part for number, parts in _QUALIFIED.items() if number in columns for part in parts}
        if within & {"evidence"}:
            within.add("locator")
        if "value" in columns:
            within.add("upper")
        if _IN_UNITS & set(columns):
            within.add("unit")
        return [column for column in columns if column not in within]

    def _is_number(self, column: str) -> bool:
        terms = [row[self._at[column]] for row in self._result.rows]
        known = [term for term in terms if term is not None]
        return bool(known) and all(
            isinstance(term, Literal)
            and isinstance(value(term), int | float)
            and not isinstance(value(term), bool)
            for term in known
        )

    def _said(self, number: int, column: str) -> str:
        """The plain words of a field; "" where there are none."""
        if column not in self._plain.columns:
            return ""
        said = self._plain.rows[number][self._plain.columns.index(column)]
        return "" if said is None else str(said)

    def _cell(self, number: int, column: Column) -> Cell:
        term = self._result.rows[number][self._at[column.name]]
        if term is None:  # What has no name of its own may be told all the same.
            return Cell(self._said(number, column.name), number=column.number)
        if column.name in _PASSAGES:
            return self._passage(number, column.name)
        if column.number:
            return self._number(number, column.name)
        if isinstance(term, NamedNode):
            return self._thing(number, column.name, term.value)
        words = self._words(term, self._said(number, column.name))
        return Cell(words, report=column.name in _WORDS)

    def _passage(self, number: int, column: str) -> Cell:
        place = _PASSAGES[column]
        evidence = self._result.rows[number][self._at[place]] if place in self._at else None
        found = self._evidence.get(evidence.value) if isinstance(evidence, NamedNode) else None
        if found:
            # The row says whose report it is.
            return Cell("", evidence=(replace(found, body="", year=""),))
        return Cell(self._said(number, column), report=True)

    def _number(self, number: int, column: str) -> Cell:
        words = grouped(self._said(number, column))
        upper = self._said(number, "upper") if column == "value" else ""
        if upper:
            words = f"{words}–{grouped(upper)}"
        hints = []
        for part in _QUALIFIED.get(column, ()):
            index = self._at.get(part)
            term = self._result.rows[number][index] if index is not None else None
            hints.append(
                self._labels.get(term.value, "") if isinstance(term, NamedNode) else self._said(number, part)
            )
        unit = self._said(number, "unit") if column in _IN_UNITS else ""
        if unit and self._site.language == "en":
            figure = value(self._result.rows[number][self._at[column]])
            unit = unit_in_english(unit, figure if isinstance(figure, int | float) else None)
        return Cell(words, unit=unit, hint=self._site.say("，", ", ").join(filter(None, hints)), number=True)

    def _thing(self, number: int, column: str, iri: str) -> Cell:
        said = self._labels.get(iri) or self._said(number, column)
        # A concept is a word, whose page tells what it means; it is no thing that one goes to.
        href = "" if iri.startswith(ONTOLOGY) else address_of(self._site, iri)
        if column == "outcome":
            sign, tone = OUTCOMES.get(iri.rpartition("/")[2], ("", ""))
            return Cell(f"{sign} {said}".strip(), tone=tone)
        if column == "report" and said == iri:
            return Cell(self._site.say("阅读 →", "read →"), href)
        if iri in self._evidence:
            return Cell(self._site.say("在报告中看 →", "read in context →"), href)
        return Cell(shortened(iri) if said == iri else said, href)

    def _words(self, term: object, said: str) -> str:
        if not isinstance(term, Literal) or self._site.language == "zh":
            return said
        datatype = term.datatype.value
        if datatype == XSD + "boolean":
            return _TRUTH[value(term) is True][1]
        if datatype in (XSD + "gMonthDay", XSD + "gMonth"):
            return term.value.removeprefix("--")
        return said


def grouped(number: str) -> str:
    """A number with its thousands apart."""
    try:
        return f"{Decimal(number):,}"
    except InvalidOperation:
        return number


def _order(said: Value) -> tuple[int, float, object]:
    return (0, said, ()) if isinstance(said, int | float) else (1, 0, by_sound(str(said)))
