"""The answer to a query and its output formats: a readable table, CSV and JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from fazhi.ontology.namespaces import ID, PREFIXES, XSD
from fazhi.ontology.spreadsheets import csv_table

Term = NamedNode | BlankNode | Literal | Triple
Value = str | int | float | bool | None

_INTEGERS = {XSD + name for name in ("integer", "int", "long", "nonNegativeInteger", "positiveInteger")}
_COLUMNS = Path(__file__).with_name("columns.yaml")
_PREFIXES = {**PREFIXES, "id": ID}
_DOUBLES = {XSD + "double", XSD + "float"}


@dataclass(frozen=True)
class Result:
    """The answer to a query: column names, and rows of RDF terms with None where a variable is unbound.

    ``cut`` is the number of reports that the answer is of, if there are others that it leaves out, else 0.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    cut: int = 0


@dataclass(frozen=True)
class Table:
    """An answer for display: plain values, with labels in place of IRIs."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def table(result: Result, *, short: bool = False) -> Table:
    """``result`` for display. A column ``x`` with a companion ``xLabel`` shows the label, or else the IRI.

    ``short`` abbreviates other IRIs with the project's prefixes (``fz:Plan``), for narrow screens.
    """
    position = {column: index for index, column in enumerate(result.columns)}
    shown = tuple(
        column for column in result.columns if column.removesuffix("Label") not in position.keys() - {column}
    )
    return Table(
        shown,
        tuple(
            tuple(_readable(row, position[column], position.get(column + "Label"), short) for column in shown)
            for row in result.rows
        ),
    )


@cache
def column_names() -> dict[str, Mapping[str, str]]:
    """The names of the catalogue's columns by variable, in ``zh`` and ``en`` (columns.yaml)."""
    names: dict[str, Mapping[str, str]] = yaml.safe_load(_COLUMNS.read_text("utf-8"))
    return names


def heading(column: str) -> str:
    """The heading displayed for a column: its Chinese name and the variable (``单位 body``)."""
    names = column_names().get(column.removesuffix("Label"))
    return f"{names['zh']} {column}" if names else column


def to_csv(result: Result, *, line_end: str = "\n") -> str:
    """``result`` as a readable table in CSV, with column names in the first row.

    Text that a spreadsheet would take for a formula has an apostrophe in front
    (:mod:`fazhi.ontology.spreadsheets`).
    """
    readable = table(result)
    return csv_table([readable.columns, *readable.rows], line_end=line_end)


def to_sparql_json(result: Result) -> str:
    """``result`` in SPARQL 1.1 Query Results JSON (https://www.w3.org/TR/sparql11-results-json/)."""
    bindings = [
        {column: _bound(term) for column, term in zip(result.columns, row, strict=True) if term is not None}
        for row in result.rows
    ]
    answer = {"head": {"vars": list(result.columns)}, "results": {"bindings": bindings}}
    return json.dumps(answer, ensure_ascii=False, indent=1)


def _bound(term: Term) -> dict[str, object]:
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _bound(part) for name, part in parts.items()}}
    if isinstance(term, Literal):
        told: dict[str, object] = {"type": "literal", "value": term.value}
        if term.language:
            return told | {"xml:lang": term.language}
        return told if term.datatype.value == XSD + "string" else told | {"datatype": term.datatype.value}
    return {"type": "uri" if isinstance(term, NamedNode) else "bnode", "value": term.value}


def to_json(result: Result) -> str:
    """``result`` as a JSON array with one object per row: every column, IRIs as well as their labels."""
    rows = [dict(zip(result.columns, map(value, row), strict=True)) for row in result.rows]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def value(term: Term | None) -> Value:
    """A term as a plain value: numbers and booleans as such, IRIs and all other literals as text."""
    if term is None or isinstance(term, NamedNode):
        return None if term is None else term.value
    if not isinstance(term, Literal):
        return str(term)
    try:
        return _plain(term.value, term.datatype.value)
    except (ValueError, ArithmeticError):
        return term.value


def _plain(lexical: str, datatype: str) -> Value:
    if datatype == XSD + "boolean":
        return lexical in ("true", "1")
    if datatype in _INTEGERS:
        return int(lexical)
    if datatype == XSD + "decimal":
        number = Decimal(lexical)
        return int(number) if number == number.to_integral_value() else float(number)
    if datatype in _DOUBLES:
        return float(lexical)
    return lexical


def _readable(row: tuple[Term | None, ...], index: int, label: int | None, short: bool) -> Value:
    term = row[index]
    if label is not None and row[label] is not None:
        return value(row[label])
    if short and isinstance(term, NamedNode):
        return shortened(term.value)
    return _in_words(term) if isinstance(term, Literal) else value(term)


def _in_words(literal: Literal) -> Value:
    """Truth values and days of the year as a Chinese reader writes them (是, 3月15日); others as they are."""
    datatype, lexical = literal.datatype.value, literal.value
    if datatype == XSD + "boolean":
        return "是" if lexical in ("true", "1") else "否"
    if datatype in (XSD + "gMonthDay", XSD + "gMonth"):
        month, _, day = lexical.removeprefix("--").partition("-")
        return f"{int(month)}月{int(day)}日" if day else f"{int(month)}月"
    return value(literal)


def shortened(iri: str) -> str:
    """``iri`` with one of the project's prefixes where it begins with a namespace of ours (``fz:Plan``)."""
    for prefix, namespace in _PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def expanded(name: str) -> str:
    """The IRI that :func:`shortened` printed as ``name``; other text as it is."""
    prefix, colon, rest = name.strip().partition(":")
    return f"{_PREFIXES[prefix]}{rest}" if colon and prefix in _PREFIXES else name
