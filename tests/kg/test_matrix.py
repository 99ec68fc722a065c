"""``fazhi view matrix``: reports by statutory obligations, with the words behind every cell."""

import json
import re
from pathlib import Path


def cells(page: Path) -> list[dict]:
    """What the page's panel can show."""
    (data,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page.read_text("utf-8"))
    return json.loads(data)["cells"]


def test_the_matrix_shows_what_the_store_holds(built, fazhi, tmp_path):
    """One cell for each assessment of a statutory obligation, with its source, rule and reach."""
    page = tmp_path / "matrix.html"
    outcome = fazhi("view", "matrix", "-o", page, "--store", built)
    assert outcome.code == 0
    assert "5 reports 报告" in outcome.err
    late = [c for c in cells(page) if c["outcome"] == "contrary"]
    assert [c["report"] for c in late] == ["济源高新技术产业开发区 2022"]
    assert late[0]["source"] == "《法治政府建设与责任落实督察工作规定》第二十四条"
    assert late[0]["evidence"] == ["2023年7月12日"]
    notes = [note for pair in late[0]["notes"] for note in pair]
    assert any("落款日期晚于期限" in note for note in notes)
    assert any("reaches a park by delegation" in note for note in notes)
    answer = fazhi("query", "obligation-matrix", "--format", "json", "--store", built)
    assert len(cells(page)) == len(json.loads(answer.out))


def test_a_store_without_reports_has_no_matrix(fazhi, tmp_path):
    """One line says what to do."""
    empty = tmp_path / "empty"
    fazhi("build", "--rebuild", "--store", empty)
    outcome = fazhi("view", "matrix", "-o", tmp_path / "m.html", "--store", empty)
    assert outcome.code == 2
    assert "fazhi build" in outcome.err
    assert not (tmp_path / "m.html").exists()
