"""The store: a directory of graph files, an index over them, and a snapshot that queries read.

::

    fazhi-store/
      store.json     base IRI, program version, number and digests of the current snapshot
      manifest/      which file gave which graph, the digests of the graph files (SQLite)
      graphs/        the source of truth: sorted N-Quads, compressed (zstd -dc FILE), a file for each graph
      graphs/bodies/ the exception: one for each report, with what it adds to the graph of bodies
      readings/      what was read of each report's file, to make its graphs again
      register/      the own register, if there is one
      revisions/     what persons said of the records, if they did; nothing else is lost with it
      snapshots/N/   a finished state of graphs/ (hard links) and of the index, never written again; beside
                     them, once something was searched for, the search index, which is no part of the store
      index/         while a writer is at work its copy of the snapshot's index: what the graphs state and
                     what follows from them, each triple once
      writer         locked by the process that writes
      published.json which graphs were sent to a remote store (:mod:`fazhi.kg.remote_store`)

A reader opens the current snapshot and needs no lock: it sees the last finished transaction, whatever a
writer is doing. A writer has the lock from opening to closing; a second writer gets ``StoreLocked``. All
changes are made in a transaction (:mod:`fazhi.kg.store.transaction`). Every file but the readings, which have
checksums of their own, is known by its digest, and so is ``store.json`` itself: damage is noticed, and mended
from what is left (:mod:`fazhi.kg.store.mending`, :mod:`fazhi.kg.store.recovery`).
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Variable

from fazhi.kg.store.files import StoreError, one_line, rebuild_of
from fazhi.kg.store.graphs import Graphs
from fazhi.kg.store.index import Index, is_database_error
from fazhi.kg.store.inference import Axioms
from fazhi.kg.store.lock import WriteLock
from fazhi.kg.store.manifest import Manifest
from fazhi.kg.store.manifest_file import copy_of
from fazhi.kg.store.mending import damaged_files
from fazhi.kg.store.snapshots import snapshot_of, start_index
from fazhi.kg.store.transaction import Transaction
from fazhi.ontology.languages import both
from fazhi.ontology.namespaces import PREFIXES

#: The disk is full, the user's share of it is, or a file may not grow.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class GraphStore:
    """An open store; use :func:`fazhi.kg.store.opening.open_store`, and the result as a context manager.

    A store opened for writing sees what its own transactions wrote.
    """

    def __init__(
        self,
        path: Path,
        settings: dict[str, Any],
        index: Index,
        manifest: Manifest,
        lock: WriteLock | None = None,
    ) -> None:
        """A writer has the ``lock``; a reader reads the graph files of the snapshot."""
        self.path = path
        #: The content of store.json.
        self.settings = settings
        #: What was published last.
        self.manifest = manifest
        self._index = index
        files = path if lock else snapshot_of(path, settings)
        self._graphs = Graphs(path, files, settings["base"], manifest.graphs)
        self._lock = lock
        self._unpublished = False

    @property
    def read_only(self) -> bool:
        """Whether the store was opened for reading."""
        return self._lock is None

    @property
    def base(self) -> str:
        """Base IRI of the resources that come from reports; ends in ``/``."""
        return str(self.settings["base"])

    @property
    def dataset(self) -> pyoxigraph.Store:
        """The pyoxigraph store that queries run on; it has no named graphs."""
        return self._index.dataset

    @property
    def axioms(self) -> Axioms:
        """The axioms of the store's ontology."""
        return self._graphs.axioms

    def graph_names(self, below: str = "") -> list[str]:
        """IRIs of the stored graphs, sorted; with ``below`` only of those whose IRI goes on from that one."""
        return self._graphs.names(below)

    def has_graph(self, name: str) -> bool:
        """Whether the graph ``name`` is stored."""
        return self._graphs.has(name)

    def graph(self, name: str) -> Iterator[Quad]:
        """The quads that the graph ``name`` states; none if it is not stored."""
        return self._graphs.quads(name)

    def statements(self, name: str) -> list[str]:
        """What the graph ``name`` states, as text: ``<s> <p> <o>``, as N-Triples has it."""
        return self._graphs.statements(name)

    def consequences(self, name: str) -> Iterator[Quad]:
        """What follows from the graph ``name`` and is not stated in it, as quads of its inferred graph.

        That graph is named by :func:`fazhi.kg.store.inference.inferred_graph`.
        """
        return self._graphs.consequences(name)

    def select(
        self, query: str, given: Mapping[Variable, NamedNode | Literal] | None = None
    ) -> QuerySolutions:
        """The solutions of a SELECT query over all graphs; our prefixes need no declaration.

        ``given`` binds variables to terms; the query must select each of these variables.
        """
        try:
            solutions = self.dataset.query(query, prefixes=PREFIXES, substitutions={**(given or {})})
        except BaseException as error:
            if is_database_error(error):
                raise self._damaged(error) from error
            raise
        if not isinstance(solutions, QuerySolutions):
            raise TypeError("not a SELECT query")
        return solutions

    def check_files(self) -> None:
        """Raise StoreError if a graph file or the index is damaged; every byte of the store is read."""
        if damaged := damaged_files(self.path, self.settings, self.manifest.graphs):
            more = len(damaged) - 1
            place = both(f"{damaged[0]} and {more} more", f"{damaged[0]} 等{more + 1}个文件")
            again = rebuild_of(self.path)
            raise StoreError(
                f"damaged or missing; have it made again: {again}",
                f"已损坏或缺失；请重新生成：{again}",
                at=place if more else damaged[0],
            )

    def transaction(self, *, thorough: bool = False) -> Transaction:
        """A transaction, for a ``with`` block; one at a time. StoreError if the store is read-only.

        It begins with a look for damaged graph files; if ``thorough``, all are read for that.
        """
        if self.read_only:
            raise StoreError("the store is open for reading only", "知识图谱以只读方式打开", at=self.path)
        if self._unpublished:  # The transaction before this one failed.
            self._index.close()
            self._index = start_index(self.path, self.settings)
        self._unpublished = True
        manifest = Manifest(self.path, copy_of(self.manifest.database))
        self._graphs = Graphs(self.path, self.path, self.base, manifest.graphs)
        return Transaction(self, self._index, self._graphs, manifest, thorough=thorough)

    def published(self, settings: dict[str, Any], manifest: Manifest) -> None:
        """Take note that a transaction ended well, with these settings and this manifest."""
        self.settings, self.manifest = settings, manifest
        self._unpublished = False

    def close(self) -> None:
        """Release the store, and its lock if it was open for writing."""
        self._index.close()
        if self._lock:
            shutil.rmtree(self.path / "index", ignore_errors=True)
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        self.close()
        if error is not None and is_database_error(error):
            raise self._damaged(error) from error
        if isinstance(error, OSError) and error.errno in _NO_ROOM and not self.read_only:
            raise StoreError(
                f"the store cannot be written ({error.strerror}) and is as it was before",
                f"知识图谱无法写入（{error.strerror}），保持原样",
                at=self.path,
            ) from error

    def _damaged(self, error: BaseException) -> StoreError:
        if not self.read_only:
            return StoreError(
                f"the index cannot be written ({one_line(error)}); the store is as it was before",
                f"索引无法写入（{one_line(error)}）；知识图谱保持原样",
                at=self.path,
            )
        return StoreError(
            f"the index cannot be read ({one_line(error)}); have it made again: {rebuild_of(self.path)}",
            f"索引无法读取（{one_line(error)}）；请重新生成：{rebuild_of(self.path)}",
            at=self.path,
        )
