"""The pages of a report's file beside its text, for ``fazhi explain``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fazhi.extractors.reading.boxes import Boxes
    from fazhi.kg.linking.report import LinkedReport
    from fazhi.viz.pages import Mark, ShownPages

#: At most this many pages are shown, and pictures of this many bytes: ten million as text in the page.
MAX_PAGES = 60
MAX_BYTES = 7_500_000


def pages_of(file: Path, report: LinkedReport, *, ocr: bool) -> ShownPages | None:
    """The pages of the file that a report was read from, with its records marked; None if it is no PDF.

    ``ocr``: the report was read with it.
    """
    from fazhi.extractors.reading import pdf

    if report.extraction.document.media_type != pdf.MEDIA_TYPE:
        return None
    from fazhi.extractors.reading.files import content, only_report
    from fazhi.extractors.reading.pdf_pictures import pictures
    from fazhi.viz.pages import ShownPage, ShownPages

    data = content(only_report(file))
    boxes = pdf.boxes(data, ocr=ocr)
    marks = _marks(boxes, report)
    shown = pictures(data, sorted(boxes.pages)[:MAX_PAGES], most_bytes=MAX_BYTES)
    pages = [
        ShownPage(number, *boxes.pages[number].size, png, marks.get(number, []))
        for number, png in shown.items()
    ]
    return ShownPages(pages, len(boxes.pages) - len(pages))


def _marks(boxes: Boxes, report: LinkedReport) -> dict[int, list[Mark]]:
    """The marks of all records by the number of their page."""
    from fazhi.viz.pages import Mark

    document = report.extraction.document
    marks: dict[int, list[Mark]] = {}
    for index, record in enumerate(report.extraction.records):
        for number, box in enumerate(boxes.of(document, record.start, record.end)):
            width, height = (side or 1.0 for side in boxes.pages[box.page].size)
            place = boxes.shown(box)
            mark = Mark(
                index,
                place.left / width,
                place.top / height,
                place.width / width,
                place.height / height,
                is_first=number == 0,
            )
            marks.setdefault(box.page, []).append(mark)
    return marks
