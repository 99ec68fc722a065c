"""``fazhi explain`` of a PDF: its pages beside the text, every record marked where it stands."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from fazhi.extractors import extract, read_file
from fazhi.extractors.reading.pdf_pictures import pictures
from fazhi.kg.cli import run
from fazhi.viz.marked import marked_page
from fazhi.viz.pages import Mark, ShownPage, ShownPages

PRINTED = Path(__file__).parents[1] / "extractors" / "data" / "printed-by-a-browser.pdf"
RECORD = {"type": "citation", "text": "《宪法》", "start": 2, "end": 6, "section": "1"}
NUMBER = r"([\d.]+)%"
MARK = re.compile(
    rf'class="box" data-record="(\d+)"[^>]*?left:{NUMBER};top:{NUMBER};width:{NUMBER};height:{NUMBER}'
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    target = folder / "page.html"
    assert run(["explain", str(PRINTED), "-o", str(target), "--store", str(folder / "none")]) == 0
    return Path(target)


def shown(page: str) -> list[Image.Image]:
    found = re.findall(r'src="data:image/png;base64,([^"]+)"', page)
    return [Image.open(io.BytesIO(base64.b64decode(each))) for each in found]


def test_every_record_is_marked_on_a_page_where_something_is_written(page: Path) -> None:
    text = page.read_text("utf-8")
    images = [image.convert("L") for image in shown(text)]
    records = extract(read_file(PRINTED)).records
    figures = text.split("<figure ")[1:]

    assert len(images) == len(figures) == 2
    marked = set()
    for image, figure in zip(images, figures, strict=True):
        for record, left, top, width, height in MARK.findall(figure):
            marked.add(int(record))
            x, y = float(left) / 100 * image.width, float(top) / 100 * image.height
            right = x + float(width) / 100 * image.width
            bottom = y + float(height) / 100 * image.height
            darkest, _ = image.crop((int(x), int(y), int(right) + 1, int(bottom) + 1)).getextrema()
            assert darkest < 128
    assert marked == set(range(len(records)))


def test_the_page_runs_in_a_browser_and_says_where_each_record_stands(
    page: Path, rendered: Callable[[Path], str], page_data: Callable[[Path], dict]
) -> None:
    assert {record["place"][0] for record in page_data(page)["records"]} == {"第1页", "第2页"}
    document = rendered(page)
    assert 'data-ready="true"' in document
    assert "data-error" not in document


def test_pages_beyond_the_bounds_are_left_out_and_that_is_said() -> None:
    data = PRINTED.read_bytes()
    assert list(pictures(data, [1, 2], most_bytes=10**7)) == [1, 2]
    assert pictures(data, [1, 2], most_bytes=100) == {}

    png = pictures(data, [1], most_bytes=10**7)[1]
    one = ShownPage(1, 595, 842, png, [Mark(0, 0.1, 0.2, 0.3, 0.01, is_first=True)])
    text = marked_page(
        title="报告",
        text="学习《宪法》。",
        records=[{**RECORD, "rule": "citation.quoted", "confidence": 0.9}],
        pages=ShownPages([one], left_out=7),
    )
    assert "另有7页未附图片" in text
    assert MARK.findall(text) == [("0", "10.00", "20.00", "30.00", "1.00")]


@pytest.mark.parametrize("size", ["0 0 595 0", "0 0 9e38 9e38", "0 0 90000 2"])
def test_a_page_of_no_size_harms_nobody(size: str) -> None:
    parts = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>"]
    parts += [f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] >>" for box in ("0 0 595 842", size)]
    body = "".join(f"{number} 0 obj {part} endobj\n" for number, part in enumerate(parts, 1))
    data = f"%PDF-1.7\n{body}trailer << /Root 1 0 R /Size 5 >>\n%%EOF".encode()

    assert 1 in pictures(data, [1, 2], most_bytes=10**7)


def test_a_picture_has_the_colours_of_its_page_and_a_bounded_size() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, (5000, 8000), invariant=1)
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(0, 4000, 5000, 4000, fill=1)
    canvas.showPage()
    canvas.setFillColorRGB(0.2, 0.2, 0.2)
    canvas.rect(0, 4000, 5000, 4000, fill=1)
    canvas.save()
    coloured, grey = (
        Image.open(io.BytesIO(png)) for png in pictures(file.getvalue(), [1, 2], most_bytes=10**7).values()
    )

    assert max(coloured.size) <= 1_800
    assert (coloured.mode, coloured.getpixel((9, 9)), coloured.getpixel((9, coloured.height - 9))) == (
        "RGB",
        (255, 0, 0),
        (255, 255, 255),
    )
    assert (grey.mode, grey.getpixel((9, 9))) == ("L", 51)


def test_a_word_file_has_its_paragraphs_and_no_pages(
    tmp_path: Path, page_data: Callable[[Path], dict]
) -> None:
    document = docx.Document()
    for line in ("云溪产业园2023年法治政府建设情况报告", "", "宣传《合同法》。"):
        document.add_paragraph(line)
    document.save(tmp_path / "draft.docx")
    target = tmp_path / "page.html"
    arguments = ["explain", tmp_path / "draft.docx", "-o", target, "--store", tmp_path / "none"]
    assert run(list(map(str, arguments))) == 0

    places = {record["type"]: record["place"] for record in page_data(target)["records"]}
    assert places["citation"] == ["第3段", "paragraph 3"]
    assert "<figure" not in target.read_text("utf-8")
