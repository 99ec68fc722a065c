"""Parts of a store in memory, to be asked: the graphs on some reports, and what all graphs lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph
from pyoxigraph import QuerySolutions, RdfFormat

from fazhi.kg.iris import graphs_of_report, report_graph
from fazhi.kg.output.tables import Tables
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.inference import Axioms
from fazhi.ontology.namespaces import FZ, PREFIXES, reference_graphs, resource
from fazhi.ontology.ntriples import Terms, lines, terms

#: So many reports are asked at once: some 100,000 triples, and as many of what all lead to.
REPORTS = 50
_PLAN = f"<{FZ}plan>"


class Part:
    """Some graphs, each given by its triples, and what they lead to (:func:`shared_triples`)."""

    path = Path()

    def __init__(self, graphs: Iterable[Iterable[Terms]], shared: bytes, axioms: Axioms) -> None:
        self._dataset = pyoxigraph.Store()
        self._dataset.bulk_load(shared, RdfFormat.N_TRIPLES)
        said: list[str] = []
        self._plans: set[str] = set()
        for graph in map(set, graphs):
            said += map(" ".join, graph | axioms.following(graph))
            self._plans |= {value[1:-1] for _, predicate, value in graph if predicate == _PLAN}
        self._dataset.bulk_load(lines(said).encode(), RdfFormat.N_TRIPLES)

    def tables(self) -> Tables:
        """Its tables. Plans that were followed up stand in the report on the year before."""
        return Tables(self, {"plans": self._plans})

    def select(self, query: str) -> QuerySolutions:
        """The solutions of a SELECT query; our prefixes need no declaration."""
        solutions = self._dataset.query(query, prefixes=PREFIXES)
        assert isinstance(solutions, QuerySolutions)
        return solutions


def parts(store: GraphStore) -> Iterator[Part]:
    """All reports of ``store``, so many at a time, in the order of their IRIs.

    To ask the parts, of which one or two are in memory, takes less than to ask the store.
    """
    shared, reports = shared_triples(store), report_graphs(store)
    for start in range(0, len(reports), REPORTS):
        some = reports[start : start + REPORTS]
        graphs = (terms_in(store, name) for report in some for name in graphs_on(report, store.base))
        yield Part(graphs, shared, store.axioms)


def report_graphs(store: GraphStore) -> list[str]:
    """The graphs that contain a report."""
    rows = store.select("SELECT DISTINCT ?report { ?report a fz:Report ; fz:readingText ?text }")
    return sorted(report_graph(row["report"].value, store.base) for row in rows)


def graphs_on(report: str, base: str) -> Iterator[str]:
    """The graphs on the report whose own graph is ``report``: its own, and what became of earlier plans."""
    yield from graphs_of_report(report)
    yield f"{base}graph/follow-up/{report.removeprefix(f'{base}graph/')}"


def shared_graphs(store: GraphStore) -> list[str]:
    """The graphs that those on reports lead to: the reference data, the ontology, what binds bodies."""
    names = (*reference_graphs(store.base), resource("graph", "applicability", base=store.base))
    return [name for name in names if store.has_graph(name)]


def shared_triples(store: GraphStore) -> bytes:
    """What the shared graphs state and what follows from them, as N-Triples."""
    said: list[str] = []
    for name in shared_graphs(store):
        stated = set(terms_in(store, name))
        said += map(" ".join, stated | store.axioms.following(stated))
    return lines(said).encode()


def terms_in(store: GraphStore, name: str) -> Iterator[Terms]:
    """What the graph ``name`` states; nothing if it is not stored."""
    return map(terms, store.statements(name))
