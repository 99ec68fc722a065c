"""Figures with the words that say what they count, and whether two of them agree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from fazhi.extractors.language.clauses import clause_spans
from fazhi.extractors.language.quantities import Quantity
from fazhi.extractors.report_text import ReportText

#: The words on the right that belong to a figure end here.
_RIGHT_END = re.compile(r"[，；。、（）：]|\d|$")
_STOPS = "，；。：（）"
_NUMBER = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_ODD = re.compile(r"[余多几]")
#: How far a figure with 近, 约 or 左右 may be from the exact one, as a fraction.
_ROUGHLY = 0.15
#: A figure is compared with this many others that may state the same at most; no real report has so many.
MOST_COMPARED = 100


@dataclass(frozen=True)
class Figure:
    """A figure of a sentence. ``left`` and ``right`` are the words around it up to the next figure or stop.

    ``before`` is everything in the sentence before ``left``. Offsets: reading text, 0-based.
    """

    quantity: Quantity
    sentence: tuple[int, int]
    written: str
    before: str
    left: str
    right: str

    @property
    def start(self) -> int:
        return self.quantity.start

    @property
    def end(self) -> int:
        return self.quantity.end

    @property
    def value(self) -> int | float:
        return self.quantity.value

    @property
    def unit(self) -> str:
        return self.quantity.unit

    @property
    def exact(self) -> bool:
        """Whether the figure is stated without 余, 约, 以上 …"""
        return self.quantity.modifier == "exact"

    @property
    def odd(self) -> bool:
        """Whether 余, 多 or 几 stands in the figure."""
        return bool(_ODD.search(self.written))

    @property
    def label(self) -> str:
        """What the figure counts, with □ in place of the figure."""
        return f"{self.left}□{self.right}"

    @cached_property
    def last_place(self) -> Decimal:
        """The value of one unit in the last written place: 0.1 for 96.7, 10 for 20余, 10000 for 25余万."""
        number = _NUMBER.search(self.written)
        decimals = number.group(1) if number else None
        value = Decimal(str(self.value))
        if decimals:
            digits = Decimal(number.group().replace(",", "")) if number else value
            scale = value / digits if digits else Decimal(1)
            return scale.scaleb(-len(decimals))
        shown = number.group().replace(",", "") if number else ""
        if shown and int(shown):
            scale = value / Decimal(shown)
            zeros = len(shown) - len(shown.rstrip("0")) if self.odd else 0
            return scale.scaleb(zeros)
        text = str(int(value))
        return Decimal(1).scaleb(len(text) - len(text.rstrip("0")))


def figures_of(text: ReportText, start: int, end: int) -> tuple[Figure, ...]:
    """The figures of the sentence from ``start`` to ``end``, in order."""
    folded = text.folded
    found: list[Figure] = []
    clauses = clause_spans(folded, start, end, marks=_STOPS)
    floor = start
    for quantity in text.quantities(start, end):
        clause_start = max((a for a, b in clauses if a <= quantity.start), default=start)
        left_start = max(floor, clause_start)
        stop = _RIGHT_END.search(folded, quantity.end, end)
        right = folded[quantity.end : stop.start()] if stop else folded[quantity.end : end]
        written = folded[quantity.start : quantity.end]
        left = folded[left_start : quantity.start]
        found.append(Figure(quantity, (start, end), written, folded[start:left_start], left, right))
        floor = quantity.end
    return tuple(found)


def agree(one: Figure, other: Figure) -> bool:
    """Whether two figures can state one quantity: equal, or one is the other rounded or approximate."""
    if one.exact and other.exact:
        return _rounded_alike(one, other)
    if not one.exact and not other.exact:
        larger = max(one.value, other.value)
        return larger == 0 or abs(one.value - other.value) / larger <= 2 * _ROUGHLY
    exact, vague = (one, other) if one.exact else (other, one)
    return _allows(vague, exact.value)


def _rounded_alike(one: Figure, other: Figure) -> bool:
    difference = abs(Decimal(str(one.value)) - Decimal(str(other.value)))
    place = max(one.last_place, other.last_place)
    return difference == 0 or (one.last_place != other.last_place and difference <= place)


def _allows(vague: Figure, value: int | float) -> bool:
    stated, modifier = vague.value, vague.quantity.modifier
    if modifier in ("more_than", "at_least"):
        return value >= stated
    if modifier == "at_most":
        return value <= stated
    if vague.odd:
        return Decimal(str(stated)) <= Decimal(str(value)) < Decimal(str(stated)) + vague.last_place
    return abs(value - stated) <= _ROUGHLY * max(abs(stated), abs(value))
