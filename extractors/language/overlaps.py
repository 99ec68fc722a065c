"""Which spans of a text overlap others. Offsets: 0-based code points, end exclusive."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate


class Overlaps:
    """Spans in the order of their starts, for what overlaps one of them to be found without trying all."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = list(spans)
        self._starts = [start for start, _ in self._spans]
        self._furthest = list(accumulate((end for _, end in self._spans), max))

    def of(self, start: int, end: int) -> list[int]:
        """The numbers, from 0 and in order, of the spans that share a character with the one given."""
        first, stop = bisect_right(self._furthest, start), bisect_left(self._starts, end)
        return [number for number in range(first, stop) if start < self._spans[number][1]]
