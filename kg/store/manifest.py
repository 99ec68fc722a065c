"""The manifest of a store: which file gave which graph, which program read it, and what is in graph files."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from fazhi.kg.store.files import real_path
from fazhi.kg.store.manifest_file import GraphDigests, file_name, new_manifest


class Manifest:
    """What a store knows about the files that it was built from.

    Files are identified by their paths relative to the store, so that both can be moved together, and by the
    SHA-256 of their bytes, so that a file is recognised wherever it is.
    """

    def __init__(self, store: Path, database: sqlite3.Connection | None = None) -> None:
        """``database`` is what :mod:`fazhi.kg.store.manifest_file` reads; changes are made there."""
        self._store = store.resolve()
        self.database = database or new_manifest()
        #: The SHA-256 of the graph files by the names of their graphs, or of parts of one.
        self.graphs = GraphDigests(self.database)
        self._left: set[str] = set()
        #: The names of folders in which files are.
        self._folders: dict[str, str] = {}
        #: Since this manifest was read: the files recorded or set aside, the digests recorded, and the graphs
        #: of those of which no file is known.
        self._done: set[str] = set()
        self._recorded: set[str] = set()
        self._fileless: set[str] = set()
        #: Graphs that other bytes gave than before: files that are not done gave what was replaced.
        self._replaced: set[str] = set()

    def forget_replaced(self) -> None:
        """Forget the files that gave what other bytes have replaced and were not given again."""
        for graph in self._replaced:
            for name in self._names_of(graph):
                if name not in self._done:
                    self._change("DELETE FROM source WHERE name = ?", file_name(name))

    def graph_of(self, digest: str, program: str) -> str | None:
        """The graph of a file with this digest as read by ``program``; None if it must be read (again)."""
        return self._one("SELECT graph FROM reading WHERE digest = ? AND program = ?", digest, program)

    def digests(self) -> set[str]:
        """The digests of all files of which the store keeps the reading."""
        return {
            digest for (digest,) in self._rows("SELECT digest FROM reading UNION SELECT digest FROM aside")
        }

    def graph_given(self, digest: str) -> str | None:
        """The graph that a file with this digest gave, whatever program read it."""
        return self._one("SELECT graph FROM reading WHERE digest = ?", digest)

    def digest_of(self, graph: str) -> str | None:
        """The digest of the file that gave ``graph``."""
        return self._one("SELECT max(digest) FROM reading WHERE graph = ?", graph)

    def files_of(self, graph: str) -> list[Path]:
        """The files that gave ``graph``, sorted."""
        return sorted(map(self.path_of, self._names_of(graph)))

    def files(self) -> dict[str, list[Path]]:
        """The files that the store knows, by digest, in the order of their names.

        There may be none for a digest: the file has changed since, and what it says now is set aside.
        """
        names: dict[str, list[str]] = {digest: [] for (digest,) in self._rows("SELECT digest FROM reading")}
        for digest, name in self._rows(
            "SELECT max(digest), name FROM source JOIN reading USING (graph)"
            " WHERE name NOT IN (SELECT name FROM aside) GROUP BY name"
        ):
            names[digest].append(os.fsdecode(name))
        aside: dict[str, list[str]] = {}
        for digest, name in self._rows("SELECT digest, name FROM aside"):
            aside.setdefault(digest, []).extend([os.fsdecode(name)] if name else [])
        in_order = sorted(
            (sorted(found), digest in aside, digest) for digest, found in (names | aside).items()
        )
        return {digest: list(map(self.path_of, found)) for found, _, digest in in_order}

    def not_done(self, files: Iterable[Path]) -> list[Path]:
        """Those of ``files`` that were neither recorded nor set aside since this manifest was read."""
        return [file for file in files if self.name_of(file) not in self._done]

    def given_before(self, files: Iterable[Path], digest: str, graph: str) -> set[str]:
        """The graphs besides ``graph`` that only ``files``, or bytes with this ``digest``, gave before."""
        names = set(map(self.name_of, files))
        before = {given for name in names if (given := self._given_by(name))}
        if earlier := self.graph_given(digest):
            before.add(earlier)
        return {given for given in before - {graph} if names.issuperset(self._names_of(given))}

    def record(self, files: Iterable[Path], digest: str, graph: str, program: str) -> bool:
        """Note that ``files``, with this digest, gave ``graph``. True if one gave another graph before."""
        earlier, earlier_digest = self.graph_given(digest), self.digest_of(graph)
        if earlier and earlier != graph:
            self._left.add(earlier)
        if earlier_digest not in (None, digest):
            self._replaced.add(graph)
        self._change("DELETE FROM reading WHERE digest = ? OR graph = ?", digest, graph)
        self._change("INSERT INTO reading VALUES (?, ?, ?)", digest, graph, program)
        self._recorded.add(digest)
        self._change("DELETE FROM aside WHERE digest = ? AND name = ?", digest, b"")
        names = self._no_more_aside(files)
        self._fileless |= set() if names else {graph}
        left = {given for name in names if (given := self._given_by(name)) not in (None, graph)}
        for name in names:
            self._change("INSERT OR REPLACE INTO source VALUES (?, ?)", file_name(name), graph)
        self._left |= left
        return bool(left)

    def confirm(self, file: Path, digest: str, graph: str) -> bool:
        """Note that ``file``, with this digest, still stands for ``graph``; False if more has to be noted.

        So it is if it is the only one known to have given that, and was not set aside.
        """
        name = self.name_of(file)
        aside = self._one("SELECT digest FROM aside WHERE digest = ? OR name = ?", digest, file_name(name))
        if aside is not None or self._names_of(graph) != [name]:
            return False
        self._recorded.add(digest)
        self._done.add(name)
        return True

    def aside_of(self, digest: str, program: str) -> str | None:
        """The graph that a file with this digest, read by ``program``, would give were it not set aside."""
        return self._one("SELECT max(graph) FROM aside WHERE digest = ? AND program = ?", digest, program)

    def set_aside(self, files: Iterable[Path], digest: str, graph: str = "", program: str = "") -> None:
        """Note that ``files``, read by ``program``, report on the body and year of ``graph``.

        Another file gave that.
        """
        if digest in self._recorded:
            return
        names = self._no_more_aside(files)
        if given := self.graph_given(digest):
            self._left.add(given)
            self._change("DELETE FROM reading WHERE digest = ?", digest)
            for name in names:
                self._change("DELETE FROM source WHERE name = ? AND graph = ?", file_name(name), given)
        if names:
            self._change("DELETE FROM aside WHERE digest = ? AND name = ?", digest, b"")
        elif not self._one("SELECT digest FROM aside WHERE digest = ?", digest):
            self._change("INSERT INTO aside VALUES (?, ?, ?, ?)", digest, b"", graph, program)
        for name in names:
            row = (digest, file_name(name), graph, program)
            self._change("INSERT OR REPLACE INTO aside VALUES (?, ?, ?, ?)", *row)

    def _no_more_aside(self, files: Iterable[Path]) -> list[str]:
        """The names of ``files``, which are done now, and taken out of what was set aside before."""
        names = list(map(self.name_of, files))
        self._done.update(names)
        for name in names:
            self._change("DELETE FROM aside WHERE name = ?", file_name(name))
        return names

    def abandoned(self) -> set[str]:
        """Graphs that a file gave before, or in a failed transaction, and that no file gives now.

        A missing file still counts as giving its graph, unless another file that gave the same graph now
        gives a different one: then the missing file was moved and changed.
        """
        from fazhi.extractors.reading.files import exists

        given = {
            graph
            for graph in self._left
            if any(name in self._done or exists(self.path_of(name)) for name in self._names_of(graph))
        }
        return self._left - given - self._fileless

    def drop(self, graphs: Iterable[str]) -> None:
        """Forget these graphs, which are no longer stored."""
        for graph in graphs:
            self._change("DELETE FROM reading WHERE graph = ?", graph)
            self._change("DELETE FROM source WHERE graph = ?", graph)
            self._left.discard(graph)

    def seen(self) -> dict[str, tuple[str, str]]:
        """The files by name, each with what was to see of it without reading, and the digest that it had."""
        return {os.fsdecode(name): (seen, digest) for name, seen, digest in self._rows("SELECT * FROM seen")}

    def note_seen(self, file: str, seen: str, digest: str) -> None:
        """Note what was to see of the file of this name when it had this digest."""
        self._change("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", file_name(file), seen, digest)

    def forget_unknown(self) -> None:
        """Forget what was to see of files that gave nothing, were not set aside and not skipped."""
        known = " UNION ".join(f"SELECT name FROM {table}" for table in ("source", "aside", "skipped"))
        self._change(f"DELETE FROM seen WHERE name NOT IN ({known})")

    def names_by_graph(self) -> dict[str, list[str]]:
        """The names of the files that gave each report, by its graph; both sorted."""
        names: dict[str, list[str]] = {}
        rows = "SELECT graph, name FROM source JOIN reading USING (graph) ORDER BY graph, name"
        for graph, name in self._rows(rows):
            names.setdefault(graph, []).append(os.fsdecode(name))
        return names

    @property
    def reports(self) -> list[str]:
        """The graphs of the reports that files gave, sorted."""
        return [graph for (graph,) in self._rows("SELECT DISTINCT graph FROM reading ORDER BY graph")]

    def program_of(self, graph: str) -> str:
        """The digest of the program that read the report of ``graph``; empty if that is not known."""
        return self._one("SELECT max(program) FROM reading WHERE graph = ?", graph) or ""

    def has_below(self, folder: Path) -> bool:
        """Whether one of the files that gave graphs is, or was, below ``folder``."""
        names = self._rows("SELECT name FROM source")
        return any(self.path_of(os.fsdecode(name)).is_relative_to(folder) for (name,) in names)

    def graph_from(self, file: Path) -> str | None:
        """The graph that ``file`` gave, by its name; None if it is set aside or not known."""
        return self._given_by(self.name_of(file))

    def path_of(self, name: str) -> Path:
        """The path of a file of this name."""
        return Path(os.path.normpath(self._store / name))

    def name_of(self, file: Path) -> str:
        """The name of a file in the store: its path, relative to the store where it can be."""
        folder, name = os.path.split(file)
        if os.path.islink(file) or not folder or name in ("", ".."):
            return self._relative(file)
        if folder not in self._folders:
            self._folders[folder] = self._relative(Path(folder))
        return name if self._folders[folder] == "." else f"{self._folders[folder]}/{name}"

    def _relative(self, path: Path) -> str:
        try:
            return Path(os.path.relpath(real_path(path), self._store)).as_posix()
        except ValueError:  # Another drive (Windows).
            return real_path(path).as_posix()

    def _names_of(self, graph: str) -> list[str]:
        rows = self._rows("SELECT name FROM source WHERE graph = ?", graph)
        return [os.fsdecode(name) for (name,) in rows]

    def _given_by(self, name: str) -> str | None:
        return self._one("SELECT graph FROM source WHERE name = ?", file_name(name))

    def _rows(self, select: str, *given: str | bytes) -> Iterator[tuple[Any, ...]]:
        return self.database.execute(select, given)

    def _one(self, select: str, *given: str | bytes) -> str | None:
        row = self.database.execute(select, given).fetchone()
        return row[0] if row else None

    def _change(self, statement: str, *given: str | bytes) -> None:
        self.database.execute(statement, given)
