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
    assert any("by delegation or local rules" in note for note in notes)
    answer = json.loads(fazhi("query", "obligation-matrix", "--format", "json", "--store", built).out)
    assert len(cells(page)) == len(answer)
    for reach, words in (("direct", "直接约束"), ("reaching", "间接适用")):
        asked = fazhi("query", "obligation-matrix", "--reach", reach, "--format", "json", "--store", built)
        assert {row["reachLabel"] for row in json.loads(asked.out)} == {words}
        assert len(json.loads(asked.out)) == len([c for c in cells(page) if c["reach"] == reach])


def test_an_entry_that_nobody_verified_says_so(built, fazhi, tmp_path):
    """In the cell, in the panel and in the answers."""
    page = tmp_path / "matrix.html"
    fazhi("view", "matrix", "-o", page, "--store", built)
    unread = [c for c in cells(page) if not c["verified"]]
    assert {c["zh"] for c in unread} >= {"国家工作人员学法用法考核考试"}
    assert all(any("凭记忆录入" in zh for zh, _ in c["notes"]) for c in unread)
    answer = json.loads(fazhi("query", "obligation-matrix", "--format", "json", "--store", built).out)
    assert len([row for row in answer if row["verification"] == "条文未核对"]) == len(unread)


def test_totals_count_what_binds_a_body_unless_asked(built, fazhi):
    """Obligations that only reach parks are never counted with those that bind them."""
    counted = json.loads(fazhi("query", "unreported-obligations", "--format", "json", "--store", built).out)
    other = json.loads(
        fazhi(
            "query", "unreported-obligations", "--reach", "reaching", "--format", "json", "--store", built
        ).out
    )
    assert {row["reachLabel"] for row in counted} == {"直接约束"}
    assert {row["reachLabel"] for row in other} == {"间接适用"}
    # In 2024 a zone that is a district government too reports: what binds governments binds it.
    of_parks = {row["obligationLabel"] for row in counted if row["year"] in ("2022", "2023")}
    assert "至少每2年演练一次事故预案" not in of_parks
    assert "至少每2年演练一次事故预案" in {row["obligationLabel"] for row in counted if row["year"] == "2024"}
    assert fazhi("query", "unreported-obligations", "--reach", "any", "--store", built).code == 2


def test_a_store_without_reports_has_no_matrix(fazhi, bare_store, tmp_path):
    """One line says what to do."""
    outcome = fazhi("view", "matrix", "-o", tmp_path / "m.html", "--store", bare_store)
    assert outcome.code == 2
    assert "fazhi build" in outcome.err
    assert not (tmp_path / "m.html").exists()
