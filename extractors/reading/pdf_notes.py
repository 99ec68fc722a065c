"""Footnotes of a PDF's pages (脚注), and the marks that refer to them in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from fazhi.extractors.reading.number_formats import raised
from fazhi.extractors.reading.pdf_page import Glyph, Row, size_of

#: Notes are set smaller than the text by this factor, and references smaller than what stands beside them.
_SMALLER = 0.9
_REFERENCE_SIZE = 0.8
#: A reference stands higher than its line by this part of the line's size.
_RAISED = 0.15
_MARK = re.compile(r"[0-9①-⑳*＊]")
#: What a reference stands behind; behind a Latin letter it is a power (m2).
_WORD_END = re.compile(r"[一-龥，。；：、！？）》”％%]")


def notes_apart(pages: Sequence[list[Row]]) -> tuple[list[list[Row]], list[list[Row]]]:
    """The rows of each page without its notes and the references to them, and the rows of its notes.

    The notes are given without the marks that they begin with. Raised digits behind a figure, which are none
    of it, are written as such (``21¹``).
    """
    glyphs = [glyph for rows in pages for row in rows for glyph in row.glyphs]
    small = _SMALLER * size_of(glyphs) if glyphs else 0.0
    text: list[list[Row]] = []
    notes: list[list[Row]] = []
    for rows in pages:
        referred = {_text(row.glyphs[first:end]) for row in rows for first, end in _references(row)}
        start = _start(rows, small, referred) if referred else len(rows)
        said = {mark for row in rows[start:] if (mark := _leading_mark(row))}
        shown = [_without_references(row, said) for row in rows[:start]] if said else rows
        text.append([_with_raised_digits(row) for row in shown])
        notes.append([Row(row.glyphs[len(_leading_mark(row)) :]) for row in rows[start:]])
    return text, notes


def _start(rows: Sequence[Row], small: float, referred: set[str]) -> int:
    """The number of the row with which the notes at the foot of a page begin, or that of its rows."""
    start = len(rows)
    for number in range(len(rows) - 1, 0, -1):
        if rows[number].in_table or size_of(rows[number].glyphs) > small:
            break
        if _leading_mark(rows[number]) in referred:
            start = number
    return start


def _leading_mark(row: Row) -> str:
    """The mark with which a row begins; empty if it has none, or nothing else."""
    for number, glyph in enumerate(row.glyphs):
        if not _MARK.fullmatch(glyph.text):
            return _text(row.glyphs[:number])
    return ""


def _references(row: Row) -> Iterator[tuple[int, int]]:
    """Where in a row small raised marks stand behind words: their first characters and their ends."""
    size = size_of(row.glyphs)
    base = max(glyph.base for glyph in row.glyphs)
    number = 1
    while number < len(row.glyphs):
        end = number
        while end < len(row.glyphs) and _is_raised(row.glyphs[end], base, size):
            end += 1
        if end > number and _WORD_END.fullmatch(row.glyphs[number - 1].text):
            yield number, end
        number = max(end, number + 1)


def _is_raised(glyph: Glyph, base: float, size: float) -> bool:
    small = glyph.size <= _REFERENCE_SIZE * size and base - glyph.base >= _RAISED * size
    return small and bool(_MARK.fullmatch(glyph.text))


def _without_references(row: Row, marks: set[str]) -> Row:
    left_out = {
        number
        for first, end in _references(row)
        if _text(row.glyphs[first:end]) in marks
        for number in range(first, end)
    }
    if not left_out:
        return row
    return Row([glyph for number, glyph in enumerate(row.glyphs) if number not in left_out], row.in_table)


def _with_raised_digits(row: Row) -> Row:
    if not row.glyphs:
        return row
    size, base = size_of(row.glyphs), max(glyph.base for glyph in row.glyphs)
    glyphs = row.glyphs[:1]
    for before, glyph in pairwise(row.glyphs):
        if before.text.isdecimal() and glyph.text.isdecimal() and _is_raised(glyph, base, size):
            glyph = glyph._replace(text=raised(glyph.text))
        glyphs.append(glyph)
    return Row(glyphs, row.in_table)


def _text(glyphs: Sequence[Glyph]) -> str:
    return "".join(glyph.text for glyph in glyphs)
