"""The graph page: complete, self-contained, harmless whatever the reports spell, the same every time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx
import pytest

from fazhi.viz.aggregation import aggregate
from fazhi.viz.kinds import known_kinds
from fazhi.viz.layout import ISLAND_CELL, positions
from fazhi.viz.page import graph_page

HOSTILE = [
    "<script>document.documentElement.dataset.owned='yes'</script>",
    "</script><img src=x onerror=\"document.documentElement.dataset.owned='yes'\">",
    "<!--<script>",
    '" onmouseover="x" href="https://example.org/',
    "{{ 7*7 }}{% raw %}",
    "line\u2028separator & 'quote' \\u003c",
]


def write(graph: networkx.MultiDiGraph, path: Path, **options: Any) -> str:
    path.write_text(graph_page(graph, title="图谱", **options), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def hostile_graph() -> networkx.MultiDiGraph:
    graph = networkx.MultiDiGraph()
    graph.add_node("r", label=HOSTILE[0], kind="Report", iri="r", details=[], evidence=HOSTILE)
    for words in HOSTILE:
        graph.add_node(
            words, label=words, kind=words, kind_label_zh=words, kind_label_en=words, iri=words,
            details=[(words, words, words)], evidence=[words],
        )  # fmt: skip
        graph.add_edge("r", words, label_zh=words, label_en=words, evidence=[words])
    return graph


def test_page_loads_nothing_from_anywhere(
    gold_graph: networkx.MultiDiGraph, tmp_path: Path, active_content: Callable[[str], list[str]]
) -> None:
    html = write(gold_graph, tmp_path / "page.html")
    assert active_content(html) == []
    assert "default-src 'none'" in html
    assert "sourceMappingURL" not in html


def test_pyvis_leaves_no_lib_folder(
    gold_graph: networkx.MultiDiGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(gold_graph, tmp_path / "page.html")
    assert os.listdir(tmp_path) == ["page.html"]


def test_licence_of_vis_network_is_kept(gold_graph: networkx.MultiDiGraph, tmp_path: Path) -> None:
    html = write(gold_graph, tmp_path / "page.html")
    assert "vis.js is dual licensed" in html
    assert "Apache 2.0" in html


def test_every_node_and_edge_is_in_the_page(
    gold_graph: networkx.MultiDiGraph, tmp_path: Path, page_data: Callable[[Path], Any]
) -> None:
    write(gold_graph, tmp_path / "page.html")
    data = page_data(tmp_path / "page.html")
    assert {node["id"] for node in data["nodes"]} == set(gold_graph)
    assert {(edge["from"], edge["to"]) for edge in data["edges"]} == set(gold_graph.edges())
    assert sum(line["count"] for edge in data["edges"] for line in edge["lines"]) == gold_graph.size()
    assert any(evidence for _, evidence in gold_graph.nodes(data="evidence"))
    for node, evidence in gold_graph.nodes(data="evidence"):
        assert data["info"][node]["evidence"] == evidence


def test_two_writes_are_the_same_whatever_the_order_of_nodes(
    gold_graph: networkx.MultiDiGraph, tmp_path: Path
) -> None:
    turned = networkx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(gold_graph.nodes(data=True))))
    turned.add_edges_from(gold_graph.edges(data=True))
    first = write(gold_graph, tmp_path / "first.html")
    assert write(gold_graph, tmp_path / "second.html") == first
    assert write(turned, tmp_path / "turned.html") == first


def test_another_process_writes_the_same_bytes(tmp_path: Path) -> None:
    program = (
        "import networkx, pathlib, sys\nfrom fazhi.viz.page import graph_page\n"
        "g = networkx.MultiDiGraph()\n"
        "for i in range(40):\n"
        "    g.add_edge(f'r{i % 2}', f'n{i}', label_zh='引用'); g.add_edge(f'r{i % 2}', f's{i % 5}')\n"
        "for r in ('r0', 'r1'): g.nodes[r].update(kind='Report', label=r)\n"
        "pathlib.Path(sys.argv[1]).write_text(graph_page(g, title='t'), encoding='utf-8')\n"
    )
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", program, str(tmp_path / seed)],
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_hostile_words_stay_words(
    tmp_path: Path, page_data: Callable[[Path], Any], active_content: Callable[[str], list[str]]
) -> None:
    path = tmp_path / "page.html"
    path.write_text(graph_page(hostile_graph(), title=HOSTILE[1], description=HOSTILE[0]), encoding="utf-8")
    html = path.read_text(encoding="utf-8")
    assert active_content(html) == []
    assert html.count("</script>") == 4
    assert "<img" not in html
    assert "\u2028" not in html.split('id="data">')[1].split("</script>")[0]
    data = page_data(path)
    assert {data["info"][words]["label"] for words in HOSTILE} == set(HOSTILE)


def test_hostile_words_do_nothing_in_a_browser(tmp_path: Path, rendered: Callable[[Path], str]) -> None:
    path = tmp_path / "page.html"
    path.write_text(graph_page(hostile_graph(), title=HOSTILE[1], description=HOSTILE[0]), encoding="utf-8")
    root = re.search(r"<html[^>]*>", rendered(path))
    assert root
    assert 'data-ready="true"' in root[0]
    assert "owned" not in root[0]
    assert "data-error" not in root[0]


def test_browser_draws_the_graph(
    gold_graph: networkx.MultiDiGraph, tmp_path: Path, rendered: Callable[[Path], str]
) -> None:
    write(gold_graph, tmp_path / "page.html")
    document = rendered(tmp_path / "page.html")
    root = re.search(r"<html[^>]*>", document)
    assert root
    assert 'data-ready="true"' in root[0]
    assert "data-error" not in root[0]
    assert "<canvas" in document


def test_labels_of_one_report_cannot_cover_each_other(gold_graph: networkx.MultiDiGraph) -> None:
    places = positions(gold_graph)
    assert set(places) == set(gold_graph) != set()
    for (ax, ay), (bx, by) in combinations(places.values(), 2):
        assert abs(ax - bx) >= ISLAND_CELL[0] / 2 or abs(ay - by) >= ISLAND_CELL[1]
        assert (ax, ay) != (bx, by)


def test_graph_without_reports_is_drawn_too(tmp_path: Path, page_data: Callable[[Path], Any]) -> None:
    graph = networkx.MultiDiGraph()
    for number in range(12):
        graph.add_edge("law", f"version-{number}", label_zh="版本", label_en="version")
    write(graph, tmp_path / "page.html")
    data = page_data(tmp_path / "page.html")
    assert len({(node["x"], node["y"]) for node in data["nodes"]}) == 13


def test_empty_graph_gives_a_page(tmp_path: Path, page_data: Callable[[Path], Any]) -> None:
    write(networkx.MultiDiGraph(), tmp_path / "page.html")
    assert page_data(tmp_path / "page.html")["nodes"] == []


def test_kinds_differ_in_shape_or_colour_and_have_both_labels() -> None:
    kinds = known_kinds().values()
    assert len({(kind.shape, kind.color) for kind in kinds}) == len(kinds)
    assert all(kind.zh and kind.en for kind in kinds)


@pytest.mark.parametrize("limit", [450, 200, 60])
def test_aggregation_keeps_counts_and_what_is_shared(large_graph: networkx.MultiDiGraph, limit: int) -> None:
    small = aggregate(large_graph, limit)
    assert len(small) <= max(limit, 48 + 36)
    stand_ins = [attributes for _, attributes in small.nodes(data=True) if attributes.get("count")]
    assert stand_ins or limit < 450, "only the last step leaves none"
    assert all(len(attributes["members"]) == attributes["count"] for attributes in stand_ins)
    shared = {n for n, k in large_graph.nodes(data="kind") if k in {"Instrument", "PublicityDay"}}
    assert shared
    assert shared <= set(small)
    for node in shared:
        assert small.degree(node) == large_graph.degree(node)
    if limit == 450:
        for kind in ("Activity", "Observation", "Plan", "Instrument"):
            drawn = [a for _, a in small.nodes(data=True) if a["kind"] == kind]
            full = [a for _, a in large_graph.nodes(data=True) if a["kind"] == kind]
            assert sum(a.get("count", 1) for a in drawn) == len(full)


def test_small_graph_is_left_as_it_is(gold_graph: networkx.MultiDiGraph, tmp_path: Path) -> None:
    assert aggregate(gold_graph, len(gold_graph)) is gold_graph
    assert 'id="aggregated"' not in write(gold_graph, tmp_path / "page.html")


def test_page_says_when_nodes_are_put_together(large_graph: networkx.MultiDiGraph, tmp_path: Path) -> None:
    html = write(large_graph, tmp_path / "page.html")
    assert 'id="aggregated"' in html
    assert f"全图共 {len(large_graph)} 个节点" in html
