"""The snapshots of a store: finished states of its graph files and its index, never written again.

``index`` in ``store.json`` has the SHA-256 of each file of the current snapshot's index, with its size and
time. A reader leaves out the tables of the database (``.sst``), which are large: the database checks each
block of these as it reads it, but not that its list of them is whole. A writer reads those whose size or time
is another.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pyoxigraph

from fazhi.kg.store.files import (
    GRAPHS,
    SUFFIX,
    digests_of_files,
    files_below,
    link_or_copy,
    local_name,
    seen,
)
from fazhi.kg.store.index import Index, is_database_error

#: The SHA-256 of files by name, and their size and time when that was compared.
Known = Mapping[str, Sequence[str]]
#: Snapshots kept: the current one, and the previous one for readers that are just opening it.
KEPT = 2
_TABLE = ".sst"


def snapshot_of(path: Path, settings: Mapping[str, Any]) -> Path:
    """The current snapshot of the store at ``path``, with these settings."""
    return path / "snapshots" / str(settings["snapshot"])


def make_snapshot(
    path: Path, number: int, index: Index, graphs: Iterable[str], before: Known
) -> dict[str, list[str]]:
    """Make snapshot ``number``: of the index, and of these graphs.

    Returns what is known of the index's files, some of which are those ``before``.
    """
    snapshot = path / "snapshots" / str(number)
    _begin(snapshot, snapshot.with_name(str(number - KEPT)))
    index.back_up(snapshot / "index")
    _link_graphs(path, snapshot, graphs)
    files = _index_files(snapshot)
    noted = {name: seen(file.stat()) for name, file in files.items()}
    known = {name: before[name][0] for name in files if before.get(name, ("", ""))[1] == noted[name]}
    new = [name for name in files if name not in known]
    known |= zip(new, digests_of_files(files[name] for name in new), strict=True)
    return {name: [known[name], noted[name]] for name in files}


def is_whole(snapshot: Path, known: Known, *, tables: bool = False, thorough: bool = False) -> bool:
    """Whether the snapshot's index has the files that are known of it and no others.

    All that is not a table is read; of tables, if they count, those whose size or time is another, or all.
    """
    files = _index_files(snapshot)
    if not known or files.keys() != known.keys():
        return False
    read = [
        name
        for name, file in files.items()
        if not name.endswith(_TABLE) or (tables and (thorough or seen(file.stat()) != known[name][1]))
    ]
    return digests_of_files(files[name] for name in read) == [known[name][0] for name in read]


def start_index(path: Path, settings: Mapping[str, Any]) -> Index:
    """The index of a writer, in ``index/``: as in the current snapshot; empty if that is damaged."""
    index, snapshot = path / "index", snapshot_of(path, settings)
    shutil.rmtree(index, ignore_errors=True)
    if is_whole(snapshot, settings.get("index", {}), tables=True):
        index.mkdir()
        for name, file in _index_files(snapshot).items():
            if name.endswith(_TABLE):
                link_or_copy(file, index / name)  # The database never writes into a table.
            else:
                shutil.copyfile(file, index / name)
        try:
            return Index(pyoxigraph.Store(index))
        except BaseException as error:
            if not is_database_error(error):
                raise
            shutil.rmtree(index, ignore_errors=True)
    return Index(pyoxigraph.Store(index), whole=False)


def remove_old_snapshots(path: Path, current: int) -> None:
    """Remove the snapshots that nobody needs, and those of a run that died."""
    snapshots = path / "snapshots"
    kept = {str(number) for number in range(current - KEPT + 1, current + 1)}
    for found in snapshots.iterdir() if snapshots.is_dir() else ():
        if found.name not in kept:
            shutil.rmtree(found, ignore_errors=True)


def _begin(snapshot: Path, oldest: Path) -> None:
    """Make the folder of a snapshot, with the graph files of ``oldest``, which nobody needs any more.

    Between thousands of files most are the same, and to make and remove the folders takes the longest.
    """
    shutil.rmtree(snapshot, ignore_errors=True)
    if not oldest.is_dir():
        snapshot.mkdir(parents=True)
        return
    oldest.rename(snapshot)
    for found in snapshot.iterdir():
        if found.name != GRAPHS:
            shutil.rmtree(found) if found.is_dir() else found.unlink()


def _link_graphs(path: Path, snapshot: Path, graphs: Iterable[str]) -> None:
    """Give ``snapshot`` the files of these graphs as they are in the store at ``path``, and no others."""
    there, linked = _inodes(path), _inodes(snapshot)
    wanted = {f"{GRAPHS}/{local_name(name)}{SUFFIX}" for name in graphs}
    same = {file for file in wanted & linked.keys() if linked[file] == there.get(file)}
    for file in linked.keys() - same:
        (snapshot / file).unlink()
    for file in wanted - same:
        link_or_copy(path / file, snapshot / file)


def _inodes(folder: Path) -> dict[str, int]:
    """The graph files of the store or snapshot ``folder``, each with what is the same for all its links."""
    start = len(f"{folder}{os.sep}")
    return {
        normalize("NFC", entry.path[start:].replace(os.sep, "/")): entry.inode()
        for entry in files_below(folder / GRAPHS)
    }


def _index_files(snapshot: Path) -> dict[str, Path]:
    folder = snapshot / "index"
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return {file.name: file for file in found if file.name not in ("LOCK", "LOG")}
