"""The matrix beside its page: what its script reads, and what is shown as a file."""

from __future__ import annotations

import csv
import io
import json
import re
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from .client import Client

PARK = "启东生命健康产业园"


def table(server: Client, query: str, language: str = "zh") -> list[list[str]]:
    """The rows of what is shown."""
    text = server.ask(f"/{language}/matrix/matrix.csv?{query}").body.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_its_script_reads_all_of_it_and_what_is_told_of_a_report(server: Client) -> None:
    """Addresses lead to pages that there are, words to their place in the report."""
    answer = server.ask("/zh/matrix/data.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    data = json.loads(answer.text.removeprefix("const fazhiMatrix = ").removesuffix(";\n"))
    assert len(data["columns"]) == 5
    (column,) = [column for column in data["columns"] if column["name"] == PARK]
    assert server.ask(column["href"]).status == 200
    key, told = json.loads(re.sub(r"^fazhiTold\((.*)\);\n$", r"[\1]", server.ask(column["told"]).text))
    assert key == f"{PARK}/{column['year']}"
    assert len(told["of"]) > 5
    _, words, _, _, _, href = told["passages"][0]
    page, _, place = href.partition("#char=")
    start, end = map(int, place.split(","))
    assert len(words) == end - start
    assert server.ask(page).status == 200


@pytest.mark.parametrize("key", ["没有/2023.js", ".js", "data.css", "x", "matrix.doc"])
def test_what_is_not_there(server: Client, key: str) -> None:
    assert server.ask(f"/zh/matrix/{quote(key)}").status == 404


def test_what_is_shown_as_a_table(server: Client) -> None:
    """The same as CSV and XLSX; what one chooses on the page is chosen there."""
    asked = "year=2022&reach=both&outcome=contrary"
    rows = table(server, asked)
    assert rows[0][-1] == "济源高新技术产业开发区 2022"
    assert [row[-1] for row in rows[1:]] == ["相反，间接适用"]
    sheet = load_workbook(io.BytesIO(server.ask(f"/zh/matrix/matrix.xlsx?{asked}").body)).worksheets[0]
    assert [["" if cell is None else str(cell) for cell in row] for row in sheet.values] == rows
    every = table(server, "year=2023&reach=reaching")
    assert len(every[0]) == 5 + 3
    assert len(table(server, f"year=2023&reach=reaching&law={quote('行政处罚法')}")) < len(every)
    together = table(server, "year=all&by=kind&group=topic&reach=reaching", "en")
    assert together[0][-1] == "park (5)"
    assert all(re.fullmatch(r"\d+/\d+", row[-1]) for row in together[1:])
