"""The store: a directory of graph files, an index over them, and a snapshot that queries read.

::

    fazhi-store/
      store.json     base IRI, program version, manifest, number of the current snapshot
      graphs/        the source of truth: sorted N-Quads files, one for each graph
      graphs/bodies/ the exception: one for each report, with what it adds to the graph of bodies
      readings/      what was read of each report's file, to make its graphs again
      register/      the own register, if there is one
      index/         the writer's database: what the graphs state and what follows from them, each triple once
      snapshots/N/   a finished copy of both (hard links), never written again

A reader opens the current snapshot and needs no lock: it sees the last finished transaction, whatever a
writer is doing. A writer holds the database's own lock from opening to closing; a second writer gets
``StoreLocked``. All changes are made in a transaction (:mod:`fazhi.kg.store.transaction`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Variable

from fazhi.kg.store.graphs import Graphs
from fazhi.kg.store.index import Index
from fazhi.kg.store.inference import Axioms
from fazhi.kg.store.transaction import Transaction
from fazhi.ontology.namespaces import PREFIXES


class GraphStore:
    """An open store; use :func:`fazhi.kg.store.opening.open_store`, and the result as a context manager.

    A store opened for writing sees what its own transactions wrote.
    """

    def __init__(
        self, path: Path, index: Index, graphs: Graphs, settings: dict[str, Any], *, read_only: bool
    ) -> None:
        self.path = path
        self.read_only = read_only
        #: The content of store.json.
        self.settings = settings
        self._index = index
        self._graphs = graphs

    @property
    def base(self) -> str:
        """Base IRI of the resources that come from reports; ends in ``/``."""
        return str(self.settings["base"])

    @property
    def dataset(self) -> pyoxigraph.Store:
        """The pyoxigraph store that queries run on; it has no named graphs."""
        return self._index.dataset

    @property
    def axioms(self) -> Axioms:
        """The axioms of the store's ontology."""
        return self._graphs.axioms

    def graph_names(self, below: str = "") -> list[str]:
        """IRIs of the stored graphs, sorted; with ``below`` only of those whose IRI goes on from that one."""
        return self._graphs.names(below)

    def has_graph(self, name: str) -> bool:
        """Whether the graph ``name`` is stored."""
        return self._graphs.has(name)

    def graph(self, name: str) -> Iterator[Quad]:
        """The quads that the graph ``name`` states; none if it is not stored."""
        return self._graphs.quads(name)

    def consequences(self, name: str) -> Iterator[Quad]:
        """What follows from the graph ``name`` and is not stated in it, as quads of its inferred graph.

        That graph is named by :func:`fazhi.kg.store.inference.inferred_graph`.
        """
        return self._graphs.consequences(name)

    def select(
        self, query: str, given: Mapping[Variable, NamedNode | Literal] | None = None
    ) -> QuerySolutions:
        """The solutions of a SELECT query over all graphs; our prefixes need no declaration.

        ``given`` binds variables to terms; the query must select each of these variables.
        """
        solutions = self.dataset.query(query, prefixes=PREFIXES, substitutions={**(given or {})})
        if not isinstance(solutions, QuerySolutions):
            raise TypeError("not a SELECT query")
        return solutions

    def transaction(self) -> Transaction:
        """A transaction, for a ``with`` block; one at a time. StoreError if the store is read-only."""
        return Transaction(self, self._index, self._graphs)

    def close(self) -> None:
        """Release the store, and its lock if it was open for writing."""
        if not self.read_only:
            (self.path / "writer").unlink(missing_ok=True)
        self._index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
