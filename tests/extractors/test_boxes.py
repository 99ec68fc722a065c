"""The words of a report lead to the places on the pages of its PDF where they stand."""

from __future__ import annotations

import io
import re
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from fazhi.extractors import extract, read_bytes
from fazhi.extractors.reading.boxes import Box, Boxes, PageShown, Run, Shown
from fazhi.extractors.reading.pdf import boxes

PRINTED = (Path(__file__).with_name("data") / "printed-by-a-browser.pdf").read_bytes()
FONT = "STSong-Light"
TITLE = "临江镇人民政府2023年法治政府建设情况报告"

pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def words_in(page: pypdfium2.PdfPage, box: Box) -> str:
    """What stands in a box: the characters whose middle is in it."""
    text = page.get_textpage()
    found = []
    for index in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(index, loose=True)
        if box.left < (left + right) / 2 < box.right and box.bottom < (bottom + top) / 2 < box.top:
            found.append(text.get_text_range(index, 1))
    return re.sub(r"\s", "", "".join(found))


def on_its_side(rotation: int) -> bytes:
    """A page whose writing goes upwards, in a file that turns it by ``rotation`` degrees for the reader."""
    file = io.BytesIO()
    canvas = Canvas(file, (842, 595), invariant=1)
    canvas.setPageRotation(rotation)
    canvas.translate(842, 0)
    canvas.rotate(90)
    canvas.setFont(FONT, 12)
    canvas.drawString(72, 700, TITLE)
    canvas.save()
    return file.getvalue()


def test_every_record_of_a_printed_page_is_where_its_boxes_are() -> None:
    found = extract(read_bytes(PRINTED))
    where = boxes(PRINTED)
    file = pypdfium2.PdfDocument(PRINTED)

    assert found.records
    for record in found.records:
        lines = where.of(found.document, record.start, record.end)
        shown = "".join(words_in(file[box.page - 1], box) for box in lines)
        assert shown == re.sub(r"[\s|]", "", record.text)
        assert found.document.place(record.start) == f"page={lines[0].page}"
        # One box a line, from top to bottom; the cells of a row stand side by side.
        below = all(before.page < box.page or before.bottom > box.top for before, box in pairwise(lines))
        assert below or "|" in record.text


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_on_its_side_has_its_boxes_where_it_shows_the_words(rotation: int) -> None:
    data = on_its_side(rotation)
    document, where = read_bytes(data), boxes(data)
    page = pypdfium2.PdfDocument(data)[0]

    (box,) = where.of(document, 0, 7)
    assert document.text == TITLE
    assert words_in(page, box) == "临江镇人民政府"
    # The black of the words, in a picture of the page, is within the box and fills its length.
    shown = where.shown(box)
    picture = page.render(scale=1).to_pil().convert("L")
    assert where.pages[1].size == page.get_size()
    (whole,) = where.of(document, 0, len(document.text))
    black = picture.point(lambda value: 255 * (value < 128)).getbbox()
    assert black
    frame = where.shown(whole)
    edges = (frame.left, frame.top, frame.left + frame.width, frame.top + frame.height)
    assert all(edge - 2 <= dark for edge, dark in zip(edges[:2], black[:2], strict=True))
    assert all(dark <= edge + 2 for edge, dark in zip(edges[2:], black[2:], strict=True))
    assert max(shown.width, shown.height) == pytest.approx(7 * 12, abs=1)


def test_a_box_is_named_by_a_fragment_of_the_files_address() -> None:
    where = Boxes([], {3: PageShown(10, 20, 605, 862)})

    assert where.shown(Box(3, 82, 700, 202, 712)) == Shown(72, 150, 120, 12)
    assert where.fragment(Box(3, 82, 700, 202, 712.25)) == "page=3&viewrect=72,149.8,120,12.2"


def test_where_only_lines_are_known_their_characters_share_them() -> None:
    lines = [Run(0, 10, 1, 100, 200, 200, 210), Run(10, 15, 2, 100, 50, 150, 60)]
    where = Boxes(lines, {1: PageShown(0, 0, 595, 842), 2: PageShown(0, 0, 595, 842)})

    assert where.of_source(range(4, 12)) == [Box(1, 140, -210, 200, -200), Box(2, 100, -60, 120, -50)]
    assert where.of_source(range(20, 30)) == []


def test_a_row_of_a_table_has_a_box_for_each_cell() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, (595, 842), invariant=1)
    canvas.grid([72, 222, 372], [700, 720, 740])
    canvas.setFont(FONT, 12)
    for height, cells in [(724, ["类别", "件数"]), (704, ["行政处罚", "十二"])]:
        for left, cell in zip([76, 226], cells, strict=True):
            canvas.drawString(left, height, cell)
    canvas.save()
    document, where = read_bytes(file.getvalue()), boxes(file.getvalue())

    assert document.text == "类别|件数\n行政处罚|十二"
    found = where.of(document, 6, len(document.text))
    assert [(round(box.left), round(box.right)) for box in found] == [(76, 124), (226, 250)]
