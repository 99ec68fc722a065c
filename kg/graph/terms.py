"""RDF terms with the right datatypes, and the collector of one graph's triples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as calendar_date
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad

from fazhi.ontology.namespaces import PREFIXES, XSD

_MONTH_DAY = re.compile(r"--(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_MONTH = re.compile(r"--(0[1-9]|1[0-2])")

Term = NamedNode | Literal


def iri(name: str) -> NamedNode:
    """A prefixed name (``fz:Report``) of our prefixes, or a full IRI, as a node."""
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local) if prefix in PREFIXES else NamedNode(name)


def typed(value: object, datatype: str) -> Literal:
    """``value`` as a literal of an XML Schema datatype (``gYear``)."""
    return Literal(str(value), datatype=NamedNode(XSD + datatype))


def chinese(text: str) -> Literal:
    """Words of a report or a Chinese label."""
    return Literal(text, language="zh")


def english(text: str) -> Literal:
    """An English label or explanation."""
    return Literal(text, language="en")


def decimal(value: int | float | str) -> Literal:
    """A number as xsd:decimal in plain notation: no exponent, no rounding beyond what was written."""
    number = Decimal(str(value))
    plain = format(number, "f")
    return typed(plain.rstrip("0").rstrip(".") if "." in plain else plain, "decimal")


def year(value: int) -> Literal:
    return typed(f"{value:04d}", "gYear")


def date(text: str) -> Literal | None:
    """``YYYY-MM-DD`` as xsd:date; None where ``text`` is not a day of the calendar."""
    try:
        return typed(calendar_date.fromisoformat(text).isoformat(), "date")
    except ValueError:
        return None


def month_day(text: str) -> Literal | None:
    """``--MM-DD`` as xsd:gMonthDay, ``--MM`` as xsd:gMonth; None for anything else."""
    if _MONTH_DAY.fullmatch(text):
        return typed(text, "gMonthDay")
    return typed(text, "gMonth") if _MONTH.fullmatch(text) else None


class Graph:
    """The triples of one named graph while they are being collected; equal ones count once."""

    def __init__(self, name: str) -> None:
        self.name = NamedNode(name)
        self._quads: set[Quad] = set()
        self._subjects: set[NamedNode] = set()

    def add(self, subject: str, predicate: str, value: str | Term | None) -> None:
        """Add one triple; names as :func:`iri` takes them, a str ``value`` is a node. None adds nothing."""
        if value is None:
            return
        node, term = iri(subject), iri(value) if isinstance(value, str) else value
        self._subjects.add(node)
        self._quads.add(Quad(node, iri(predicate), term, self.name))

    def describes(self, subject: str) -> bool:
        """Whether a triple of this subject was added."""
        return iri(subject) in self._subjects

    def __iter__(self) -> Iterator[Quad]:
        return iter(self._quads)

    def __len__(self) -> int:
        return len(self._quads)
