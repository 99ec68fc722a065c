"""The lines of a PDF's pages in reading order: columns one after the other, tables row by row.

Running heads, feet, page numbers and watermarks are left out, and footnotes follow the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from fazhi.extractors.reading.pdf_furniture import without_furniture, without_watermarks
from fazhi.extractors.reading.pdf_notes import notes_apart
from fazhi.extractors.reading.pdf_page import Glyph, Line, Page, Row, by_base, line_of, size_of
from fazhi.extractors.reading.pdf_tables import is_in_table, table_lines

#: Columns are parted by a gap at least as wide as a character, are at least this many characters wide, and
#: have at least so many lines side by side, this share of all and so many of them filled.
_COLUMN_WIDTH = 10
_COLUMN_LINES = 4
_SIDE_BY_SIDE = 0.25
_FILLED = 0.5
_STOPS = "，。、；：！？"


def body_lines(pages: Sequence[Page]) -> list[Line]:
    """The lines of all pages, in reading order, without what stands around the text; footnotes at the end."""
    glyphs = without_watermarks(pages)
    rows = [_rows(page, found) for page, found in zip(pages, glyphs, strict=True)]
    rows, notes = notes_apart(without_furniture(rows))
    gutter = _usual_gutter(rows)
    text = [
        line for page, found in zip(pages, rows, strict=True) for line in _page_lines(page, found, gutter)
    ]
    return [
        *_without_repeated_heads(text),
        *(
            line_of(page.number, 0, row.glyphs)
            for page, found in zip(pages, notes, strict=True)
            for row in found
        ),
    ]


def _without_repeated_heads(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines without the row that a table which goes on over a page has at its head again (标题行重复)."""
    head: Line | None = None
    page = 0
    for line in lines:
        begins_page, page = line.page != page, line.page
        if not line.is_row:
            head = None
        elif head is None:
            head = line
        elif begins_page and line.text == head.text:
            continue
        yield line


def _rows(page: Page, glyphs: list[Glyph]) -> list[Row]:
    return [Row(line, is_in_table(page, line)) for line in by_base(glyphs)]


def _usual_gutter(pages: list[list[Row]]) -> float | None:
    found = [gutter for rows in pages if (gutter := _gutter(rows)) is not None]
    return median(found) if found else None


def _gutter(rows: list[Row]) -> float | None:
    """Where between two columns a page is parted, from the left in points; ``None`` if it is not."""
    split = []
    for row in rows:
        parts = _segments(row)
        if not row.in_table and len(parts) == 2:
            split.append((parts[0], parts[1]))
    if len(split) < _COLUMN_LINES or len(split) < _SIDE_BY_SIDE * len(rows):
        return None
    ends = median(_end(left[-1]) for left, _ in split)
    begins = median(right[0].left for _, right in split)
    size = size_of(glyph for row in rows for glyph in row.glyphs)
    near = [
        (left, right)
        for left, right in split
        if _end(left[-1]) <= begins - size / 2 and right[0].left >= ends + size / 2
    ]
    filled = [
        (left, right)
        for left, right in near
        if _end(left[-1]) >= ends - 2 * size and _end(left[-1]) - left[0].left >= _COLUMN_WIDTH * size
    ]
    opposite = [right for _, right in near if right[-1].right - right[0].left >= _COLUMN_WIDTH * size]
    if min(len(filled), len(opposite)) < max(_COLUMN_LINES, _FILLED * len(near)):
        return None
    # A stop hangs over the end of its line, a paragraph begins at an indent: what few lines reach counts.
    last = sorted(_end(left[-1]) for left, _ in near)[-1 - len(near) // 10]
    first = sorted(right[0].left for _, right in near)[len(near) // 10]
    return (last + first) / 2


def _segments(row: Row) -> list[list[Glyph]]:
    """The parts of a row between gaps as wide as a character."""
    parts = [[row.glyphs[0]]]
    for before, glyph in pairwise(row.glyphs):
        if glyph.left - _end(before) >= glyph.size:
            parts.append([])
        parts[-1].append(glyph)
    return parts


def _end(glyph: Glyph) -> float:
    """Where what is seen of a character ends: a full-width stop, which may hang over a margin, is half."""
    return min(glyph.right, glyph.left + glyph.size / 2) if glyph.text in _STOPS else glyph.right


def _page_lines(page: Page, rows: list[Row], gutter: float | None) -> list[Line]:
    """The lines of a page, what stands in columns between two lines across the page column by column."""
    lines: list[Line] = []
    columns: tuple[list[Line], list[Line]] = ([], [])
    table: list[Sequence[Glyph]] = []

    def end_columns() -> None:
        for column in columns:
            lines.extend(column)
            column.clear()

    def end_table() -> None:
        if table:
            lines.extend(table_lines(page, table))
            table.clear()

    parted = [_sides(row, gutter) if gutter is not None and not row.in_table else None for row in rows]
    # Most lines of a page without columns go across, though not its last ones of paragraphs.
    in_columns = 2 * parted.count(None) <= len(parted) and _stand_side_by_side(parted)
    for row, sides in zip(rows, parted, strict=True):
        if row.in_table:
            end_columns()
            table.append(row.glyphs)
            continue
        end_table()
        if sides is None or not in_columns:
            end_columns()
            lines.append(line_of(page.number, 0, row.glyphs))
            continue
        for number, side in enumerate(sides):
            if side:
                columns[number].append(line_of(page.number, number + 1, side))
    end_columns()
    end_table()
    return lines


def _stand_side_by_side(parted: Sequence[tuple[list[Glyph], list[Glyph]] | None]) -> bool:
    """Whether lines stand side by side, or all on one side; a signature stands right below the text."""
    sides = [(bool(each[0]), bool(each[1])) for each in parted if each is not None]
    return (True, True) in sides or len(set(sides)) < 2


def _sides(row: Row, gutter: float) -> tuple[list[Glyph], list[Glyph]] | None:
    """What of the row stands left and right of the gutter; ``None`` if it goes across."""
    left = [glyph for glyph in row.glyphs if (glyph.left + _end(glyph)) / 2 < gutter]
    right = row.glyphs[len(left) :]
    size = row.glyphs[0].size
    across = any(min(gutter - glyph.left, _end(glyph) - gutter) > size / 4 for glyph in row.glyphs)
    if across or (left and right and right[0].left - _end(left[-1]) < size / 2):
        return None
    return left, right
