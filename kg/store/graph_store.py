"""The store: a directory of graph files, an index over them, and a snapshot that queries read.

::

    fazhi-store/
      store.json     base IRI, program version, number of the current snapshot
      graphs/        the truth: one sorted N-Quads file a graph (a report's, reference, ontology)
      index/         the writer's database, made from graphs/ and what is inferred from them
      snapshots/N    a finished copy of the index (hard links), never written again

The database holds every named graph and, in its default graph, their union with each triple once: that is
what questions are put to (``fazhi.queries.union`` says why not pyoxigraph's own union). With every graph the
database has the graph of what follows from it (``fazhi.kg.store.inference``), replaced in the same
transaction; those have no files.

A writer holds the database's own lock from opening to closing; a second writer gets ``StoreLocked``. A reader
opens the current snapshot and needs no lock: it sees the last finished run, whatever a writer is doing.
``publish`` puts a new snapshot in place by one atomic rename of ``store.json``. A writer that dies half way
leaves the file ``unfinished``, and the next writer then makes the index again from the graph files.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyoxigraph
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Variable

from fazhi.kg.store.files import (
    StoreError,
    graph_file,
    graph_file_content,
    graph_files,
    read_graph_file,
    write_atomically,
    write_settings,
)
from fazhi.kg.store.inference import Axioms, inferred_graph, is_inferred
from fazhi.ontology.namespaces import FZ, OA, ONTOLOGY_GRAPH, PREFIXES, XSD

#: Snapshots kept: the current one and the one before it, for readers that are just opening it.
KEPT_SNAPSHOTS = 2
#: So many quads at most wait to be taken into the index, or lie in its write buffers: memory stays small.
BATCH = 100_000
#: From this many on, quads are loaded in bulk, past the write buffers.
_BULK = 10_000
_NON_NEGATIVE_INTEGER = NamedNode(XSD + "nonNegativeInteger")
_NON_NEGATIVE = {NamedNode(name) for name in (OA + "start", OA + "end", FZ + "characterCount")}


class GraphStore:
    """An open store.

    Use :func:`fazhi.kg.store.opening.open_store`, and the result as a context manager. A writer's changes are
    seen by readers once the ``with`` block ends without an error.
    """

    def __init__(self, path: Path, dataset: pyoxigraph.Store, settings: dict[str, Any], *, read_only: bool):
        self.path = path
        self._dataset = dataset
        self._waiting: dict[str, list[Quad]] = {}
        self._buffered = 0
        self.settings = settings
        self.read_only = read_only
        #: Whether the index was made again from the graph files, so that graphs without a file are missing.
        self.rebuilt = False
        self._changed = False
        self._compiled: Axioms | None = None

    @property
    def base(self) -> str:
        """Base IRI of the resources that come from reports; ends in ``/``."""
        return str(self.settings["base"])

    @property
    def changed(self) -> bool:
        """Whether anything was written since the last publication."""
        return self._changed

    @property
    def dataset(self) -> pyoxigraph.Store:
        """The pyoxigraph store that questions run on."""
        self._take_in_waiting()
        return self._dataset

    def graph_names(self) -> list[str]:
        """IRIs of the stored graphs, sorted."""
        return sorted(name.value for name in self.dataset.named_graphs())

    def has_graph(self, name: str) -> bool:
        """Whether the graph ``name`` is stored."""
        return name in self._waiting or self._dataset.contains_named_graph(NamedNode(name))

    def is_inferred(self, name: str) -> bool:
        """Whether the graph ``name`` holds what follows from another."""
        return is_inferred(name, self.base)

    @property
    def axioms(self) -> Axioms:
        """The axioms of the stored ontology; there are none before it is loaded."""
        if self._compiled is None:
            self._compiled = Axioms.of(self._stated(ONTOLOGY_GRAPH))
        return self._compiled

    def select(
        self, query: str, given: Mapping[Variable, NamedNode | Literal] | None = None
    ) -> QuerySolutions:
        """The solutions of a SELECT query over the union of all graphs; our prefixes need no declaration.

        ``given`` binds variables, each of which the query selects, to terms.
        """
        solutions = self.dataset.query(query, prefixes=PREFIXES, substitutions={**(given or {})})
        if not isinstance(solutions, QuerySolutions):
            raise TypeError("not a SELECT query")
        return solutions

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """The quads of one graph, or of all, with the datatypes that the graph files have.

        pyoxigraph keeps every type derived from xsd:integer as xsd:integer; where a property asks for
        xsd:nonNegativeInteger it is given back here.
        """
        names = [graph] if graph else self.graph_names()
        quads = (self.dataset.quads_for_pattern(None, None, None, NamedNode(name)) for name in names)
        for quad in chain.from_iterable(quads):
            if quad.predicate in _NON_NEGATIVE and isinstance(quad.object, Literal):
                value = Literal(quad.object.value, datatype=_NON_NEGATIVE_INTEGER)
                yield Quad(quad.subject, quad.predicate, value, quad.graph_name)
            else:
                yield quad

    def replace_graph(self, name: str, quads: Iterable[Quad]) -> bool:
        """Make ``quads`` the whole content of the graph ``name``; see :meth:`replace_graph_file`."""
        return self.replace_graph_file(name, graph_file_content(quads))

    def replace_graph_file(self, name: str, data: bytes) -> bool:
        """Make ``data`` (:func:`graph_file_content`) the file of the graph ``name``, then bring in the index.

        Each of the two happens entirely or not at all. False when the file already says just that.
        """
        file = graph_file(self.path, name)
        if file.exists() and file.read_bytes() == data:
            return False
        self.begin()
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, data)
        self._replace_in_index(name, pyoxigraph.parse(data, format=RdfFormat.N_QUADS))
        return True

    def replace_inferred(self, name: str, quads: Iterable[Quad]) -> None:
        """Like :meth:`replace_graph` for a graph that is made from others: it has no file."""
        self.begin()
        self._replace_in_index(name, quads)

    def remove_graph(self, name: str) -> None:
        """Remove a graph and its file."""
        self.begin()
        graph_file(self.path, name).unlink(missing_ok=True)
        self._replace_in_index(name, ())

    def renew_inferences(self) -> None:
        """Infer again from every graph if that was last done by other axioms or rules."""
        if self.settings.get("inference") == self.axioms.digest:
            return
        self.begin()
        names = self.graph_names()
        stated = {inferred_graph(name, self.base): name for name in names if not self.is_inferred(name)}
        for graph in sorted(stated.keys() | set(filter(self.is_inferred, names))):
            name = stated.get(graph)
            self._write({graph: self._consequences(name, self._stated(name)) if name else []})
        self.remember(inference=self.axioms.digest)

    def remember(self, **settings: Any) -> None:
        """Keep small facts about the store (JSON values) in store.json, from the next publication on."""
        if any(self.settings.get(key) != value for key, value in settings.items()):
            self.begin()
            self.settings.update(settings)

    def rebuild(self) -> None:
        """Make the index again from the graph files alone; StoreError names a file that cannot be read."""
        self.begin()
        self._waiting.clear()
        self._dataset.clear()
        self.rebuilt = True
        ontology = graph_file(self.path, ONTOLOGY_GRAPH)
        self._compiled = Axioms.of(read_graph_file(ontology) if ontology.exists() else ())
        self.dataset.bulk_extend(_with_union(self._stated_and_inferred()))
        self.remember(inference=self._compiled.digest)

    def publish(self) -> None:
        """Let readers see what was written since the last publication."""
        if not self._changed:
            return
        number = int(self.settings.get("snapshot", 0)) + 1
        snapshot = self.path / "snapshots" / str(number)
        snapshot.parent.mkdir(exist_ok=True)
        shutil.rmtree(snapshot, ignore_errors=True)
        self.dataset.backup(snapshot)
        self.settings["snapshot"] = number
        write_settings(self.path, self.settings)
        (self.path / "unfinished").unlink(missing_ok=True)
        self._changed = self.rebuilt = False
        for old in snapshot.parent.iterdir():
            if not old.name.isdigit() or int(old.name) <= number - KEPT_SNAPSHOTS:
                shutil.rmtree(old, ignore_errors=True)

    def close(self) -> None:
        """Release the store, and its lock when it was open for writing."""
        if not self.read_only:
            (self.path / "writer").unlink(missing_ok=True)
        # pyoxigraph has no close: the lock goes with the last reference to its store.
        self._dataset = pyoxigraph.Store()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.publish()
        finally:
            self.close()

    def begin(self) -> None:
        """Note that a change is being made: what is written from now on is published, or made again."""
        if self.read_only:
            raise StoreError(f"{self.path}: the store is open for reading only")
        if not self._changed:
            (self.path / "unfinished").touch()
            self._changed = True

    def _replace_in_index(self, name: str, quads: Iterable[Quad]) -> None:
        """Make ``quads`` the graph ``name``, and what follows from them the graph of its consequences."""
        quads = list(quads)
        if name == ONTOLOGY_GRAPH:
            self._compiled = Axioms.of(quads)
        graphs = {name: quads, inferred_graph(name, self.base): self._consequences(name, quads)}
        if self.has_graph(name):
            self._write(graphs)
            return
        # New graphs take nothing away, so they can come in together, in a third of the time.
        self._waiting |= {graph: content for graph, content in graphs.items() if content}
        if sum(map(len, self._waiting.values())) > BATCH:
            self._take_in_waiting()

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

    def _stated(self, name: str) -> Iterator[Quad]:
        return self.dataset.quads_for_pattern(None, None, None, NamedNode(name))

    def _stated_and_inferred(self) -> Iterator[Quad]:
        """All graph files, each with what follows from it."""
        for file in graph_files(self.path / "graphs"):
            quads = list(read_graph_file(file))
            yield from quads
            if quads:
                yield from self._consequences(_graph_name(quads[0]), quads)

    def _write(self, graphs: Mapping[str, Iterable[Quad]]) -> None:
        """Give these graphs these quads, in the union too: all in one transaction."""
        new = {quad for quads in graphs.values() for quad in quads}
        old = {quad for name in graphs for quad in self._stated(name)}
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
