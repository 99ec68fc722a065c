"""The graphs of a store: what their files state, and what follows from each by the ontology."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Triple

from fazhi.kg.store.files import (
    StoreError,
    files_below,
    files_of_graph,
    graph_file,
    graph_files,
    graph_of_file,
    read_graph_file,
)
from fazhi.kg.store.inference import Axioms, inferred_graph
from fazhi.ontology.namespaces import ONTOLOGY_GRAPH


class Graphs:
    """The graphs in the files of ``directory``, a store's or a snapshot's, with the base IRI ``base``.

    A snapshot's files are removed when the store has been built twice since: StoreError from then on.
    """

    def __init__(self, directory: Path, base: str) -> None:
        self._directory = directory
        self._base = base
        self._axioms: Axioms | None = None

    @property
    def axioms(self) -> Axioms:
        """The axioms of the ontology's graph; none where that is missing."""
        if self._axioms is None:
            self._axioms = Axioms.of(self.quads(ONTOLOGY_GRAPH))
        return self._axioms

    def forget_axioms(self) -> None:
        """Read the ontology's graph again when it is next needed."""
        self._axioms = None

    def names(self, below: str = "") -> list[str]:
        """IRIs of the graphs, sorted; with ``below`` only of those whose IRI goes on from that one."""
        files = files_below(self._directory, below) if below else self._files()
        return sorted({name for file in files if (name := graph_of_file(file))})

    def has(self, name: str) -> bool:
        """Whether there is a graph ``name``."""
        return bool(self._files(name))

    def quads(self, name: str) -> Iterator[Quad]:
        """The quads of the graph ``name``, each once; none if there is no such graph."""
        files = self._files(name)
        quads = chain.from_iterable(map(read_graph_file, files))
        return quads if len(files) == 1 else iter(dict.fromkeys(quads))

    def consequences(self, name: str) -> Iterator[Quad]:
        """What follows from the graph ``name`` and is not stated in it, as quads of its inferred graph."""
        graph = NamedNode(inferred_graph(name, self._base))
        for triple in self.axioms.consequences(self.quads(name)):
            yield Quad(triple.subject, triple.predicate, triple.object, graph)

    def triples(self, name: str) -> set[Triple]:
        """What the file ``name`` states and what follows from it; nothing if there is no such file."""
        file = graph_file(self._directory, name)
        return self._said(read_graph_file(file)) if file.exists() else set()

    def triples_by_file(self, name: str | None = None) -> Iterator[set[Triple]]:
        """What each file, or each file of the graph ``name``, states and what follows from it."""
        return (self._said(read_graph_file(file)) for file in self._files(name))

    def _said(self, quads: Iterable[Quad]) -> set[Triple]:
        quads = list(quads)
        return {quad.triple for quad in quads} | self.axioms.consequences(quads)

    def _files(self, name: str | None = None) -> list[Path]:
        if not self._directory.exists():
            raise StoreError(
                f"{self._directory.parent.parent}: the store has been built again since it was opened; "
                "open it again"
            )
        return list(graph_files(self._directory)) if name is None else files_of_graph(self._directory, name)
