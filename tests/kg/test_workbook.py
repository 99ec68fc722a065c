"""Workbooks of answers, read by another library: typed cells, links to sentences, nothing that runs."""

from __future__ import annotations

import datetime
import io
import os
import pty
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest

from fazhi.kg.output.workbook import Answer, workbook
from fazhi.queries.catalogue import catalogue
from fazhi.queries.results import Result

PRINTED = Path(__file__).parents[1] / "extractors" / "data" / "printed-by-a-browser.pdf"
PARK = "启东生命健康产业园"
URL = "https://www.qidong.gov.cn/report.html"
SENTENCES = "原文 sentences"


@pytest.fixture
def asked(fazhi, built, tmp_path):
    """Ask for a workbook of the example reports; gives it opened."""

    def ask(*arguments, store=built):
        outcome = fazhi(*arguments, "-o", tmp_path / "answers.xlsx", "--store", store)
        assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
        return openpyxl.load_workbook(tmp_path / "answers.xlsx")

    return ask


def rows(sheet):
    """The rows below the head as dictionaries by the variable in the head."""
    head, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip((name.split()[-1] for name in head), line, strict=True)) for line in lines]


def test_cells_have_the_types_of_the_answer(asked):
    book = asked("query", "enforcement-cases", "late-publication", "counsel")
    [case] = rows(book["各单位的处罚案件和罚款"])
    assert (case["body"], case["year"], case["cases"], case["fine"]) == (PARK, 2023, 21, 253700)
    [late] = rows(book["次年4月1日及以后公开的报告"])
    assert late["issued"] == datetime.datetime(2023, 7, 12)
    counsel = rows(book["法律顾问和律师事务所"])
    assert [row["retained"] for row in counsel if row["firm"] == "东晋律师事务所"] == [True]


def test_what_modifies_a_figure_stands_beside_it(asked):
    book = asked("query", "observations", "--indicator", "publicity_material_count")
    [row] = (row for row in rows(book.worksheets[0]) if row["modifier"])
    assert (row["value"], row["modifier"]) == (30000, "约数")
    assert "30000余份" in row["sentence"]


def test_the_head_is_frozen_filtered_and_bilingual(asked):
    sheet = asked("query", "counsel")["法律顾问和律师事务所"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:G{sheet.max_row}"
    assert next(sheet.iter_rows(max_row=1, values_only=True))[:2] == ("单位 body", "年度 year")
    assert sheet["F2"].alignment.wrap_text
    assert 8 <= sheet.column_dimensions["A"].width < sheet.column_dimensions["F"].width <= 61


def test_several_questions_have_a_sheet_each_and_a_list(asked):
    book = asked("query", "counsel", "not-in-force", "counsel", "enforcement-cases", "--park", PARK)
    contents, *sheets = book.sheetnames
    assert contents == "目录 contents"
    assert sheets == [
        "法律顾问和律师事务所",
        "引用了报告年度已失效的法律文件",
        "各单位的处罚案件和罚款",
        SENTENCES,
    ]
    listed = [row[:2] for row in book[contents].iter_rows(min_row=2, values_only=True)]
    names = ["counsel", "not-in-force", "enforcement-cases"]
    assert listed == list(zip(sheets, names, strict=False))
    for cell in book[contents]["A"][1:]:
        assert cell.hyperlink.location == f"'{cell.value}'!A1"
    assert {row["body"] for sheet in sheets for row in rows(book[sheet])} == {PARK}


def test_a_parameter_goes_to_the_questions_that_take_it(asked):
    book = asked("query", "counsel", "observations", "--indicator", "penalty_amount", "--year", "2023")
    assert {row["year"] for row in rows(book["法律顾问和律师事务所"])} == {2023}
    assert {row["indicator"] for row in rows(book["某指标的全部数据"])} == {"罚款金额"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["counsel", "reports", "--laws", "安全生产法"], "no parameter “laws”"),
        (["counsel", "observations"], "--indicator penalty_amount"),
        (["counsel", "counsels"], "no question is called “counsels”"),
    ],
)
def test_what_cannot_be_asked_is_told_and_nothing_written(fazhi, built, tmp_path, arguments, told):
    outcome = fazhi("query", *arguments, "-o", tmp_path / "answers.xlsx", "--store", built)
    assert (outcome.code, list(tmp_path.iterdir())) == (2, [])
    assert told in outcome.err
    assert len(outcome.err.splitlines()) == 1


def test_evidence_leads_to_its_sentence_in_the_same_workbook(asked):
    book = asked("query", "not-in-force", "cites-law", "--law", "合同法")
    sentences = book[SENTENCES]
    for title in book.sheetnames[1:3]:
        head, *cells = list(book[title].columns)[-1]
        assert head.value == "原文位置 evidence"
        for cell in cells:
            name, place = cell.hyperlink.location.split("!")
            assert name == f"'{SENTENCES}'"
            row = [each.value for each in sentences[int(place.removeprefix("A"))]]
            assert row[:2] == [PARK, 2023]
            assert "《合同法》" in row[3]
    texts = [row["sentence"] for row in rows(sentences) if row.get("sentence")]
    assert len(texts) == len(set(texts))


def test_evidence_leads_to_the_web_where_the_address_is_known(asked, fazhi, fresh_store, reports):
    store = fresh_store()
    file = reports / "qidong-life-health-park-2023.txt"
    file.with_name(f"{file.name}.yaml").write_text(f"source_url: {URL}\n", "utf-8")
    assert fazhi("build", file, "--store", store).code == 0
    book = asked("query", "not-in-force", store=store)
    cell = list(book.worksheets[0].columns)[-1][1]
    assert cell.hyperlink.target == URL
    start, end = "落实“谁执法、谁普法”普法", "知法守法、依法办事的良好氛围。"[-12:]
    assert cell.hyperlink.location == f":~:text={quoted(start[:12])},{quoted(end)}"
    assert book[SENTENCES]["H2"].value == URL


def test_a_page_of_a_pdf_is_named_and_opened(asked, fazhi, fresh_store, tmp_path):
    store = fresh_store()
    file = tmp_path / "report.pdf"
    file.write_bytes(PRINTED.read_bytes())
    file.with_name("report.pdf.yaml").write_text("source_url: https://a.example/report.pdf\n", "utf-8")
    assert fazhi("build", file, "--store", store).code == 0
    book = asked("query", "counsel", store=store)
    [row] = rows(book.worksheets[0])
    assert row["locator"] == "第1页 page 1"
    assert [cell.hyperlink.location for cell in book.worksheets[0]["G"][1:]] == ["page=1"]
    assert {row[6].value for row in book[SENTENCES].iter_rows(min_row=2)} == {"第1页 page 1"}


def quoted(text):
    """Text as a text fragment has it."""
    return quote(text, safe="").replace("-", "%2D")


def test_text_is_never_a_formula(asked):
    texts = "'=1+1' '+1' '@SUM(A1)' '-1+2' '{=1}' 'http://a.example/' 'internal:x!A1' '5'"
    sheet = asked("sparql", f"SELECT ?a {{ VALUES ?a {{ {texts} }} }}")["结果 answer"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert [cell.value for cell in cells][:4] == ["=1+1", "+1", "@SUM(A1)", "-1+2"]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.quotePrefix for cell in cells] == [True] * 4 + [False] * 4
    assert [cell.hyperlink for cell in cells] == [None] * 8


def test_what_a_cell_cannot_hold_is_shown_or_stays_text(asked):
    values = {
        r"'a\u0001b\u000Cc'": r"a\x01b\x0cc",
        "'_x0041_'": "_x0041_",
        "1234567890123456": "1234567890123456",
        "'1e400'^^xsd:double": "inf",
        "'1899-12-30'^^xsd:date": "1899-12-30",
        "'-0044'^^xsd:gYear": "-0044",
        "0.1": 0.1,
        "'--12-04'^^xsd:gMonthDay": "12月4日",
    }
    sheet = asked("sparql", f"SELECT ?a {{ VALUES ?a {{ {' '.join(values)} }} }}")["结果 answer"]
    assert [row["a"] for row in rows(sheet)] == list(values.values())


def test_a_text_longer_than_a_cell_is_cut_and_says_so(asked):
    query = "SELECT ?a { BIND(CONCAT('" + "法" * 20_000 + "', '" + "治" * 20_000 + "') AS ?a) }"
    [row] = rows(asked("sparql", query)["结果 answer"])
    assert row["a"].startswith("法" * 16_000)
    assert row["a"].endswith("… (cut 已截断)")


def test_an_answer_without_rows_is_a_sheet_with_a_head(asked):
    book = asked("query", "counsel", "--year", "1999")
    assert book.sheetnames == ["法律顾问和律师事务所"]
    assert rows(book.worksheets[0]) == []


def test_the_same_answers_give_the_same_bytes(fazhi, built, tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        fazhi("query", "counsel", "not-in-force", "-o", tmp_path / name, "--store", built)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_every_question_gives_a_name_that_a_sheet_may_have():
    titles = [asked.title["zh"] for asked in catalogue().values()]
    titles += ["a[b]:c*d?e/f\\g", "'引号'", "法" * 40, "法" * 41, "法" * 31 + "治", "目录 Contents", ""]
    data = workbook([Answer(title, Result(("a",), ())) for title in titles], {})
    names = openpyxl.load_workbook(io.BytesIO(data)).sheetnames
    assert len(names) == len({name.casefold() for name in names}) == len(titles) + 1
    assert all(0 < len(name) <= 31 and not set("[]:*?/\\") & set(name) for name in names)
    assert not any(name.startswith("'") or name.endswith("'") for name in names)


def test_several_questions_go_into_a_workbook_only(fazhi, built):
    outcome = fazhi("query", "counsel", "reports", "--format", "csv", "--store", built)
    assert outcome.code == 2
    assert "-o FILE.xlsx" in outcome.err


def test_a_workbook_goes_through_a_pipe(built, tmp_path):
    command = [sys.executable, "-m", "fazhi.kg.cli", "query", "counsel", "--format", "xlsx", "--store", built]
    (tmp_path / "piped.xlsx").write_bytes(subprocess.run(command, capture_output=True, check=True).stdout)
    assert zipfile.is_zipfile(tmp_path / "piped.xlsx")


def test_a_workbook_is_not_sent_to_a_terminal(built):
    command = [sys.executable, "-m", "fazhi.kg.cli", "query", "counsel", "--format", "xlsx", "--store", built]
    reader, terminal = pty.openpty()
    outcome = subprocess.run(command, stdout=terminal, stderr=subprocess.PIPE, text=True, check=False)
    os.close(terminal)
    os.close(reader)
    assert outcome.returncode == 2
    assert len(outcome.stderr.splitlines()) == 1
    assert "-o FILE" in outcome.stderr


def test_a_workbook_names_all_parameters_that_its_questions_lack(built, fazhi, tmp_path):
    """At once, as they are written on the command line: all questions lack ten of them."""
    file = tmp_path / "answers.xlsx"
    asked = ["query", "cites-law", "observations", "reports", "-o", file, "--store", built]
    outcome = fazhi(*asked, "--year", "2023")
    assert outcome.code == 2
    assert "--law 安全生产法 --indicator penalty_amount" in outcome.err
    assert not file.exists()
    outcome = fazhi(*asked, "--instrument", "安全生产法", "--indicator", "penalty_amount")
    assert (outcome.code, file.exists()) == (0, True)
