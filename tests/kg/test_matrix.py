"""``fazhi view matrix``: reports by statutory obligations, with the words behind every cell."""

import json
import re
from pathlib import Path

from fazhi.kg.output.matrix import matrix_of, told_of
from fazhi.kg.store.opening import open_store
from fazhi.viz.matrix import reach_of


def data_of(page: Path) -> dict:
    """What the page's script reads."""
    (data,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page.read_text("utf-8"))
    return json.loads(data)


def test_the_matrix_shows_what_the_store_holds(built, fazhi, tmp_path):
    """One cell for each assessment of a statutory obligation, with its source, rule and reach."""
    page = tmp_path / "matrix.html"
    outcome = fazhi("view", "matrix", "-o", page, "--store", built)
    assert outcome.code == 0
    assert "5 reports, " in outcome.err
    with open_store(built, read_only=True) as store:
        matrix = matrix_of(store)
        told = told_of(store, [column.key for column in matrix.columns])
    cells = [
        (column, row, *cell)
        for column, line in zip(matrix.columns, matrix.cells, strict=True)
        for row, cell in zip(matrix.rows, line, strict=True)
        if cell
    ]
    ((column, row, _, way),) = [cell for cell in cells if cell[2] == "contrary"]
    assert (column.name, column.year, column.kind) == ("济源高新技术产业开发区", "2022", "Park")
    assert matrix.places[column.places[0]] == "河南省"
    assert row.rule_in("2022").source == "《法治政府建设与责任落实督察工作规定》第二十四条"
    assert "by delegation or local rules" in matrix.ways[way][1]
    why = told[column.key][row.key]
    assert "落款日期晚于期限" in why.zh
    assert [passage.words for passage in why.passages] == ["2023年7月12日"]
    answer = json.loads(fazhi("query", "obligation-matrix", "--format", "json", "--store", built).out)
    assert len(cells) == len(answer)
    assert f"{len(answer)} assessments" in outcome.err
    for reach in ("direct", "reaching"):
        asked = fazhi("query", "obligation-matrix", "--reach", reach, "--format", "json", "--store", built)
        assert len(json.loads(asked.out)) == len([cell for cell in cells if reach_of(cell[3]) == reach])
    assert data_of(page)["told"].keys() == told.keys()


def test_of_a_body_a_place_or_a_kind(built, fazhi, tmp_path):
    """One page of the reports that one means, on one year if it is named; else the nearest names."""
    page = tmp_path / "matrix.html"
    for what, number in (("江苏省", 3), ("园区/2022", 1), ("济源高新技术产业开发区", 1)):
        outcome = fazhi("view", "matrix", what, "-o", page, "--store", built)
        assert (outcome.code, outcome.err.split(": ")[-1].split(",")[0]) == (0, f"{number} reports"), what
        assert len(data_of(page)["columns"]) == len(data_of(page)["told"]) == number
    outcome = fazhi("view", "matrix", "江苏", "-o", page, "--store", built)
    assert outcome.code == 2
    assert "江苏省" in outcome.err


def test_an_entry_that_nobody_verified_says_so(built, fazhi, tmp_path):
    """In the cell, in the panel and in the answers."""
    with open_store(built, read_only=True) as store:
        matrix = matrix_of(store)
    unread = [
        row.zh
        for column, line in zip(matrix.columns, matrix.cells, strict=True)
        for row, cell in zip(matrix.rows, line, strict=True)
        if cell and not row.rule_in(column.year).verified
    ]
    assert "国家工作人员学法用法考核考试" in unread
    answer = json.loads(fazhi("query", "obligation-matrix", "--format", "json", "--store", built).out)
    assert len([row for row in answer if row["verification"] == "条文未核对"]) == len(unread)


def test_its_words_lead_into_the_marked_pages_beside_it(built, fazhi, tmp_path):
    """Those of ``fazhi explain``, where they are."""
    report = Path(__file__).parents[2] / "examples/reports/jiyuan-hightech-zone-2022.txt"
    assert fazhi("explain", report, "-o", tmp_path / f"{report.stem}.html", "--store", built).code == 0
    fazhi("view", "matrix", "-o", tmp_path / "matrix.html", "--store", built)
    links = {
        passage[5].partition("#")[0]
        for told in data_of(tmp_path / "matrix.html")["told"].values()
        for passage in told["passages"]
    }
    assert links == {"", f"{report.stem}.html"}


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
