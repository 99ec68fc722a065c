"""A quotation: words of a reading text with what stands around them, so that they are found again.

As the TextQuoteSelector of the Web Annotation Data Model (W3C, 2017, section 4.2.4). White space does not
count: a line that is broken elsewhere is the same line.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from fazhi.extractors.language.characters import strip_space, unspaced_offsets
from fazhi.extractors.reading.document import Span

#: So many characters around the words are kept, or more while words and surroundings stand twice in the text.
CONTEXT, MOST_CONTEXT = 32, 1000


@dataclass(frozen=True)
class Quote:
    """The words ``exact`` between ``prefix`` and ``suffix``, all as the text has them.

    They were the ``number``-th (1-based) of the ``times`` that these words stood in the text, which tells
    equal words apart where the words around them were changed.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""
    number: int = 1
    times: int = 1


class QuotedText:
    """A reading text in which quotations are made and found. Offsets: 0-based code points, end exclusive."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._bare = strip_space(text)
        self._before = unspaced_offsets(text)

    def quote(self, start: int, end: int) -> Quote:
        """The quotation of ``text[start:end]``. Raises ValueError where that is no text."""
        if not 0 <= start < end <= len(self.text) or not (exact := self.text[start:end]).strip():
            raise ValueError(f"no words from {start} to {end}")
        starts = self._starts(strip_space(exact))
        size = CONTEXT
        while True:
            found = Quote(
                exact,
                self.text[max(start - size, 0) : start],
                self.text[end : end + size],
                starts.index(self._before[start]) + 1,
                len(starts),
            )
            if size >= MOST_CONTEXT or len(self._whole(found, starts)) == 1:
                return found
            size = min(size * 2, MOST_CONTEXT)

    def place(self, quote: Quote) -> Span | None:
        """Where the words of ``quote`` stand; None where the text no longer has them.

        Of several places the one where all words around them are the same; else the one of their number, if
        they stand there as often as before; else the one around which most is the same.
        """
        exact = strip_space(quote.exact)
        starts = self._starts(exact) if exact else []
        if not starts:
            return None
        whole = self._whole(quote, starts)
        if len(whole) == 1:
            start = whole[0]
        elif len(starts) == quote.times and 1 <= quote.number <= quote.times:
            start = starts[quote.number - 1]
        else:
            start = max(whole or starts, key=lambda found: sum(self._same(quote, found)))
        first, last = self._offset(start), self._offset(start + len(exact) - 1)
        return first, last + 1

    def stands(self, quote: Quote) -> bool:
        """Whether the words of ``quote`` stand here with everything around them as it was."""
        exact = strip_space(quote.exact)
        return bool(exact and self._whole(quote, self._starts(exact)))

    def _starts(self, exact: str) -> list[int]:
        """Where these words stand in the text without white space."""
        starts = []
        start = self._bare.find(exact)
        while start >= 0:
            starts.append(start)
            start = self._bare.find(exact, start + 1)
        return starts

    def _whole(self, quote: Quote, starts: list[int]) -> list[int]:
        """Those of ``starts`` around which everything is as in ``quote``."""
        wanted = len(strip_space(quote.prefix)), len(strip_space(quote.suffix))
        return [start for start in starts if self._same(quote, start) == wanted]

    def _same(self, quote: Quote, start: int) -> tuple[int, int]:
        """How many characters before and behind the words at ``start`` are those of ``quote``."""
        prefix, suffix = strip_space(quote.prefix), strip_space(quote.suffix)
        end = start + len(strip_space(quote.exact))
        before = self._bare[max(start - len(prefix), 0) : start]
        return _common(prefix[::-1], before[::-1]), _common(suffix, self._bare[end : end + len(suffix)])

    def _offset(self, bare: int) -> int:
        """The offset in the text of a character of the text without white space."""
        return bisect_left(self._before, bare + 1) - 1


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginnings."""
    same = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        same += 1
    return same
