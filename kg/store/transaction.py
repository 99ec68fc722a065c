"""Changing a store: everything that a ``with`` block writes is published together, or not at all.

A graph is first written in full to its file, then added to the index. Leaving the block makes a new snapshot
of the index and publishes it by one atomic rename of ``store.json``: readers see the state before or the
state after. If an error ends the block or the process dies, readers keep the state before, and the file
``unfinished`` stays behind, with the names of the reports' graphs whose files were written. The next
transaction then builds the index again from the graph files. The manifest, which is part of ``store.json``,
does not know the new content of those graphs, so it is told to distrust them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pyoxigraph
from pyoxigraph import Quad, RdfFormat

from fazhi.kg.store.files import (
    StoreError,
    graph_file,
    graph_file_content,
    graph_files,
    read_graph_file,
    write_atomically,
    write_settings,
)
from fazhi.kg.store.index import Index
from fazhi.kg.store.manifest import Manifest
from fazhi.ontology.namespaces import ONTOLOGY_GRAPH

if TYPE_CHECKING:
    from fazhi.kg.store.graph_store import GraphStore

#: Snapshots kept: the current one, and the previous one for readers that are just opening it.
KEPT_SNAPSHOTS = 2


class Transaction:
    """The changes of one ``with`` block; use :meth:`fazhi.kg.store.graph_store.GraphStore.transaction`.

    ``store`` shows the changes at once. ``settings`` are small facts about the store (JSON values), and
    ``manifest`` records where its graphs come from; both are published with the graphs. ``written`` holds the
    names of the changed graphs, or of all graphs if the index was built again.
    """

    def __init__(self, store: GraphStore, index: Index) -> None:
        if store.read_only:
            raise StoreError(f"{store.path}: the store is open for reading only")
        self.store = store
        self.settings: dict[str, Any] = dict(store.settings)
        self.manifest = Manifest(store.path, store.settings)
        self.written: set[str] = set()
        self._index = index
        self._mark = store.path / "unfinished"
        self._begun = False

    def replace(self, name: str, quads: Iterable[Quad]) -> bool:
        """Make ``quads`` the whole content of the graph ``name``, first in its file, then in the index.

        Each of the two steps happens entirely or not at all. False if the file already has this content.
        """
        data = graph_file_content(quads)
        if not self._differs(name, data):
            return False
        self._begin()
        self._write(name, data)
        return True

    def replace_report(self, graphs: Mapping[str, bytes]) -> bool:
        """Like :meth:`replace` for the graphs of one report, its own first. Returns whether any differed.

        Each graph is given as the content of its file (:func:`fazhi.kg.store.files.graph_file_content`).
        """
        differing = [name for name, data in graphs.items() if self._differs(name, data)]
        if differing:
            self._begin(next(iter(graphs)))
        for name in differing:
            self._write(name, graphs[name])
        return bool(differing)

    def remove(self, name: str) -> None:
        """Remove a graph, and its file if it has one."""
        self._begin()
        graph_file(self.store.path, name).unlink(missing_ok=True)
        self._replace_in_index(name, ())

    def rebuild(self) -> None:
        """Build the index again from the graph files alone; StoreError names a file that cannot be read.

        Graphs without a file are lost.
        """
        self._begin()
        ontology = graph_file(self.store.path, ONTOLOGY_GRAPH)
        graphs = (list(read_graph_file(file)) for file in graph_files(self.store.path))
        self._index.refill(filter(None, graphs), read_graph_file(ontology) if ontology.exists() else ())
        self.settings["inference"] = self._index.axioms.digest
        self.written.update(self._index.names())

    def __enter__(self) -> Self:
        if self._mark.exists():
            lines = self._mark.read_text("utf-8", errors="replace").split("\n")
            self.manifest.distrust(filter(None, lines))
            self.rebuild()
        elif self.settings.get("inference") != self._index.axioms.digest:
            # The store was written by a program with other rules.
            self._begin()
            self._index.infer_again()
            self.settings["inference"] = self._index.axioms.digest
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._publish()

    def _begin(self, report: str = "") -> None:
        """Mark the store as unfinished, and note the report whose graphs are about to be written."""
        if report or not self._begun:
            with self._mark.open("a", encoding="utf-8", newline="\n") as stream:
                # A line feed before it too: the process may have died in the middle of the previous line.
                stream.write(f"\n{report}\n")
                stream.flush()
                os.fsync(stream.fileno())
            self._begun = True

    def _differs(self, name: str, data: bytes) -> bool:
        file = graph_file(self.store.path, name)
        return not file.exists() or file.read_bytes() != data

    def _write(self, name: str, data: bytes) -> None:
        file = graph_file(self.store.path, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, data)
        self._replace_in_index(name, pyoxigraph.parse(data, format=RdfFormat.N_QUADS))

    def _replace_in_index(self, name: str, quads: Iterable[Quad]) -> None:
        self._index.replace(name, quads)
        self.written.add(name)
        if name == ONTOLOGY_GRAPH:
            self.settings["inference"] = self._index.axioms.digest

    def _publish(self) -> None:
        settings = self.settings | self.manifest.to_json()
        snapshots = self.store.path / "snapshots"
        if self._begun:
            settings["snapshot"] = int(settings.get("snapshot", 0)) + 1
            snapshot = snapshots / str(settings["snapshot"])
            snapshots.mkdir(exist_ok=True)
            shutil.rmtree(snapshot, ignore_errors=True)
            self._index.back_up(snapshot)
        if settings == self.store.settings:
            return
        write_settings(self.store.path, settings)
        self.store.settings = settings
        self._mark.unlink(missing_ok=True)
        _remove_old(snapshots, settings["snapshot"])


def _remove_old(snapshots: Path, current: int) -> None:
    for old in snapshots.iterdir():
        if not old.name.isdigit() or int(old.name) <= current - KEPT_SNAPSHOTS:
            shutil.rmtree(old, ignore_errors=True)
