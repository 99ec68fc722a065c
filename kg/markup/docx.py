"""A Word file with comments and changes at the words (Office Open XML, ECMA-376 Part 1, 17.13.4, 17.13.5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from fazhi.extractors.reading.docx import lines
from fazhi.extractors.reading.docx_package import Element, Package, W
from fazhi.extractors.reading.source import ReadError
from fazhi.kg.checks.finding import Replacement
from fazhi.kg.markup.docx_changes import correct
from fazhi.kg.markup.docx_comments import MARK, Comments, range_marks
from fazhi.kg.markup.docx_package import rewritten
from fazhi.kg.markup.docx_runs import Runs
from fazhi.kg.markup.docx_spots import Spot, Spots
from fazhi.kg.markup.remark import Remark


def marked(
    data: bytes, remarks: Iterable[Remark], written: datetime, corrections: Iterable[Replacement] = ()
) -> bytes:
    """The Word file ``data`` with a comment for each remark, and corrections as tracked changes.

    Both are dated ``written``, in local time.

    Runs are split where a comment begins or ends; nothing else of the text changes, and of the other parts
    only that of the comments. Where the words stand in no text of the body, the comment is at what leads to
    them: the reference to a footnote, what a text box is anchored in, the paragraph of a generated number.
    Raises FazhiError where no copy can be made.
    """
    package = Package(data)
    name, root = package.main()
    spots = Spots(list(lines(package, name, root)))
    comments, runs = Comments(package, name, root, written), Runs()
    for remark in remarks:
        if words := spots.at(remark.place):
            start, end, reference = range_marks(comments.add(remark.paragraphs))
            first, last = words[0], words[-1]
            if not _follows(root, first, last):
                last = first
            runs.insert_before(first, start)
            runs.insert_after(last, end, reference)
    correct(corrections, spots, runs, comments.ids, comments.date)
    return rewritten(data, {name: root, **comments.parts})


def _follows(root: Element, first: Spot, last: Spot) -> bool:
    """Whether ``last`` stands behind ``first`` in the file too.

    Text boxes and notes are read later than they stand, and the number of a paragraph that ends one of which
    the end was deleted is read earlier.
    """
    paragraph, other = (next(spot.element.iterancestors(W + "p"), None) for spot in (first, last))
    if paragraph is other is not None:
        return True
    elements = root.iter(first.element.tag, last.element.tag)
    return next(each for each in elements if each in (first.element, last.element)) is first.element


def is_own(data: bytes) -> bool:
    """Whether :func:`marked` made the file, and no other program has saved it since."""
    try:
        package = Package(data)
        part = package.related(package.main()[0]).get("comments")
        return part is not None and f"<!--{MARK}-->".encode() in (package.content(part) or b"")
    except ReadError:
        return False
