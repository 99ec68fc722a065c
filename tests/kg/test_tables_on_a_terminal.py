"""Answers as a person reads them at a terminal: folded columns, values as written, why nothing is found."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from fazhi.kg.commands.layout import cells
from fazhi.kg.commands.tables import _lines, print_table
from fazhi.kg.commands.values import said
from fazhi.ontology.languages import reading_in
from fazhi.ontology.namespaces import XSD
from fazhi.queries import Result

PROGRAM = [sys.executable, "-m", "fazhi.kg.cli"]


def literal(lexical: str, datatype: str) -> Literal:
    return Literal(lexical, datatype=NamedNode(XSD + datatype))


@pytest.mark.parametrize(
    ("column", "term", "unit", "chinese", "english"),
    [
        ("value", literal("253700", "decimal"), "元", "25.37万元", "253,700 yuan"),
        ("value", literal("1", "integer"), "起", "1起", "1 incident"),
        ("unit", Literal("人次"), "", "人次", "person-times"),
        ("fine", literal("253700.0", "decimal"), "", "25.37万元", "253,700"),
        ("value", literal("9999", "integer"), "件", "9999件", "9,999 pieces"),
        ("value", literal("1234567.89", "decimal"), "元", "1234567.89元", "1,234,567.89 yuan"),
        ("value", literal("300000000", "decimal"), "元", "3亿元", "300,000,000 yuan"),
        ("retained", literal("true", "boolean"), "", "是", "yes"),
        ("issued", literal("2024-03-15", "date"), "", "2024年3月15日", "2024-03-15"),
        ("day", literal("--03-15", "gMonthDay"), "", "3月15日", "03-15"),
        ("day", literal("--05", "gMonth"), "", "5月", "05"),
        ("year", literal("2023", "gYear"), "", "2023", "2023"),
        ("locator", Literal("page=3"), "", "第3页", "page 3"),
    ],
)
def test_values_are_as_people_write_them(column, term, unit, chinese, english):
    with reading_in("zh"):
        assert said(column, term, unit) == chinese
    with reading_in("en"):
        assert said(column, term, unit) == english


def test_columns_fold_to_the_width_and_more_than_fit_become_a_list():
    head = ["单位", "年度", "判断理由"]
    rows = [["启东生命健康产业园", "2023", "除写明要求的语句外，未见写明落实的语句"]]
    passages = [["此外，我园区还对企业开展执法检查。"]]
    for width in (30, 40, 60):
        lines = [line for line, _ in _lines(head, rows, passages, width)]
        assert max(map(cells, lines)) <= width
        assert lines[0].split() == head
    many = [
        line
        for line, _ in _lines([*head, "甲", "乙"], [[*rows[0], "很长的一段文字" * 3, "二"]], passages, 40)
    ]
    assert many[0].split() == ["单位", "启东生命健康产业园"]
    assert max(map(cells, many)) <= 40
    assert [line for line, _ in _lines(head, rows, passages, None)][1].split() == rows[0]


def test_first_columns_are_shown_and_the_others_told(capsys):
    result = Result(
        ("body", "value", "unit", "note", "empty", "sentence", "evidence"),
        (
            (
                Literal("甲园区"),
                literal("253700", "decimal"),
                Literal("元"),
                Literal("说明"),
                None,
                Literal("罚款25.37万元。"),
                NamedNode("https://w3id.org/fazhi/id/text/甲/2023/1#char=1,9"),
            ),
        ),
    )
    left = print_table(result, str, ["value", "body", "empty"])
    shown = capsys.readouterr().out.splitlines()
    assert [line.split() for line in shown] == [
        ["value", "body"],
        ["25.37万元", "甲园区"],
        ["罚款25.37万元。"],
    ]
    assert left == ["note", "evidence"]
    assert print_table(result, str, ["value", "body"], wide=True) == []
    assert "id:text/甲/2023/1#char=1,9" in capsys.readouterr().out


def test_a_table_fits_the_terminal(built):
    reader, terminal = pty.openpty()
    environment = {
        **os.environ,
        "COLUMNS": "60",
        "LINES": "2000",
        "FAZHI_LANG": "zh",
        "FAZHI_STORE": str(built),
    }
    query = [*PROGRAM, "query", "not-in-force"]
    subprocess.run(query, stdout=terminal, stderr=subprocess.DEVNULL, env=environment, check=True)
    os.close(terminal)
    lines = os.read(reader, 100_000).decode().splitlines()
    plain = [line.replace("\x1b[1m", "").replace("\x1b[2m", "").replace("\x1b[0m", "") for line in lines]
    assert max(map(cells, plain)) <= 60
    assert plain[0].split() == ["单位", "年度", "法律文件", "失效日期", "取代它的文件"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["cites-law", "--law", "安全生产法", "--year", "1999"],
            "没有1999年度的报告；知识图谱中有 2022、2023、2024",
        ),
        (
            ["counsel", "--park", "启东经济开发区", "--year", "2022"],
            "没有启东经济开发区2022年度的报告；该单位有 2023",
        ),
        (["year-on-year"], "比较须有同一单位相邻两个年度的报告"),
        (["own-register"], "fazhi build --register"),
        (["enforcement-cases", "--park", "启东经济开发区"], "不限单位有1条"),
    ],
)
def test_an_empty_answer_says_why(fazhi, built, arguments, words):
    outcome = fazhi("query", *arguments, "--store", built, "--lang", "zh")
    assert (outcome.code, outcome.out) == (0, "")
    assert words in outcome.err


def test_answers_are_in_the_language_of_the_reader(fazhi, built):
    chinese = fazhi("query", "counsel", "--store", built, "--lang", "zh").out.splitlines()[0].split()
    assert chinese == ["单位", "年度", "顾问种类", "律师事务所", "是否聘用"]
    english = fazhi("query", "counsel", "--store", built, "--lang", "en").out
    assert english.startswith("public body ")
    assert "Legal counsel" in english
    assert " yes" in english


def test_what_is_printed_can_be_asked_for(fazhi, built):
    """As the value of a parameter, in SPARQL, for a page."""
    body = "id:body/启东经济开发区"
    listed = fazhi("sparql", "SELECT ?b { ?b a fz:Park } ORDER BY ?b", "--store", built).out
    assert body in listed.split()
    assert fazhi("query", "counsel", "--body", body, "--store", built).out.count("启东经济开发区") == 2
    named = fazhi(
        "sparql", f"SELECT ?n {{ {body} skos:prefLabel ?n }}", "--store", built, "--format", "csv"
    ).out
    assert named.split() == ["n", "启东经济开发区"]


def test_sparql_answers_in_the_forms_of_the_standard(fazhi, built, tmp_path):
    select = "SELECT ?body ?year { ?r fz:issuer ?body ; fz:reportedYear ?year } ORDER BY ?year LIMIT 1"
    answer = json.loads(fazhi("sparql", select, "--store", built, "--format", "json").out)
    assert answer["head"] == {"vars": ["body", "year"]}
    (row,) = answer["results"]["bindings"]
    assert row["body"]["type"] == "uri"
    assert row["year"] == {"type": "literal", "value": "2022", "datatype": XSD + "gYear"}
    construct = "CONSTRUCT { ?r a fz:Report } WHERE { ?r a fz:Report ; fz:reportedYear ?year }"
    turtle = fazhi("sparql", construct, "--store", built).out
    assert "@prefix fz: <https://w3id.org/fazhi/ns#> ." in turtle
    assert turtle.count(" a fz:Report .") == 5
    assert fazhi("sparql", construct, "--store", built, "-o", tmp_path / "reports.ttl").code == 0
    assert (tmp_path / "reports.ttl").read_text("utf-8") == turtle
    assert fazhi("sparql", select, "--store", built, "--format", "turtle").code == 2


@pytest.mark.parametrize("command", ["query reports", "search 启东", "query counsel --format csv"])
def test_head_ends_a_command_well(built, command):
    with subprocess.Popen(
        [*PROGRAM, *command.split(), "--store", str(built)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_a_chinese_console_stays_one_and_data_are_utf8(built):
    environment = {**os.environ, "PYTHONIOENCODING": "gbk", "LC_ALL": "C"}
    query = [*PROGRAM, "query", "counsel", "--store", str(built)]
    table = subprocess.run(query, capture_output=True, env=environment, check=True).stdout
    assert "东晋律师事务所" in table.decode("gbk")
    data = subprocess.run(
        [*query, "--format", "csv"], capture_output=True, env=environment, check=True
    ).stdout
    assert "东晋律师事务所" in data.decode("utf-8")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (["obligation-matrix", "--wide"], "Some elements are shown; missing: Plan"),
        (["contrary-assessments"], "The date of signature lies past the deadline"),
        (["deadlines", "--date", "2024-04-01"], "before 1 March every year"),
        (["obligations", "--wide"], "within 20 working days of receipt"),
        (["problems-by-topic"], "unclassified"),
        (["indicator-summary"], "253,700 yuan"),
    ],
)
def test_what_has_an_english_name_is_in_english(fazhi, built, question, told):
    """Of the reports and the register only names, titles, articles and the words themselves are Chinese."""
    assert told in fazhi("query", *question, "--store", built, "--lang", "en").out


def test_a_file_that_cannot_be_written_is_named_as_it_was_given(fazhi, built):
    output = Path("/proc/answers.csv")
    outcome = fazhi("query", "reports", "-o", output, "--store", built, "--lang", "en")
    assert outcome.code == 2
    assert outcome.err.startswith(f"fazhi: {output}: cannot be written: ")
    assert ".fazhi-" not in outcome.err
