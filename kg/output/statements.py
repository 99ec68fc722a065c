"""Statements as text, and any number of them in order without all of them in memory.

A statement is what a line of N-Triples has before its point, as pyoxigraph writes it: ``<s> <p> "o"@zh``. It
takes a fraction of the time and memory of a pyoxigraph.Triple.
"""

from __future__ import annotations

import heapq
import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice
from typing import Any, NamedTuple, Self

import zstandard
from pyoxigraph import DefaultGraph, Quad

from fazhi.ontology.namespaces import RDF
from fazhi.ontology.ntriples import Terms

#: rdf:type as it stands in a statement.
TYPE = f"<{RDF}type>"
#: So many statements are sorted in memory, about 50 MB of them. So many are read at once of each run on disk.
_RUN, _BLOCK = 100_000, 200


class Graph(NamedTuple):
    """A graph: its ``name`` as a line of N-Quads has it, empty for the default graph, and its statements."""

    name: str
    statements: Iterable[str]


def value_of(literal: str) -> str:
    """The characters that a literal stands for, without its language or datatype."""
    characters = literal[: literal.rindex('"') + 1]
    # What N-Triples escapes, pyoxigraph escapes as JSON does.
    return str(json.loads(characters)) if "\\" in characters else characters[1:-1]


def graphs_of_quads(quads: Iterable[Quad]) -> list[Graph]:
    """The graphs of some quads, by name."""
    graphs: dict[str, list[str]] = defaultdict(list)
    for quad in quads:
        default = isinstance(quad.graph_name, DefaultGraph)
        graphs["" if default else str(quad.graph_name)].append(str(quad.triple))
    return [Graph(name, graphs[name]) for name in sorted(graphs)]


def in_order(statements: Iterable[str]) -> list[str]:
    """Statements by subject, predicate and object, types first."""
    return sorted(statements, key=_sortable)


def _sortable(statement: str) -> str:
    """A text that sorts as the statement is to stand: no predicate for rdf:type."""
    subject, predicate, rest = statement.split(" ", 2)
    return f"{subject}  {rest}" if predicate == TYPE else statement


class _Sorting:
    """What is sorted on the disk as long as a context lasts."""

    _sorted: Sorted

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._sorted.close()


class InOrder(_Sorting):
    """The statements of many graphs, as terms in the order of :func:`in_order`, each once; a context manager.

    All are read at the beginning, and sorted in runs on the disk if they are many.
    """

    def __init__(self, graphs: Iterable[Graph]) -> None:
        self._sorted = Sorted(_sortable(each) for graph in graphs for each in graph.statements)

    def __iter__(self) -> Iterator[Terms]:
        for line in self._sorted:
            subject, predicate, rest = line.split(" ", 2)
            yield subject, predicate or TYPE, rest


class ByName(_Sorting):
    """Graphs in the order of their names, the statements of each as :class:`InOrder` has them."""

    def __init__(self, graphs: Iterable[Graph]) -> None:
        self._sorted = Sorted(
            f"{graph.name} {_sortable(each)}" for graph in graphs for each in graph.statements
        )

    def __iter__(self) -> Iterator[tuple[str, Iterator[Terms]]]:
        split = (line.split(" ", 3) for line in self._sorted)
        for name, lines in groupby(split, key=lambda line: line[0]):
            yield name, ((subject, predicate or TYPE, rest) for _, subject, predicate, rest in lines)


class KeptGraphs:
    """Graphs put aside on the disk, to be gone through several times; a context manager."""

    def __init__(self, graphs: Iterable[Graph]) -> None:
        self._disk = Disk()
        self._places = [(name, self._disk.put("\n".join(each).encode())) for name, each in graphs]

    def __iter__(self) -> Iterator[Graph]:
        return self.named(lambda _: True)

    def named(self, wanted: Callable[[str], bool]) -> Iterator[Graph]:
        """Those whose names are ``wanted``."""
        for name, place in self._places:
            if wanted(name):
                yield Graph(name, self._disk.get(place).decode().split("\n"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._disk.close()


class Disk:
    """Bytes put aside on the disk, compressed, until it is closed."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115
        self._end = 0
        self._compressor = zstandard.ZstdCompressor(level=1)
        self._decompressor = zstandard.ZstdDecompressor()

    def put(self, data: bytes) -> tuple[int, int]:
        """Put ``data`` aside; returns its place."""
        packed = self._compressor.compress(data)
        place = (self._end, len(packed))
        self._file.seek(self._end)
        self._file.write(packed)
        self._end += len(packed)
        return place

    def get(self, place: tuple[int, int]) -> bytes:
        """What was put there."""
        self._file.seek(place[0])
        return self._decompressor.decompress(self._file.read(place[1]))

    def close(self) -> None:
        """Give up what was put aside."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Sorted:
    """Lines in order, each once: in memory if they are few, else merged from runs on the disk.

    All are read at the beginning. A context manager.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._disk = Disk()
        self._runs: list[list[tuple[int, int]]] = []
        lines = iter(lines)
        self._last = sorted(islice(lines, _RUN))
        while len(self._last) == _RUN:
            self._put_last()
            self._last = sorted(islice(lines, _RUN))

    def _put_last(self) -> None:
        """Put the last run on the disk."""
        blocks = (self._last[start : start + _BLOCK] for start in range(0, len(self._last), _BLOCK))
        self._runs.append([self._disk.put("\n".join(block).encode()) for block in blocks])
        self._last.clear()

    def _lines(self, run: list[tuple[int, int]]) -> Iterator[str]:
        for place in run:
            yield from self._disk.get(place).decode().split("\n")

    def __iter__(self) -> Iterator[str]:
        before: Any = None
        for line in heapq.merge(*map(self._lines, self._runs), self._last):
            if line != before:
                yield line
                before = line

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give up what is on the disk."""
        self._disk.close()
