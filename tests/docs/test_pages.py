"""The pages of docs/ say what the program does now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from fazhi.kg.checks import document as checks_page
from fazhi.kg.cli import run
from fazhi.ontology import records_document as records_page
from fazhi.queries import document as questions_page

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


def test_the_example_of_a_record_is_what_extract_prints(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"```json\n(.*?)\n```", page("records.md"))
    report = DOCS.parent / "examples" / "reports" / "qidong-life-health-park-2023.txt"

    assert run(["extract", str(report)]) == 0

    assert example in capsys.readouterr().out.splitlines()


def test_the_turtle_of_the_graph_page_is_in_the_export(
    examples_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (turtle,) = re.findall(r"```turtle\n(.*?)```", page("graph.md"), re.DOTALL)
    exported = tmp_path / "reports.ttl"
    assert run(["export", "--store", str(examples_store), "-o", str(exported)]) == 0

    graph = {quad.triple for quad in parse(exported.read_bytes(), RdfFormat.TURTLE)}
    shown = [quad.triple for quad in parse(turtle.encode(), RdfFormat.TURTLE)]

    assert len(shown) > 20
    assert [triple for triple in shown if triple not in graph] == []


def test_the_query_of_the_graph_page_has_answers(
    examples_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (query,) = re.findall(r"fazhi sparql '([^']+)'", page("graph.md"))
    capsys.readouterr()

    assert run(["sparql", query, "--store", str(examples_store), "--format", "csv"]) == 0

    assert len(capsys.readouterr().out.splitlines()) > 1
