"""Boxes (版面位置): where on the pages of a file characters of its text stand.

Boxes are kept in PDF's default user space, in which annotations are written too (ISO 32000-1, 8.3.2.3):
points of 1/72 inch, to the right and upwards, whatever turn the page is shown in. :meth:`Boxes.shown` gives
them as a viewer shows the page, :meth:`Boxes.fragment` as the fragment of the file's address.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from fazhi.extractors.reading.document import Document

#: The square of a Chinese character about its base line, in parts of its size.
ABOVE_BASE, BELOW_BASE = 0.88, 0.12
#: What stands on one line: apart in height by less than this part of it, to the right by at most so many
#: heights.
_SAME_LINE, _GAP = 0.5, 1.5


class Box(NamedTuple):
    """A rectangle on the page with the 1-based number ``page``, in points of default user space."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


class Shown(NamedTuple):
    """A rectangle on a page as it is shown, in points from its top left corner to the right and downwards."""

    left: float
    top: float
    width: float
    height: float


class PageShown(NamedTuple):
    """How a page stands: the bounds that are shown, in default user space, and two turns in degrees.

    ``rotation`` turns the page clockwise for the viewer (/Rotate). ``direction`` is that of its writing,
    anticlockwise from the right before this turn.
    """

    left: float
    bottom: float
    right: float
    top: float
    rotation: int = 0
    direction: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown, in points."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.rotation % 180 else (width, height)


class Run(NamedTuple):
    """Characters that stand side by side, each as wide as the others: one, or a line where no more is known.

    ``start`` and ``end`` are 0-based code points of the source text. The rectangle is in points of default
    user space after that has been turned until the writing goes to the right, and counted downwards.
    """

    start: int
    end: int
    page: int
    left: float
    top: float
    right: float
    bottom: float


class Boxes:
    """Where each character of a source text stands on its pages."""

    def __init__(self, runs: Iterable[Run], pages: Mapping[int, PageShown]) -> None:
        """``runs`` stand in the order of the text and do not overlap; ``pages`` are known by their number."""
        self._runs = list(runs)
        self._starts = [run.start for run in self._runs]
        self.pages: Mapping[int, PageShown] = dict(pages)

    def of(self, document: Document, start: int, end: int) -> list[Box]:
        """The boxes of the reading text from ``start`` to ``end``, one for each line that it stands on.

        Offsets are 0-based code points of ``document.text``. What stands on no page, such as a number that
        the program supplied, has no box. The document must have been read from the same file.
        """
        source = document.source_map.to_source
        return self.of_source([source(offset) for offset in range(start, end)])

    def of_source(self, offsets: Sequence[int]) -> list[Box]:
        """The boxes of the characters at these 0-based offsets in the source text, one for each line."""
        return [self._box(run) for run in _lines(self._at(offsets))]

    def shown(self, box: Box) -> Shown:
        """Where a box stands on its page as a viewer shows it."""
        page = self.pages[box.page]
        # To the right and downwards from the corner that the rotation brings to the top left.
        left, top = {
            0: (box.left - page.left, page.top - box.top),
            90: (box.bottom - page.bottom, box.left - page.left),
            180: (page.right - box.right, box.bottom - page.bottom),
            270: (page.top - box.top, page.right - box.right),
        }[page.rotation]
        width, height = box.right - box.left, box.top - box.bottom
        return Shown(left, top, *((height, width) if page.rotation % 180 else (width, height)))

    def fragment(self, box: Box) -> str:
        """The fragment of the file's address that shows a box, such as ``page=3&viewrect=72,90.5,220,12``.

        ``viewrect`` is the rectangle as shown: left, top, width, height in points (RFC 8118, section 3;
        Web Annotation Data Model, 4.2.1).
        """
        numbers = (f"{round(number, 1):g}" for number in self.shown(box))
        return f"page={box.page}&viewrect={','.join(numbers)}"

    def _at(self, offsets: Sequence[int]) -> Iterator[Run]:
        for offset in offsets:
            number = bisect_right(self._starts, offset) - 1
            if number < 0 or offset >= self._runs[number].end:
                continue
            run = self._runs[number]
            width = (run.right - run.left) / (run.end - run.start)
            left = run.left + (offset - run.start) * width
            yield run._replace(start=offset, end=offset + 1, left=left, right=left + width)

    def _box(self, run: Run) -> Box:
        match self.pages[run.page].direction:
            case 0:
                return Box(run.page, run.left, -run.bottom, run.right, -run.top)
            case 90:
                return Box(run.page, run.top, run.left, run.bottom, run.right)
            case 180:
                return Box(run.page, -run.right, run.top, -run.left, run.bottom)
            case _:
                return Box(run.page, -run.bottom, -run.right, -run.top, -run.left)


def _lines(runs: Iterable[Run]) -> list[Run]:
    """The runs, those that follow on one line put together."""
    lines: list[Run] = []
    for run in runs:
        if not lines or not _is_beside(lines[-1], run):
            lines.append(run)
            continue
        line = lines[-1]
        lines[-1] = line._replace(
            end=run.end,
            top=min(line.top, run.top),
            right=max(line.right, run.right),
            bottom=max(line.bottom, run.bottom),
        )
    return lines


def _is_beside(line: Run, run: Run) -> bool:
    height = max(line.bottom - line.top, run.bottom - run.top)
    return (
        line.page == run.page
        and abs(line.bottom - run.bottom) < _SAME_LINE * height
        and -height < run.left - line.right <= _GAP * height
    )
