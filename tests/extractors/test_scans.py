"""What was recognised on pages becomes paragraphs, and records that are as sure as their page."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from fazhi.extractors import ReadError, extract, read_bytes
from fazhi.extractors.reading.boxes import PageShown
from fazhi.extractors.reading.ocr import Scan, ScannedLine
from fazhi.extractors.reading.pdf import source_of
from fazhi.extractors.reading.scans import folded, pages_of
from fazhi.extractors.reading.source import ReadWarning, Source
from fazhi.kg.cli import run
from fazhi.kg.report_files import find_files

from .paper import HEIGHT, WIDTH, Paper

TITLE = "启明县临江镇人民政府2023年法治政府建设情况报告"
PROSE = (
    "2023年，临江镇深入学习贯彻习近平法治思想，认真落实《中华人民共和国安全生产法》有关要求，"
    "全年查处违法案件1,081件，办结行政复议12起，法治政府建设各项工作取得了新的成效。"
)
SIZE, PITCH, LEFT, WIDE = 40.0, 70.0, 200.0, 28
SHOWN = PageShown(0.0, 0.0, 595.0, 842.0)


def recognised(text: str, number: int, indent: int = 0, confidence: float = 0.99) -> ScannedLine:
    """A line of a page, ``number`` lines from its top, as an engine tells it."""
    left, middles = LEFT + indent * SIZE, []
    right = left
    for character in text:
        width = SIZE if ord(character) > 0x2000 else SIZE / 2
        middles.append(right + width / 2 - left)
        right += width
    down = 300.0 + number * PITCH
    return ScannedLine(text, confidence, (left, down), (right, down), SIZE, tuple(middles))


def wrapped(paragraphs: list[str]) -> list[tuple[str, int]]:
    """The lines of paragraphs, each with its indent."""
    lines = []
    for paragraph in paragraphs:
        indent, line, width = 2, "", 2.0
        for character in paragraph:
            wide = 1.0 if ord(character) > 0x2000 else 0.5
            if width + wide > WIDE and character not in "，。、》":
                lines.append((line, indent))
                indent, line, width = 0, "", 0.0
            line += character
            width += wide
        lines.append((line, indent))
    return lines


def scans(paragraphs: list[str], per_page: int = 20, confidence: float = 0.99) -> list[Scan]:
    lines = wrapped(paragraphs)
    found = []
    for start in range(0, len(lines), per_page):
        page = [
            recognised(text, number, indent, confidence)
            for number, (text, indent) in enumerate(lines[start : start + per_page])
        ]
        foot = replace(
            recognised(f"— {len(found) + 1} —", per_page + 2, confidence=confidence),
            left=(800.0, 2200.0),
            right=(880.0, 2200.0),
        )
        found.append(Scan((*page, foot), 1654, 2339))
    return found


def source(found: list[Scan]) -> Source:
    return source_of(pages_of([(number, scan, SHOWN) for number, scan in enumerate(found, 1)]), "image/tiff")


def turned(scan: Scan, degrees: float) -> Scan:
    """A page scanned askew."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))

    def turn(point: tuple[float, float]) -> tuple[float, float]:
        right, down = point[0] - 827, point[1] - 1170
        return 827 + right * cosine - down * sine, 1170 + right * sine + down * cosine

    return replace(
        scan, lines=tuple(replace(line, left=turn(line.left), right=turn(line.right)) for line in scan.lines)
    )


@pytest.mark.parametrize("degrees", [0, 1.5, -2])
def test_lines_become_paragraphs_over_lines_and_pages(degrees: float) -> None:
    paragraphs = [PROSE, PROSE * 3, "一、主要工作", PROSE * 4]

    pages = [turned(scan, degrees) for scan in scans(paragraphs, per_page=9)]

    found = source(pages)

    assert [line.strip() for line in found.text.splitlines()] == paragraphs
    assert [place for _, place in found.places] == [f"page={number}" for number in range(1, len(pages) + 1)]


def test_a_line_that_begins_with_a_bracket_is_not_taken_for_indented() -> None:
    """Of a bracket only the ink is seen, far right in its room."""
    paragraphs = ["开展" * 13 + "《合同法》" + PROSE, PROSE * 4]
    (page,) = scans(paragraphs, per_page=30)
    narrow = [line for line in page.lines if line.text[0] == "《"]
    assert narrow
    ink = 0.85 * SIZE
    seen = replace(
        page,
        lines=tuple(
            replace(
                line,
                left=(line.left[0] + ink, line.left[1]),
                middles=(0.1 * SIZE, *(middle - ink for middle in line.middles[1:])),
            )
            if line in narrow
            else line
            for line in page.lines
        ),
    )

    assert [line.strip() for line in source([seen]).text.splitlines()] == paragraphs


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("落实要求,推进工作;依法(行政)办理:", "落实要求，推进工作；依法（行政）办理："),
        ("查处案件1，081件，罚款1，234，567元", "查处案件1,081件，罚款1,234,567元"),
        ("上午9:30开会,第1,2项", "上午9:30开会，第1,2项"),
        ("<<合同法>>和《民法典》", "《\0合同法》\0和《民法典》"),
        ("取得成效.", "取得成效。"),
        ("增长12.5%,同比3.1个", "增长12.5%，同比3.1个"),
        ("1.加强领导", "1.加强领导"),
        ("（2021一2025年）", "（2021—2025年）"),
        ("实施纲要（2021一", "实施纲要（2021—"),
        ("第一批3件，一二审", "第一批3件，一二审"),
        ("Legal Aid (LA)", "Legal Aid (LA)"),
    ],
)
def test_marks_of_the_wrong_width_are_folded(read: str, right: str) -> None:
    assert folded(read) == right


def test_records_are_as_sure_as_their_page_at_most() -> None:
    paragraphs = [PROSE * 3, "临江镇组织开展宪法宣传周活动3场次。" + PROSE * 2]
    pages = [*scans(paragraphs, per_page=6)[:1], *scans(paragraphs, per_page=6, confidence=0.4)[1:]]
    with pytest.warns(ReadWarning, match="was hard to recognise"):
        found = source(pages)
    text = read_bytes(found.text.encode())
    usual = {(record.start, record.type): record.confidence for record in extract(text).records}
    document = replace(text, places=found.places, confidences=found.confidences)

    records = extract(document).records

    unsure = set()
    for record in records:
        on_first = document.place(record.end - 1) == "page=1"
        assert record.confidence == min(usual[record.start, record.type], 0.99 if on_first else 0.4)
        unsure.add((on_first, record.confidence == 0.4))
    assert unsure == {(True, False), (False, True)}


def picture(form: str) -> bytes:
    file = io.BytesIO()
    Image.new("L", (600, 800), 200).save(file, form)
    return file.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
def test_a_picture_is_refused_with_what_to_do(form: str) -> None:
    with pytest.raises(ReadError, match=r"^a picture, no text; --ocr recognises it") as refusal:
        read_bytes(picture(form))
    assert "\n" not in str(refusal.value)


def with_scanned_pages(texts: list[str]) -> bytes:
    """A PDF with a page for each text, and for each empty one a page that a picture fills."""
    paper = Paper()
    for number, text in enumerate(texts):
        if number:
            paper.canvas.showPage()
            paper.y = paper.top
        if text:
            paper.paragraph(text)
        else:
            paper.canvas.drawImage(ImageReader(io.BytesIO(picture("PNG"))), 0, 0, WIDTH, HEIGHT)
            # What a scanning program sets on each page is no text of it.
            paper.canvas.drawString(500, 20, "CamScanner")
    return paper.save()


def test_pages_without_text_among_others_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = [PROSE, PROSE[12:], PROSE[23:]]
    data = with_scanned_pages([texts[0], "", *texts[1:], ""])
    said = "not read: page 2, 5, a picture without text; --ocr recognises it"

    with pytest.warns(ReadWarning, match=said):
        assert read_bytes(data).text == "\n".join(texts)
    (tmp_path / "a.pdf").write_bytes(data)
    assert run(["extract", str(tmp_path / "a.pdf")]) == 0
    assert f"fazhi: {tmp_path}/a.pdf: {said}" in capsys.readouterr().err


def test_a_scan_is_refused_with_what_to_do() -> None:
    with pytest.raises(ReadError, match=r"^2 of the PDF's 3 pages are pictures .*; --ocr recognises it"):
        read_bytes(with_scanned_pages([PROSE, "", ""]))


def test_folders_and_archives_are_searched_for_pictures_where_these_are_to_be_recognised(
    tmp_path: Path,
) -> None:
    for name in ("a.txt", "b.png", "c.JPG", "d.tiff", "page.html", "page_files/logo.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")

    def found(*, pictures: bool) -> list[str]:
        files = find_files([tmp_path], besides=tmp_path / "store", pictures=pictures).files
        return [file.relative_to(tmp_path).as_posix() for file in files]

    assert found(pictures=False) == ["a.txt", "page.html"]
    assert found(pictures=True) == ["a.txt", "b.png", "c.JPG", "d.tiff", "page.html"]
