"""The snapshots of a store: finished states of its graph files and its index, never written again.

``index`` in ``store.json`` has the SHA-256 of each file of the current snapshot's index, with its size and
time. A reader leaves out the tables of the database (``.sst``), which are large: the database checks each
block of these as it reads it, but not that its list of them is whole. A writer reads those whose size or time
is another.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph

from fazhi.kg.store.files import digests_of_files, graph_file, link_or_copy, seen
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
    snapshot.parent.mkdir(exist_ok=True)
    shutil.rmtree(snapshot, ignore_errors=True)
    snapshot.mkdir()
    index.back_up(snapshot / "index")
    for name in graphs:
        link_or_copy(graph_file(path, name), graph_file(snapshot, name))
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


def _index_files(snapshot: Path) -> dict[str, Path]:
    folder = snapshot / "index"
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return {file.name: file for file in found if file.name not in ("LOCK", "LOG")}
