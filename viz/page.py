"""The graph page: nodes, edges, legend, search and evidence in a single HTML file that works offline.

Node attributes: ``label`` (short, Chinese), ``kind`` (a name in ``templates/kinds.yaml``; others are drawn
as "other"), ``kind_label_zh``, ``kind_label_en``, ``iri``, ``details`` (list of
Chinese label, English label, value), ``evidence`` (list of sentences), and optionally ``label_en``. Edge
attributes: ``label_zh``, ``label_en`` and optionally ``evidence``. All values are plain text: markup in
them is displayed, never interpreted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from fazhi.viz.aggregation import DEFAULT_LIMIT, aggregate, size_of
from fazhi.viz.assets import rendered, template_text, vis_network
from fazhi.viz.homes import HUB, hubs_of, natural_key
from fazhi.viz.kinds import Kind, kind_of
from fazhi.viz.layout import hub_scale, positions, shared_nodes, shared_scale

if TYPE_CHECKING:
    import networkx

FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, sans-serif"

#: Font size, ems per line and number of lines of a label: on a report, on a shared node, in an island.
_HUB_LABEL = (30, 10.0, 3)
_SHARED_LABEL = (26, 8.5, 2)
_ISLAND_LABEL = (11, 7.5, 2)


def graph_page(
    graph: networkx.MultiDiGraph, *, title: str, description: str = "", limit: int = DEFAULT_LIMIT
) -> str:
    """``graph`` as one self-contained HTML page. The same graph always gives the same page.

    A graph of more than ``limit`` nodes is put together by :func:`aggregate` first, and the page says so.
    Raises FazhiError if pyvis is missing.
    """
    drawn = aggregate(graph, limit)
    network = _pyvis_network(drawn)
    kinds = _kinds(drawn)
    data = {
        "nodes": network.nodes,
        "edges": network.edges,
        "info": {str(node): _info(drawn.nodes[node]) for node in _ordered(drawn)},
        "kinds": [{"kind": kind.kind, "zh": kind.zh, "en": kind.en} for kind, _, _ in kinds],
        "font": FONT,
    }
    return rendered(
        "graph.html",
        data=data,
        scripts=[vis_network(), template_text("common.js"), template_text("graph.js")],
        title=title,
        description=description,
        kinds=kinds,
        node_total=graph.number_of_nodes(),
        edge_total=graph.number_of_edges(),
        drawn_total=drawn.number_of_nodes(),
        aggregated=drawn is not graph,
    )


def _pyvis_network(graph: networkx.MultiDiGraph) -> Any:
    """The graph as a pyvis network. Node ids become strings."""
    from pyvis.network import Network

    network = Network(directed=True)
    places = positions(graph)
    shared = shared_nodes(graph)
    reports = len(hubs_of(graph))
    for node in _ordered(graph):
        attributes = graph.nodes[node]
        x, y = places[node]
        if attributes.get("kind") == HUB:
            look = _hub_look(attributes, hub_scale(reports))
        else:
            look = _look(attributes, shared_scale(reports) if node in shared else None)
        network.add_node(str(node), x=x, y=y, title=_tooltip(attributes, str(node)), **look)
    for number, (start, end, lines) in enumerate(_drawn_edges(graph)):
        # pyvis sets from and to, as vis-network expects; what the page says about the edge is passed along.
        network.add_edge(str(start), str(end), id=f"e{number}", lines=lines)
    return network


def _ordered(graph: networkx.MultiDiGraph) -> list[Any]:
    return sorted(graph, key=lambda node: (kind_of(graph.nodes[node]).order, natural_key(node)))


def _look(attributes: dict[str, Any], shared_scale: float | None) -> dict[str, Any]:
    size, ems, lines = _SHARED_LABEL if shared_scale else _ISLAND_LABEL
    radius = 20 * shared_scale if shared_scale else 13 + min(size_of(attributes) - 1, 40) ** 0.5 * 2
    font = {"size": round(size * (shared_scale or 1))}
    return {**_labels(attributes, ems, lines), "size": round(radius, 1), "font": font}


def _hub_look(attributes: dict[str, Any], scale: float) -> dict[str, Any]:
    size, ems, lines = _HUB_LABEL
    # White text on the box's colour, without the halo that other labels have.
    font = {"size": round(size * scale), "color": "#ffffff", "strokeWidth": 0}
    return {**_labels(attributes, ems, lines), "font": font}


def _labels(attributes: dict[str, Any], ems: float, lines: int) -> dict[str, Any]:
    """The kind's shape and colour, and the label as drawn in both languages."""
    kind = kind_of(attributes)
    label = str(attributes.get("label") or "?")
    look = {"label": wrap(label, ems, lines), "shape": kind.shape, "color": kind.color}
    if attributes.get("label_en"):
        look["label_en"] = wrap(str(attributes["label_en"]), ems, lines)
    return look


def wrap(label: str, ems: float, lines: int) -> str:
    """``label`` wrapped to at most ``lines`` lines of ``ems`` full-width characters, truncated with …"""
    rows, row, width = [], "", 0.0
    # Numbers and Latin words are kept whole unless they exceed a line.
    for word in re.findall(rf"[!-~]{{1,{int(ems / 0.58)}}}|.", " ".join(label.split())):
        step = sum(0.58 if character < "\u2000" else 1.0 for character in word)
        if row and width + step > ems:
            rows.append(row)
            row, width = "", 0.0
        row, width = row + word, width + step
    rows.append(row)
    if len(rows) > lines:
        rows = rows[:lines]
        rows[-1] = rows[-1][:-1] + "…"
    return "\n".join(line.strip() for line in rows)


def _tooltip(attributes: dict[str, Any], node: str) -> str:
    """Plain text shown on hover: the label and the first sentence (vis-network shows strings as text)."""
    sentences = [str(sentence) for sentence in attributes.get("evidence") or ()]
    return "\n".join([str(attributes.get("label") or node), *sentences[:1]])


def _drawn_edges(graph: networkx.MultiDiGraph) -> list[tuple[Any, Any, list[dict[str, Any]]]]:
    """One drawn edge for all edges from one node to another; equal labels are counted."""
    edges: dict[tuple[Any, Any], dict[tuple[str, str], dict[str, Any]]] = {}
    triples = [(str(s), str(t), str(a.get("label_zh") or ""), a, s, t) for s, t, a in graph.edges(data=True)]
    for _, _, zh, attributes, start, end in sorted(triples, key=lambda t: [natural_key(p) for p in t[:3]]):
        en = str(attributes.get("label_en") or zh)
        lines = edges.setdefault((start, end), {})
        line = lines.setdefault((zh, en), {"zh": zh, "en": en, "count": 0, "evidence": []})
        line["count"] += 1
        for sentence in attributes.get("evidence") or ():
            if str(sentence) not in line["evidence"]:
                line["evidence"].append(str(sentence))
    return [(start, end, list(lines.values())) for (start, end), lines in edges.items()]


def _info(attributes: dict[str, Any]) -> dict[str, Any]:
    """What the side panel shows about a node."""
    label = str(attributes.get("label") or "?")
    return {
        "label": label,
        "label_en": str(attributes.get("label_en") or label),
        "kind": kind_of(attributes).kind,
        "iri": str(attributes.get("iri") or ""),
        "details": [[str(part) for part in detail] for detail in attributes.get("details") or ()],
        "evidence": [str(sentence) for sentence in attributes.get("evidence") or ()],
        "count": size_of(attributes),
        "of": str(attributes.get("of") or ""),
        "members": attributes.get("members") or [],
    }


def _kinds(graph: networkx.MultiDiGraph) -> list[tuple[Kind, int, int]]:
    """The kinds present, in legend order, each with its number of drawn nodes and of nodes they represent."""
    kinds: dict[str, tuple[Kind, int, int]] = {}
    for node in _ordered(graph):
        attributes = graph.nodes[node]
        kind = kind_of(attributes)
        _, drawn, total = kinds.get(kind.kind, (kind, 0, 0))
        kinds[kind.kind] = (kind, drawn + 1, total + size_of(attributes))
    return list(kinds.values())
