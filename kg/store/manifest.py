"""The manifest of a store: which file gave which graph, and which program read it. Kept in store.json."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fazhi.kg.store.files import StoreError


@dataclass(frozen=True)
class Reading:
    """The graph that came from a file's bytes, and the digest of the program that read them."""

    graph: str
    program: str


class Manifest:
    """What a store knows about the files that it was built from.

    Files are identified by their paths relative to the store, so that both can be moved together, and by the
    SHA-256 of their bytes, so that a file is recognised wherever it is.
    """

    def __init__(self, store: Path, content: Mapping[str, Any]) -> None:
        """``content`` is the result of :meth:`to_json`, or empty; StoreError if it is malformed."""
        self._store = store.resolve()
        try:
            self._sources: dict[str, str] = dict(content.get("sources", {}))
            self._readings = {
                digest: Reading(*reading) for digest, reading in content.get("read", {}).items()
            }
        except (AttributeError, TypeError, ValueError) as error:
            raise StoreError(
                f"{store / 'store.json'}: sources or read is not as fazhi writes it; "
                "delete these two entries, and every report is read again"
            ) from error
        self._digests = {reading.graph: digest for digest, reading in self._readings.items()}
        self._left: set[str] = set()

    def to_json(self) -> dict[str, Any]:
        """``sources``: graph by file; ``read``: graph and program by the SHA-256 of the file."""
        return {
            "sources": dict(self._sources),
            "read": {digest: [r.graph, r.program] for digest, r in self._readings.items()},
        }

    def graph_of(self, digest: str, program: str) -> str | None:
        """The graph of a file with this digest as read by ``program``; None if it must be read (again)."""
        reading = self._readings.get(digest)
        return reading.graph if reading and reading.program == program else None

    def record(self, file: Path, digest: str, graph: str, program: str) -> bool:
        """Note that ``file``, with this digest, gave ``graph``. True if it gave another graph before."""
        name = self._name(file)
        earlier = self._sources.get(name, graph)
        self._sources[name] = graph
        self._readings.pop(self._digests.get(graph, ""), None)
        self._readings[digest] = Reading(graph, program)
        self._digests[graph] = digest
        if earlier != graph:
            self._left.add(earlier)
        return earlier != graph

    def abandoned(self) -> set[str]:
        """Graphs that a file gave before, or in a failed transaction, and that no file gives now.

        A missing file still counts as giving its graph, unless another file that gave the same graph now
        gives a different one: then the missing file was moved and changed.
        """
        given = {
            graph
            for name, graph in self._sources.items()
            if graph in self._left and (self._store / name).exists()
        }
        return self._left - given

    def distrust(self, graphs: Iterable[str]) -> None:
        """The content of these graphs may differ from what is noted here: read their files again."""
        noted = set(self._sources.values())
        for graph in graphs:
            self._readings.pop(self._digests.pop(graph, ""), None)
            if graph not in noted:
                self._left.add(graph)

    def drop(self, graphs: Iterable[str]) -> None:
        """Forget these graphs, which are no longer stored."""
        gone = set(graphs)
        for graph in gone:
            self._readings.pop(self._digests.pop(graph, ""), None)
        self._sources = {name: graph for name, graph in self._sources.items() if graph not in gone}
        self._left -= gone

    def _name(self, file: Path) -> str:
        try:
            return Path(os.path.relpath(file.resolve(), self._store)).as_posix()
        except ValueError:  # Another drive (Windows).
            return file.resolve().as_posix()
