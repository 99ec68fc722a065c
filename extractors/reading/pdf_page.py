"""What stands on a page of a PDF: characters and rules, what is on one base line, lines of text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from fazhi.extractors.reading.boxes import PageShown

#: Stands for a character of which the file does not tell what it is.
UNMAPPED = "\ufffd"
#: Base lines at most this far apart, in parts of the character's size, are of one line (notes stand higher).
_SAME_LINE = 0.45
#: A gap this wide parts what stands beside each other, in parts of the size.
_GAP = 0.5
#: The same character drawn twice this near, in parts of the size, is bold.
_DRAWN_TWICE = 0.2
#: Cells that are not ruled are parted by a gap at least so many characters wide.
_CELL_GAP = 2.0
#: What is not parted at the end of a line: runs of these, and stops from what is before them.
_LATIN_RUN = re.compile(r"[0-9A-Za-z.,:%/+\-—…]")
_OPENING = "“‘《〈（(【〔「『[{"
CLOSING = "”’》〉）)】〕」』]}，。、；：！？,.;:!?％%"


class Glyph(NamedTuple):
    """A character as it stands on its page, in points; ``base`` is its base line, counted downwards."""

    text: str
    left: float
    right: float
    base: float
    size: float
    pale: bool
    #: A space stands before it if the gap there is wider than this, in parts of the size.
    space: float


class Rule(NamedTuple):
    """A straight line drawn at ``at`` from ``start`` to ``end``, in points."""

    at: float
    start: float
    end: float


@dataclass(frozen=True)
class Page:
    """The characters of a page in the order of the file, without those that do not stand upright.

    ``number`` is 1-based. ``across`` and ``down`` are the rules drawn on it. ``is_picture``: images
    fill the page and no text stands on it. ``shown`` tells how what is measured here stands on the page.
    ``confidence`` is how sure the characters are, 0 to 1, where they were recognised in a picture.
    """

    number: int
    glyphs: list[Glyph]
    across: list[Rule]
    down: list[Rule]
    is_picture: bool
    shown: PageShown
    confidence: float = 1.0


@dataclass(frozen=True)
class Line:
    """A line of text on a page, measures in points, ``base`` counted downwards.

    ``column`` is 0 for a line across the page, else 1 or 2. ``first_width`` is the width of what stands at
    its beginning and may not be broken: a character with the stop behind it, or a number. ``is_row``: it is
    a row of a table, its cells parted by ``|`` if they are ruled, and no part of a paragraph. ``glyphs`` are
    its characters in the order of the text.
    """

    text: str
    page: int
    column: int
    left: float
    right: float
    base: float
    size: float
    first_width: float
    glyphs: Sequence[Glyph]
    is_row: bool = False


@dataclass(frozen=True)
class Row:
    """What stands on one base line, from left to right; ``base`` is that of its first character."""

    glyphs: list[Glyph]
    in_table: bool = False

    @property
    def base(self) -> float:
        return self.glyphs[0].base

    @property
    def text(self) -> str:
        return text_of(self.glyphs)


def by_base(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """The characters line by line, each from left to right, those drawn twice once."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.base):
        first = lines[-1][0] if lines else None
        if first and glyph.base - first.base <= _SAME_LINE * max(first.size, glyph.size):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [_once(sorted(line, key=lambda glyph: glyph.left)) for line in lines]


def _once(line: list[Glyph]) -> list[Glyph]:
    kept: list[Glyph] = []
    for glyph in line:
        for other in kept[-2:]:
            if other.text == glyph.text and glyph.left - other.left <= _DRAWN_TWICE * glyph.size:
                break
        else:
            kept.append(glyph)
    return kept


def text_of(glyphs: Sequence[Glyph]) -> str:
    """The text of characters from left to right, with a space where the file or a gap parts them."""
    pieces = [glyphs[0].text]
    for before, glyph in pairwise(glyphs):
        if glyph.left - before.right > glyph.space * glyph.size:
            pieces.append(" ")
        pieces.append(glyph.text)
    return "".join(pieces)


def size_of(glyphs: Iterable[Glyph]) -> float:
    """The size, in points, that most of the characters have."""
    return Counter(round(glyph.size, 1) for glyph in glyphs).most_common(1)[0][0]


def _first_width(glyphs: Sequence[Glyph]) -> float:
    end = 0
    for before, glyph in pairwise(glyphs):
        together = (
            before.text in _OPENING
            or glyph.text in CLOSING
            or bool(_LATIN_RUN.match(before.text) and _LATIN_RUN.match(glyph.text))
        )
        if not together or glyph.left - before.right > _GAP * glyph.size:
            break
        end += 1
    return glyphs[end].right - glyphs[0].left


def line_of(page: int, column: int, glyphs: Sequence[Glyph]) -> Line:
    """The line that characters from left to right make."""
    return Line(
        text_of(glyphs),
        page,
        column,
        glyphs[0].left,
        glyphs[-1].right,
        median(glyph.base for glyph in glyphs),
        size_of(glyphs),
        _first_width(glyphs),
        glyphs,
        is_row=any(after.left - before.right >= _CELL_GAP * after.size for before, after in pairwise(glyphs)),
    )


def middle(glyph: Glyph) -> float:
    """The middle of a character, from the left of the page in points."""
    return (glyph.left + glyph.right) / 2
