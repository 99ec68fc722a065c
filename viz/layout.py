"""Precomputed node positions: the same graph always gives the same picture.

Each report is the centre of an island. Nodes that belong to it alone surround it on a brick lattice, one
sector per kind, so that labels cannot overlap. Nodes shared by several reports are placed between the
islands, near the reports that share them. A graph without reports gets a spring layout that is then snapped
to the lattice. Coordinates are vis-network's: x to the right, y downwards, integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import asin, atan2, ceil, cos, hypot, pi, sin
from typing import TYPE_CHECKING

from fazhi.viz.homes import homes_of, hubs_of, natural_key
from fazhi.viz.kinds import kind_of

if TYPE_CHECKING:
    import networkx

Point = tuple[float, float]

#: Width and height of a lattice cell, label included: in an island, and for shared nodes (larger font).
ISLAND_CELL = (96.0, 66.0)
SHARED_CELL = (236.0, 124.0)
#: Half the width and half the height of the space reserved for a report's own box.
_HUB_ROOM = (200.0, 80.0)
_GAP = 70.0
#: Screens are wider than they are tall, so discs and rings are stretched by this factor; radii are vertical.
_STRETCH = 1.3
_FIRST_RING = 8


def positions(graph: networkx.MultiDiGraph) -> dict[str, tuple[int, int]]:
    """The position of every node of ``graph`` (see :mod:`fazhi.viz.page` for the node attributes)."""
    hubs = hubs_of(graph)
    placed = _around_reports(graph, hubs) if hubs else _by_springs(graph)
    return {node: (round(x), round(y)) for node, (x, y) in placed.items()}


def shared_scale(reports: int) -> float:
    """How much to enlarge shared nodes when there are many reports, so that they stay legible."""
    return float(min(max((reports / 6) ** 0.5, 1.0), 2.0))


def hub_scale(reports: int) -> float:
    """How much to enlarge the reports themselves when there are many."""
    return min(shared_scale(reports), 1.5)


def shared_nodes(graph: networkx.MultiDiGraph) -> set[str]:
    """The nodes placed between the islands: all that do not belong to exactly one report."""
    homes = homes_of(graph)
    return {node for node in graph if len(homes.get(node, ())) != 1}


def _around_reports(graph: networkx.MultiDiGraph, hubs: list[str]) -> dict[str, Point]:
    homes = homes_of(graph)
    own: dict[str, list[str]] = {hub: [] for hub in hubs}
    shared = sorted(shared_nodes(graph), key=natural_key)
    for node in sorted(graph, key=natural_key):
        home = homes.get(node, frozenset())
        if len(home) == 1 and node not in own:
            own[next(iter(home))].append(node)

    scale = hub_scale(len(hubs))
    room = (_HUB_ROOM[0] * scale, _HUB_ROOM[1] * scale)
    islands = {hub: _island(graph, own[hub], room) for hub in hubs}
    island_radius = max(_radius(points.values(), room) for points in islands.values()) + _GAP / 2
    width, height = (side * shared_scale(len(hubs)) for side in SHARED_CELL)
    shared_cells = _bricks((width, height), len(shared) + len(shared) // 3)
    shared_radius = _from_middle(shared_cells[-1])[0] + 0.6 * height if shared else 0.0
    centres = dict(zip(hubs, _ring_centres(len(hubs), island_radius, shared_radius), strict=True))

    placed: dict[str, Point] = {}
    for hub, (x, y) in centres.items():
        placed[hub] = (x, y)
        placed.update((node, (x + dx, y + dy)) for node, (dx, dy) in islands[hub].items())
    pull = shared_radius / max(max(_from_middle(c)[0] for c in centres.values()), 1.0)
    wanted = {node: _mean(centres[hub] for hub in homes.get(node, ())) for node in shared}
    wanted = {node: (x * pull, y * pull) for node, (x, y) in wanted.items()}
    order = sorted(shared, key=lambda node: (-len(homes.get(node, ())), natural_key(node)))
    placed.update(_nearest_free({node: wanted[node] for node in order}, shared_cells))
    return placed


def _island(graph: networkx.MultiDiGraph, nodes: list[str], room: Point) -> dict[str, Point]:
    """Positions around the origin: the nearest cells, one sector per kind, clockwise from the top."""
    cells = _bricks(ISLAND_CELL, len(nodes), keep_free=room)
    clockwise = sorted(cells, key=lambda c: (round((atan2(c[1], c[0]) + pi / 2) % (2 * pi), 6), hypot(*c)))
    by_kind: dict[int, list[str]] = {}
    for node in nodes:
        by_kind.setdefault(kind_of(graph.nodes[node]).order, []).append(node)
    points: dict[str, Point] = {}
    start = 0
    for _, members in sorted(by_kind.items()):
        sector = sorted(clockwise[start : start + len(members)], key=_from_middle)
        points.update(zip(members, sector, strict=True))
        start += len(members)
    return points


def _bricks(cell: Point, count: int, keep_free: Point = (0.0, 0.0)) -> list[Point]:
    """The ``count`` lattice cells nearest to the origin, outside the box ``keep_free`` (half sizes)."""
    width, height = cell
    free_area = 4 * keep_free[0] * keep_free[1]
    reach = _STRETCH * (max(count, 1) * width * height + 2 * free_area) ** 0.5 + 2 * width
    rows, columns = ceil(reach / height), ceil(reach / width)
    cells = [
        ((column + (row % 2) / 2) * width, row * height)
        for row in range(-rows, rows + 1)
        for column in range(-columns, columns + 1)
    ]
    outside = [(x, y) for x, y in cells if abs(x) >= keep_free[0] or abs(y) >= keep_free[1]]
    return sorted(outside, key=_from_middle)[:count]


def _from_middle(point: Point) -> tuple[float, float, float]:
    return round(hypot(point[0] / _STRETCH, point[1]), 3), point[1], point[0]


def _radius(points: Iterable[Point], room: Point) -> float:
    reach = max((_from_middle(point)[0] for point in points), default=0.0)
    return max(reach + ISLAND_CELL[1] / 2, _from_middle(room)[0])


def _ring_centres(count: int, island: float, inner: float) -> list[Point]:
    """Centres of ``count`` islands of radius ``island`` on rings around an empty disc of radius ``inner``."""
    if count == 1 and not inner:
        return [(0.0, 0.0)]
    radius = max(inner + island, island / sin(pi / max(min(count, _FIRST_RING), 2)))
    centres: list[Point] = []
    while len(centres) < count:
        fits = min(int(pi / asin(min(island / radius, 1.0)) + 1e-9), count - len(centres))
        # Two islands go side by side; with more, the first is at the top.
        first = pi if fits <= 2 else -pi / 2
        angles = [first + 2 * pi * i / fits for i in range(fits)]
        centres.extend((radius * cos(angle) * _STRETCH, radius * sin(angle)) for angle in angles)
        radius += 2 * island
    return centres


def _mean(points: Iterable[Point]) -> Point:
    listed = sorted(points)
    if not listed:
        return (0.0, 0.0)
    return sum(x for x, _ in listed) / len(listed), sum(y for _, y in listed) / len(listed)


def _nearest_free(wanted: Mapping[str, Point], cells: list[Point]) -> dict[str, Point]:
    """Assign each node, first come first served, the free cell nearest to its preferred position."""
    free = list(cells)
    given: dict[str, Point] = {}
    for node, (x, y) in wanted.items():
        best = min(free, key=lambda c: (round(hypot(c[0] - x, c[1] - y), 3), c))
        free.remove(best)
        given[node] = best
    return given


def _by_springs(graph: networkx.MultiDiGraph) -> dict[str, Point]:
    import networkx

    if not len(graph):
        return {}
    simple = networkx.Graph()
    simple.add_nodes_from(sorted(graph, key=natural_key))
    simple.add_edges_from(sorted({tuple(sorted(e, key=natural_key)) for e in graph.edges()}))
    springs = networkx.spring_layout(simple, seed=1, method="force", iterations=80)
    cells = _bricks(SHARED_CELL, 3 * len(simple))
    reach = hypot(*cells[-1])
    wanted = {node: (float(x) * reach * _STRETCH, float(y) * reach) for node, (x, y) in springs.items()}
    return _nearest_free(wanted, cells)
