"""Which reports each node of the graph belongs to, used by both layout and aggregation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx

HUB = "Report"


def natural_key(node: object) -> tuple[tuple[int, int, str], ...]:
    """A sort key that treats digits in the node's id as numbers (``…/9-12`` before ``…/10-14``)."""
    parts = re.split(r"(\d+)", str(node))
    return tuple((1, int(p), "") if p.isdecimal() else (0, 0, p) for p in parts if p)


def hubs_of(graph: networkx.MultiDiGraph) -> list[str]:
    """The report nodes, in natural order of their ids (see :func:`natural_key`)."""
    return sorted((n for n, kind in graph.nodes(data="kind") if kind == HUB), key=natural_key)


def neighbours(graph: networkx.MultiDiGraph, node: str) -> set[str]:
    """The nodes joined to ``node`` by an edge in either direction, excluding ``node`` itself."""
    return (set(graph.successors(node)) | set(graph.predecessors(node))) - {node}


def homes_of(graph: networkx.MultiDiGraph) -> dict[str, frozenset[str]]:
    """For every node connected to a report, the reports nearest to it, following edges in both directions."""
    homes = {hub: frozenset([hub]) for hub in hubs_of(graph)}
    level = list(homes)
    while level:
        found: dict[str, set[str]] = {}
        for node in level:
            for neighbour in neighbours(graph, node):
                if neighbour not in homes:
                    found.setdefault(neighbour, set()).update(homes[node])
        homes.update((node, frozenset(reports)) for node, reports in found.items())
        level = sorted(found, key=natural_key)
    return homes
