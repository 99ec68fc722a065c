"""Values of an answer as people write them: 25.37万元, 2024年3月15日, 是; in English 253,700 and yes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from fazhi.ontology.languages import both, read_in
from fazhi.ontology.namespaces import XSD
from fazhi.ontology.units import in_english

if TYPE_CHECKING:
    from fazhi.queries.results import Term

#: Columns of money that have no column for the unit.
_YUAN = frozenset({"fine", "finePerCase"})
_LARGE = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))
#: So many decimals are shown before 万 and 亿; a figure of more is written out.
_DECIMALS = Decimal("0.0001")


def said(column: str, term: Term, unit: str = "") -> str:
    """A term of a column as a person reads it, in the reader's language (Chinese where that is not known);
    ``unit`` is that of a figure.
    """
    from pyoxigraph import Literal, NamedNode

    from fazhi.extractors.reading.document import place_words
    from fazhi.queries.results import shortened, value

    if isinstance(term, NamedNode):
        return shortened(term.value)
    if not isinstance(term, Literal):
        return str(term)
    if column == "locator":
        chinese, english = place_words(term.value)
        return {"zh": chinese, "en": english}.get(read_in() or "", f"{chinese} {english}")
    datatype, plain = term.datatype.value, value(term)
    if isinstance(plain, bool):
        return _in(both("yes", "是")) if plain else _in(both("no", "否"))
    if isinstance(plain, int | float):
        return _figure(plain, unit or ("元" if column in _YUAN and read_in() != "en" else ""))
    if datatype in (XSD + "date", XSD + "gMonthDay", XSD + "gMonth"):
        return _day(term.value)
    return in_english(term.value) if column == "unit" and read_in() == "en" else term.value


def _in(text: tuple[str, str]) -> str:
    return text[0] if read_in() == "en" else text[1]


def _figure(number: int | float, unit: str) -> str:
    if read_in() == "en":
        return f"{number:,} {in_english(unit, number)}".strip()
    exact = Decimal(str(number))
    for size, name in _LARGE:
        if abs(exact) >= size and exact / size == (exact / size).quantize(_DECIMALS):
            return f"{(exact / size).normalize():f}{name}{unit}"
    return f"{number}{unit}"


def _day(lexical: str) -> str:
    """A day, a day of the year (``--03-15``) or a month (``--05``)."""
    if read_in() == "en":
        return lexical.removeprefix("--")
    year, month, day = lexical[:-6], lexical[-5:-3], lexical[-2:]
    if lexical.startswith("--"):
        month, _, day = lexical.removeprefix("--").partition("-")
        year = ""
    parts = ((year, "年"), (month.lstrip("0"), "月"), (day.lstrip("0"), "日"))
    return "".join(f"{part}{name}" for part, name in parts if part)
