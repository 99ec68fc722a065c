"""The graph as GraphML and GEXF, as other programs read it."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path
from typing import Any

import networkx
import pytest
from lxml import etree

from fazhi.kg.cli import run
from fazhi.kg.output import networkx_graph, parts
from fazhi.kg.output.graph_files import GRAPH_FORMS
from fazhi.kg.output.networkx_graph import to_networkx
from fazhi.kg.store.opening import open_store

READERS = {
    ".graphml": lambda path: networkx.read_graphml(path, force_multigraph=True),
    ".gexf": networkx.read_gexf,
}


@pytest.fixture(scope="module")
def graph(built: Path) -> networkx.MultiDiGraph:
    with open_store(built, read_only=True) as store:
        return to_networkx(store)


@pytest.mark.parametrize("suffix", GRAPH_FORMS)
def test_a_file_has_all_nodes_and_edges_with_what_is_known_of_them(
    suffix: str, graph: networkx.MultiDiGraph, built: Path, tmp_path: Path, capfd: Any
) -> None:
    file = tmp_path / f"reports{suffix}"
    assert run(["view", "all", "-o", str(file), "--store", str(built)]) == 0
    nodes, edges = graph.number_of_nodes(), graph.number_of_edges()
    assert f"{nodes} nodes, {edges} edges" in capfd.readouterr().err
    read = READERS[suffix](file)
    assert read.is_multigraph()
    assert read.is_directed()
    assert dict(read.nodes(data="label")) == dict(graph.nodes(data="label"))
    assert dict(read.nodes(data="kind_label_zh")) == dict(graph.nodes(data="kind_label_zh"))
    labels = Counter((start, end, label) for start, end, label in graph.edges(data="label_zh"))
    assert Counter((start, end, label) for start, end, label in read.edges(data="label")) == labels
    # Two nodes may be joined by several edges, each with its sentence.
    assert max(labels.values()) > 1
    assert {text for _, _, text in read.edges(data="evidence") if text} == {
        "\n".join(sentences) for _, _, sentences in graph.edges(data="evidence") if sentences
    }
    report = read.nodes["https://w3id.org/fazhi/id/report/启东生命健康产业园/2023"]
    assert (report["year"], report["title"]) == ("2023", "生命健康产业园2023年度法治政府建设情况报告")
    ids = [element.get("id") for element in etree.parse(file).iter("{*}edge")]
    assert len(set(ids)) == len(ids) == edges
    again = io.BytesIO()
    GRAPH_FORMS[suffix]([graph], again)
    assert again.getvalue() == file.read_bytes()


def test_many_reports_are_gone_through_in_parts_and_give_the_same_graph(
    graph: networkx.MultiDiGraph, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(networkx_graph, "REPORTS", 2)
    monkeypatch.setattr(parts, "REPORTS", 2)
    with open_store(built, read_only=True) as store:
        together = to_networkx(store)
        assert len(list(networkx_graph.graphs_around(store))) == 3
    assert dict(together.nodes(data=True)) == dict(graph.nodes(data=True))
    assert sorted(together.edges(keys=True)) == sorted(graph.edges(keys=True))
    file = tmp_path / "reports.gexf"
    assert run(["view", "all", "-o", str(file), "--store", str(built)]) == 0
    read = networkx.read_gexf(file)
    assert dict(read.nodes(data="label")) == dict(graph.nodes(data="label"))
    assert sorted(read.edges()) == sorted(graph.edges())


@pytest.mark.parametrize("suffix", GRAPH_FORMS)
def test_characters_that_xml_forbids_are_replaced(suffix: str, tmp_path: Path) -> None:
    hostile = "甲\x00乙\x1b[31m\ufffe]]>&<\ud800丙"
    graph = networkx.MultiDiGraph()
    node = {"kind": "Plan", "label": hostile, "details": [("原文", "words", hostile)], "evidence": [hostile]}
    graph.add_node("urn:a", **node)
    graph.add_edge("urn:a", "urn:a", label_zh=hostile, label_en="x", evidence=[hostile, hostile])
    file = tmp_path / f"hostile{suffix}"
    with file.open("wb") as out:
        GRAPH_FORMS[suffix]([graph], out)
    read = READERS[suffix](file)
    clean = "甲\ufffd乙\ufffd[31m\ufffd]]>&<\ufffd丙"
    assert read.nodes["urn:a"]["words"] == read.nodes["urn:a"]["label"] == clean
    assert [text for _, _, text in read.edges(data="evidence")] == [f"{clean}\n{clean}"]


def test_the_matrix_is_no_graph(built: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "matrix.gexf"
    assert run(["view", "matrix", "-o", str(file), "--store", str(built)]) == 2
    assert "the matrix is no graph" in capfd.readouterr().err
    assert not file.exists()


def test_export_says_who_writes_such_files(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "-o", str(tmp_path / "x.gexf"), "--store", str(tmp_path)]) == 2
    assert f"take fazhi view all -o {tmp_path / 'x.gexf'}" in capfd.readouterr().err
