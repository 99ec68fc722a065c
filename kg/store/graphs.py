"""The graphs of a store: what their files state, and what follows from each by the ontology."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple

from fazhi.kg.iris import bodies_graph
from fazhi.kg.store.files import StoreError, graph_file, rebuild_of, unpack
from fazhi.kg.store.inference import Axioms, inferred_graph, said
from fazhi.kg.store.manifest_file import GraphDigests
from fazhi.ontology.languages import Both, both
from fazhi.ontology.namespaces import ONTOLOGY_GRAPH


class Graphs:
    """The graphs of the store at ``store`` in the files of ``directory``, itself or one of its snapshots.

    ``digests`` are the SHA-256 of the files by the names of their graphs, or of the reports' parts of the
    graph of bodies. Nothing is read from a file that has another: StoreError. A snapshot's files are removed
    when the store has been built twice since: StoreError from then on.
    """

    def __init__(self, store: Path, directory: Path, base: str, digests: GraphDigests) -> None:
        self._store = store
        self._directory = directory
        self._base = base
        self._digests = digests
        self._bodies = bodies_graph(base)
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
        wanted = self._digests.below(below) if below else self._digests
        return sorted({self._bodies if self._is_part(name) else name for name in wanted})

    def has(self, name: str) -> bool:
        """Whether there is a graph ``name``."""
        return any(True for _ in self._files(name))

    def quads(self, name: str) -> Iterator[Quad]:
        """The quads of the graph ``name``, each once; none if there is no such graph."""
        quads = chain.from_iterable(map(self._read, self._files(name)))
        return iter(dict.fromkeys(quads)) if name == self._bodies else quads

    def statements(self, name: str) -> list[str]:
        """What the graph ``name`` states as N-Triples has it (``<s> <p> <o>``), each statement once."""
        end = f" <{self._bodies if self._is_part(name) else name}> ."
        lines = (line for file in self._files(name) for line in self._content(file).decode().split("\n"))
        return list(dict.fromkeys(line.removesuffix(end) for line in lines if line))

    def consequences(self, name: str) -> Iterator[Quad]:
        """What follows from the graph ``name`` and is not stated in it, as quads of its inferred graph."""
        graph = NamedNode(inferred_graph(name, self._base))
        for triple in self.axioms.consequences(self.quads(name)):
            yield Quad(triple.subject, triple.predicate, triple.object, graph)

    def content(self, name: str) -> bytes:
        """The N-Quads of the file ``name``; empty if there is no such file."""
        return self._content(name) if name in self._digests else b""

    def triples(self, name: str) -> set[Triple]:
        """What the file ``name`` states and what follows from it; nothing if there is no such file."""
        return said(self._read(name), self.axioms) if name in self._digests else set()

    def triples_by_file(self, name: str | None = None) -> Iterator[set[Triple]]:
        """What each file, or each file of the graph ``name``, states and what follows from it."""
        names = list(self._digests) if name is None else self._files(name)
        return (said(self._read(file), self.axioms) for file in names)

    def _files(self, name: str) -> Iterator[str]:
        """What names the files of the graph ``name``: itself, or that of bodies its parts."""
        if name == self._bodies:
            return iter(self._digests.below(name))
        return (found for found in (name,) if found in self._digests)

    def _is_part(self, name: str) -> bool:
        return name.startswith(f"{self._bodies}/")

    def _read(self, name: str) -> Iterator[Quad]:
        return pyoxigraph.parse(self._content(name), format=RdfFormat.N_QUADS)

    def _content(self, name: str) -> bytes:
        file = graph_file(self._directory, name)
        try:
            data = file.read_bytes()
        except FileNotFoundError as error:
            if not self._directory.exists():
                raise StoreError(
                    "the store has been built again since it was opened; open it again",
                    "知识图谱打开后已重新构建，请重新打开",
                    at=self._store,
                ) from error
            raise self._damaged(file, both("missing", "缺失")) from error
        except OSError as error:
            raise self._damaged(
                file, both(f"not readable ({error.strerror})", f"无法读取（{error.strerror}）")
            ) from error
        if hashlib.sha256(data).hexdigest() != self._digests[name]:
            raise self._damaged(file, both("damaged", "已损坏"))
        return unpack(data)

    def _damaged(self, file: Path, state: Both) -> StoreError:
        again = rebuild_of(self._store)
        return StoreError(
            f"{state.en}; have it made again: {again}", f"{state.zh}；请重新生成：{again}", at=file
        )
