"""The manifest of a store: which file gave which graph, which program read it, and what is in graph files.

Kept in store.json.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fazhi.kg.store.files import real_path


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
        """``content`` is the result of :meth:`to_json`, or empty."""
        self._store = store.resolve()
        self._sources: dict[str, str] = dict(content.get("sources", {}))
        self._readings = {digest: Reading(*reading) for digest, reading in content.get("read", {}).items()}
        self._aside = {digest: list(names) for digest, names in content.get("aside", {}).items()}
        #: The SHA-256 of the graph files by the names of their graphs, or of parts of one.
        self.graphs: dict[str, str] = dict(content.get("graphs", {}))
        self._digests = {reading.graph: digest for digest, reading in self._readings.items()}
        self._left: set[str] = set()
        #: Since this manifest was read: the files recorded or set aside, the digests recorded, and the graphs
        #: of those of which no file is known.
        self._done: set[str] = set()
        self._recorded: set[str] = set()
        self._fileless: set[str] = set()
        #: Graphs that other bytes gave than before: files that are not done gave what was replaced.
        self._replaced: set[str] = set()

    def to_json(self) -> dict[str, Any]:
        """``sources``: graph by file; ``read``: graph and program by the SHA-256 of the file.

        ``aside``: by SHA-256 the files whose reading is kept while another report of the same body and year
        is stored. ``graphs``: the SHA-256 of each graph file.
        """
        return {
            "sources": {
                name: graph
                for name, graph in self._sources.items()
                if graph not in self._replaced or name in self._done
            },
            "read": {digest: [r.graph, r.program] for digest, r in self._readings.items()},
            "aside": {digest: list(names) for digest, names in self._aside.items()},
            "graphs": dict(self.graphs),
        }

    def graph_of(self, digest: str, program: str) -> str | None:
        """The graph of a file with this digest as read by ``program``; None if it must be read (again)."""
        reading = self._readings.get(digest)
        return reading.graph if reading and reading.program == program else None

    def digests(self) -> set[str]:
        """The digests of all files of which the store keeps the reading."""
        return {*self._readings, *self._aside}

    def graph_given(self, digest: str) -> str | None:
        """The graph that a file with this digest gave, whatever program read it."""
        reading = self._readings.get(digest)
        return reading.graph if reading else None

    def digest_of(self, graph: str) -> str | None:
        """The digest of the file that gave ``graph``."""
        return self._digests.get(graph)

    def files_of(self, graph: str) -> list[Path]:
        """The files that gave ``graph``, sorted."""
        return sorted(self.path_of(name) for name, given in self._sources.items() if given == graph)

    def files(self) -> dict[str, list[Path]]:
        """The files that the store knows, by digest, in the order of their names.

        There may be none for a digest: the file has changed since, and what it says now is set aside.
        """
        aside = {name for names in self._aside.values() for name in names}
        files_of: dict[str, list[str]] = {digest: [] for digest in self._readings}
        for name, graph in self._sources.items():
            if name not in aside and (digest := self._digests.get(graph)):
                files_of[digest].append(name)
        in_order = sorted(
            (sorted(names), digest in self._aside, digest)
            for digest, names in (files_of | self._aside).items()
        )
        return {digest: list(map(self.path_of, names)) for names, _, digest in in_order}

    def not_done(self, files: Iterable[Path]) -> list[Path]:
        """Those of ``files`` that were neither recorded nor set aside since this manifest was read."""
        return [file for file in files if self.name_of(file) not in self._done]

    def given_before(self, files: Iterable[Path], digest: str, graph: str) -> set[str]:
        """The graphs besides ``graph`` that only ``files``, or bytes with this ``digest``, gave before."""
        names = set(map(self.name_of, files))
        before = {self._sources[name] for name in names if name in self._sources}
        if reading := self._readings.get(digest):
            before.add(reading.graph)
        if not (before := before - {graph}):
            return before
        return before - {given for name, given in self._sources.items() if name not in names}

    def record(self, files: Iterable[Path], digest: str, graph: str, program: str) -> bool:
        """Note that ``files``, with this digest, gave ``graph``. True if one gave another graph before."""
        earlier = self._readings.pop(digest, None)
        if earlier and earlier.graph != graph:
            self._left.add(earlier.graph)
            if self._digests.get(earlier.graph) == digest:
                del self._digests[earlier.graph]
        earlier_digest = self._digests.get(graph)
        self._readings.pop(earlier_digest or "", None)
        self._readings[digest] = Reading(graph, program)
        self._digests[graph] = digest
        self._recorded.add(digest)
        if not self._aside.get(digest, True):
            del self._aside[digest]
        names = self._no_more_aside(files)
        if earlier_digest not in (None, digest):
            self._replaced.add(graph)
        self._fileless |= set() if names else {graph}
        left = set()
        for name in names:
            left.add(self._sources.get(name, graph))
            self._sources[name] = graph
        self._left |= left - {graph}
        return bool(left - {graph})

    def set_aside(self, files: Iterable[Path], digest: str) -> None:
        """Note that ``files`` report on the body and year of a graph that another file gave."""
        if digest in self._recorded:
            return
        reading = self._readings.get(digest)
        names = self._no_more_aside(files)
        if reading:
            self._left.add(reading.graph)
            del self._readings[digest]
            if self._digests.get(reading.graph) == digest:
                del self._digests[reading.graph]
            self._sources = {
                name: graph
                for name, graph in self._sources.items()
                if name not in names or graph != reading.graph
            }
        self._aside[digest] = sorted({*self._aside.get(digest, ()), *names})

    def _no_more_aside(self, files: Iterable[Path]) -> list[str]:
        """The names of ``files``, which are done now, and taken out of what was set aside before."""
        names = list(map(self.name_of, files))
        self._done.update(names)
        if self._aside:
            # Of what a recovered store has set aside no file is known.
            self._aside = {
                digest: [name for name in others if name not in names]
                for digest, others in self._aside.items()
                if not others or not set(others) <= set(names)
            }
        return names

    def abandoned(self) -> set[str]:
        """Graphs that a file gave before, or in a failed transaction, and that no file gives now.

        A missing file still counts as giving its graph, unless another file that gave the same graph now
        gives a different one: then the missing file was moved and changed.
        """
        from fazhi.extractors.reading.files import exists

        given = {
            graph
            for name, graph in self._sources.items()
            if graph in self._left and (name in self._done or exists(self.path_of(name)))
        }
        return self._left - given - self._fileless

    def drop(self, graphs: Iterable[str]) -> None:
        """Forget these graphs, which are no longer stored."""
        gone = set(graphs)
        for graph in gone:
            self._readings.pop(self._digests.pop(graph, ""), None)
        self._sources = {name: graph for name, graph in self._sources.items() if graph not in gone}
        self._left -= gone

    @property
    def reports(self) -> list[str]:
        """The graphs of the reports that files gave, sorted."""
        return sorted(self._digests)

    def program_of(self, graph: str) -> str:
        """The digest of the program that read the report of ``graph``; empty if that is not known."""
        reading = self._readings.get(self._digests.get(graph, ""))
        return reading.program if reading else ""

    def has_below(self, folder: Path) -> bool:
        """Whether one of the files that gave graphs is, or was, below ``folder``."""
        return any(self.path_of(name).is_relative_to(folder) for name in self._sources)

    def graph_from(self, file: Path) -> str | None:
        """The graph that ``file`` gave, by its name; None if it is set aside or not known."""
        return self._sources.get(self.name_of(file))

    def path_of(self, name: str) -> Path:
        """The path of a file of this name."""
        return Path(os.path.normpath(self._store / name))

    def name_of(self, file: Path) -> str:
        """The name of a file in the store: its path, relative to the store where it can be."""
        try:
            return Path(os.path.relpath(real_path(file), self._store)).as_posix()
        except ValueError:  # Another drive (Windows).
            return real_path(file).as_posix()
