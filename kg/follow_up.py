"""The follow-up graphs of a store: last year's plans and what the next report says about them.

Each pair of consecutive reports of a body has one, below ``graph/follow-up/``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from pyoxigraph import NamedNode, Quad

from fazhi.kg.assessment.follow_up import Item, follow_ups
from fazhi.kg.graph.terms import Graph, decimal
from fazhi.kg.iris import concept, report_graph, resource
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.transaction import Transaction
from fazhi.kg.version import READING, code_digest

_REPORTS = """
SELECT ?report ?body ?year WHERE {
  ?report a fz:Report ; fz:issuer ?body ; fz:reportedYear ?year ; fz:readingText ?text
} ORDER BY ?body ?year ?report"""

#: With the report in its place the query is planned from that; as a variable that is given it is not.
_ITEMS = """
SELECT ?node ?text ?class WHERE {{
  ?node fz:inReport {report} ; a {kind} ; fz:mainEvidence/oa:exact ?text
  OPTIONAL {{ ?node {class_of} ?class }}
}}"""
_PLANS, _ACTIVITIES = ("fz:Plan", "fz:topic"), ("fz:Activity", "fz:activityClass")


@dataclass(frozen=True)
class _Report:
    report: str
    body: str
    year: int


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
    for earlier, later in _pairs(store):
        name = _graph_of(later.report, store.base)
        wanted.add(name)
        graphs = (report_graph(one.report, store.base) for one in (earlier, later))
        if anew or not written.isdisjoint(graphs):
            transaction.replace(name, _quads(store, earlier, later, name))
    for name in store.graph_names(resource("graph", "follow-up", base=store.base)):
        if name not in wanted:
            transaction.remove(name)


def _pairs(store: GraphStore) -> Iterator[tuple[_Report, _Report]]:
    rows = [
        _Report(row["report"].value, row["body"].value, int(row["year"].value))
        for row in store.select(_REPORTS)
    ]
    for _, group in groupby(rows, key=lambda report: report.body):
        by_year = {report.year: report for report in group}
        for year, later in sorted(by_year.items()):
            if year - 1 in by_year:
                yield by_year[year - 1], later


def _graph_of(report: str, base: str) -> str:
    return f"{resource('graph', 'follow-up', base=base)}/{report.removeprefix(base + 'report/')}"


def _items(store: GraphStore, report: _Report, kind: str, class_of: str) -> list[Item]:
    """The plans or activities of a report, by IRI."""
    found: dict[str, Item] = {}
    for row in store.select(_ITEMS.format(report=NamedNode(report.report), kind=kind, class_of=class_of)):
        name = row["class"].value.rsplit("/", 1)[-1] if isinstance(row["class"], NamedNode) else None
        found[row["node"].value] = Item(row["node"].value, row["text"].value, name)
    return [found[node] for node in sorted(found)]


def _quads(store: GraphStore, earlier: _Report, later: _Report, name: str) -> list[Quad]:
    plans = _items(store, earlier, *_PLANS)
    activities = _items(store, later, *_ACTIVITIES)
    graph = Graph(name)
    key = later.report.removeprefix(store.base + "report/")
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
