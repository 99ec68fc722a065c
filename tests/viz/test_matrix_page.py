"""The matrix: what of it is shown as one asks for it, and its page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fazhi.viz.matrix import MOST_COLUMNS, Column, Matrix, Passage, Row, Rule, Told, matrix_page
from fazhi.viz.matrix_view import Choice, Seen, choices, seen

LAWS = {"penalty": "行政处罚法", "plan": "某规划"}
RULE = (Rule("《行政处罚法》"),)
ROWS = [
    Row("open", "公开处罚决定", "Publish penalties", "penalty", "第四条", "openness", RULE),
    Row("hear", "组织听证", "Hold hearings", "penalty", "第六十三条", "penalty", RULE),
    Row(
        "study",
        "学法",
        "Study law",
        "plan",
        "第一条",
        "law_study",
        (Rule("《新规划》", False, 2023), Rule("《旧规划》", True, 2000, 2022)),
    ),
]  # fmt: skip
COLUMNS = [
    Column("甲园/2022", "甲园", "2022", "Park", ("32", "3206")),
    Column("甲园/2023", "甲园", "2023", "Park", ("32", "3206")),
    Column("乙园/2023", "乙园", "2023", "Park"),
    Column("丙市/2023", "丙市</th><b>", "2023", "LocalGovernment", ("51",)),
]
YES, PARTLY, SILENT = (("evidenced", "direct"), ("partly", "direct"), ("not_reported", "direct"))
LATE, INDIRECT = ("contrary", "direct"), ("evidenced", "by_reference")
CELLS = [[YES, None, SILENT], [SILENT, None, YES], [PARTLY, INDIRECT, YES], [LATE, SILENT, None]]
MATRIX = Matrix(
    COLUMNS,
    ROWS,
    CELLS,
    LAWS,
    {"32": "江苏省", "3206": "南通市", "51": "四川省"},
    {"direct": ("条文约束的就是这类单位。", "binds"), "by_reference": ("参照适用。", "by reference")},
)
TOLD = {
    "甲园/2023": {"study": Told("写明已做", "it says so", (Passage("我园", "已学法</script><b>", "。"),))},
    "丙市/2023": {"open": Told("晚", "late", (Passage("", "7月", ""), Passage("", "7月", "")))},
}


def names(view: Seen) -> tuple[list[str], list[str]]:
    """The columns and the rows that are shown, in their order."""
    return [c.key for c in view.columns], [r.row.key for g in view.groups for r in g.rows]


def test_without_a_choice_the_newest_year_and_what_binds() -> None:
    """The kinds of body stand side by side; what only reaches a body is not among it."""
    view = seen(MATRIX, Choice())
    assert names(view) == (["甲园/2023", "乙园/2023", "丙市/2023"], ["open", "hear", "study"])
    assert [(words[0], n) for words, n in view.heads] == [("园区", 2), ("地方人民政府", 1)]
    assert view.counts == ((2, 6),)
    assert [group.counts for group in view.groups] == [((0, 4),), ((2, 2),)]
    assert [column.counts for column in view.columns] == [((1, 2),), ((1, 2),), ((0, 2),)]
    assert view.groups[0].by_column == [((0, 1),), ((0, 1),), ((0, 2),)]
    assert view.groups[0].rows[1].cells == [("", ""), ("", ""), ("not_reported", "direct")]


def test_what_binds_and_what_reaches_are_never_added_up() -> None:
    """Not in the count of a row either."""
    both = seen(MATRIX, Choice(reach="both"))
    assert both.counts == ((2, 6), (1, 1))
    assert both.groups[0].rows[1].counts == ((0, 1), (1, 1))
    assert names(seen(MATRIX, Choice(reach="reaching"))) == (["乙园/2023"], ["hear"])


@pytest.mark.parametrize(
    ("asked", "columns", "rows"),
    [
        ({"year": "2022"}, ["甲园/2022"], ["open", "study"]),
        ({"year": "all", "kind": "Park"}, ["甲园/2022", "甲园/2023", "乙园/2023"], ["open", "study"]),
        ({"place": "32"}, ["甲园/2023"], ["open", "study"]),
        ({"law": "plan"}, ["甲园/2023", "乙园/2023"], ["study"]),
        ({"q": "hearing"}, ["丙市/2023"], ["hear"]),
        ({"outcome": "contrary"}, ["丙市/2023"], ["open"]),
        ({"outcome": "partly,contrary"}, ["乙园/2023", "丙市/2023"], ["open"]),
        ({"rows": "unspoken"}, ["丙市/2023"], ["hear"]),
        ({"year": "1999"}, [], []),
        ({"reach": "nonsense", "outcome": "nonsense", "year": "2022"}, ["甲园/2022"], ["open", "study"]),
    ],
)
def test_rows_and_columns_without_anything_that_fits_are_left_out(
    asked: dict[str, str], columns: list[str], rows: list[str]
) -> None:
    assert names(seen(MATRIX, Choice.of(asked))) == (columns, rows)


def test_what_is_asked_for_is_what_is_counted() -> None:
    """Of all that applies; the other outcomes have no sign."""
    view = seen(MATRIX, Choice(outcome="contrary"))
    assert view.counts == ((1, 3),)
    assert view.groups[0].rows[0].cells == [("contrary", "direct")]
    assert view.outcomes["direct", "partly"] == 1


def test_order_and_groups() -> None:
    """By name or count; obligations by law, topic or not at all."""
    assert names(seen(MATRIX, Choice(group="topic", columns="count", year="all")))[1] == [
        "open",
        "study",
        "hear",
    ]
    assert names(seen(MATRIX, Choice(group="none", order="name")))[1] == ["open", "study", "hear"]
    assert names(seen(MATRIX, Choice(group="none", order="name"), language="en"))[1] == [
        "hear",
        "open",
        "study",
    ]
    assert names(seen(MATRIX, Choice(group="none", order="count")))[1] == ["study", "open", "hear"]
    counted = seen(MATRIX, Choice(year="all", columns="count", law="penalty"))
    assert counted.columns[0].key == "甲园/2022"


def test_reports_are_put_together() -> None:
    """By kind, place or year, with how many there are and how many of them count."""
    kinds = seen(MATRIX, Choice(by="kind", year="all"))
    assert [column.name[0] for column in kinds.columns] == ["园区（3）", "地方人民政府（1）"]
    assert kinds.groups[0].rows[0].parts == [((1, 3),), ((0, 1),)]
    places = seen(MATRIX, Choice(by="place", year="all"))
    assert {column.name[1] for column in places.columns} == {
        "江苏省 (2)",
        "四川省 (1)",
        "place not known (1)",
    }
    years = seen(MATRIX, Choice(by="year", year="all"))
    assert [column.key for column in years.columns] == ["2022", "2023"]


def many(*places: tuple[str, ...]) -> Matrix:
    """As many reports on one year for each of some places as stand side by side on a page."""
    columns = [
        Column(f"{number}园/2023", f"{number}园", "2023", ("Park", "LocalGovernment")[number % 2], place)
        for place in places
        for number in range(MOST_COLUMNS)
    ]
    return replace(MATRIX, columns=columns, cells=[[YES, None, SILENT]] * len(columns))


def test_reports_that_are_too_many_are_put_together_unless_one_asks() -> None:
    """By what divides them: place, else kind, else nothing."""
    of_two = many(("32", "3206"), ("51",))
    assert [column.key for column in seen(of_two, Choice()).columns] == ["32", "51"]
    assert next(iter(choices(of_two)["by"][1])) == "place"
    assert [column.key for column in seen(many((), ()), Choice()).columns] == ["Park", "LocalGovernment"]
    assert seen(of_two, Choice(by="none"), size=10).total == 2 * MOST_COLUMNS
    assert next(iter(choices(many(()))["by"][1])) == "none"


def test_within_a_place_they_are_put_together_by_what_lies_in_it() -> None:
    """What lies nowhere within it stands under its own name."""
    view = seen(many(("32", "3206"), ("32",)), Choice(by="place", place="32"))
    assert {column.name[0] for column in view.columns} == {"南通市（200）", "江苏省（200）"}


def test_a_part_of_the_columns_has_the_totals_of_all() -> None:
    view = seen(MATRIX, Choice(), start=2, size=2)
    assert [column.key for column in view.columns] == ["丙市/2023"]
    assert (view.total, view.counts, view.groups[0].counts) == (3, ((2, 6),), ((0, 4),))


def test_the_rule_of_the_year(tmp_path: Path) -> None:
    assert ROWS[2].rule_in("2022").source == "《旧规划》"
    assert not ROWS[2].rule_in("2023").verified
    assert ROWS[0].rule_in("all").source == "《行政处罚法》"


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "matrix.html"
    path.write_text(matrix_page(MATRIX, TOLD, title="义务矩阵"), encoding="utf-8")
    return path


def test_the_page_can_be_read_without_a_script(
    written: Path, page_data: Callable[[Path], Any], active_content: Callable[[str], list[str]]
) -> None:
    """The table of the newest year; for the script all of it, each passage once."""
    page = written.read_text(encoding="utf-8")
    assert active_content(page) == []
    assert "<b>" not in page
    assert re.findall(r'class="(is-[a-z]+) direct"', page) == [
        "is-silent", "is-doubtful", "is-finding", "is-silent", "is-good", "is-good",
    ]  # fmt: skip
    data = page_data(written)
    assert [len(column["cells"]) for column in data["columns"]] == [3] * 4
    assert not data["untold"]
    assert data["told"]["丙市/2023"] == {
        "passages": [["", "7月", "", "", "", ""]],
        "of": {"open": ["晚", "late", [0]]},
    }


def test_a_page_of_many_lacks_their_words_and_says_so(
    tmp_path: Path, page_data: Callable[[Path], Any], rendered: Callable[[Path], str]
) -> None:
    path = tmp_path / "many.html"
    path.write_text(matrix_page(many((), ()), None, title="义务矩阵"), encoding="utf-8")
    data = page_data(path)
    assert (data["untold"], data["told"]) == (True, {})
    assert data["columns"][0] == {
        "name": "0园", "year": "2023", "kind": "Park", "places": [], "cells": "A.B",
    }  # fmt: skip
    page = rendered(path)
    assert "本页未收入原文" in page
    assert "kind=LocalGovernment&amp;by=none" in page


def test_browser_runs_the_page_without_error(written: Path, rendered: Callable[[Path], str]) -> None:
    page = rendered(written)
    root = re.search(r"<html[^>]*>", page)
    assert root
    assert 'data-ready="true"' in root[0]
    assert "data-error" not in root[0]
    assert 'role="grid"' in page
