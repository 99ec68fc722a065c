"""An official document says the same as Word shows it, in whatever form it is saved or printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fazhi.extractors import extract, read_bytes

from .official import TEXT, official_document
from .programs import SOFFICE, converted

pytestmark = [pytest.mark.forms, pytest.mark.xdist_group("official")]


def saved_as(folder: Path, *forms: str, changes: bool = True) -> bytes:
    """The document taken by LibreOffice from one form to the next."""
    if forms and SOFFICE is None:
        pytest.skip("LibreOffice is not installed")
    file = folder / "report.docx"
    file.write_bytes(official_document(changes=changes))
    for number, form in enumerate(forms):
        (file,) = converted([file], form, folder / str(number))
    return file.read_bytes()


@pytest.mark.parametrize("forms", [(), ("odt", "docx"), ("doc",), ("odt",)], ids="-".join)
def test_word_files(forms: tuple[str, ...], tmp_path: Path) -> None:
    document = read_bytes(saved_as(tmp_path, *forms))

    assert document.text == TEXT
    (report,) = (record for record in extract(document).records if record.type == "report")
    assert report.fields == {
        "title": "云溪县人民政府关于2023年度法治政府建设情况的报告",
        "issuer": "云溪县人民政府",
        "year": 2023,
        "published": "2024-01-12",
        "document_number": "云政发〔2024〕7号",
    }


def test_rtf_has_half_width_brackets(tmp_path: Path) -> None:
    """LibreOffice writes the brackets of numbers in ASCII."""
    text = re.sub(r"^（(.)）", r"(\1)", TEXT, flags=re.MULTILINE).replace("(此)", "（此）")

    assert read_bytes(saved_as(tmp_path, "rtf")).text == text


def test_a_page_has_numbers_of_its_own(tmp_path: Path) -> None:
    """LibreOffice writes all lists of a page with Arabic numbers."""
    numbers = re.compile(r"^(?:[一二三]、|（[一二三]）|\d\.)", re.MULTILINE)

    text = read_bytes(saved_as(tmp_path, "html", changes=False)).text

    assert numbers.sub("", text) == numbers.sub("", TEXT)


def test_a_pdf_has_the_title_in_one_line(tmp_path: Path) -> None:
    text = TEXT.replace("云溪县人民政府\n关于", "云溪县人民政府关于")

    assert read_bytes(saved_as(tmp_path, "pdf", changes=False)).text == text
