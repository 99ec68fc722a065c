"""Stores of earlier formats: in 4 the manifest stood in store.json, in 3 graph files were ``.nq`` too."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from fazhi.kg.store.files import (
    graph_file,
    link_or_copy,
    local_file,
    mark_at_work,
    pack,
    put_on_disk,
    write_atomically,
)
from fazhi.kg.store.manifest_file import file_name, new_manifest, write_manifest
from fazhi.kg.store.settings import FORMAT, write_settings
from fazhi.kg.store.snapshots import snapshot_of

_SUFFIX = ".nq"
#: What stood in store.json and is in the manifest now.
_IN_MANIFEST = ("graphs", "read", "sources", "aside", "folders", "skipped")


def plain_files(path: Path) -> Iterator[Path]:
    """The graph files of the format before in the store at ``path`` and its snapshots."""
    return chain((path / "graphs").rglob(f"*{_SUFFIX}"), (path / "snapshots").rglob(f"*{_SUFFIX}"))


def brought_up_to_date(path: Path, settings: Mapping[str, Any]) -> dict[str, Any]:
    """What the store at ``path`` says of itself in the present format; for who has the write lock.

    If the process dies meanwhile, the store is as it was, and readers of the earlier program find what they
    read.
    """
    mark_at_work(path)
    digests = _with_packed_graphs(path, settings) if settings["format"] == 3 else settings["graphs"]
    now = {key: value for key, value in settings.items() if key not in _IN_MANIFEST}
    now["manifest"] = write_manifest(_manifest(settings, digests), path)
    now |= {"format": FORMAT, "index": {name: [digest, ""] for name, digest in settings["index"].items()}}
    write_settings(path, now)
    return now


def _manifest(settings: Mapping[str, Any], digests: Mapping[str, str]) -> sqlite3.Connection:
    """The manifest that stood among the settings, with these digests of the graph files."""
    database = new_manifest()
    rows = {
        "graph": ((name, digest, "") for name, digest in digests.items()),
        "reading": ((digest, *reading) for digest, reading in settings.get("read", {}).items()),
        "source": ((file_name(name), graph) for name, graph in settings.get("sources", {}).items()),
        "aside": (
            (digest, file_name(name), "", "")
            for digest, names in settings.get("aside", {}).items()
            for name in names or [""]
        ),
        "folder": ((file_name(name), pictures) for name, pictures in settings.get("folders", {}).items()),
        "skipped": (
            (file_name(name), file_name(reason), digest, program)
            for name, (reason, digest, program) in settings.get("skipped", {}).items()
        ),
    }
    for table, found in rows.items():
        for row in found:
            database.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
    return database


def _with_packed_graphs(path: Path, settings: Mapping[str, Any]) -> dict[str, str]:
    """Compress the graph files; their digests then.

    A graph whose file is damaged in the snapshot too gets none, and so is missing from then on.
    """
    snapshot = snapshot_of(path, settings)
    digests = dict(settings["graphs"])
    for name, digest in settings["graphs"].items():
        for folder in (path, snapshot):
            data = _content(local_file(folder / "graphs", name, _SUFFIX))
            if hashlib.sha256(data).hexdigest() == digest:
                digests[name] = _write(path, snapshot, name, pack(data))
                break
    put_on_disk(file for name in digests if (file := graph_file(path, name)).exists())
    return digests


def pack_what_is_left(path: Path) -> None:
    """Compress the plain files of a store of which nobody knows any more of which format it is."""
    for file in plain_files(path):
        packed = file.with_name(f"{file.name}.zst")
        if not packed.exists():
            write_atomically(packed, pack(_content(file)))


def _write(path: Path, snapshot: Path, name: str, data: bytes) -> str:
    """Write a graph's file, for the store and its snapshot; returns its digest."""
    file, shared = graph_file(path, name), graph_file(snapshot, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, data, on_disk=False)
    shared.unlink(missing_ok=True)
    link_or_copy(file, shared)
    return hashlib.sha256(data).hexdigest()


def _content(file: Path) -> bytes:
    """The bytes of a file; none if it is missing or cannot be read."""
    try:
        return file.read_bytes()
    except OSError:
        return b""
