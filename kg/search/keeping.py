"""Where a store's search index is kept: beside the snapshot that it was made of.

``snapshots/N/search.sqlite`` is made when something is first searched for in a snapshot and goes with it. It
is no part of the store: whatever happens to it, it is made again. Where the snapshot's folder cannot be
written, a folder of the user's among the temporary files has it.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from fazhi.kg.search.finding import Found, SearchIndexDamaged, search
from fazhi.kg.search.index import is_search_index, make_search_index, state_of
from fazhi.kg.store.files import StoreError
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.snapshots import snapshot_of

NAME = "search.sqlite"
#: How many indexes of stores that cannot be written are kept.
_KEPT = 4


def search_index(store: GraphStore, *, anew: bool = False) -> Path:
    """The file of the search index of an open store, which is made if it is not there, or ``anew``.

    Raises StoreError if it can be written nowhere.
    """
    state = state_of(store.settings)
    beside = snapshot_of(store.path, store.settings) / NAME
    if not anew and is_search_index(beside, state):
        return beside
    try:
        make_search_index(store, beside)
    except StoreError:
        raise
    except OSError:
        return _among_temporary_files(store, state, anew)
    return beside


def search_store(
    store: GraphStore, text: str, kinds: Collection[str] | None = None, limit: int = 10, offset: int = 0
) -> Found:
    """:func:`fazhi.kg.search.finding.search` in an open store; a damaged index is made again."""
    try:
        return search(search_index(store), text, kinds, limit, offset)
    except SearchIndexDamaged:
        return search(search_index(store, anew=True), text, kinds, limit, offset)


def _among_temporary_files(store: GraphStore, state: str, anew: bool) -> Path:
    try:
        folder = _temporary_folder()
        file = folder / f"{state}.sqlite"
        if not anew and is_search_index(file, state):
            return file
        make_search_index(store, file)
        by_age = sorted(folder.glob("*.sqlite"), key=lambda kept: kept.stat().st_mtime, reverse=True)
        for old in by_age[_KEPT:]:
            with suppress(OSError):
                old.unlink()
    except StoreError:
        raise
    except OSError as error:
        raise StoreError(
            f"the search index can be written neither there nor in {tempfile.gettempdir()} "
            f"({error.strerror or error})",
            f"检索索引既不能写在此处，也不能写入 {tempfile.gettempdir()}（{error.strerror or error}）",
            at=store.path,
        ) from error
    return file


def _temporary_folder() -> Path:
    """A folder of the user's alone: what others could write there would be taken for an index."""
    user = getattr(os, "getuid", lambda: "")()
    folder = Path(tempfile.gettempdir()) / f"fazhi-search-{user}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or (user != "" and (found.st_uid != user or found.st_mode & 0o022)):
        raise PermissionError(f"{folder} is not the user's own folder")
    return folder
