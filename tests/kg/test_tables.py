"""The graph as tables: what each holds, how they fit together, and the folder they stand in."""

from __future__ import annotations

import csv
import json
import shutil
import sys
from urllib.parse import unquote

import pytest
from arro3.io import read_parquet

from fazhi.kg.commands.output import write_folder
from fazhi.kg.output import parts
from fazhi.kg.output.tables import Tables
from fazhi.kg.store.opening import open_store
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.record_types import record_types

METADATA = "tables-metadata.json"
PARK = "启东生命健康产业园"


@pytest.fixture(scope="session")
def folder(built, tmp_path_factory):
    """The tables of the example reports; tests only read them."""
    from fazhi.kg.cli import run

    path = tmp_path_factory.mktemp("tables") / "tables"
    assert run(["export", "--tables", str(path), "--store", str(built)]) == 0
    return path


@pytest.fixture(scope="session")
def described(folder):
    """The description of each table by its file."""
    group = json.loads((folder / METADATA).read_text("utf-8"))
    return {table["url"]: table["tableSchema"] for table in group["tables"]}


@pytest.fixture(scope="session")
def read(folder):
    """Reads a table as dictionaries."""

    def rows(name):
        with (folder / name).open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    return rows


def test_a_case_leads_to_its_report_body_and_sentence(read):
    [case] = (row for row in read("enforcement_cases.csv") if row["fine"])
    assert (case["cases"], case["fine"]) == ("21", "253700")
    [report] = (row for row in read("reports.csv") if row["id"] == case["report"])
    [body] = (row for row in read("bodies.csv") if row["id"] == report["body"])
    assert (body["name"], report["year"]) == (PARK, "2023")
    evidence = {row["id"]: row for row in read("evidence.csv")}
    passage = evidence[case["evidence"]]
    assert "罚款25.37万元" in passage["text"]
    assert passage["text"] in evidence[passage["sentence"]]["text"]
    assert int(passage["end"]) - int(passage["start"]) == len(passage["text"])


def test_figures_have_their_modifier_and_every_statement_its_confidence(read):
    figures = read("observations.csv")
    assert ("30000", "份", "approx", "约数") in {
        (row["value"], row["unit"], row["modifier"], row["modifier_zh"]) for row in figures
    }
    assert {row["modifier"] for row in figures} >= {"exact", "approx", "more_than"}
    assert all(0 < float(row["confidence"]) <= 1 for row in figures)


def test_every_record_type_has_a_table(built, described):
    with open_store(built, read_only=True) as store:
        tables = Tables(store).tables
    assert {f"?id a {each.class_}" for each in record_types().values()} <= {table.pattern for table in tables}
    assert [f"{table.name}.csv" for table in tables] == list(described)


def test_files_are_as_described(folder, described, read):
    assert {file.name for file in folder.iterdir()} == {
        METADATA,
        *described,
        *(name.replace(".csv", ".parquet") for name in described),
    }
    for name, schema in described.items():
        text = (folder / name).read_bytes().decode("utf-8")
        assert not text.startswith("\ufeff")
        head = text.split("\r\n", 1)[0].split(",")
        assert head == [column["name"] for column in schema["columns"]]
        for column in schema["columns"]:
            assert column["name"] in column["titles"]["en"]
            assert column["titles"]["zh"]
        keys = [tuple(row[key] for key in schema["primaryKey"]) for row in read(name)]
        assert all(all(key) for key in keys)
        assert len(keys) == len(set(keys))


def test_what_names_a_row_of_another_table_finds_it(described, read):
    for name, schema in described.items():
        for key in schema.get("foreignKeys", ()):
            reference = key["reference"]
            known = {row[reference["columnReference"]] for row in read(reference["resource"])}
            named = {row[key["columnReference"]] for row in read(name)} - {""}
            assert named <= known, (name, key)


def test_an_id_of_a_concept_gives_its_iri(described, read):
    concepts = {row["id"] for row in read("concepts.csv")}
    for name, schema in described.items():
        for column in schema["columns"]:
            if "/ns/" in column.get("valueUrl", ""):
                template = column["valueUrl"]
                values = {row[column["name"]] for row in read(name)} - {""}
                assert {template.replace(f"{{{column['name']}}}", value) for value in values} <= {
                    unquote(iri) for iri in concepts
                }


def test_no_value_is_lost_where_a_cell_has_one(built):
    with open_store(built, read_only=True) as store:
        for table in Tables(store).tables:
            for column in table.columns:
                if table.pairs or column.several or column.language or column.label_of:
                    continue
                for pattern in column.patterns:
                    if "+" in pattern.split("?value")[0]:
                        continue
                    found = f"SELECT ?id {{ {table.pattern} . {pattern} }} GROUP BY ?id"
                    several = list(store.select(f"{found} HAVING(COUNT(DISTINCT ?value) > 1)"))
                    assert several == [], (table.name, column.name)


def test_parquet_has_the_same_rows_with_types(folder, read):
    table = read_parquet(folder / "reports.parquet").read_all()
    types = {field.name: str(field.type) for field in table.schema}
    assert "Int32" in types["year"]
    assert "Date32" in types["issued"]
    years = [value.as_py() for value in table.column("year")]
    assert years == [int(row["year"]) for row in read("reports.csv")]
    issued = [str(value.as_py() or "") for value in table.column("issued")]
    assert issued == [row["issued"] for row in read("reports.csv")]
    fines = [
        value.as_py()
        for value in read_parquet(folder / "enforcement_cases.parquet").read_all().column("fine")
    ]
    assert [fine for fine in fines if fine is not None] == [253700.0]


def test_the_same_store_gives_the_same_bytes_in_parts_of_any_size(
    fazhi, built, folder, tmp_path, monkeypatch
):
    monkeypatch.setattr(parts, "REPORTS", 2)
    assert fazhi("export", "--tables", tmp_path / "again", "--store", built).code == 0
    for file in folder.iterdir():
        assert (tmp_path / "again" / file.name).read_bytes() == file.read_bytes()


def test_a_folder_of_ours_is_replaced_and_no_other(fazhi, built, folder, tmp_path):
    ours, others = tmp_path / "ours", tmp_path / "others"
    shutil.copytree(folder, ours)
    (ours / "reports.csv").write_text("old", "utf-8")
    assert fazhi("export", "--tables", ours, "--store", built).code == 0
    assert (ours / "reports.csv").read_bytes() == (folder / "reports.csv").read_bytes()
    shutil.copytree(folder, others)
    (others / "notes.txt").write_text("mine", "utf-8")
    outcome = fazhi("export", "--tables", others, "--store", built)
    assert (outcome.code, len(outcome.err.splitlines())) == (2, 1)
    assert "others: holds other files" in outcome.err
    assert (others / "notes.txt").read_text("utf-8") == "mine"
    assert {file.name for file in tmp_path.iterdir()} == {"ours", "others"}


def test_a_run_that_fails_leaves_the_folder_as_it_was(tmp_path):
    def files():
        yield "a.csv", b"new"
        raise FazhiError("the store is damaged")

    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "a.csv").write_bytes(b"old")
    with pytest.raises(FazhiError, match="damaged"):
        write_folder(files(), tmp_path / "tables", lambda _: True)
    assert [file.name for file in tmp_path.iterdir()] == ["tables"]
    assert (tmp_path / "tables" / "a.csv").read_bytes() == b"old"


def test_without_the_extra_there_is_csv_and_a_line_that_says_so(fazhi, built, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "arro3", None)
    outcome = fazhi("export", "--tables", tmp_path / "tables", "--store", built)
    assert (outcome.code, outcome.out) == (0, "")
    assert "fazhi-kg[tables]" in outcome.err
    assert {file.suffix for file in (tmp_path / "tables").iterdir()} == {".csv", ".json"}


def test_tables_go_with_no_other_form(fazhi, built, tmp_path):
    outcome = fazhi("export", "--tables", tmp_path / "tables", "-o", tmp_path / "a.ttl", "--store", built)
    assert (outcome.code, list(tmp_path.iterdir())) == (2, [])
