"""Changing a store: everything that a ``with`` block writes is published together, or not at all.

A transaction first looks whether the graph files are as the manifest says. What a run that died left
behind is taken back, and what is damaged comes from the current snapshot; what is damaged there too is
``lost``, and for the block to make again.

A graph is first written in full to its file, then added to the index with what follows from it. Leaving the
block makes a new snapshot of both and publishes it by one atomic rename of ``store.json``: readers see the
state before or the state after. If an error ends the block or the process dies, the state before counts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pyoxigraph import Quad, Triple

from fazhi.kg.iris import bodies_graph, report_graph_of
from fazhi.kg.store.files import graph_file, graph_file_content, put_on_disk, seen, unpack, write_atomically
from fazhi.kg.store.graphs import Graphs
from fazhi.kg.store.index import Index
from fazhi.kg.store.manifest import Manifest
from fazhi.kg.store.manifest_file import remove_other_manifests, say_the_same, write_manifest
from fazhi.kg.store.mending import mend_graph_files
from fazhi.kg.store.own_register import keep_own_register
from fazhi.kg.store.packed import Packed
from fazhi.kg.store.settings import write_settings
from fazhi.kg.store.snapshots import make_snapshot, remove_old_snapshots, snapshot_of
from fazhi.kg.store.visits import Visits
from fazhi.ontology.namespaces import ONTOLOGY_GRAPH
from fazhi.ontology.own_register import OwnRegister

if TYPE_CHECKING:
    from fazhi.kg.store.graph_store import GraphStore


_IRI = re.compile(rb"<[^>]*>")


class Transaction:
    """The changes of one ``with`` block; use :meth:`fazhi.kg.store.graph_store.GraphStore.transaction`.

    ``store`` shows the changes at once. ``settings`` are small facts about the store (JSON values),
    ``manifest`` records where its graphs come from, ``visits`` what was searched and skipped; all are
    published with the graphs. ``written`` holds the names of the changed graphs, or of all graphs if the
    index was built again. ``lost`` holds the names of graphs, and of parts of one, whose files are damaged
    and have not been written again. ``register``, if it is set, is the own register that the store has from
    the end of the transaction on.
    """

    def __init__(
        self, store: GraphStore, index: Index, graphs: Graphs, manifest: Manifest, *, thorough: bool
    ) -> None:
        self.store = store
        self.settings: dict[str, Any] = dict(store.settings)
        self.manifest = manifest
        self.visits = Visits(manifest)
        self.written: set[str] = set()
        self.lost: set[str] = set()
        self.register: OwnRegister | None = None
        self._index = index
        self._graphs = graphs
        self._thorough = thorough
        self._begun = False
        self._on_way_to_disk: dict[str, Path] = {}
        #: Whether the index was built again and nothing has changed since.
        self._refilled = False
        #: What parts of the graph of bodies said before: in the end it goes unless one says it then.
        self._doubtful: set[Triple] = set()

    def replace(self, name: str, quads: Iterable[Quad]) -> bool:
        """Make ``quads`` the whole content of the graph ``name``, first in its file, then in the index.

        Each of the two steps happens entirely or not at all. False if the file already has this content. A
        graph without quads has no file. A new ontology causes everything to be inferred again.
        """
        return self._replace({name: graph_file_content(quads)})

    def replace_together(self, graphs: Mapping[str, Iterable[Quad]]) -> bool:
        """Like :meth:`replace` for several graphs, between which triples may move. Whether any differed."""
        return self._replace({name: graph_file_content(quads) for name, quads in graphs.items()})

    def replace_report(self, graphs: Packed) -> bool:
        """Like :meth:`replace` for the graphs of one report, that of its own first.

        They are replaced in the index in one step. Returns whether any differed.
        """
        if self.manifest.graphs.keys().isdisjoint(graphs.contents):
            return self._add(graphs)
        return self._replace(graphs.contents)

    def remove(self, *names: str) -> None:
        """Remove graphs or parts of one with their files, all in one step."""
        self._replace(dict.fromkeys(names, b""))

    def rebuild(self) -> None:
        """Build the index again from the graph files alone."""
        if self._refilled:
            return
        self._begun = self._refilled = True
        self._graphs.forget_axioms()
        self._doubtful.clear()
        self._index.refill(chain.from_iterable(self._graphs.triples_by_file()))
        self.settings["inference"] = self._graphs.axioms.digest
        self.written.update(self._graphs.names())

    def lost_reports(self) -> set[str]:
        """The graphs of the reports of which a graph, or a part of one, is lost."""
        base = self.store.base
        return {graph for name in self.lost if (graph := report_graph_of(name, base))}

    def __enter__(self) -> Self:
        path, settings = self.store.path, self.settings
        snapshot = snapshot_of(path, settings)
        self.lost = mend_graph_files(path, snapshot, self.manifest.graphs, thorough=self._thorough)
        for name in self.lost:
            del self.manifest.graphs[name]
        if self.lost or not self._index.whole or settings.get("inference") != self._graphs.axioms.digest:
            # The index says what is lost, or is damaged, or was made by a program with other rules.
            self.rebuild()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._publish()

    def _replace(self, contents: Mapping[str, bytes]) -> bool:
        """Give the files of these names these contents, and the index what they say. Whether any differed."""
        digests = {name: hashlib.sha256(data).hexdigest() for name, data in contents.items() if data}
        noted = self.manifest.graphs
        differing = {n: data for n, data in contents.items() if noted.get(n) != digests.get(n)}
        # Another version of Zstandard may compress the same into other bytes.
        differing = {n: d for n, d in differing.items() if not d or unpack(d) != self._graphs.content(n)}
        self.lost -= contents.keys()
        if not differing:
            return False
        self._begun, self._refilled = True, False
        old = {name: self._graphs.triples(name) for name in contents}
        before = set().union(*old.values())
        for name, data in differing.items():
            self._write(name, data)
            if data:
                noted[name] = digests[name]
            else:
                del noted[name]
        self.written.update(differing)
        if ONTOLOGY_GRAPH in differing:
            self.rebuild()
            return True
        new = {name: self._graphs.triples(name) for name in contents}
        after = set().union(*new.values())
        # No other graphs have a triple in common.
        bodies = f"{bodies_graph(self.store.base)}/"
        said = [triples for name, triples in old.items() if name.startswith(bodies)]
        doubtful = (before - after).intersection(set().union(*said))
        self._doubtful |= doubtful
        self._index.replace(before - after - doubtful, after - before)
        return True

    def _add(self, graphs: Packed) -> bool:
        """Like :meth:`_replace` for graphs that have no files: nothing needs to be compared."""
        given = {name: data for name, data in graphs.contents.items() if data}
        self.lost -= graphs.contents.keys()
        if not given:
            return False
        self._begun, self._refilled = True, False
        for name, data in given.items():
            self._write(name, data)
            self.manifest.graphs[name] = hashlib.sha256(data).hexdigest()
        self.written.update(given)
        self._index.add(graphs.lines)
        return True

    def _remove_unsaid(self) -> None:
        """Take out of the index what no part of the graph of bodies says any more."""
        unsaid, self._doubtful = self._doubtful, set()
        subjects = {str(triple.subject).encode() for triple in unsaid}
        for name in self.manifest.graphs.below(bodies_graph(self.store.base)) if unsaid else ():
            if not subjects.isdisjoint(_IRI.findall(self._graphs.content(name))):
                unsaid -= self._graphs.triples(name)
        self._index.replace(unsaid, set())

    def _write(self, name: str, data: bytes) -> None:
        file = graph_file(self.store.path, name)
        if not data:
            file.unlink(missing_ok=True)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, data, on_disk=False)
        self._on_way_to_disk[name] = file

    def _put_on_disk(self) -> None:
        files = {name: file for name, file in self._on_way_to_disk.items() if file.exists()}
        put_on_disk(files.values())
        for name, file in files.items():
            self.manifest.graphs.note_seen(name, seen(file.stat()))

    def _publish(self) -> None:
        path = self.store.path
        settings = self.settings
        self.manifest.forget_replaced()
        if self.register is not None:
            settings["register"] = self.register.digest
        if self._begun or settings.get("register", "") != self.store.settings.get("register", ""):
            self._remove_unsaid()
            self._put_on_disk()
            settings["snapshot"] += 1
            settings["index"] = make_snapshot(
                path, settings["snapshot"], self._index, self.manifest.graphs, settings.get("index", {})
            )
            settings["content"] = self.manifest.graphs.digest()
            if self.register is not None:
                keep_own_register(snapshot_of(path, settings), self.register)
        if not say_the_same(self.manifest.database, self.store.manifest.database):
            settings["manifest"] = write_manifest(self.manifest.database, path)
        if settings != self.store.settings:
            write_settings(path, settings)
            remove_old_snapshots(path, settings["snapshot"])
            remove_other_manifests(
                path, settings.get("manifest", ""), self.store.settings.get("manifest", "")
            )
        if self.register is not None:
            keep_own_register(path, self.register)
        self.store.published(settings, self.manifest)
