"""The graph as tables: one for each class, one for each property that has several values (tables.yaml).

A row is a thing, told by its IRI; a cell is a number, a text, the IRI of a row in another table or the id of
a concept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Protocol

import yaml
from pyoxigraph import Literal, QuerySolutions

from fazhi.kg.iris import place_of
from fazhi.kg.store.files import StoreError, rebuild_of
from fazhi.ontology.namespaces import ONTOLOGY, PREFIXES, concept

#: Between the values of a cell that has several.
SEPARATOR = "；"
_LABELS = """
SELECT ?node ?label { ?node rdfs:label ?label FILTER(LANG(?label) IN ("zh", "en")) }"""
_CONCEPTS = """
SELECT ?concept ?id ?label {
  ?concept skos:inScheme [] ; skos:notation ?id ; skos:prefLabel ?label FILTER(LANG(?label) = "zh")
}"""


@dataclass(frozen=True)
class Column:
    """A column with its titles. ``patterns`` bind ?id and ?value; the first that gives a value counts.

    ``datatype`` is one of XML Schema. Values are rows of ``table``, or concepts of ``scheme``, or neither;
    ``label_of`` names the column whose concepts this one labels in Chinese. ``key`` marks the IRI of the row,
    or both columns of a pair. ``property`` is the property's IRI where one alone leads to the value.
    """

    name: str
    zh: str
    en: str
    patterns: tuple[str, ...] = ()
    datatype: str = "string"
    table: str = ""
    scheme: str = ""
    label_of: str = ""
    default: str = ""
    several: bool = False
    language: str = ""
    property: str = ""
    key: bool = False


@dataclass(frozen=True)
class Table:
    """A table: its name and title, the pattern of the ?id that have rows, its columns.

    In a table of pairs the first column is the IRI of a row in the table that has the ``pattern``. The rows
    of a ``shared`` table are of no single report.
    """

    name: str
    zh: str
    en: str
    pattern: str
    columns: tuple[Column, ...]
    pairs: bool = False
    shared: bool = False


Row = tuple[str, ...]


class Answering(Protocol):
    """What answers queries: a store, or some graphs of one."""

    @property
    def path(self) -> Path: ...

    def select(self, query: str) -> QuerySolutions: ...


class Tables:
    """The tables of ``store``.

    If that has some graphs of a store, ``elsewhere`` are the rows of its other graphs that these lead to, by
    their tables.
    """

    def __init__(self, store: Answering, elsewhere: Mapping[str, Set[str]] | None = None) -> None:
        self._store = store
        self._elsewhere = elsewhere or {}
        self._known: dict[str, Set[str]] = {}

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables in the order of tables.yaml, each followed by its tables of pairs."""
        return tuple(table for name, spec in _specs().items() for table in self._made(name, spec))

    def rows(self, table: Table) -> list[Row]:
        """The cells of ``table`` as text, empty where there is no value; the rows are in a fixed order."""
        if table.pairs:
            return self._pairs(table)
        columns = [self._cells(table, column) for column in table.columns[1:]]
        return [
            (iri, *(cells.get(iri, "") for cells in columns))
            for iri in sorted(self._ids(table.name), key=order)
        ]

    def _pairs(self, table: Table) -> list[Row]:
        source, *shown = table.columns
        values = self._values(table, shown[0])
        pairs = (
            (iri, value) for iri in sorted(values, key=order) for value in sorted(values[iri], key=order)
        )
        if len(shown) == 1:
            return [(iri, value) for iri, value in pairs if iri in self._ids(source.table)]
        return [(iri, *self._concepts[value]) for iri, value in pairs]

    def _cells(self, table: Table, column: Column) -> Mapping[str, str]:
        values = self._values(table, column)
        part = 1 if column.label_of else 0
        if column.scheme:
            values = {iri: {self._concepts[v][part] for v in found} for iri, found in values.items()}
        cells = {
            iri: SEPARATOR.join(sorted(found)) if column.several else min(found)
            for iri, found in values.items()
        }
        if column.default:
            default = self._concepts[concept(column.scheme, column.default)][part]
            return dict.fromkeys(self._ids(table.name), default) | cells
        return cells

    def _values(self, table: Table, column: Column) -> Mapping[str, set[str]]:
        """The values of each thing: IRIs, and texts of literals."""
        found: dict[str, set[str]] = defaultdict(set)
        for pattern in column.patterns:
            new: dict[str, set[str]] = defaultdict(set)
            for row in self._store.select(f"SELECT DISTINCT ?id ?value {{ {table.pattern} . {pattern} }}"):
                if row["id"].value not in found and self._fits(column, row["value"]):
                    new[row["id"].value].add(row["value"].value)
            found |= new
        return found

    def _fits(self, column: Column, term: Any) -> bool:
        if column.table:
            elsewhere = self._elsewhere.get(column.table, ())
            return term.value in self._ids(column.table) or term.value in elsewhere
        if column.scheme:
            return term.value in self._concepts
        return not column.language or (isinstance(term, Literal) and term.language == column.language)

    def _made(self, name: str, spec: Mapping[str, Any]) -> Iterator[Table]:
        zh, en = self._titles(spec.get("class", ""), spec)
        pattern = spec.get("pattern") or f"?id a {spec['class']}"
        key = Column("id", zh="标识", en="IRI", datatype="anyURI", key=True)
        columns = [c for each, told in spec["columns"].items() for c in self._columns(each, told)]
        shared = spec.get("shared", False)
        yield Table(name, zh, en, pattern, (key, *columns), shared=shared)
        for each, told in spec.get("links", {}).items():
            subject = Column("subject", zh, en, datatype="anyURI", table=name, key=True)
            value, *labels = self._columns("object", told)
            pair = (subject, replace(value, key=True), *labels)
            yield Table(
                each, f"{zh}：{value.zh}", f"{en}: {value.en}", pattern, pair, pairs=True, shared=shared
            )

    def _columns(self, name: str, told: Mapping[str, Any]) -> Iterator[Column]:
        """The column, and that of the Chinese labels where its values are concepts."""
        paths = told.get("path", [])
        paths = [paths] if isinstance(paths, str) else paths
        zh, en = self._titles(paths[0] if paths else "", told)
        column = Column(
            name,
            zh,
            en,
            tuple(f"?id {path} ?value" for path in paths) or (told["pattern"],),
            datatype=told.get("datatype", "anyURI" if "table" in told else "string"),
            table=told.get("table", ""),
            scheme=told.get("scheme", ""),
            default=told.get("default", ""),
            several=told.get("several", False),
            language=told.get("language", ""),
            property=_iri(paths[0]) if len(paths) == 1 else "",
        )
        yield column
        if column.scheme:
            yield replace(
                column,
                name=f"{name}_zh",
                zh=f"{zh}（名称）",
                en=f"{en}, Chinese label",
                label_of=name,
                property="",
            )

    def _titles(self, term: str, told: Mapping[str, Any]) -> tuple[str, str]:
        """The titles given, else the labels of the class or property ``term``.

        Raises StoreError if the store's ontology, which an earlier program wrote, does not have it.
        """
        try:
            zh, en = (told.get(language) or self._labels[_iri(term), language] for language in ("zh", "en"))
        except KeyError:
            path = self._store.path
            raise StoreError(
                f"built by another version, which does not know {term}; "
                f"bring it up to date: {rebuild_of(path)}",
                f"由其他版本构建，不认识 {term}；请更新：{rebuild_of(path)}",
                at=path,
            ) from None
        return zh, en

    def _ids(self, name: str) -> Set[str]:
        """The IRIs of the rows of a table."""
        if name not in self._known:
            pattern = next(table.pattern for table in self.tables if table.name == name)
            rows = self._store.select(f"SELECT DISTINCT ?id {{ {pattern} }}")
            self._known[name] = {row["id"].value for row in rows}
        return self._known[name]

    @cached_property
    def _concepts(self) -> Mapping[str, tuple[str, str]]:
        """The id and the Chinese label of each concept."""
        rows = self._store.select(_CONCEPTS)
        return {row["concept"].value: (row["id"].value, row["label"].value) for row in rows}

    @cached_property
    def _labels(self) -> Mapping[tuple[str, str], str]:
        return {
            (row["node"].value, row["label"].language): row["label"].value
            for row in self._store.select(_LABELS)
            if row["node"].value.startswith(ONTOLOGY)
        }


@cache
def _specs() -> Mapping[str, Mapping[str, Any]]:
    text = Path(__file__).with_suffix(".yaml").read_text("utf-8")
    specs: Mapping[str, Mapping[str, Any]] = yaml.safe_load(text)["tables"]
    return specs


def _iri(path: str) -> str:
    """The IRI that a property path consists of; empty where it is a longer one."""
    prefix, _, name = path.partition(":")
    return PREFIXES[prefix] + name if name.isidentifier() else ""


def order(iri: str) -> tuple[str, int, int]:
    """By what rows are sorted: passages of a text in the order of the text, everything else by IRI."""
    return place_of(iri) or (iri, 0, 0)
