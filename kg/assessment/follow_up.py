"""What became of last year's plans: activities of a body's next report that speak of a plan's matter.

A plan is compared clause by clause with every activity of the following year, by the words they share
(:mod:`fazhi.kg.assessment.likeness`, weighed within the two reports). Like topic and class lower what is
asked. That nothing is found says that the next report does not speak of it, not that it was not done.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from pyoxigraph import Literal, NamedNode, Quad

from fazhi.extractors.activity_classes import classify
from fazhi.kg.assessment.likeness import Likeness
from fazhi.kg.graph.terms import Graph, decimal, typed
from fazhi.kg.iris import resource
from fazhi.kg.store import GraphStore

#: The likeness from which on an activity follows a plan up, where their class is one and where it is not.
SAME_CLASS, ANY_CLASS = 0.45, 0.65
#: Activities kept for one plan, the most alike first.
MOST = 5
_CLAUSE = re.compile(r"[，,。；;：:]")
_SHORTEST_CLAUSE = 4

_REPORTS = """
SELECT ?graph ?report ?body ?year WHERE {
  GRAPH ?graph { ?report a fz:Report ; fz:issuer ?body ; fz:reportedYear ?year ; fz:readingText ?text }
} ORDER BY ?body ?year ?graph"""

_ITEMS = """
SELECT ?node ?text ?class WHERE {{
  GRAPH <{graph}> {{
    ?node a <{kind}> ; fz:inReport <{report}> ; fz:hasEvidence/oa:exact ?text
    OPTIONAL {{ ?node fz:topic|fz:activityClass ?class }}
  }}
}} ORDER BY ?node ?class"""


@dataclass(frozen=True)
class Item:
    """A plan or an activity: its IRI, its words and the id of its class, if it has one."""

    node: str
    text: str
    activity_class: str | None


@dataclass(frozen=True)
class FollowUp:
    """An activity that speaks of a plan's matter, with the likeness (0 to 1) and the rule that took it."""

    plan: Item
    activity: Item
    likeness: float
    rule: str


def follow_ups(plans: Sequence[Item], activities: Sequence[Item]) -> Iterator[FollowUp]:
    """The activities that follow each plan up, at most :data:`MOST` a plan."""
    likeness = Likeness(item.text for item in (*plans, *activities))
    for plan in plans:
        clauses = [c for c in _CLAUSE.split(plan.text) if len(c) >= _SHORTEST_CLAUSE] or [plan.text]
        classes = {plan.activity_class} | {classify(clause)[0] for clause in clauses}
        found = []
        for activity in activities:
            score = round(max(likeness.score(clause, activity.text) for clause in clauses), 2)
            same = activity.activity_class is not None and activity.activity_class in classes - {"other"}
            if score >= (SAME_CLASS if same else ANY_CLASS):
                rule = "follow_up.class_and_words" if same else "follow_up.words"
                found.append(FollowUp(plan, activity, score, rule))
        yield from sorted(found, key=lambda f: (-f.likeness, f.activity.node))[:MOST]


def update_follow_ups(store: GraphStore, changed: Collection[str] | None = None) -> None:
    """Bring the follow-up graphs of the store up to date.

    Each pair of consecutive reports of a body has one, below ``graph/follow-up/``. ``changed`` holds the
    report graphs that this run replaced; None makes all of them anew.
    """
    wanted: set[str] = set()
    for earlier, later in _pairs(store):
        name = _graph_of(later.report, store.base)
        wanted.add(name)
        if changed is None or not {earlier.graph, later.graph}.isdisjoint(changed):
            store.replace_inferred(name, _quads(store, earlier, later, name))
    for name in store.graph_names():
        if name.startswith(resource("graph", "follow-up", base=store.base) + "/") and name not in wanted:
            store.remove_graph(name)


@dataclass(frozen=True)
class _Report:
    graph: str
    report: str
    body: str
    year: int


def _pairs(store: GraphStore) -> Iterator[tuple[_Report, _Report]]:
    rows = [
        _Report(row["graph"].value, row["report"].value, row["body"].value, int(row["year"].value))
        for row in store.select(_REPORTS)
    ]
    for _, group in groupby(rows, key=lambda report: report.body):
        by_year = {report.year: report for report in group}
        for year, later in sorted(by_year.items()):
            if year - 1 in by_year:
                yield by_year[year - 1], later


def _graph_of(report: str, base: str) -> str:
    return f"{resource('graph', 'follow-up', base=base)}/{report.removeprefix(base + 'report/')}"


def _items(store: GraphStore, report: _Report, kind: str) -> list[Item]:
    found: dict[str, Item] = {}
    query = _ITEMS.format(graph=report.graph, report=report.report, kind=kind)
    for row in store.select(query):
        name = row["class"].value.rsplit("/", 1)[-1] if isinstance(row["class"], NamedNode) else None
        text = row["text"]
        assert isinstance(text, Literal)
        found.setdefault(row["node"].value, Item(row["node"].value, text.value, name))
    return list(found.values())


def _quads(store: GraphStore, earlier: _Report, later: _Report, name: str) -> list[Quad]:
    from fazhi.kg.graph.terms import iri

    plans = _items(store, earlier, iri("fz:Plan").value)
    activities = _items(store, later, iri("fz:Activity").value)
    graph = Graph(name)
    key = later.report.removeprefix(store.base + "report/")
    for found in follow_ups(plans, activities):
        parts = (found.plan.node.rsplit("/", 1)[-1], found.activity.node.rsplit("/", 1)[-1])
        node = f"{store.base}follow-up/{key}/{'/'.join(parts)}"
        graph.add(found.plan.node, "fz:followedUpBy", found.activity.node)
        graph.add(node, "rdf:type", "fz:FollowUp")
        graph.add(node, "fz:plan", found.plan.node)
        graph.add(node, "fz:activity", found.activity.node)
        graph.add(node, "fz:likeness", decimal(str(Decimal(str(found.likeness)))))
        graph.add(node, "fz:assessmentRule", typed(found.rule, "string"))
    return list(graph)
