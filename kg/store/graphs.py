"""The graphs of a store: what their files state, and what follows from each by the ontology."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from fazhi.kg.store.files import files_of_graph, graph_files, graph_of_file, read_graph_file
from fazhi.kg.store.inference import Axioms, inferred_graph
from fazhi.ontology.namespaces import ONTOLOGY_GRAPH


class Graphs:
    """The graphs whose files are in ``directory``, of a store whose resources have the base IRI ``base``."""

    def __init__(self, directory: Path, base: str) -> None:
        self.directory = directory
        self.base = base
        self._axioms: Axioms | None = None

    @property
    def axioms(self) -> Axioms:
        """The axioms of the ontology's graph; none where that is missing."""
        if self._axioms is None:
            self._axioms = Axioms.of(self.quads(ONTOLOGY_GRAPH))
        return self._axioms

    def names(self) -> list[str]:
        """IRIs of the graphs, sorted."""
        return sorted({name for file in graph_files(self.directory) if (name := graph_of_file(file))})

    def has(self, name: str) -> bool:
        """Whether there is a graph ``name``."""
        return bool(files_of_graph(self.directory, name))

    def quads(self, name: str) -> Iterator[Quad]:
        """The quads of the graph ``name``, each once; none if there is no such graph."""
        files = files_of_graph(self.directory, name)
        quads = chain.from_iterable(map(read_graph_file, files))
        return quads if len(files) == 1 else iter(dict.fromkeys(quads))

    def consequences(self, name: str) -> Iterator[Quad]:
        """What follows from the graph ``name`` and is not stated in it, as quads of its inferred graph."""
        graph = NamedNode(inferred_graph(name, self.base))
        for triple in self.axioms.consequences(self.quads(name)):
            yield Quad(triple.subject, triple.predicate, triple.object, graph)
