"""Stores of the format before: the graph files are N-Quads as they are, ``.nq``, not compressed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from fazhi.kg.store.files import graph_file, link_or_copy, local_file, pack, put_on_disk, write_atomically
from fazhi.kg.store.settings import FORMAT, write_settings
from fazhi.kg.store.snapshots import snapshot_of

_SUFFIX = ".nq"


def plain_files(path: Path) -> Iterator[Path]:
    """The graph files of the format before in the store at ``path`` and its snapshots."""
    return chain((path / "graphs").rglob(f"*{_SUFFIX}"), (path / "snapshots").rglob(f"*{_SUFFIX}"))


def with_packed_graphs(path: Path, settings: Mapping[str, Any]) -> dict[str, Any]:
    """What the store at ``path`` says of itself when its graph files are compressed; for who has the lock.

    A graph whose file is damaged in the snapshot too gets none, and so is missing from then on. If the
    process dies meanwhile, the store is as it was, and readers of the earlier program find what they read.
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
    packed = {**settings, "format": FORMAT, "graphs": digests}
    write_settings(path, packed)
    return packed


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
