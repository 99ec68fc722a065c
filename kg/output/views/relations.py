"""What ties bodies to each other: laws cited alike, firms in common; and laws that are cited together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

import networkx

from fazhi.kg.output.views.drawing import View, titled
from fazhi.kg.output.views.nodes import COUNSEL, add_body, add_law, add_leads
from fazhi.kg.output.views.reading import Reading

#: Nodes of a picture without columns, and how many of its strongest edges each keeps.
_NODES, _STRONGEST = 36, 3
#: Bodies that stand for themselves; of more, communities do.
_BODIES = 40
#: Characters of titles that there is room for in the label of a community.
_ROOM = 20


def view_of_bodies(reading: Reading) -> View:
    """Bodies by the laws that they share, those that cite alike beside each other; of many, communities."""
    view = View(("单位间的共同引用", "Bodies by shared laws"))
    cited = _cited(reading)
    for body in cited:
        add_body(view, reading, body)
    if len(cited) > _BODIES:
        _add_communities(view, reading, cited)
        return view
    alike = networkx.bipartite.weighted_projected_graph(_bipartite(cited), sorted(cited))
    for a, b in strongest(alike):
        n = alike[a][b]["weight"]
        view.join(a, b, (f"共同引用{n}部", f"{n} laws in common"))
    return view


def _bipartite(cited: Mapping[str, set[str]]) -> networkx.Graph:
    both = networkx.Graph()
    both.add_nodes_from(sorted(cited))
    both.add_edges_from((body, law) for body in sorted(cited) for law in sorted(cited[body]))
    return both


def _add_communities(view: View, reading: Reading, cited: Mapping[str, set[str]]) -> None:
    """A node for each community, joined to those with which it has the greatest share of laws in common."""
    both = _bipartite(cited)
    parts = _communities(both, cited)
    laws: dict[str, set[str]] = {}
    for place, part in enumerate(parts):
        own = Counter(law for body in part for law in cited[body])
        best = sorted(own, key=lambda law: (-(own[law] ** 2) / both.degree(law), law))
        words = _titles([reading.laws[law].name for law in best if law in reading.laws])
        kinds = Counter(reading.body_kind(body) for body in part)
        node = view.add(
            f"alike/{place}",
            f"{f'引用{words}' if words else '没有引用'}的单位 ×{len(part)}",
            kinds.most_common(1)[0][0],
            label_en=f"bodies citing {words or 'none'} ×{len(part)}",
            members=part,
            count=len(part),
            iri="",
        )
        laws[node] = set(own)
    shares = networkx.Graph()
    for a, b in combinations(laws, 2):
        if n := len(laws[a] & laws[b]):
            shares.add_edge(a, b, n=n, weight=n / (len(laws[a]) * len(laws[b])) ** 0.5)
    for a, b in strongest(shares):
        n = shares[a][b]["n"]
        view.join(a, b, (f"共同引用{n:,}部", f"{n:,} laws in common"))
    view.note(
        f"{len(cited):,}个单位按引用的相近程度归为{len(parts)}个群（Louvain 方法），"
        "×后为单位数，点开为其中各单位。",
        f"{len(cited):,} bodies are put together in {len(parts)} communities of those that cite alike "
        "(Louvain); × tells how many bodies each has, and a click opens it.",
    )


def _titles(names: Sequence[str]) -> str:
    """The first two titles if there is room for them, else the first, or its beginning; "" of none."""
    if sum(map(len, names[:2])) > _ROOM:
        return titled(names[0], _ROOM)
    return "、".join(f"《{name}》" for name in names[:2])


def _communities(both: networkx.Graph, bodies: Collection[str]) -> list[list[str]]:
    """The bodies that cite alike, the largest part first; last those that share no law with another."""
    shared = both.subgraph(
        [node for node in both if both.degree(node) > 1 or (node in bodies and both.degree(node))]
    )
    found = networkx.community.louvain_communities(shared, seed=1, resolution=1.2)
    parts = [sorted(part & set(bodies)) for part in found]
    alone = sorted(
        [*(body for part in parts if len(part) == 1 for body in part), *(set(bodies) - set(shared))]
    )
    parts = [part for part in parts if len(part) > 1]
    return [*sorted(parts, key=lambda part: (-len(part), part)), *([alone] if alone else [])]


def view_of_laws(reading: Reading) -> View:
    """The laws that are cited most, joined where reports cite both."""
    view = View(("一同引用的法律文件", "Laws cited together"))
    by_report: dict[str, set[str]] = {}
    years: dict[str, set[str]] = {}
    for row in reading.citations(sentences=False):
        by_report.setdefault(row["report"], set()).add(row["law"])
        years.setdefault(row["law"], set()).add(reading.reports[row["report"]].year)
    often = Counter(law for laws in by_report.values() for law in laws)
    kept = sorted(often, key=lambda law: (-often[law], law))[:_NODES]
    pairs = Counter(pair for laws in by_report.values() for pair in combinations(sorted(laws & set(kept)), 2))
    together = networkx.Graph()
    together.add_nodes_from(kept)
    # Two laws belong together where more reports cite both than one would expect of laws so often cited.
    together.add_edges_from(
        (a, b, {"weight": n / (often[a] * often[b]) ** 0.5, "n": n}) for (a, b), n in sorted(pairs.items())
    )
    for law in kept:
        if law in reading.laws:
            add_law(view, reading.laws[law], years[law])
            view.graph.nodes[law]["details"].append(
                ("引用的报告", "Reports citing it", *(f"{often[law]:,}",) * 2)
            )
    for a, b in strongest(together):
        n = together[a][b]["n"]
        view.join(a, b, (f"{n:,}份报告同时引用", f"{n:,} reports cite both"))
    if len(often) > len(kept):
        view.note(
            f"所示为引用最多的{len(kept)}部，被引用的共{len(often):,}部。",
            f"The {len(kept)} cited most are shown, of {len(often):,} that are cited.",
        )
    return view


def view_of_firms(reading: Reading) -> View:
    """Bodies and the law firms that their reports name as counsel; those that name no counsel."""
    view = View(("单位和律师事务所", "Bodies and law firms"))
    view.graph.graph["shares"] = {"counsel": 20}
    home = {report.iri: report.body for report in reading.reports.values()}
    rows = reading.firms()
    without = reading.without_counsel()
    for body in dict.fromkeys([*(home[row["report"]] for row in rows), *(report.body for report in without)]):
        add_body(view, reading, body)
    serves: dict[str, set[str]] = {}
    for row in rows:
        serves.setdefault(row["firm"], set()).add(home[row["report"]])
        view.add(row["firm"], row["name"], "LawFirm")
        view.join(home[row["report"]], row["firm"], COUNSEL, [(row["sentence"], row["evidence"])])
    for firm, bodies in serves.items():
        # Those that serve several come first, and the bodies that they serve with them.
        view.update(firm, rank=max(0, 900 - len(bodies)) if len(bodies) > 1 else 950)
        for body in bodies:
            rank = view.graph.nodes[body].get("rank", 999)
            view.update(body, rank=min(rank, 900 - len(bodies)))
    leads = {report.iri: report.body for report in reading.reports.values() if report.body in view.graph}
    add_leads(view, reading, leads)
    return view


def _cited(reading: Reading) -> dict[str, set[str]]:
    """The laws that each body cites."""
    found: dict[str, set[str]] = {body: set() for body in reading.of_body}
    for row in reading.citations(sentences=False):
        found[reading.reports[row["report"]].body].add(row["law"])
    return found


def strongest(graph: networkx.Graph) -> list[tuple[str, str]]:
    """The edges that tell most: a maximum spanning forest, and the strongest few of each node."""
    kept = {tuple(sorted(edge)) for edge in networkx.maximum_spanning_edges(graph, data=False)}
    for node in graph:
        near = sorted(graph.adj[node], key=lambda other: (-graph.adj[node][other]["weight"], other))
        kept |= {tuple(sorted((node, other))) for other in near[:_STRONGEST]}
    return sorted((a, b) for a, b in kept)
