"""The rows of an answer as an assistant gets them: values, IRIs, and the sentences behind them, bounded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from fazhi.extractors.reading.document import place_words
from fazhi.kg.iris import place_of
from fazhi.kg.output.passages import Passage, evidence_in, passages_of
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.namespaces import OA
from fazhi.queries.results import Result, Value, column_names, table

#: Rows in one answer: at most, and where the assistant says nothing.
MOST_ROWS, ROWS = 200, 50
#: Characters of one value, and about as many of all rows together.
LONGEST_VALUE, LONGEST_ANSWER = 2_000, 60_000
#: What no answer may be taken to say.
CLAIM = "以上只说明报告写了什么；报告没有提及，不等于没有做。"
_EXACT = NamedNode(OA + "exact")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a report that stands behind a row.

    ``evidence`` is the IRI of the ``words`` in it by their place, ``role`` says in Chinese what the sentence
    is to the row. ``place`` is the page or paragraph of the file. What is not known is empty.
    """

    evidence: str
    role: str
    words: str
    text: str
    body: str
    year: str
    section: str
    file: str
    place: str

    def lines(self) -> list[str]:
        """The sentence, and where it stands, in Chinese."""
        return [f"{self.role}：“{' '.join(self.text.split())}”", f"出处：{self._source()}{self.evidence}"]

    def _source(self) -> str:
        parts = (self.body, self.year and f"{self.year}年度", self.section, self.place)
        return "".join(f"{part}，" for part in parts if part)


@dataclass(frozen=True)
class Row:
    """``values`` by column, labels in place of IRIs; the ``iris`` of what these name; their sentences."""

    values: Mapping[str, Value]
    iris: Mapping[str, str]
    sentences: list[Sentence]


@dataclass(frozen=True)
class Column:
    """A column of an answer, with its Chinese name."""

    name: str
    zh: str


def checked_range(first: int, most: int) -> None:
    """Raise FazhiError unless ``most`` rows from number ``first`` (from 0) on may be asked for."""
    if first < 0 or not 1 <= most <= MOST_ROWS:
        raise FazhiError(
            f"first must be 0 or more, and most 1 to {MOST_ROWS}, not {first} and {most}",
            f"first 须为0以上，most 须为1至{MOST_ROWS}，而不是{first}和{most}",
        )


def columns_of(result: Result) -> list[Column]:
    """The columns of values: not those of evidence, which stands with each row as sentences."""
    beside = _beside(result)
    return [Column(name, _zh(name)) for name in table(result).columns if name not in beside]


def rows_of(store: GraphStore, result: Result, columns: Iterable[Column]) -> list[Row]:
    """The rows of ``result``, as many as an answer may hold; at least one if there is any."""
    shown, names = table(result), {column.name for column in columns}
    passages = passages_of(store, evidence_in([result]))
    rows: list[Row] = []
    length = 0
    for terms, values in zip(result.rows, shown.rows, strict=True):
        named = {c: t.value for c, t in zip(result.columns, terms, strict=True) if isinstance(t, NamedNode)}
        row = Row(
            {c: _cut(v) for c, v in zip(shown.columns, values, strict=True) if c in names},
            {column: iri for column, iri in named.items() if iri not in passages},
            [
                _sentence(store, iri, _zh(_sentence_column(column)), passages[iri])
                for column, iri in named.items()
                if iri in passages
            ],
        )
        length += _length(row)
        if rows and length > LONGEST_ANSWER:
            break
        rows.append(row)
    return rows


def lines_of(rows: Iterable[Row], columns: Sequence[Column], first: int = 0) -> list[str]:
    """The rows as lines in Chinese, numbered from ``first`` + 1."""
    lines = []
    for number, row in enumerate(rows, first + 1):
        values = ((column.zh, row.values.get(column.name)) for column in columns)
        told = "；".join(f"{name}：{value}" for name, value in values if value not in (None, ""))
        lines.append(f"{number}. {told}")
        lines += [f"   {line}" for sentence in row.sentences for line in sentence.lines()]
    return lines


def cut(text: str) -> str:
    """``text``, or the beginning of one that is too long for an answer, which says so."""
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…（已截断，全长{len(text)}字）"


def _cut(value: Value) -> Value:
    return cut(value) if isinstance(value, str) else value


def _sentence(store: GraphStore, evidence: str, role: str, passage: Passage) -> Sentence:
    quads = store.dataset.quads_for_pattern(NamedNode(evidence), _EXACT, None)
    words = next((quad.object.value for quad in quads if isinstance(quad.object, Literal)), "")
    place = place_words(passage.locator)[0] if passage.locator else ""
    text, where = cut(passage.text), (passage.body, passage.year, passage.section, passage.file)
    return Sentence(evidence, role, cut(words), text, *where, place)


def _length(row: Row) -> int:
    values = sum(len(str(value)) for value in (*row.values.values(), *row.iris.values()))
    return values + sum(len(one.text) + len(one.words) + len(one.evidence) for one in row.sentences)


def _zh(column: str) -> str:
    names = column_names().get(column.removesuffix("Label"))
    return names["zh"] if names else column


def _sentence_column(evidence: str) -> str:
    """The name of the column with the sentence of a column of evidence (planEvidence: planSentence)."""
    return evidence.replace("evidence", "sentence").replace("Evidence", "Sentence")


def _beside(result: Result) -> set[str]:
    """The columns of evidence, and of the sentences and places that go with it."""
    evidence = {
        column
        for row in result.rows
        for column, term in zip(result.columns, row, strict=True)
        if isinstance(term, NamedNode) and place_of(term.value)
    }
    return {*evidence, *map(_sentence_column, evidence), "locator"}
