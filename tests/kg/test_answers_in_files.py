"""Answers of fazhi query and fazhi sparql in files: CSV that Excel opens, JSON, and which form a file has."""

from __future__ import annotations

import csv
import io
import json

import pytest

COUNTED = "SELECT (COUNT(*) AS ?n) { ?report a fz:Report ; fz:readingText ?text }"


def test_a_csv_file_has_the_mark_and_line_ends_by_which_excel_opens_it(fazhi, built, tmp_path):
    file = tmp_path / "counsel.csv"
    outcome = fazhi("query", "counsel", "-o", file, "--store", built)
    assert (outcome.code, outcome.out) == (0, "")
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert "东晋律师事务所" in {row["firm"] for row in rows}


def test_standard_output_has_no_mark(fazhi, built):
    plain = fazhi("query", "counsel", "--format", "csv", "--store", built).out
    assert plain.startswith("body,")
    assert plain == fazhi("query", "counsel", "--format", "csv", "-o", "-", "--store", built).out


def test_the_suffix_tells_the_form(fazhi, built, tmp_path):
    file = tmp_path / "COUNTED.JSON"
    assert fazhi("sparql", COUNTED, "-o", file, "--store", built).code == 0
    (row,) = json.loads(file.read_text("utf-8"))["results"]["bindings"]
    assert row["n"]["value"] == "5"
    assert fazhi("sparql", COUNTED, "-o", tmp_path / "n", "--format", "csv", "--store", built).code == 0
    assert (tmp_path / "n").read_bytes() == b"\xef\xbb\xbfn\r\n5\r\n"


@pytest.mark.parametrize("arguments", [["-o", "answer.txt"], ["-o", "answer.csv", "--format", "table"]])
def test_a_file_without_a_form_is_refused_in_one_line(fazhi, built, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    for asked in (["query", "counsel"], ["sparql", COUNTED]):
        outcome = fazhi(*asked, *arguments, "--store", built)
        assert (outcome.code, outcome.out) == (2, "")
        assert f"{arguments[1]}: name the file .csv" in outcome.err
    assert list(tmp_path.iterdir()) == []


def test_the_list_of_questions_goes_to_no_file(fazhi, tmp_path):
    outcome = fazhi("query", "-o", tmp_path / "questions.csv")
    assert (outcome.code, list(tmp_path.iterdir())) == (2, [])
    assert "name the question first" in outcome.err
