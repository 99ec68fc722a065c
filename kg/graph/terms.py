"""RDF terms with the right datatypes."""

from __future__ import annotations

import re
from datetime import date as calendar_date
from decimal import Decimal
from functools import cache

from pyoxigraph import Literal, NamedNode

from fazhi.ontology.namespaces import XSD
from fazhi.ontology.ntriples import Graph, iri

_MONTH_DAY = re.compile(r"--(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_MONTH = re.compile(r"--(0[1-9]|1[0-2])")

__all__ = ["Graph", "chinese", "date", "decimal", "english", "iri", "month_day", "typed", "year"]


def typed(value: object, datatype: str) -> Literal:
    """``value`` as a literal of an XML Schema datatype (``gYear``)."""
    return Literal(str(value), datatype=_datatype(datatype))


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


@cache
def _datatype(name: str) -> NamedNode:
    return NamedNode(XSD + name)
