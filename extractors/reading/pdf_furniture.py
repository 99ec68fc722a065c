"""What stands around the text of a PDF's pages: running heads and feet, page numbers, watermarks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from statistics import median

from fazhi.extractors.reading.furniture import is_page_number
from fazhi.extractors.reading.pdf_page import Glyph, Page, Row, by_base, size_of, text_of

#: Of the lines at the edge of a page, at most this many are a running head or foot.
_EDGE_LINES = 4
#: A running head stands on at least this share of the pages (left and right pages may have their own) and
#: at the same height to this many points.
_REPEATED = 0.4
_SAME_HEIGHT = 3.0
#: What stands apart is so many times the usual distance away, or larger or smaller by this factor.
_APART = 1.15
#: What a browser prints on each page: the day and title above, the address and page below.
_BROWSER_LINE = re.compile(
    r"^\d{1,4}/\d{1,2}/\d{1,4}[,，]?\s*(?:[上下]午\s*)?\d{1,2}:\d\d|^(?:https?|file)://.*\d/\d{1,4}$"
)
#: A pale line this much larger than the text is a watermark though it stands on one page alone.
_WATERMARK_SIZE = 1.8


def without_watermarks(pages: Sequence[Page]) -> list[list[Glyph]]:
    """The characters of each page without pale ones that stand there on other pages too, or are large."""
    everything = [glyph for page in pages for glyph in page.glyphs]
    if not any(glyph.pale for glyph in everything):
        return [page.glyphs for page in pages]
    usual = size_of(glyph for glyph in everything)
    pale = [by_base(glyph for glyph in page.glyphs if glyph.pale) for page in pages]
    repeated = _repeated([[(text_of(line), line[0]) for line in found] for found in pale])
    kept = []
    for page, lines in zip(pages, pale, strict=True):
        marks = {
            id(glyph)
            for line in lines
            if size_of(line) >= _WATERMARK_SIZE * usual or repeated(text_of(line), line[0])
            for glyph in line
        }
        kept.append([glyph for glyph in page.glyphs if id(glyph) not in marks])
    return kept


def without_furniture(pages: list[list[Row]]) -> list[list[Row]]:
    """The rows of each page without page numbers, running heads and feet, from the edge inwards.

    A running head stands on several pages and apart from the text: at a distance, or in another size.
    """
    edges = [[*rows[:_EDGE_LINES], *rows[_EDGE_LINES:][-_EDGE_LINES:]] for rows in pages]
    repeated = _repeated([[(row.text, row.glyphs[0]) for row in rows] for rows in edges])
    distances = [after.base - before.base for rows in pages for before, after in pairwise(rows)]
    apart = _APART * median(distances) if distances else 0.0

    def edge(rows: Sequence[Row]) -> int:
        """How many of the rows, in their order from an edge of the page, do not belong to the text."""
        found = 0
        for number, (row, following) in enumerate(
            zip(rows[:_EDGE_LINES], [*rows[1:], None], strict=False), 1
        ):
            text = row.text
            certain = is_page_number(text) or bool(_BROWSER_LINE.match(text))
            if row.in_table or not (certain or repeated(text, row.glyphs[0])):
                break
            if certain or following is None or _is_apart(row, following, apart):
                found = number
        return found

    kept = []
    for rows in pages:
        first = edge(rows)
        end = len(rows) - edge(rows[first:][::-1])
        kept.append(rows[first:end])
    return kept


def is_printed_by_browser(page: Page) -> bool:
    """Whether the first or last line of a page is what a browser prints above and below."""
    rows = by_base(page.glyphs)
    return any(_BROWSER_LINE.match(text_of(row)) for row in (*rows[:1], *rows[-1:]))


def _repeated(pages: Sequence[Iterable[tuple[str, Glyph]]]) -> Callable[[str, Glyph], bool]:
    """Tells whether a line stands at the same height and in the same size on several of the pages.

    Numbers in it may differ. ``pages`` has the lines of each page, each with its first character.
    """
    heights: dict[tuple[str, float], list[tuple[int, float]]] = {}
    for number, lines in enumerate(pages):
        for text, first in lines:
            heights.setdefault((_pattern(text), round(first.size)), []).append((number, first.base))
    enough = max(2.0, _REPEATED * len(pages))

    def tell(text: str, first: Glyph) -> bool:
        found = heights.get((_pattern(text), round(first.size)), [])
        return len({page for page, base in found if abs(base - first.base) <= _SAME_HEIGHT}) >= enough

    return tell


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"\s", "", text))


def _is_apart(row: Row, other: Row, distance: float) -> bool:
    sizes = size_of(row.glyphs), size_of(other.glyphs)
    return abs(row.base - other.base) > distance or max(sizes) > _APART * min(sizes)
