"""A folder that holds each report in several forms gives one report each; the other files are named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fazhi.kg.cli import run

from .forms import FORMS, INSTALLED
from .reports import EXAMPLES

pytestmark = pytest.mark.forms

#: The suffixes of files and the forms; a file of WPS is one of Word 97 by its content.
FILES = {
    ".txt": "txt-gb18030",
    ".html": "html-divs",
    ".pdf": "pdf-one-column",
    ".docx": "docx",
    ".wps": "doc",
}


def test_one_report_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    suffixes = [
        suffix for suffix, form in FILES.items() if all(INSTALLED[name] for name in FORMS[form].needs)
    ]
    for suffix in suffixes:
        made = tmp_path / suffix[1:]
        made.mkdir()
        for report, content in zip(EXAMPLES, FORMS[FILES[suffix]].make(EXAMPLES, made), strict=True):
            (folder / f"{report.path.stem}{suffix}").write_bytes(content)

    assert run(["build", str(folder), "--json", "--store", str(tmp_path / "store")]) == 0

    summary = json.loads(capsys.readouterr().out)
    taken = {Path(file).stem: file for file in summary["added"]}
    assert sorted(taken) == [report.path.stem for report in EXAMPLES]
    assert len(summary["added"]) == len(EXAMPLES)
    assert {file["file"]: file["reason"] for file in summary["skipped"]} == {
        str(file): f"the same report as {taken[file.stem]}, which was taken "
        f"与 {taken[file.stem]} 是同一份报告，已收录后者"
        for file in folder.iterdir()
        if str(file) not in taken.values()
    }
    assert len(summary["skipped"]) == len(EXAMPLES) * (len(suffixes) - 1)
