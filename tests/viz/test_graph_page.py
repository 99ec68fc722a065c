"""The graph page: complete, self-contained, harmless whatever the reports spell, the same every time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from html import escape
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx
import pytest

from fazhi.ontology.namespaces import ID
from fazhi.viz.core import MOST, core_of
from fazhi.viz.kinds import groups, known_kinds
from fazhi.viz.labels import EMS, measure, size_of, wrap
from fazhi.viz.layout import columns_of, positions
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
    ids = [node["id"] for node in data["nodes"]]
    assert {ID + name for name in ids} == set(gold_graph)
    assert {(ID + ids[a], ID + ids[b]) for a, b, *_ in data["edges"]} == set(gold_graph.edges())
    assert any(evidence for _, evidence in gold_graph.nodes(data="evidence"))
    for node in data["nodes"]:
        known = gold_graph.nodes[ID + node["id"]]
        sentences = [data["sentences"][number] for number, *_ in node.get("evidence", ())]
        assert sentences == known["evidence"]
        # A long label that stands in the sentence is not there twice.
        label = node["label"]
        label = label if isinstance(label, str) else sentences[0][label[0] : sum(label)]
        assert label == known["label"]


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
    assert html.count("</script>") == 7
    assert "<img" not in html
    assert "\u2028" not in html.split('id="data">')[1].split("</script>")[0]
    data = page_data(path)
    assert set(HOSTILE) <= set(data["sentences"])
    assert {node["id"] for node in data["nodes"]} == {"r", *HOSTILE}


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


def boxes(graph: networkx.MultiDiGraph, language: str) -> dict[str, tuple[float, float, float, float]]:
    """Left, top, right and bottom of each node that is drawn at first."""
    core = core_of(graph)
    own = language if columns_of(graph, core) else ""
    found = {}
    for node, (x, y) in positions(graph, core, language).items():
        width, height = size_of(graph.nodes[node], own)
        found[node] = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["gold_graph", "large_graph", "laws"])
def test_labels_cannot_cover_each_other(name: str, language: str, request: pytest.FixtureRequest) -> None:
    graph = laws_alone() if name == "laws" else request.getfixturevalue(name)
    drawn = boxes(graph, language)
    assert 20 <= len(drawn) <= MOST
    for a, b in combinations(drawn.values(), 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def laws_alone() -> networkx.MultiDiGraph:
    graph = networkx.MultiDiGraph()
    for number in range(40):
        graph.add_node(
            f"law{number}", label="关于进一步加强法治政府建设的意见" * (1 + number % 3), kind="Instrument"
        )
        graph.add_edge(f"law{number}", f"law{number // 3}")
    return graph


def test_edges_of_the_core_run_where_no_label_stands(gold_graph: networkx.MultiDiGraph) -> None:
    columns = columns_of(gold_graph, core_of(gold_graph))
    assert set(columns.values()) == {-1, 0, 1}
    drawn = boxes(gold_graph, "zh")
    rights = {column: max(drawn[n][2] for n, c in columns.items() if c == column) for column in (-1, 0)}
    lefts = {column: min(drawn[n][0] for n, c in columns.items() if c == column) for column in (0, 1)}
    assert rights[-1] < lefts[0]
    assert rights[0] < lefts[1]


@pytest.mark.parametrize("label", ["宪法", "法治政府建设实施纲要（2021－2025年）", "Decide major matters"])
def test_labels_are_wrapped_whole(label: str) -> None:
    lines = wrap(label).split("\n")
    assert all(measure(line) <= EMS for line in lines)
    assert "".join(lines).replace(" ", "") == label.replace(" ", "")
    assert not any(line.endswith(("（", "《")) or line.startswith(("）", "》", "，")) for line in lines)


def test_the_core_has_what_tells_bodies_apart_and_what_is_wrong() -> None:
    graph = networkx.MultiDiGraph()
    for body in range(12):
        graph.add_node(f"b{body}", label=f"单位{body}", kind="Park")
        for law in ["all", *(f"l{n}" for n in range(14) if body % 2 == n % 2), f"own{body}"]:
            graph.add_node(law, label=law, kind="Instrument")
            graph.add_edge(f"b{body}", law)
        for statement in range(5):
            graph.add_node(f"s{body}.{statement}", label="活动", kind="Activity")
            graph.add_edge(f"b{body}", f"s{body}.{statement}")
    graph.nodes["own7"]["status"] = ("✕", "已废止", "repealed", "finding")
    core = core_of(graph)
    assert len(core) <= MOST
    assert {f"b{n}" for n in range(12)} <= set(core)
    assert "own7" in core
    assert not {"all", "own1"} & set(core)
    assert not any(node.startswith("s") for node in core)


def test_what_stands_in_a_group_is_left_to_it() -> None:
    graph = networkx.MultiDiGraph()
    members = [f"b{n}" for n in range(MOST + 5)]
    for member in members:
        graph.add_node(member, label=member, kind="Park")
    graph.add_node("group", label="园区", kind="Park", members=members)
    graph.add_node("law", label="宪法", kind="Instrument")
    graph.add_edge("group", "law")
    assert core_of(graph) == ["group", "law"]


def test_empty_graph_gives_a_page(tmp_path: Path, page_data: Callable[[Path], Any]) -> None:
    write(networkx.MultiDiGraph(), tmp_path / "page.html")
    assert page_data(tmp_path / "page.html")["nodes"] == []


def test_no_two_groups_share_a_form_or_a_colour() -> None:
    drawn = groups().values()
    assert len({group.form for group in drawn}) == len({group.color for group in drawn}) == len(drawn)
    assert {kind.group for kind in known_kinds().values()} < {group.group for group in drawn}
    assert all(thing.zh and thing.en for thing in (*drawn, *known_kinds().values()))


def test_the_core_can_be_read_without_a_picture(gold_graph: networkx.MultiDiGraph, tmp_path: Path) -> None:
    html = write(gold_graph, tmp_path / "page.html")
    words = html.split('id="in-words"')[1]
    for node in core_of(gold_graph):
        assert escape(gold_graph.nodes[node]["label"]) in words


def test_large_graphs_make_bounded_pages(large_graph: networkx.MultiDiGraph, tmp_path: Path) -> None:
    html = write(large_graph, tmp_path / "page.html")
    assert len(html.encode()) < 3_000_000


def test_what_cannot_be_linked_has_no_link_and_what_can_has_its_place(
    tmp_path: Path, page_data: Callable[[Path], Any]
) -> None:
    graph = networkx.MultiDiGraph()
    words = f"{ID}text/甲园区/2023/abc#char=3,9"
    graph.add_node("x", label="活动", kind="Activity", evidence=[("一句话。", words)])
    path = tmp_path / "page.html"
    path.write_text(graph_page(graph, title="图"), encoding="utf-8")
    assert page_data(path)["reports"] == [["甲园区 2023", ""]]
    linked = graph_page(graph, title="图", address=lambda iri: f"reader/{iri.split('/text/')[1]}")
    path.write_text(linked, encoding="utf-8")
    data = page_data(path)
    assert data["nodes"][0]["evidence"] == [[0, 0, "3,9"]]
    assert data["reports"] == [["甲园区 2023", "reader/甲园区/2023/abc"]]
