"""The matrix page: one cell for each assessment, blanks where nothing binds."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fazhi.viz.matrix import OUTCOMES, matrix_page


def assessment(report: str, obligation: str, outcome: str, **more: Any) -> dict[str, Any]:
    return {
        "report": report,
        "report_label": f"园区{report}",
        "obligation": obligation,
        "obligation_label_zh": f"义务{obligation}",
        "obligation_label_en": f"Obligation {obligation}",
        "outcome": outcome,
        **more,
    }


ROWS = [
    assessment("1", "a", "evidenced", source="某规定第二十四条", evidence=["已公开</script><b>"]),
    assessment("2", "a", "not_reported"),
    assessment("1", "b", "partly", evidence=["每年一次"], direct=False, verified=False),
    assessment("10", "b", "contrary"),
]


def test_every_assessment_is_a_cell(
    tmp_path: Path, page_data: Callable[[Path], Any], active_content: Callable[[str], list[str]]
) -> None:
    path = tmp_path / "matrix.html"
    path.write_text(matrix_page(title="义务矩阵", rows=ROWS), encoding="utf-8")
    page = path.read_text(encoding="utf-8")
    assert active_content(page) == []
    assert len(re.findall(r"data-cell=", page)) == len(ROWS)
    assert page.count("<td></td>") == 2 * 3 - len(ROWS)
    assert re.findall(r'scope="col">(园区\d+)<', page) == ["园区1", "园区2", "园区10"]
    assert "<b>" not in page
    assert page.count('<td data-outcome="partly" data-reach="reaching">') == 1
    assert page.count('class="sign partly unverified"') == 1
    assert page.count('条文未核对"') == 1
    assert {cell["outcome"] for cell in page_data(path)["cells"]} == set(OUTCOMES)


def test_what_only_reaches_a_body_is_counted_apart(tmp_path: Path) -> None:
    path = tmp_path / "matrix.html"
    path.write_text(
        matrix_page(title="义务矩阵", rows=[*ROWS, assessment("2", "b", "evidenced", direct=False)]),
        encoding="utf-8",
    )
    page = path.read_text(encoding="utf-8")
    assert re.findall(r'class="share">([^<]*)<', page) == ["1/2", "", "0/1", "1/2"]
    assert re.findall(r'class="count">(\d+)<', page) == ["1", "0", "1", "1"]


def test_wrong_rows_are_refused_with_a_word() -> None:
    with pytest.raises(ValueError, match="'breach' is not one of evidenced"):
        matrix_page(title="t", rows=[assessment("1", "a", "breach")])
    with pytest.raises(ValueError, match="two assessments of a for 1"):
        matrix_page(title="t", rows=[ROWS[0], ROWS[0]])


def test_browser_runs_the_page_without_error(tmp_path: Path, rendered: Callable[[Path], str]) -> None:
    (tmp_path / "matrix.html").write_text(matrix_page(title="义务矩阵", rows=ROWS), encoding="utf-8")
    root = re.search(r"<html[^>]*>", rendered(tmp_path / "matrix.html"))
    assert root
    assert 'data-ready="true"' in root[0]
    assert "data-error" not in root[0]
