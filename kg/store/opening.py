"""Opening a store: its current snapshot for reading, its index for writing."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pyoxigraph

from fazhi.kg.store.files import (
    FORMAT,
    StoreError,
    StoreLocked,
    check_new,
    checked_base,
    one_line,
    read_settings,
    writer_of,
)
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.graphs import Graphs
from fazhi.kg.store.index import Index
from fazhi.ontology.namespaces import ID

_LOCKED = re.compile(
    r"lock hold by|while lock file|resource temporarily unavailable|used by another process", re.I
)
# pyoxigraph raises RuntimeError for a damaged database.
_OPENING_ERRORS = (OSError, RuntimeError)


def open_store(path: str | Path, *, read_only: bool = False, base: str | None = None) -> GraphStore:
    """Open the store in the directory ``path``; a writer creates it if it does not exist.

    ``base`` is the base IRI of a new store (default ``fazhi.ontology.namespaces.ID``); for an existing store
    it must be the same. Raises :class:`StoreLocked` if another process is writing and this one wants to
    write, :class:`StoreError` if there is no store, or it is not ours or cannot be opened.
    """
    path = Path(path)
    return _open_snapshot(path) if read_only else _open_for_writing(path, base)


def _open_snapshot(path: Path) -> GraphStore:
    if not (path / "store.json").is_file():
        raise StoreError(f"no store at {path}; make one first: fazhi build REPORTS --store {path}")
    settings = read_settings(path)
    # A snapshot may be replaced between reading its number and opening it: try once more.
    for last_attempt in (False, True):
        try:
            snapshot = path / "snapshots" / str(settings.get("snapshot", 0))
            dataset = pyoxigraph.Store.read_only(str(snapshot / "index"))
        except _OPENING_ERRORS as error:
            if last_attempt:
                raise StoreError(
                    f"{path}: the store cannot be read ({one_line(error)}); "
                    f"make it again from its graph files: fazhi build --rebuild --store {path}"
                ) from error
            settings = read_settings(path)
        else:
            break
    return GraphStore(path, Index(dataset), Graphs(snapshot, settings["base"]), settings, read_only=True)


def _open_for_writing(path: Path, base: str | None) -> GraphStore:
    settings = read_settings(path) if (path / "store.json").is_file() else None
    if settings is None:
        check_new(path)
        settings = {"format": FORMAT, "base": checked_base(base or ID)}
    elif base and base != settings["base"]:
        raise StoreError(
            f"{path}: the base IRI of this store is {settings['base']}; use another store for {base}"
        )
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path}: the store cannot be made ({error.strerror})") from error
    index = Index(_open_database(path))
    (path / "writer").write_text(f"{os.getpid()}\n", encoding="ascii")
    return GraphStore(path, index, Graphs(path, settings["base"]), settings, read_only=False)


def _open_database(path: Path) -> pyoxigraph.Store:
    """The writer's database. A new one is marked as unfinished, to be built from the graph files."""
    index = path / "index"
    for last_attempt in (False, True):
        try:
            if not index.exists():
                (path / "unfinished").touch()
            return pyoxigraph.Store(index)
        except _OPENING_ERRORS as error:
            if _LOCKED.search(str(error)):
                raise StoreLocked(
                    f"{path}: the store is being written by another process{writer_of(path)}; "
                    "wait until it has finished, or give another store with --store"
                ) from error
            if last_attempt or not os.access(path, os.W_OK):
                raise StoreError(f"{path}: the store cannot be written ({one_line(error)})") from error
            # Nobody holds the lock, so the database is damaged; the graph files contain everything.
            shutil.rmtree(index, ignore_errors=True)
    raise AssertionError("unreachable")
