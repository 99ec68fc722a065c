"""Whole reports, printed by LibreOffice and scanned, say what their text says."""

from __future__ import annotations

from pathlib import Path

import pytest

from fazhi.extractors import read_bytes

from ..forms.forms import INSTALLED, by_libreoffice, scanned
from ..forms.reports import SYNTHETIC, of_any_width, of_text, share_of_characters, statements

pytestmark = [
    pytest.mark.ocr,
    pytest.mark.skipif(not INSTALLED["LibreOffice"], reason="LibreOffice is not installed"),
]

#: Twelve pages; benchmarks/recognition.py has all reports of the suite of forms.
REPORTS = [report for report in SYNTHETIC if report.path.stem[:2] in {"a5", "i1", "l3"}]


@pytest.fixture(scope="module")
def scans(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    return scanned(by_libreoffice("pdf"), 150)(REPORTS, tmp_path_factory.mktemp("scans"))


@pytest.mark.parametrize("number", range(3), ids=[report.path.stem for report in REPORTS])
def test_a_scanned_report_says_what_its_text_says(
    scans: list[bytes], number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAZHI_CACHE", str(tmp_path))
    report = REPORTS[number]

    document = read_bytes(scans[number], ocr=True)

    assert share_of_characters(report.document.text, document.text) > 0.999
    assert of_any_width(statements(document)) == of_any_width(of_text(report))
