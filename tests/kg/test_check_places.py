"""``fazhi check`` says where a reader finds the words: line, page, paragraph or section."""

from __future__ import annotations

import html
import io
import json
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from fazhi.extractors import read_file

DRAFT = Path(__file__).parents[2] / "examples" / "draft.txt"
TITLE, *LINES = read_file(DRAFT).text.split("\n")
FONT = "STSong-Light"


@pytest.fixture
def draft(tmp_path: Path) -> Callable[[str], Path]:
    """The draft of the examples as a file with this ending."""

    def write(ending: str) -> Path:
        path = tmp_path / f"draft{ending}"
        path.write_bytes(FORMS[ending]())
        return path

    return write


def word() -> bytes:
    document = docx.Document()
    for line in (TITLE, *LINES):
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def pdf() -> bytes:
    """The draft up to its fifth paragraph on the first page, all else on the second."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    canvas = Canvas(file, (2000, 842), invariant=1)
    for page in ((TITLE, *LINES[:4]), LINES[4:]):
        canvas.setFont(FONT, 12)
        for number, line in enumerate(page):
            canvas.drawString(96, 750 - 40 * number, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def web_page() -> bytes:
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in LINES)
    return f"<!DOCTYPE html><meta charset=utf-8><h1>{TITLE}</h1>{paragraphs}".encode()


FORMS = {
    ".txt": DRAFT.read_bytes,
    ".docx": word,
    ".pdf": pdf,
    ".html": web_page,
}


@pytest.mark.parametrize(
    ("ending", "repealed", "twice"),
    [
        (".txt", ":11:20: FZ101", "in line 9"),
        (".docx", ": paragraph 6: FZ101", "in paragraph 5"),
        (".pdf", ": page 2: FZ101", "on page 1"),
        (".html", ": “（三）加强法治宣传”: FZ101", "under “（二）规范执法行为”"),
    ],
)
def test_a_finding_is_where_a_reader_of_the_file_finds_it(fazhi, draft, ending, repealed, twice):
    path = draft(ending)
    lines = fazhi("check", "--lang", "en", "--no-summary", path).out.splitlines()

    assert any(line.startswith(f"{path}{repealed} error") for line in lines)
    assert any("FZ201" in line and line.endswith(f"21起 here, but 18起 {twice}") for line in lines)


def test_json_has_the_place_as_a_fragment_and_in_words(fazhi, draft):
    def told(ending: str) -> dict:
        found = json.loads(fazhi("check", "--json", draft(ending)).out)
        return next(finding for finding in found if finding["code"] == "FZ101")

    assert (told(".pdf")["locator"], told(".pdf")["locator_zh"]) == ("page=2", "第2页")
    assert (told(".docx")["locator"], told(".docx")["locator_en"]) == ("paragraph=6", "paragraph 6")
    assert told(".html")["locator_zh"] == "“（三）加强法治宣传”"
    assert not {"locator", "locator_zh", "locator_en"} & told(".txt").keys()


def test_sarif_has_a_region_in_a_text_and_a_logical_location_in_other_files(fazhi, draft):
    def location(ending: str) -> dict:
        (run,) = json.loads(fazhi("check", "--sarif", draft(ending)).out)["runs"]
        return next(result for result in run["results"] if result["ruleId"] == "FZ101")["locations"][0]

    assert location(".txt")["physicalLocation"]["region"]["startLine"] == 11
    page = location(".pdf")
    assert page["logicalLocations"] == [{"name": "第2页"}]
    assert page["properties"] == {"locator": "page=2"}
    assert "region" not in page["physicalLocation"]
