"""Places told by line and column as offsets in the source text."""

from __future__ import annotations

from itertools import accumulate

from fazhi.kg.checks.finding import Place


class Offsets:
    """The offsets of places in the source text ``text``."""

    def __init__(self, text: str) -> None:
        self._lines = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]

    def of(self, place: Place) -> tuple[int, int]:
        """Where the words at ``place`` begin and end: 0-based code points, end exclusive."""
        start = self._lines[place.line - 1] + place.column - 1
        return start, self._lines[place.end_line - 1] + place.end_column - 1
