"""Where the nodes of a graph page stand at first: the same graph always gives the same picture.

A graph with bodies or reports is laid out in columns: they are in the middle, in the order of their
communities (Louvain), what they share beside them, each node as near as can be to the mean of what it is
joined to. Edges run between neighbouring columns, where no label stands. Any other graph gets a spring layout
that is moved onto a lattice. Labels cannot cover each other, because rows and lattice leave room for each.
Coordinates are vis-network's: pixels, x to the right, y downwards; a node stands around its position.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import ceil, hypot
from typing import TYPE_CHECKING

from fazhi.viz.core import neighbours_of
from fazhi.viz.kinds import Group, group_of
from fazhi.viz.labels import Size, size_of
from fazhi.viz.natural import natural_key

if TYPE_CHECKING:
    import networkx

Point = tuple[float, float]

#: Space between the rows of a column; from the left of a column to that of the next, the widest node and
#: space for the edges.
ROW_GAP, COLUMN_STEP = 10, 290
_WIDEST_ROW_GAP = 46
#: Space around a node of a lattice; screens are wider than they are high.
_AROUND, _STRETCH = (36, 30), 1.5
_SWEEPS = 6


def positions(
    graph: networkx.MultiDiGraph, nodes: Sequence[str], language: str = "zh"
) -> dict[str, tuple[int, int]]:
    """The position of each of the ``nodes`` of ``graph``, as if it had no others, with labels in a language.

    Columns are moved anew where the language changes; what has none has room for both.
    """
    columns = columns_of(graph, nodes)
    sizes = {node: size_of(graph.nodes[node], language if columns else "") for node in nodes}
    placed = _in_columns(graph, columns, sizes) if columns else _by_springs(graph, nodes, sizes)
    return {node: (round(x), round(y)) for node, (x, y) in placed.items()}


def columns_of(graph: networkx.MultiDiGraph, nodes: Iterable[str]) -> dict[str, int]:
    """The column of each node, from left to right; none if they do not stand in columns.

    It is what the node has as ``column``, or else that of its group (:func:`group_column`).
    """
    found = {}
    for node in nodes:
        attributes = graph.nodes[node]
        given = attributes.get("column")
        found[node] = group_column(graph, group_of(attributes)) if given is None else int(given)
    return found if len(set(found.values())) > 1 else {}


def group_column(graph: networkx.MultiDiGraph, group: Group) -> int:
    """The column of a group in a graph: where nothing is in the middle, what is to the left of it is."""
    middle = any(group_of(attributes).column == 0 for _, attributes in graph.nodes(data=True))
    return group.column if middle else max(group.column, 0)


def stacked(wanted: Sequence[float], heights: Sequence[float], gap: float) -> list[float]:
    """Positions in a column, in the given order, as near to the ``wanted`` ones as these rows allow.

    It is the least-squares solution (isotonic regression by pooling adjacent violators).
    """
    offsets = [0.0]
    for above, below in pairwise(heights):
        offsets.append(offsets[-1] + (above + below) / 2 + gap)
    blocks: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        mean, count = want - offset, 1
        while blocks and blocks[-1][0] > mean:
            before, many = blocks.pop()
            mean, count = (mean * count + before * many) / (count + many), count + many
        blocks.append((mean, count))
    means = [mean for mean, count in blocks for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]


def _in_columns(
    graph: networkx.MultiDiGraph, columns: Mapping[str, int], sizes: Mapping[str, Size]
) -> dict[str, Point]:
    linked = {node: near & columns.keys() for node, near in neighbours_of(graph, columns).items()}
    by_column: dict[int, list[str]] = {0: []}
    for node in sorted(columns, key=natural_key):
        by_column.setdefault(columns[node], []).append(node)
    by_column[0] = _by_community(graph, by_column[0], linked)
    y = {node: float(place) for place, node in enumerate(by_column[0])}
    order = sorted(by_column, key=lambda column: (abs(column), column))
    for sweep in range(_SWEEPS):
        for column in order:
            if column == 0 and not sweep:
                continue
            wanted = {node: _mean((y[other] for other in linked[node] if other in y), y) for node in columns}
            by_column[column] = _ordered(graph, by_column[column], wanted)
            spread = max(len(by_column[0]) - 1, 1) / max(len(by_column[column]) - 1, 1)
            y |= {node: place * spread for place, node in enumerate(by_column[column])}

    def height(column: int) -> float:
        return sum(sizes[node][1] + ROW_GAP for node in by_column[column]) - ROW_GAP

    tallest = max(map(height, by_column))
    rows: dict[str, float] = {}
    for column in order:
        members = by_column[column]
        heights = [sizes[node][1] for node in members]
        if column == 0:
            spare = (tallest - height(0)) / max(len(members) - 1, 1)
            gap = min(ROW_GAP + spare, _WIDEST_ROW_GAP)
            wanted_rows = [0.0] * len(members)
        else:
            gap = ROW_GAP
            wanted_rows = [_mean((rows[o] for o in linked[node] if o in rows), rows) for node in members]
        rows |= dict(zip(members, stacked(wanted_rows, heights, gap), strict=True))

    # The forms of a column stand below each other.
    return {node: (columns[node] * COLUMN_STEP + sizes[node][0] / 2, rows[node]) for node in columns}


def _by_community(
    graph: networkx.MultiDiGraph, hubs: Sequence[str], linked: Mapping[str, set[str]]
) -> list[str]:
    """The nodes of the middle column: those of a community together, the largest first."""
    import networkx

    if any(graph.nodes[hub].get("order") is not None for hub in hubs):
        return _ordered(graph, hubs, dict.fromkeys(hubs, 0.0))
    simple = networkx.Graph()
    simple.add_nodes_from(sorted(linked, key=natural_key))
    simple.add_edges_from(sorted((a, b) for a, near in linked.items() for b in near if a < b))
    found = networkx.community.louvain_communities(simple, seed=1) if simple.size() else [set(linked)]
    parts = [[hub for hub in hubs if hub in community] for community in found]
    parts.sort(key=lambda part: (-len(part), [natural_key(hub) for hub in part]))
    return [hub for part in parts for hub in part]


def _ordered(graph: networkx.MultiDiGraph, nodes: Sequence[str], wanted: Mapping[str, float]) -> list[str]:
    def key(node: str) -> tuple[float, float, tuple[tuple[int, int, str], ...]]:
        given = graph.nodes[node].get("order")
        return (float("inf") if given is None else float(given)), round(wanted[node], 6), natural_key(node)

    return sorted(nodes, key=key)


def _mean(values: Iterable[float], every: Mapping[str, float]) -> float:
    listed = sorted(values)
    if not listed:
        # What is joined to nothing stands below the rest.
        return max(every.values(), default=0.0) + 1
    return sum(listed) / len(listed)


def _by_springs(
    graph: networkx.MultiDiGraph, nodes: Sequence[str], sizes: Mapping[str, Size]
) -> dict[str, Point]:
    import networkx

    if not nodes:
        return {}
    simple = networkx.Graph()
    simple.add_nodes_from(sorted(nodes, key=natural_key))
    linked = neighbours_of(graph, nodes)
    simple.add_edges_from(sorted((a, b) for a in nodes for b in linked[a] if a < b and b in simple))
    springs = networkx.spring_layout(simple, seed=1, method="force", iterations=120)
    cell = tuple(max(size[side] for size in sizes.values()) + _AROUND[side] for side in (0, 1))
    cells = _bricks((cell[0], cell[1]), 2 * len(simple))
    reach = max(hypot(*cells[-1]), 1.0)
    wanted = {node: (float(x) * reach, float(y) * reach / _STRETCH) for node, (x, y) in springs.items()}
    by_weight = sorted(wanted, key=lambda node: (-len(linked[node]), natural_key(node)))
    return _nearest_free({node: wanted[node] for node in by_weight}, cells)


def _bricks(cell: Point, count: int) -> list[Point]:
    """The ``count`` cells of a brick lattice that are nearest to the origin."""
    width, height = cell
    reach = _STRETCH * (max(count, 1) * width * height) ** 0.5 + 2 * width
    rows, columns = ceil(reach / height), ceil(reach / width)
    cells = [
        ((column + (row % 2) / 2) * width, row * height)
        for row in range(-rows, rows + 1)
        for column in range(-columns, columns + 1)
    ]
    return sorted(cells, key=lambda c: (round(hypot(c[0] / _STRETCH, c[1]), 3), c[1], c[0]))[:count]


def _nearest_free(wanted: Mapping[str, Point], cells: list[Point]) -> dict[str, Point]:
    """Assign each node, first come first served, the free cell nearest to its preferred position."""
    free = list(cells)
    given: dict[str, Point] = {}
    for node, (x, y) in wanted.items():
        best = min(free, key=lambda c: (round(hypot(c[0] - x, c[1] - y), 3), c))
        free.remove(best)
        given[node] = best
    return given
