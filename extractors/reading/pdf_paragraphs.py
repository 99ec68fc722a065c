"""Which lines of a PDF are of one paragraph, told by where they begin and end between their margins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from fazhi.extractors.language.headings import heading_marker
from fazhi.extractors.reading.pdf_page import CLOSING, Line

#: A margin is where at least this share of the lines begin or end, and at least two of them.
_SHARE = 0.05
#: So many lines show the margins of a page.
_FEW = 8
#: Lines begin and end together within this many characters.
_TOGETHER = 0.5
#: A line begins a paragraph if it is indented by at least so many characters, and at most so many.
_INDENT = 0.75
_WIDEST_INDENT = 3.5
#: A gap between lines wider than their usual distance by this factor parts paragraphs.
_WIDE = 1.3
#: A title's characters are larger than those of the text by this factor.
_TITLE_SIZE = 1.15
#: The lines of a title stand at most so many characters apart, and that far from the middle.
_TITLE_DISTANCE = 2.5
_CENTRED = 2.0
_ENDS = "。！？；：!?;:，、,"
#: What tells lay_out of a paragraph's beginning, and a reader of the text.
_INDENTATION = "　　"


@dataclass(frozen=True)
class _Measures:
    """The margins of a column of left or of right pages, and the usual distance of its lines, in points."""

    left: float
    right: float
    distance: float


@dataclass(frozen=True)
class _Form:
    """How a document is set."""

    measures: dict[tuple[int, int], _Measures]
    size: float
    #: Paragraphs are told by an indent.
    indents: bool

    def of(self, line: Line) -> _Measures:
        return self.measures[_kind(line)]

    def indent(self, line: Line) -> float:
        """How far right of the margin a line begins, in characters."""
        return (line.left - self.of(line).left) / line.size


def paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of each paragraph, over columns and pages; a heading and a row of a table are one each.

    The text of a line that begins an indented paragraph begins with two full-width spaces.
    """
    form = _form(lines)
    found: list[list[Line]] = []
    for line in lines:
        if found and _continues(found[-1], line, form):
            found[-1].append(line)
        else:
            found.append([_indented(line, form)])
    return found


def _kind(line: Line) -> tuple[int, int]:
    return line.column, line.page % 2


def _form(lines: Sequence[Line]) -> _Form:
    sizes = Counter[float]()
    kinds: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        if not line.is_row:
            sizes[line.size] += len(line.text)
            kinds.setdefault(_kind(line), []).append(line)
    size = sizes.most_common(1)[0][0] if sizes else 1.0
    form = _Form({kind: _measures(_enough(kind, kinds), size) for kind in kinds}, size, indents=False)
    return replace(form, indents=_has_indents(lines, form))


def _enough(kind: tuple[int, int], kinds: dict[tuple[int, int], list[Line]]) -> list[Line]:
    """The lines of a column on left or on right pages; those of all pages where these are few."""
    column, side = kind
    opposite = kinds.get((column, 1 - side), [])
    return kinds[kind] if len(kinds[kind]) >= _FEW else kinds[kind] + opposite


def _measures(lines: list[Line], size: float) -> _Measures:
    text = [line for line in lines if abs(line.size - size) <= 0.1 * size] or lines
    # A stop may hang over the right margin.
    inside = [line for line in text if line.text[-1] not in CLOSING] or text
    distances = [
        after.base - before.base
        for before, after in pairwise(text)
        if before.page == after.page and after.base > before.base
    ]
    return _Measures(
        left=_margin([line.left for line in text], size),
        right=-_margin([-line.right for line in inside], size),
        distance=median(distances) if distances else 0.0,
    )


def _margin(edges: list[float], size: float) -> float:
    """The smallest of the edges that several lines share."""
    ordered = sorted(edges)
    needed = min(max(2, round(_SHARE * len(ordered))), len(ordered))
    for number in range(len(ordered) - needed + 1):
        if ordered[number + needed - 1] - ordered[number] <= _TOGETHER * size:
            return ordered[number]
    return ordered[0]


def _has_indents(lines: Sequence[Line], form: _Form) -> bool:
    """Whether the lines below one that surely ended its paragraph mostly begin at an indent."""
    begins = [
        form.indent(line) >= _INDENT
        for before, line in pairwise(lines)
        if not before.is_row and not line.is_row and not _is_full(before, line, form)
    ]
    return 2 * sum(begins) > len(begins)


def _is_full(before: Line, line: Line, form: _Form) -> bool:
    """Whether what begins ``line`` had no room at the end of the line before."""
    return before.right + line.first_width > form.of(before).right - _TOGETHER / 2 * before.size


def _continues(paragraph: Sequence[Line], line: Line, form: _Form) -> bool:
    before = paragraph[-1]
    if before.is_row or line.is_row or abs(before.size - line.size) > 0.1 * before.size:
        return False
    if _is_title(before, form) and _is_title(line, form) and before.text[-1] not in _ENDS:
        return before.page == line.page and 0 < line.base - before.base <= _TITLE_DISTANCE * line.size
    if (before.column == 0) != (line.column == 0) or not _is_full(before, line, form):
        return False
    if form.indent(line) >= _INDENT and not _hangs(paragraph, line, form):
        return False
    beside = before.page == line.page and before.column == line.column
    if beside and line.base - before.base > _WIDE * form.of(line).distance:
        return False
    return form.indents or not heading_marker(line.text, block_only=True)


def _hangs(paragraph: Sequence[Line], line: Line, form: _Form) -> bool:
    """Whether the line stands in an item of a list whose lines all begin right of the item's number."""
    first, *others = paragraph
    if first.column != line.column or heading_marker(line.text):
        return False
    if others:
        return abs(line.left - others[-1].left) <= _TOGETHER / 2 * line.size
    further = (line.left - first.left) / line.size
    return (
        bool(heading_marker(first.text.strip()))
        and form.indent(first) >= _INDENT
        and _TOGETHER / 2 < further <= _WIDEST_INDENT
    )


def _is_title(line: Line, form: _Form) -> bool:
    if line.size < _TITLE_SIZE * form.size:
        return False
    measures = form.of(line)
    middle = (line.left + line.right) / 2
    return abs(middle - (measures.left + measures.right) / 2) <= _CENTRED * line.size


def _indented(line: Line, form: _Form) -> Line:
    if line.is_row or not _INDENT <= form.indent(line) <= _WIDEST_INDENT:
        return line
    return replace(line, text=_INDENTATION + line.text)
