"""The index of a store: its graphs, what follows from each, and their union, in one pyoxigraph database.

For every graph the database also has the graph of what follows from it (:mod:`fazhi.kg.store.inference`);
both are replaced in one step. Its default graph is the union of all graphs, with each triple once. Queries
run on that union (``fazhi.queries.union`` explains why not on pyoxigraph's own).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad

from fazhi.kg.store.inference import Axioms, inferred_graph, is_inferred
from fazhi.ontology.namespaces import ONTOLOGY_GRAPH

#: At most this many quads wait to be indexed, or lie in the write buffers: this keeps memory use low.
BATCH = 100_000
#: This many quads or more are loaded in bulk, bypassing the write buffers.
_BULK = 10_000


class Index:
    """The graphs of a store whose resources have the base IRI ``base``."""

    def __init__(self, dataset: pyoxigraph.Store, base: str) -> None:
        self.base = base
        self._dataset = dataset
        self._waiting: dict[str, list[Quad]] = {}
        self._buffered = 0
        self._axioms: Axioms | None = None

    @property
    def dataset(self) -> pyoxigraph.Store:
        """The database, including everything written so far."""
        self._take_in_waiting()
        return self._dataset

    @property
    def axioms(self) -> Axioms:
        """The axioms of the indexed ontology; none before the ontology is loaded."""
        if self._axioms is None:
            self._axioms = Axioms.of(self._quads_of(ONTOLOGY_GRAPH))
        return self._axioms

    def names(self) -> list[str]:
        """IRIs of the graphs, sorted."""
        return sorted(name.value for name in self.dataset.named_graphs())

    def has(self, name: str) -> bool:
        """Whether the graph ``name`` exists."""
        return name in self._waiting or self._dataset.contains_named_graph(NamedNode(name))

    def replace(self, name: str, quads: Iterable[Quad]) -> None:
        """Make ``quads`` the graph ``name``, and update the graph of what follows from them.

        Both happen or neither does. A new ontology causes everything to be inferred again.
        """
        quads = list(quads)
        graphs = {name: quads, inferred_graph(name, self.base): self._consequences(name, quads)}
        if self.has(name):
            self._write(graphs)
        else:
            # New graphs remove nothing, so they can be added together, in a third of the time.
            self._waiting |= {graph: content for graph, content in graphs.items() if content}
            if sum(map(len, self._waiting.values())) > BATCH:
                self._take_in_waiting()
        if name == ONTOLOGY_GRAPH:
            self.infer_again()

    def infer_again(self) -> None:
        """Infer from every graph again, by the current ontology."""
        self._axioms = Axioms.of(self._quads_of(ONTOLOGY_GRAPH))
        names = self.names()
        stated = {inferred_graph(name, self.base): name for name in names if not is_inferred(name, self.base)}
        inferred = {name for name in names if is_inferred(name, self.base)}
        for graph in sorted(stated.keys() | inferred):
            name = stated.get(graph)
            self._write({graph: self._consequences(name, self._quads_of(name)) if name else []})

    def refill(self, graphs: Iterable[list[Quad]], ontology: Iterable[Quad]) -> None:
        """Hold only these graphs, none of them empty, and what follows from them by ``ontology``."""
        self._waiting.clear()
        self._dataset.clear()
        self._axioms = Axioms.of(ontology)
        everything = (
            quad for quads in graphs for quad in (*quads, *self._consequences(_graph_name(quads[0]), quads))
        )
        self._dataset.bulk_extend(_with_union(everything))

    def close(self) -> None:
        """Release the database, and its lock if it was open for writing."""
        # pyoxigraph has no close: the lock is released with the last reference to the store.
        self._dataset = pyoxigraph.Store()

    def back_up(self, path: Path) -> None:
        """Copy the database to ``path``, with hard links if the file system supports them."""
        self.dataset.backup(path)

    def _take_in_waiting(self) -> None:
        quads = list(chain.from_iterable(self._waiting.values()))
        self._waiting = {}
        if len(quads) > _BULK:
            self._dataset.bulk_extend(_with_union(quads))
        elif quads:
            self._dataset.extend(_with_union(quads))
            self._count_buffered(len(quads))

    def _count_buffered(self, quads: int) -> None:
        self._buffered += quads
        if self._buffered > BATCH:
            self._dataset.flush()
            self._buffered = 0

    def _consequences(self, name: str, quads: Iterable[Quad]) -> list[Quad]:
        graph = NamedNode(inferred_graph(name, self.base))
        return [Quad(t.subject, t.predicate, t.object, graph) for t in self.axioms.consequences(quads)]

    def _quads_of(self, name: str) -> Iterator[Quad]:
        return self.dataset.quads_for_pattern(None, None, None, NamedNode(name))

    def _write(self, graphs: Mapping[str, Iterable[Quad]]) -> None:
        """Replace the quads of these graphs, in the union too, all in one transaction."""
        new = {quad for quads in graphs.values() for quad in quads}
        old = {quad for name in graphs for quad in self._quads_of(name)}
        removed, added = old - new, new - old
        if not (removed or added):
            return
        gone = (quad for quad in removed if not self._is_said_besides(quad, removed))
        kept = set(map(_graph_name, new))
        emptied = "".join(f"DROP SILENT GRAPH <{name}> ;\n" for name in graphs if name not in kept)
        # One update is one transaction: if any of it fails, the earlier graphs stay.
        self.dataset.update(
            f"DELETE DATA {{ {_triples(gone)} {_by_graph(removed)} }} ;\n{emptied}"
            f"INSERT DATA {{ {_triples(added)} {_by_graph(added)} }}"
        )
        self._count_buffered(len(removed) + len(added))

    def _is_said_besides(self, quad: Quad, removed: Container[Quad]) -> bool:
        """Whether any graph has the same triple in a quad that is not removed."""
        same = self.dataset.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        return any(other.graph_name != DefaultGraph() and other not in removed for other in same)


def _with_union(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Each quad, followed by its copy in the default graph."""
    for quad in quads:
        yield quad
        yield Quad(quad.subject, quad.predicate, quad.object)


def _graph_name(quad: Quad) -> str:
    assert isinstance(quad.graph_name, NamedNode)
    return quad.graph_name.value


def _triples(quads: Iterable[Quad]) -> str:
    return "".join(f"{quad.triple} .\n" for quad in quads)


def _by_graph(quads: Iterable[Quad]) -> str:
    by_name: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        by_name[_graph_name(quad)].append(quad)
    return "".join(f"GRAPH <{name}> {{ {_triples(group)} }}\n" for name, group in by_name.items())
