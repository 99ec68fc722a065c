"""The index of a store: its graphs, what follows from each, and their union, in one pyoxigraph database.

With every graph the database has the graph of what follows from it (:mod:`fazhi.kg.store.inference`),
replaced in the same step. Its default graph holds the union of all graphs with each triple once: that is
what questions are put to (``fazhi.queries.union`` says why not pyoxigraph's own union).
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

#: So many quads at most wait to be taken into the index, or lie in its write buffers: memory stays small.
BATCH = 100_000
#: From this many on, quads are loaded in bulk, past the write buffers.
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
        """The database, all that was written included."""
        self._take_in_waiting()
        return self._dataset

    @property
    def axioms(self) -> Axioms:
        """The axioms of the indexed ontology; there are none before it is loaded."""
        if self._axioms is None:
            self._axioms = Axioms.of(self._quads_of(ONTOLOGY_GRAPH))
        return self._axioms

    def names(self) -> list[str]:
        """IRIs of the graphs, sorted."""
        return sorted(name.value for name in self.dataset.named_graphs())

    def has(self, name: str) -> bool:
        """Whether the graph ``name`` is there."""
        return name in self._waiting or self._dataset.contains_named_graph(NamedNode(name))

    def replace(self, name: str, quads: Iterable[Quad]) -> None:
        """Make ``quads`` the graph ``name``, and what follows from them the graph of its consequences.

        Both happen or neither does. By another ontology everything is inferred again.
        """
        quads = list(quads)
        graphs = {name: quads, inferred_graph(name, self.base): self._consequences(name, quads)}
        if self.has(name):
            self._write(graphs)
        else:
            # New graphs take nothing away, so they can come in together, in a third of the time.
            self._waiting |= {graph: content for graph, content in graphs.items() if content}
            if sum(map(len, self._waiting.values())) > BATCH:
                self._take_in_waiting()
        if name == ONTOLOGY_GRAPH:
            self.infer_again()

    def infer_again(self) -> None:
        """Infer from every graph by the ontology as it is now."""
        self._axioms = Axioms.of(self._quads_of(ONTOLOGY_GRAPH))
        names = self.names()
        stated = {inferred_graph(name, self.base): name for name in names if not is_inferred(name, self.base)}
        inferred = {name for name in names if is_inferred(name, self.base)}
        for graph in sorted(stated.keys() | inferred):
            name = stated.get(graph)
            self._write({graph: self._consequences(name, self._quads_of(name)) if name else []})

    def refill(self, graphs: Iterable[list[Quad]], ontology: Iterable[Quad]) -> None:
        """Hold these graphs, none of them empty, and what follows from them by ``ontology``: nothing else."""
        self._waiting.clear()
        self._dataset.clear()
        self._axioms = Axioms.of(ontology)
        everything = (
            quad for quads in graphs for quad in (*quads, *self._consequences(_graph_name(quads[0]), quads))
        )
        self._dataset.bulk_extend(_with_union(everything))

    def close(self) -> None:
        """Release the database, and its lock when it was open for writing."""
        # pyoxigraph has no close: the lock goes with the last reference to its store.
        self._dataset = pyoxigraph.Store()

    def back_up(self, path: Path) -> None:
        """Copy the database to ``path``, by hard links where the file system has them."""
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
        """Give these graphs these quads, in the union too: all in one transaction."""
        new = {quad for quads in graphs.values() for quad in quads}
        old = {quad for name in graphs for quad in self._quads_of(name)}
        removed, added = old - new, new - old
        if not (removed or added):
            return
        gone = (quad for quad in removed if not self._is_said_besides(quad, removed))
        kept = set(map(_graph_name, new))
        emptied = "".join(f"DROP SILENT GRAPH <{name}> ;\n" for name in graphs if name not in kept)
        # One update is one transaction: the earlier graphs stay if any of this fails.
        self.dataset.update(
            f"DELETE DATA {{ {_triples(gone)} {_by_graph(removed)} }} ;\n{emptied}"
            f"INSERT DATA {{ {_triples(added)} {_by_graph(added)} }}"
        )
        self._count_buffered(len(removed) + len(added))

    def _is_said_besides(self, quad: Quad, removed: Container[Quad]) -> bool:
        """Whether a graph says the same by a quad that is not removed."""
        same = self.dataset.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        return any(other.graph_name != DefaultGraph() and other not in removed for other in same)


def _with_union(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The quads, each also in the default graph."""
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
