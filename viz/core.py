"""Which nodes of a graph a page shows at first: few enough to be read at once (图的核心部分)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from fazhi.viz.kinds import group_of, kind_of
from fazhi.viz.natural import natural_key

if TYPE_CHECKING:
    import networkx

#: Nodes that are shown at first.
MOST = 60
#: Of them at most so many of each group, in a graph that has bodies or reports in its middle.
_SHARES = {
    "finding": 6,
    "body": 20,
    "report": 20,
    "law": 12,
    "obligation": 6,
    "counsel": 4,
    "day": 6,
    "statement": 12,
    "other": 12,
}


def core_of(graph: networkx.MultiDiGraph, most: int = MOST) -> list[str]:
    """At most ``most`` nodes, in the order of their ids.

    Nodes that stand within another (its ``members``) are left to it. Of those that stand beside bodies or
    reports, the ones that tell these apart come first: what half of them have, rather than what all have or
    one alone; before them what has a ``status`` that is a finding. A node with a ``rank`` comes before others
    of its group, the lower rank first; the graph's ``shares`` say how many there may be of a group. What a
    report states itself is left to be opened where bodies are in the middle.
    """
    within = {member for _, members in graph.nodes(data="members") for member in members or ()}
    free = [node for node in sorted(graph, key=natural_key) if node not in within]
    if len(free) <= most:
        return free
    middle = [node for node in free if group_of(graph.nodes[node]).column == 0]
    linked = neighbours_of(graph, free)
    if not middle:
        by_degree = sorted(free, key=lambda node: (*_rank(graph, node), -len(linked[node])))
        return sorted(by_degree[:most], key=natural_key)
    hubs = _first(graph, middle, {node: len(linked[node]) for node in middle})
    told: dict[str, int] = {}
    chosen = set(hubs)
    for node in free:
        n = len(linked[node] & chosen)
        told[node] = n * (len(hubs) - n) + min(n, 1)
    has_bodies = any(group_of(graph.nodes[node]).group == "body" for node in hubs)
    beside = [
        node
        for node in free
        if told[node] and node not in chosen and not (has_bodies and kind_of(graph.nodes[node]).record)
    ]
    found = [*hubs, *_first(graph, beside, told)]
    if len(found) < most // 4:
        # The middle tells little of this graph: what is joined to most is shown as well.
        rest = sorted(set(free) - set(found), key=lambda node: (-len(linked[node]), natural_key(node)))
        found += rest[: most // 2]
    return sorted(found[:most], key=natural_key)


def neighbours_of(graph: networkx.MultiDiGraph, nodes: Iterable[str]) -> dict[str, set[str]]:
    """The nodes joined to each of ``nodes`` by an edge in either direction, without itself."""
    return {node: (set(graph.successors(node)) | set(graph.predecessors(node))) - {node} for node in nodes}


def _first(graph: networkx.MultiDiGraph, nodes: Iterable[str], score: dict[str, int]) -> list[str]:
    """The best of each group, as many as its share; half of it for each column that was given."""
    by_group: dict[tuple[str, int | None], list[str]] = {}
    for node in nodes:
        column = graph.nodes[node].get("column")
        by_group.setdefault((group_of(graph.nodes[node]).group, column), []).append(node)
    found = []
    for (group, column), members in by_group.items():
        members.sort(key=lambda node: (*_rank(graph, node), -score[node]))
        share = {**_SHARES, **graph.graph.get("shares", {})}[group]
        found += members[: share if column is None else share // 2]
    return found


def _rank(graph: networkx.MultiDiGraph, node: str) -> tuple[bool, int]:
    attributes: dict[str, Any] = graph.nodes[node]
    tone = (attributes.get("status") or ("", "", "", ""))[3]
    return tone != "finding", int(attributes.get("rank", 1000))
