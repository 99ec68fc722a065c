"""Copies of PDF files have a highlight at the words of each finding, and are else as they were."""

from __future__ import annotations

import json
import re
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, NumberObject
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from fazhi.extractors import read_bytes
from fazhi.kg.checks.finding import Place
from fazhi.kg.cli import run
from fazhi.kg.markup.pdf import marked
from fazhi.kg.markup.remark import Remark
from fazhi.ontology.errors import FazhiError

DRAFT = (Path(__file__).parents[2] / "examples" / "draft.txt").read_text("utf-8")
REMARK = Remark(Place(0, 0, 1, 1, 1, 4), ("x",))
WRITTEN = datetime(2024, 3, 5, 9, 30)
FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def printed(text: str, *, across: int = 36, **options: object) -> bytes:
    """A PDF of text, so many characters a line, 30 lines a page."""
    file = BytesIO()
    canvas = Canvas(file, (595, 842), invariant=1, **options)
    lines = [
        "　　" * (at == 0) + line[at : at + across]
        for line in text.splitlines()
        if line
        for at in range(0, len(line), across)
    ]
    for first in range(0, len(lines), 30):
        for number, line in enumerate(lines[first : first + 30]):
            canvas.setFont(FONT, 12)
            canvas.drawString(72, 760 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def annotations(data: bytes) -> list[tuple[int, dict]]:
    return [
        (number, each.get_object())
        for number, page in enumerate(PdfReader(BytesIO(data)).pages)
        for each in page.get("/Annots", [])
    ]


def words_under(data: bytes, page: int, quads: list[float]) -> str:
    """The characters whose middle a highlight covers."""
    text = pypdfium2.PdfDocument(data)[page].get_textpage()
    found = []
    for at in range(0, len(quads), 8):
        left, top, right, bottom = quads[at], quads[at + 1], quads[at + 2], quads[at + 5]
        for index in range(text.count_chars()):
            box = text.get_charbox(index, loose=True)
            if left < (box[0] + box[2]) / 2 < right and bottom < (box[1] + box[3]) / 2 < top:
                found.append(text.get_text_range(index, 1))
    return re.sub(r"\s", "", "".join(found))


def test_findings_are_highlighted_at_their_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft, copy = tmp_path / "draft.pdf", tmp_path / "draft.checked.pdf"
    draft.write_bytes(printed(DRAFT))
    assert run(["check", "--json", str(draft)]) == 1
    findings = json.loads(capsys.readouterr().out)
    assert not copy.exists()

    assert run(["check", str(draft)]) == 1

    data = copy.read_bytes()
    assert data.startswith(draft.read_bytes())
    found = annotations(data)
    marks = [(page, each) for page, each in found if each["/Subtype"] == "/Highlight"]
    assert [words_under(data, page, each["/QuadPoints"]) for page, each in marks] == [
        re.sub(r"\s", "", finding["text"]) for finding in findings
    ]
    for (_, mark), finding in zip(marks, findings, strict=True):
        assert mark["/Contents"].startswith(finding["code"])
        assert finding["message_zh"] in mark["/Contents"]
        assert mark["/T"] == "fazhi"
    (note,) = (each for page, each in found if each["/Subtype"] == "/Text" and page == 0)
    assert "未提及" in note["/Contents"]
    capsys.readouterr()
    assert run(["check", "--json", str(copy)]) == 1
    assert [each["code"] for each in json.loads(capsys.readouterr().out)] == [
        finding["code"] for finding in findings
    ]


def test_words_over_several_lines_are_one_highlight() -> None:
    data = printed(DRAFT, across=20)
    document = read_bytes(data)
    text = document.source_text
    start, end = map(document.source_line_column, (text.index("《法治"), text.index("》") + 1))
    remark = Remark(Place(0, 0, *start, *end), ("多行",))

    copy = marked(data, [remark], WRITTEN)

    ((page, mark),) = annotations(copy)
    assert len(mark["/QuadPoints"]) == 3 * 8
    assert words_under(copy, page, mark["/QuadPoints"]) == "《法治政府建设实施纲要（2020—2025年）》"


def test_a_copy_in_which_somebody_has_worked_is_not_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft, copy = tmp_path / "draft.pdf", tmp_path / "draft.checked.pdf"
    draft.write_bytes(printed(DRAFT))
    assert run(["check", str(draft)]) == 1
    assert run(["check", str(draft)]) == 1
    writer = PdfWriter(clone_from=str(copy))
    writer.remove_annotations("/Text")
    writer.write(str(copy))
    capsys.readouterr()

    assert run(["check", str(draft)]) == 2
    assert "draft.checked.pdf: not replaced" in capsys.readouterr().err


def test_encrypted_and_signed_files_are_refused_in_one_line() -> None:
    encrypted = printed(DRAFT, encrypt=StandardEncryption("", ownerPassword="x", canModify=0))
    writer = PdfWriter(BytesIO(printed(DRAFT)))
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/SigFlags"): NumberObject(3)})
    signed = BytesIO()
    writer.write(signed)

    for data, reason in ((encrypted, "encrypted"), (signed.getvalue(), "signed")):
        with pytest.raises(FazhiError, match=reason) as told:
            marked(data, [REMARK], WRITTEN)
        assert "\n" not in str(told.value)


def test_corrections_are_not_written_into_a_pdf(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "draft.pdf"
    draft.write_bytes(printed(DRAFT))
    assert run(["check", "--fix", str(draft)]) == 2
    said = capsys.readouterr()
    assert "FZ105" in said.out
    assert "a PDF takes comments and no corrections" in said.err
