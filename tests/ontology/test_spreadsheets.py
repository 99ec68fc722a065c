"""CSV that a spreadsheet opens without running anything, and that programs read back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.ontology.spreadsheets import csv_table, guarded, unguarded

ROOT = Path(__file__).parents[2]
FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1+1",
    "＠SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\0=1",
    " =1+1",
    "\u3000=1+1",
    "\ufeff=1+1",
    "\u202e=1+1",
    "=HYPERLINK(\"http://example.org\",\"看\")",
    "=cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "+8613800000000",
    "-",
]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_what_would_be_a_formula_gets_an_apostrophe(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["法治", "-3.5", "-21", "3-5", "a=b", "2024-04-01", '"=1+1"', "'法'", "—", "一\n=1+1", ""]
)
def test_what_is_none_stays_as_it_is(text):
    """A negative number is a number, and a line break inside a cell begins no other cell."""
    assert guarded(text) == text


@given(st.text(st.sampled_from("'=-@＝ \t\r\n1.法\"\ufeff")))
def test_every_text_is_had_back(text):
    assert unguarded(guarded(text)) == text


def test_cells_stay_cells():
    """Separators, quotes and line breaks of every kind: one cell each, none a formula."""
    rows = [[*FORMULAS, '"=1+1"', 'a","=1+1', "a\r=1+1", "a\r\n=1+1", "a\n=1+1", "a,=1+1"], [-3.5, 7, None]]
    text = csv_table(rows, line_end="\n")
    read = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert [unguarded(cell) for cell in read[0]] == rows[0]
    assert all(guarded(cell) == cell or cell.startswith("'") for cell in read[0])
    assert read[1] == ["-3.5", "7", ""]
    assert text.endswith("-3.5,7,\n")


def test_no_cell_of_the_data_is_a_formula():
    """Whoever opens the tables of the project in a spreadsheet sees data."""
    for folder in ("ontology/data", "kg/register_builder", "examples"):
        for path in (ROOT / folder).glob("*.csv"):
            with path.open(encoding="utf-8-sig", newline="") as file:
                wrong = [cell for row in csv.reader(file) for cell in row if guarded(cell) != cell]
            assert wrong == [], path.name
