"""The pages of docs/ say what the program does now."""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from fazhi.kg.checks import document as checks_page
from fazhi.kg.cli import run
from fazhi.kg.store.opening import open_store
from fazhi.ontology import records_document as records_page
from fazhi.ontology.namespaces import FZ
from fazhi.queries import document as questions_page
from fazhi.queries import run_sparql

DOCS = Path(__file__).parents[2] / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("questions.md", questions_page.page),
        ("checks.md", checks_page.page),
        ("records.md", records_page.page),
    ],
)
def test_generated_pages_are_fresh(name: str, written: object) -> None:
    assert callable(written)
    assert page(name) == written(), f"docs/{name} is out of date: make docs"


def test_the_register_in_figures_is_fresh() -> None:
    tables = runpy.run_path(str(DOCS.parent / "benchmarks" / "register.py"))["tables"]()
    assert f"<!-- register -->\n{tables}<!-- /register -->" in page("data.md"), "make docs"


def test_the_example_of_a_record_is_what_extract_prints(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"```json\n(.*?)\n```", page("records.md"))
    report = DOCS.parent / "examples" / "reports" / "qidong-life-health-park-2023.txt"

    assert run(["extract", str(report)]) == 0

    assert example in capsys.readouterr().out.splitlines()


GRAPH_PAGE = page("graph.md")
#: What follows this mark in a query has no answer in the example reports, and should have none.
NOTHING = "# nothing"


@pytest.fixture(scope="module")
def dataset(built: Path) -> Iterator[Store]:
    with open_store(built, read_only=True) as store:
        yield store.dataset


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GRAPH_PAGE, re.DOTALL)


def patterns() -> list[str]:
    """The patterns in the last column of the tables of classes."""
    return re.findall(r"^\|.*\| `(\?[^`]+)` \|$", GRAPH_PAGE, re.MULTILINE)


def test_the_turtle_of_the_graph_page_is_in_the_store_and_the_export(
    dataset: Store, built: Path, tmp_path: Path
) -> None:
    (turtle,) = blocks("turtle")
    exported = tmp_path / "reports.ttl"
    assert run(["export", "--store", str(built), "-o", str(exported)]) == 0

    graph = {quad.triple for quad in parse(exported.read_bytes(), RdfFormat.TURTLE)}
    shown = [quad.triple for quad in parse(turtle.encode(), RdfFormat.TURTLE)]

    assert len(shown) > 20
    assert [triple for triple in shown if triple not in graph] == []
    assert [triple for triple in shown if Quad(*triple) not in dataset] == []


@pytest.mark.parametrize("query", blocks("sparql"))
def test_each_query_of_the_graph_page_has_answers(query: str, dataset: Store) -> None:
    assert bool(run_sparql(dataset, query).rows) != (NOTHING in query)


@pytest.mark.parametrize("pattern", patterns())
def test_each_pattern_of_the_graph_page_has_answers(pattern: str, dataset: Store) -> None:
    assert bool(run_sparql(dataset, f"SELECT * {{ {pattern}\n }} LIMIT 1").rows) != (NOTHING in pattern)


def test_the_graph_page_shows_enough() -> None:
    worked = GRAPH_PAGE.split("## Ten questions")[1]
    assert len(re.findall(r"^\*\*\d+\. .*\*\*\n\n```sparql$", worked, re.MULTILINE)) == 10
    assert len(patterns()) > 30


@pytest.mark.parametrize(
    "query",
    [
        "SELECT DISTINCT ?x { ?thing a ?x FILTER NOT EXISTS { ?x a skos:ConceptScheme } }",
        "SELECT DISTINCT ?x { ?thing ?x ?value }",
    ],
    ids=["classes", "properties"],
)
def test_the_graph_page_names_all_that_stands_in_a_store(query: str, dataset: Store) -> None:
    """Each class and property of ours that something in the store has."""
    used = {row[0].value for row in run_sparql(dataset, query).rows if isinstance(row[0], NamedNode)}
    ours = {"fz:" + iri.removeprefix(FZ) for iri in used if iri.startswith(FZ)}

    assert len(ours) > 50
    assert ours - set(re.findall(r"fz:\w+", GRAPH_PAGE)) == set()


def test_what_the_graph_page_names_is_in_the_ontology(dataset: Store) -> None:
    named = set(re.findall(r"fz:\w+", GRAPH_PAGE))

    declared = f"SELECT ?x {{ VALUES ?x {{ {' '.join(named)} }} ?x rdfs:isDefinedBy ?ontology }}"
    found = {"fz:" + row[0].value.removeprefix(FZ) for row in run_sparql(dataset, declared).rows}

    assert named - found == set()


def test_the_python_of_the_graph_page_asks_an_export_by_graph(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (code,) = blocks("python")
    (export,) = re.findall(r"^fazhi (export .*)$", GRAPH_PAGE, re.MULTILINE)
    monkeypatch.chdir(tmp_path)
    assert run([*export.split(), "--store", str(built)]) == 0
    capsys.readouterr()

    exec(compile(code, "graph.md", "exec"), {})

    graphs = capsys.readouterr().out
    names = re.findall(r"^\| `([^`]+/2023)` ", GRAPH_PAGE, re.MULTILINE)
    assert len(names) == 3
    assert all(f"/graph/{name} " in graphs for name in names if not name.startswith("follow-up"))


def test_the_first_query_of_the_graph_page_runs_as_a_command(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (query,) = re.findall(r"fazhi sparql '([^']+)'", GRAPH_PAGE)
    capsys.readouterr()

    assert run(["sparql", query, "--store", str(built), "--format", "csv"]) == 0

    assert len(capsys.readouterr().out.splitlines()) > 1
