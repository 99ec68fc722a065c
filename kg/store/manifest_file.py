"""The file of a store's manifest: an SQLite database that its digest names, never written again.

It is read as a whole, so that every changed byte is noticed, and held in memory: 1 kB a report.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator, Mapping, MutableMapping
from itertools import chain
from pathlib import Path
from typing import Any

from fazhi.kg.store.files import rebuild_of, write_atomically
from fazhi.kg.store.settings import SettingsLost
from fazhi.ontology.languages import both

_FOLDER, _SUFFIX = "manifest", ".sqlite"
#: ``graph``: the SHA-256 of each graph file, and its size and time when that was compared; ``reading``: which
#: graph the bytes with a digest gave, read by which program; ``source``: which graph a file gave; ``aside``:
#: files whose reading is kept while another report of the same body and year is stored, an empty name where
#: none is known, with the graph that they would give and the program that read them; ``folder``: what was
#: searched, and whether pictures count there; ``skipped``: files, and why. Names of files, and reasons, which
#: may name some, are bytes: they need not be UTF-8.
_TABLES = {
    "graph": "name TEXT PRIMARY KEY, digest TEXT, seen TEXT",
    "reading": "digest TEXT PRIMARY KEY, graph TEXT, program TEXT",
    "source": "name BLOB PRIMARY KEY, graph TEXT",
    "aside": "digest TEXT, name BLOB, graph TEXT, program TEXT, PRIMARY KEY (digest, name)",
    "folder": "name BLOB PRIMARY KEY, pictures INTEGER",
    "skipped": "name BLOB PRIMARY KEY, reason BLOB, digest TEXT, program TEXT",
}
#: ``seen``: what there was to see of a file without reading, and what its digest was. It only spares reading:
#: a manifest that says other things there says the same.
_MADE = "".join(
    f"CREATE TABLE IF NOT EXISTS {table} ({columns}) WITHOUT ROWID;"
    for table, columns in {**_TABLES, "seen": "name BLOB PRIMARY KEY, seen TEXT, digest TEXT"}.items()
)
_INDEXES = """
CREATE INDEX IF NOT EXISTS reading_of ON reading(graph);
CREATE INDEX IF NOT EXISTS source_of ON source(graph);
CREATE INDEX IF NOT EXISTS aside_of ON aside(name);
"""


def new_manifest() -> sqlite3.Connection:
    """The manifest of a store that has nothing."""
    return _completed(_in_memory())


def read_manifest(path: Path, settings: Mapping[str, Any]) -> sqlite3.Connection:
    """The manifest of the store at ``path`` with these settings, in memory; SettingsLost if it is damaged."""
    if "manifest" not in settings:
        return new_manifest()
    file = _file(path, settings["manifest"])
    try:
        data = file.read_bytes()
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() != settings["manifest"]:
        state = both("damaged", "已损坏") if data else both("missing", "缺失")
        raise SettingsLost(
            f"{state.en}; make it again from what else the store has: {rebuild_of(path)}",
            f"{state.zh}；请由知识图谱的其他部分重新生成：{rebuild_of(path)}",
            at=file,
        )
    database = _in_memory()
    database.deserialize(data)
    return _completed(database)


def write_manifest(database: sqlite3.Connection, path: Path) -> str:
    """Write a manifest for the store at ``path``; returns its SHA-256, for the settings."""
    database.execute("VACUUM")
    data = database.serialize()
    digest = hashlib.sha256(data).hexdigest()
    file = _file(path, digest)
    file.parent.mkdir(exist_ok=True)
    write_atomically(file, data)
    return digest


def remove_other_manifests(path: Path, *kept: str) -> None:
    """Remove what is in the folder of the manifests besides those of these digests."""
    names = {_file(path, digest).name for digest in kept}
    folder = path / _FOLDER
    for file in folder.iterdir() if folder.is_dir() else ():
        if file.is_file() and file.name not in names:
            file.unlink(missing_ok=True)


def copy_of(database: sqlite3.Connection) -> sqlite3.Connection:
    """Another one in memory that says the same."""
    copy = _in_memory()
    database.backup(copy)
    return copy


def say_the_same(one: sqlite3.Connection, other: sqlite3.Connection) -> bool:
    """Whether two manifests have the same rows."""
    selects = [f"SELECT * FROM {table} ORDER BY 1, 2" for table in _TABLES]
    rows, others = (chain.from_iterable(map(each.execute, selects)) for each in (one, other))
    return all(a == b for a, b in zip(chain(rows, [None]), chain(others, [None]), strict=False))


def file_name(name: str) -> bytes:
    """The name of a file, or a text with such names, as it stands in a manifest."""
    return os.fsencode(name)


class GraphDigests(MutableMapping[str, str]):
    """The SHA-256 of the graph files by the names of their graphs, or of parts of one, sorted by name."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def below(self, name: str) -> list[str]:
        """The names that go on from this one and a slash, sorted."""
        rows = self._database.execute(
            "SELECT name FROM graph WHERE name > ? AND name < ? ORDER BY name", (f"{name}/", f"{name}0")
        )
        return [found for (found,) in rows]

    def __getitem__(self, name: str) -> str:
        row = self._database.execute("SELECT digest FROM graph WHERE name = ?", (name,)).fetchone()
        if row is None:
            raise KeyError(name)
        return str(row[0])

    def __setitem__(self, name: str, digest: str) -> None:
        self._database.execute("INSERT OR REPLACE INTO graph VALUES (?, ?, '')", (name, digest))

    def __delitem__(self, name: str) -> None:
        if not self._database.execute("DELETE FROM graph WHERE name = ?", (name,)).rowcount:
            raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter([name for (name,) in self._database.execute("SELECT name FROM graph ORDER BY name")])

    def __len__(self) -> int:
        return int(self._database.execute("SELECT count(*) FROM graph").fetchone()[0])

    def seen(self) -> dict[str, str]:
        """What the files had for size and time when they were last known to have these digests."""
        return dict(self._database.execute("SELECT name, seen FROM graph"))

    def note_seen(self, name: str, seen: str) -> None:
        """Note what a file has for size and time now that it has its digest."""
        self._database.execute("UPDATE graph SET seen = ? WHERE name = ?", (seen, name))

    def digest(self) -> str:
        """SHA-256 over all names and digests: what the graphs of the store say, in one word."""
        total = hashlib.sha256()
        for row in self._database.execute("SELECT name, digest FROM graph ORDER BY name"):
            total.update("{} {}\n".format(*row).encode())
        return total.hexdigest()


def _file(path: Path, digest: str) -> Path:
    return path / _FOLDER / f"{digest}{_SUFFIX}"


def _completed(database: sqlite3.Connection) -> sqlite3.Connection:
    """A manifest with the tables and indexes that it lacks: it may be new, or an earlier program's."""
    database.executescript(_MADE + _INDEXES)
    return database


def _in_memory() -> sqlite3.Connection:
    # Used by one thread at a time, not always the same.
    return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
