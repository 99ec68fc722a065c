"""The follow-up graphs of a store: last year's plans and what the next report says about them.

Each pair of consecutive reports of a body has one, below ``graph/follow-up/``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pyoxigraph import NamedNode, Quad

from fazhi.kg.assessment.follow_up import Item, follow_ups
from fazhi.kg.graph.terms import Graph, decimal
from fazhi.kg.iris import concept, resource
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.transaction import Transaction
from fazhi.kg.version import READING, code_digest

#: With the report in its place the query is planned from that; as a variable that is given it is not.
_ITEMS = """
SELECT ?node ?text ?class WHERE {{
  ?node fz:inReport {report} ; a {kind} ; fz:mainEvidence/oa:exact ?text
  OPTIONAL {{ ?node {class_of} ?class }}
}}"""
_PLANS, _ACTIVITIES = ("fz:Plan", "fz:topic"), ("fz:Activity", "fz:activityClass")


def update_follow_ups(transaction: Transaction) -> None:
    """Update the follow-up graphs for the report graphs that the transaction wrote.

    If different code made them, all of them are made again.
    """
    store, written = transaction.store, transaction.written
    code = code_digest(*READING, __name__)
    anew = transaction.settings.get("follow_ups") != code
    if not (anew or written):
        return
    transaction.settings["follow_ups"] = code
    wanted: set[str] = set()
    for earlier, later in _pairs(transaction.manifest.reports):
        key = later.removeprefix(f"{store.base}graph/")
        name = f"{resource('graph', 'follow-up', base=store.base)}/{key}"
        wanted.add(name)
        if anew or not written.isdisjoint((earlier, later)):
            transaction.replace(name, _quads(store, earlier, later, name))
    for name in store.graph_names(resource("graph", "follow-up", base=store.base)):
        if name not in wanted:
            transaction.remove(name)


def _pairs(graphs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Of the graphs of reports those of one body on two years that follow each other, sorted."""
    stored = set(graphs)
    for graph in graphs:
        body, _, year = graph.rpartition("/")
        if year.isdecimal() and (earlier := f"{body}/{int(year) - 1}") in stored:
            yield earlier, graph


def _items(store: GraphStore, graph: str, kind: str, class_of: str) -> list[Item]:
    """The plans or activities of the report of ``graph``, by IRI."""
    found: dict[str, Item] = {}
    report = NamedNode(f"{store.base}report/{graph.removeprefix(f'{store.base}graph/')}")
    for row in store.select(_ITEMS.format(report=report, kind=kind, class_of=class_of)):
        name = row["class"].value.rsplit("/", 1)[-1] if isinstance(row["class"], NamedNode) else None
        found[row["node"].value] = Item(row["node"].value, row["text"].value, name)
    return [found[node] for node in sorted(found)]


def _quads(store: GraphStore, earlier: str, later: str, name: str) -> list[Quad]:
    plans = _items(store, earlier, *_PLANS)
    activities = _items(store, later, *_ACTIVITIES)
    graph = Graph(name)
    key = later.removeprefix(f"{store.base}graph/")
    for found in follow_ups(plans, activities):
        parts = (found.plan.node.rsplit("/", 1)[-1], found.activity.node.rsplit("/", 1)[-1])
        node = f"{store.base}follow-up/{key}/{'/'.join(parts)}"
        graph.add(found.plan.node, "fz:followedUpBy", found.activity.node)
        graph.add(node, "rdf:type", "fz:FollowUp")
        graph.add(node, "fz:plan", found.plan.node)
        graph.add(node, "fz:activity", found.activity.node)
        graph.add(node, "fz:likeness", decimal(found.likeness))
        graph.add(node, "fz:assessmentRule", concept("assessment-rule", found.rule))
    return list(graph)
