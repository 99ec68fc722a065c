"""Ruled tables of a PDF's pages, a line a row."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from fazhi.extractors.reading.pdf_page import Glyph, Line, Page, by_base, middle, size_of, text_of

#: Rules at most this far apart, in points, are one.
_SAME_RULE = 4.0


def is_in_table(page: Page, glyphs: Sequence[Glyph]) -> bool:
    """Whether most characters of a base line stand in a ruled table of at least two columns."""
    beside = _beside(page, glyphs[0])
    if len(beside) < 3:
        return False
    inside = sum(beside[0] <= middle(glyph) <= beside[-1] for glyph in glyphs)
    return 2 * inside > len(glyphs)


def table_lines(page: Page, rows: Iterable[Sequence[Glyph]]) -> list[Line]:
    """A line for each row of a table given by base lines; a cell that spans rows stands in the first of them.

    A cell of several lines is put together, and cells are parted by ``|``.
    """
    tops = _apart(rule.at for rule in page.across)
    cells: dict[float, dict[float, list[Glyph]]] = {}
    edges: dict[float, set[float]] = {}
    for row in rows:
        beside = _beside(page, row[0])
        for glyph in row:
            over = max(
                (
                    rule.at
                    for rule in page.across
                    if rule.at <= _height(glyph) and rule.start - 1 <= middle(glyph) <= rule.end + 1
                ),
                default=-math.inf,
            )
            top = max((at for at in tops if at <= over), default=over)
            left = max((at for at in beside if at <= middle(glyph)), default=-math.inf)
            cells.setdefault(top, {}).setdefault(left, []).append(glyph)
            edges.setdefault(top, set()).update(beside[:-1])
    return [_table_line(page.number, top, edges[top], cells[top]) for top in sorted(cells)]


def _table_line(page: int, top: float, edges: set[float], row: dict[float, list[Glyph]]) -> Line:
    cells = [by_base(row.get(left, [])) for left in sorted({*edges, *row})]
    glyphs = [glyph for cell in cells for line in cell for glyph in line]
    return Line(
        " | ".join("".join(text_of(line) for line in cell) for cell in cells),
        page,
        column=0,
        left=min(glyph.left for glyph in glyphs),
        right=max(glyph.right for glyph in glyphs),
        base=top,
        size=size_of(glyphs),
        first_width=0.0,
        glyphs=glyphs,
        is_row=True,
    )


def _height(glyph: Glyph) -> float:
    return glyph.base - 0.3 * glyph.size


def _beside(page: Page, glyph: Glyph) -> list[float]:
    """Where the upright rules at the height of the character stand, from left to right."""
    height = _height(glyph)
    return _apart(rule.at for rule in page.down if rule.start - 1 <= height <= rule.end + 1)


def _apart(places: Iterable[float]) -> list[float]:
    apart: list[float] = []
    for place in sorted(places):
        if not apart or place - apart[-1] > _SAME_RULE:
            apart.append(place)
    return apart
