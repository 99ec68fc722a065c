"""Changing a store: everything that a ``with`` block writes is published together, or not at all.

A graph is first written in full to its file, then added to the index with what follows from it. Leaving the
block makes a new snapshot of both and publishes it by one atomic rename of ``store.json``: readers see the
state before or the state after. If an error ends the block or the process dies, readers keep the state
before, and the file ``unfinished`` stays behind, with the names of the reports' graphs whose files were
written. The next transaction then builds the index again from the graph files. The manifest, which is part
of ``store.json``, does not know the new content of those graphs, so it is told to distrust them.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pyoxigraph import Quad, Triple

from fazhi.kg.iris import bodies_graph
from fazhi.kg.store.files import (
    StoreError,
    graph_file,
    graph_file_content,
    link_graph_files,
    write_atomically,
    write_settings,
)
from fazhi.kg.store.graphs import Graphs
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
    names of the changed graphs, or of all graphs if the index was built again; ``resumed`` is whether the
    transaction before this one failed.
    """

    def __init__(self, store: GraphStore, index: Index, graphs: Graphs) -> None:
        if store.read_only:
            raise StoreError(f"{store.path}: the store is open for reading only")
        self.store = store
        self.settings: dict[str, Any] = dict(store.settings)
        self.manifest = Manifest(store.path, store.settings)
        self.written: set[str] = set()
        self.resumed = False
        self._index = index
        self._graphs = graphs
        self._mark = store.path / "unfinished"
        self._begun = False
        self._parts: Counter[Triple] | None = None

    def replace(self, name: str, quads: Iterable[Quad]) -> bool:
        """Make ``quads`` the whole content of the graph ``name``, first in its file, then in the index.

        Each of the two steps happens entirely or not at all. False if the file already has this content. A
        graph without quads has no file. A new ontology causes everything to be inferred again.
        """
        return self._replace({name: graph_file_content(quads)})

    def replace_together(self, graphs: Mapping[str, Iterable[Quad]]) -> bool:
        """Like :meth:`replace` for several graphs, between which triples may move. Whether any differed."""
        return self._replace({name: graph_file_content(quads) for name, quads in graphs.items()})

    def replace_report(self, graphs: Mapping[str, bytes]) -> bool:
        """Like :meth:`replace` for the files of one report, that of its own graph first.

        Each is given by its name and content (:func:`fazhi.kg.store.files.graph_file_content`). They are
        replaced in the index in one step. Returns whether any differed.
        """
        return self._replace(graphs, next(iter(graphs), ""))

    def remove(self, *names: str) -> None:
        """Remove graphs or parts of one with their files, all in one step."""
        self._replace(dict.fromkeys(names, b""))

    def rebuild(self) -> None:
        """Build the index again from the graph files alone; StoreError names a file that cannot be read."""
        self._begin()
        self._graphs.forget_axioms()
        self._parts = None
        self._index.refill(chain.from_iterable(self._graphs.triples_by_file()))
        self.settings["inference"] = self._graphs.axioms.digest
        self.written.update(self._graphs.names())

    def __enter__(self) -> Self:
        if self._mark.exists():
            self.resumed = True
            lines = self._mark.read_text("utf-8", errors="replace").split("\n")
            self.manifest.distrust(filter(None, lines))
            self.rebuild()
        elif self.settings.get("inference") != self._graphs.axioms.digest:
            # The store was written by a program with other rules.
            self.rebuild()
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

    def _replace(self, contents: Mapping[str, bytes], report: str = "") -> bool:
        """Give the files of these names these contents, and the index what they say. Whether any differed."""
        differing = {name: data for name, data in contents.items() if self._content(name) != data}
        if not differing:
            return False
        self._begin(report)
        parts = [name for name in contents if name.startswith(f"{bodies_graph(self.store.base)}/")]
        said_by_parts = self._said_by_parts() if parts else Counter()
        old = {name: self._graphs.triples(name) for name in contents}
        for name, data in differing.items():
            self._write(name, data)
        self.written.update(differing)
        if ONTOLOGY_GRAPH in differing:
            self.rebuild()
            return True
        new = {name: self._graphs.triples(name) for name in contents}
        for name in parts:
            said_by_parts.subtract(old[name])
            said_by_parts.update(new[name])
        before, after = set().union(*old.values()), set().union(*new.values())
        removed = {triple for triple in before - after if not said_by_parts[triple]}
        self._index.replace(removed, after - before)
        return True

    def _said_by_parts(self) -> Counter[Triple]:
        """How many parts of the graph of bodies say each triple. No other graphs have a triple in common."""
        if self._parts is None:
            bodies = self._graphs.triples_by_file(bodies_graph(self.store.base))
            self._parts = Counter(chain.from_iterable(bodies))
        return self._parts

    def _content(self, name: str) -> bytes:
        file = graph_file(self.store.path, name)
        return file.read_bytes() if file.exists() else b""

    def _write(self, name: str, data: bytes) -> None:
        file = graph_file(self.store.path, name)
        if not data:
            file.unlink(missing_ok=True)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, data)

    def _publish(self) -> None:
        settings = self.settings | self.manifest.to_json()
        snapshots = self.store.path / "snapshots"
        if self._begun:
            settings["snapshot"] = int(settings.get("snapshot", 0)) + 1
            snapshot = snapshots / str(settings["snapshot"])
            snapshots.mkdir(exist_ok=True)
            shutil.rmtree(snapshot, ignore_errors=True)
            snapshot.mkdir()
            self._index.back_up(snapshot / "index")
            link_graph_files(self.store.path, snapshot)
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
