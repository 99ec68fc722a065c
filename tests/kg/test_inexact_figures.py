"""Figures that are no exact number (20余起, 超过25万元) are told as such wherever they stand."""

from __future__ import annotations

import pytest

from fazhi.kg.build import build
from fazhi.kg.output.tables import Tables
from fazhi.kg.store.opening import open_store
from fazhi.queries import run
from fazhi.queries.results import table

BODY = "启东生命健康产业园"
TEXT = """{body}管理委员会关于{year}年法治政府建设情况的报告

{year}年，{body}认真落实《法治政府建设实施纲要（2021－2025年）》，推进法治政府建设。现将有关情况报告如下。

一、主要工作

严格行政执法。{case}

二、存在问题

执法力量不足。

三、下一步计划

加强执法培训。
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("inexact")
    for year, case in (
        (2022, "全年共立案18起，罚款20万元。"),
        (2023, "全年共立案20余起，罚款超过25万元。"),
        (2024, "全年立案处罚21起，罚款25.37万元。共立案处罚21起，共处罚金25余万元。"),
    ):
        (folder / f"{year}.txt").write_text(TEXT.format(body=BODY, year=year, case=case), "utf-8")
    with open_store(folder / "store") as opened:
        build([folder], opened)
    return folder / "store"


def _shown(store, name: str, *columns: str, **parameters: str) -> list[tuple[object, ...]]:
    with open_store(store, read_only=True) as opened:
        answer = table(run(opened.dataset, name, parameters))
    found = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    return [tuple(row[column] for column in columns) for row in found]


def test_a_case_stands_in_one_row_with_the_modifier_of_each_of_its_figures(store):
    rows = _shown(store, "enforcement-cases", "year", "cases", "casesModifier", "fine", "fineModifier")
    assert [tuple("" if cell is None else str(cell) for cell in row) for row in rows] == [
        ("2022", "18", "", "200000", ""),
        ("2023", "20", "约数", "250000", "超过"),
        ("2024", "21", "", "253700", ""),
    ]


def test_what_is_added_up_tells_how_many_figures_are_not_exact(store):
    summary = _shown(store, "indicator-summary", "year", "figures", "inexact", indicator="penalty_amount")
    assert [(str(y), int(f), int(i)) for y, f, i in summary] == [
        ("2022", 1, 0),
        ("2023", 1, 1),
        ("2024", 1, 0),
    ]
    compared = _shown(store, "year-on-year", "year", "indicator", "inexact")
    fines = {(str(year), int(inexact)) for year, indicator, inexact in compared if indicator == "罚款金额"}
    assert fines == {("2023", 1), ("2024", 1)}
    means = _shown(store, "fines-per-case", "year", "finePerCase", "inexact")
    assert [(str(y), float(m), int(i)) for y, m, i in means] == [
        ("2022", 11111.11, 0),
        ("2023", 12500.0, 2),
        ("2024", 12080.95, 0),
    ]


def test_the_table_of_cases_has_the_modifiers(store):
    with open_store(store, read_only=True) as opened:
        tables = Tables(opened)
        [cases] = (each for each in tables.tables if each.name == "enforcement_cases")
        names = [column.name for column in cases.columns]
        rows = [dict(zip(names, row, strict=True)) for row in tables.rows(cases)]
    shown = {
        (row["cases"], row["cases_modifier"], row["fine"], row["fine_modifier"], row["fine_modifier_zh"])
        for row in rows
    }
    assert ("20", "approx", "250000", "more_than", "超过") in shown
    assert ("21", "", "253700", "", "") in shown
