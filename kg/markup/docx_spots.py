"""Where in a Word file the words of its reading text stand."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from fazhi.extractors.reading.docx import Line
from fazhi.extractors.reading.docx_package import Element
from fazhi.extractors.reading.docx_text import text_of
from fazhi.kg.checks.finding import Place


class Spot(NamedTuple):
    """A part of what an element shows: from character ``start`` (0-based) to before ``end``."""

    element: Element
    start: int
    end: int


class Spots:
    """The elements that show a text, found by lines and columns of the text."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines

    def at(self, place: Place) -> list[Spot]:
        """What shows the words at ``place``, in their order; what stands nearest if they are in no element.

        Empty only for a text without any element.
        """
        found: list[Spot] = []
        last = min(place.end_line, len(self._lines))
        for number in range(place.line, last + 1):
            start = place.column - 1 if number == place.line else 0
            end = place.end_column - 1 if number == place.end_line else None
            found += self._in_line(number - 1, start, end)
        return found or self._near(place)

    def _in_line(self, index: int, start: int, end: int | None) -> Iterator[Spot]:
        pieces = self._lines[index].pieces
        start, end = _as_written(text_of(pieces), start, end)
        offset = 0
        for text, element in pieces:
            first, last = max(start - offset, 0), min(end - offset, len(text))
            if element is not None and first < last:
                yield Spot(element, first, last)
            offset += len(text)

    def _near(self, place: Place) -> list[Spot]:
        before = list(self._in_line(place.line - 1, 0, place.column - 1)) if self._lines else []
        if before:
            return before[-1:]
        for index in range(min(place.line, len(self._lines)) - 1, len(self._lines)):
            if after := list(self._in_line(index, 0, None)):
                return after[:1]
        return []


def _as_written(text: str, start: int, end: int | None) -> tuple[int, int]:
    """Offsets in a line as it stands in the file, for those in its form NFC; None is its end."""
    if unicodedata.is_normalized("NFC", text):
        return start, len(text) if end is None else end
    lengths = _composed(text)

    def written(offset: int) -> int:
        return next((at for at, composed in enumerate(lengths) if composed > offset), len(text))

    return written(start), len(text) if end is None else written(end)


@lru_cache(maxsize=8)
def _composed(text: str) -> tuple[int, ...]:
    """For each character, the length of the text up to and with it, in the form NFC.

    A character that is composed with those before it counts with the first of them.
    """
    lengths = [0] * len(text)
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _joins(text[at]):
            lengths[start] = len(unicodedata.normalize("NFC", text[start:at]))
            start = at
    return tuple(accumulate(lengths))


def _joins(character: str) -> bool:
    """Whether a character may be composed with the one before it: an accent, or a jamo of Hangul."""
    return bool(unicodedata.combining(character)) or "\u1160" <= character <= "\u11ff"
