"""Making a store what its ``store.json`` says, after a run that died and after damage."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unicodedata import normalize

from fazhi.kg.store.earlier import plain_files
from fazhi.kg.store.files import (
    GRAPHS,
    SUFFIX,
    digest_of_file,
    digests_of_files,
    files_below,
    graph_file,
    is_graph,
    link_or_copy,
    local_name,
    seen,
)
from fazhi.kg.store.lock import is_locked
from fazhi.kg.store.manifest_file import GraphDigests, remove_other_manifests
from fazhi.kg.store.snapshots import is_whole, remove_old_snapshots, snapshot_of


def remove_leftovers(path: Path, settings: Mapping[str, Any]) -> None:
    """Remove what an earlier program or a run that died left behind; for who has the write lock.

    Either left ``index/``.
    """
    temporary = [*path.glob(".store.json.*"), *path.glob(".published.json.*")]
    if (path / "index").exists():
        temporary += [Path(entry.path) for entry in files_below(path / GRAPHS) if entry.name.startswith(".")]
        temporary += [
            Path(entry.path) for entry in files_below(path / "readings") if entry.name.endswith(".new")
        ]
        temporary += plain_files(path)
    for file in temporary:
        if file.is_file():
            file.unlink(missing_ok=True)
    shutil.rmtree(path / "index", ignore_errors=True)
    remove_old_snapshots(path, settings["snapshot"])
    remove_other_manifests(path, settings.get("manifest", ""))


def mend_graph_files(path: Path, snapshot: Path, digests: GraphDigests, *, thorough: bool) -> set[str]:
    """Give the store at ``path`` the graph files of these digests, by name, and no others.

    A file that differs comes from the ``snapshot``. Returns the names of those that are damaged there too;
    they are removed. One whose size and time are those noted is read only if ``thorough``; those of the
    others are noted.
    """
    # Some file systems give names back in another Unicode form.
    there = {normalize("NFC", entry.path): entry for entry in files_below(path / GRAPHS) if is_graph(entry)}
    noted, read = digests.seen(), {}
    for name in digests:
        entry = there.pop(normalize("NFC", f"{path}/graphs/{local_name(name)}{SUFFIX}"), None)
        if entry is None or thorough or seen(entry.stat()) != noted[name]:
            read[name] = graph_file(path, name)
    for unknown in there.values():
        os.unlink(unknown.path)
    lost = set()
    for (name, file), digest in zip(read.items(), digests_of_files(read.values()), strict=True):
        if digest != digests[name]:
            file.unlink(missing_ok=True)
            kept = graph_file(snapshot, name)
            if digest_of_file(kept) != digests[name]:
                lost.add(name)
                continue
            link_or_copy(kept, file)
        digests.note_seen(name, seen(file.stat()))
    return lost


def damaged_files(path: Path, settings: Mapping[str, Any], digests: Mapping[str, str]) -> list[Path]:
    """What is damaged of the store at ``path``: graph files of these digests, the index's folder; sorted.

    While it is being written, of the current snapshot alone.
    """
    snapshot = snapshot_of(path, settings)
    index = snapshot / "index"
    found = [] if is_whole(snapshot, settings["index"], tables=True, thorough=True) else [index]
    for folder in (snapshot, *([] if is_locked(path) else [path])):
        files = {graph_file(folder, name): digest for name, digest in digests.items()}
        found += [f for f, digest in zip(files, digests_of_files(files), strict=True) if digest != files[f]]
    return sorted(found)
