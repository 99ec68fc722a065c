"""Makes large graphs small enough to view by merging nodes that belong to a single report."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fazhi.viz.homes import HUB, homes_of, natural_key, neighbours
from fazhi.viz.kinds import kind_of

if TYPE_CHECKING:
    import networkx

#: A page with more nodes than this is unreadable.
DEFAULT_LIMIT = 450


def aggregate(graph: networkx.MultiDiGraph, limit: int = DEFAULT_LIMIT) -> networkx.MultiDiGraph:
    """``graph`` itself if it has at most ``limit`` nodes, otherwise a copy with nodes merged.

    These steps are applied in turn until the graph is within the limit or no step is left: merge the records
    of each report (activities, figures, plans …) into one node per kind; do the same with everything else
    that belongs to that report alone; fold those nodes into the report's node, which lists them among its
    details. A merged node has ``of`` (the report's label), ``count`` (how many nodes it replaces) and
    ``members`` (label, IRI and first sentence of each). Edges are redirected to the merged node. Nodes
    shared by several reports are never merged.
    """
    for step in (_records_by_kind, _all_by_kind, _fold_into_report):
        if len(graph) <= limit:
            return graph
        graph = step(graph)
    return graph


def size_of(attributes: dict[str, Any]) -> int:
    """How many nodes of the full graph a node represents: one, or the number of its members."""
    return int(attributes.get("count") or 1)


def _records_by_kind(graph: networkx.MultiDiGraph) -> networkx.MultiDiGraph:
    return _put_together(graph, lambda attributes: kind_of(attributes).record)


def _all_by_kind(graph: networkx.MultiDiGraph) -> networkx.MultiDiGraph:
    return _put_together(graph, lambda attributes: True)


def _put_together(
    graph: networkx.MultiDiGraph, eligible: Callable[[dict[str, Any]], bool]
) -> networkx.MultiDiGraph:
    groups: dict[tuple[str, str], list[str]] = {}
    for node, report in _only_of(graph).items():
        attributes = graph.nodes[node]
        if eligible(attributes):
            groups.setdefault((report, kind_of(attributes).kind), []).append(node)
    stands_for: dict[str, str] = {}
    merged: dict[str, dict[str, Any]] = {}
    for (report, kind), nodes in groups.items():
        if len(nodes) > 1:
            group = f"{report}|{kind}"
            stands_for.update(dict.fromkeys(nodes, group))
            merged[group] = _group_attributes(graph.nodes[report], [graph.nodes[node] for node in nodes])
    return _rebuilt(graph, stands_for, merged)


def _fold_into_report(graph: networkx.MultiDiGraph) -> networkx.MultiDiGraph:
    stands_for = _only_of(graph)
    merged: dict[str, dict[str, Any]] = {}
    for report in sorted(set(stands_for.values()), key=natural_key):
        merged[report] = dict(graph.nodes[report])
        merged[report]["details"] = list(merged[report].get("details") or [])
    for node, report in stands_for.items():
        attributes = graph.nodes[node]
        kind, count = kind_of(attributes), size_of(attributes)
        value = f"{count}" if count > 1 else str(attributes.get("label") or node)
        merged[report]["details"].append((kind.zh, kind.en, value))
    return _rebuilt(graph, stands_for, merged)


def _only_of(graph: networkx.MultiDiGraph) -> dict[str, str]:
    """Node -> its report, for nodes that belong, with all their neighbours, to a single report."""
    homes = homes_of(graph)
    only: dict[str, str] = {}
    for node in sorted(graph, key=natural_key):
        home = homes.get(node, frozenset())
        if len(home) != 1 or graph.nodes[node].get("kind") == HUB:
            continue
        if all(homes[neighbour] == home for neighbour in neighbours(graph, node)):
            only[node] = next(iter(home))
    return only


def _group_attributes(report: dict[str, Any], members: list[dict[str, Any]]) -> dict[str, Any]:
    kind = kind_of(members[0])
    count = sum(size_of(member) for member in members)
    listed: list[dict[str, str]] = []
    for member in members:
        listed.extend(member.get("members") or [_member(member)])
    return {
        "label": f"{kind.zh} ×{count}",
        "label_en": f"{kind.en} ×{count}",
        "kind": members[0].get("kind"),
        "kind_label_zh": kind.zh,
        "kind_label_en": kind.en,
        "iri": "",
        "details": [],
        "evidence": [],
        "of": str(report.get("label") or ""),
        "count": count,
        "members": listed,
    }


def _member(attributes: dict[str, Any]) -> dict[str, str]:
    evidence = [str(sentence) for sentence in attributes.get("evidence") or ()]
    return {
        "label": str(attributes.get("label") or ""),
        "iri": str(attributes.get("iri") or ""),
        "evidence": evidence[0] if evidence else "",
    }


def _rebuilt(
    graph: networkx.MultiDiGraph, stands_for: dict[str, str], merged: dict[str, dict[str, Any]]
) -> networkx.MultiDiGraph:
    import networkx

    smaller = networkx.MultiDiGraph(**graph.graph)
    for node, attributes in graph.nodes(data=True):
        if node not in stands_for:
            smaller.add_node(node, **merged.get(node, attributes))
    for node, attributes in merged.items():
        smaller.add_node(node, **attributes)
    for start, end, attributes in graph.edges(data=True):
        new_start, new_end = stands_for.get(start, start), stands_for.get(end, end)
        if new_start != new_end:
            smaller.add_edge(new_start, new_end, **attributes)
    return smaller
