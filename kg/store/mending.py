"""Making a store what its ``store.json`` says, after a run that died and after damage."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fazhi.kg.store.earlier import plain_files
from fazhi.kg.store.files import digest_of_file, digests_of_files, graph_file, graph_files, link_or_copy
from fazhi.kg.store.lock import is_locked
from fazhi.kg.store.manifest_file import remove_other_manifests
from fazhi.kg.store.snapshots import is_whole, remove_old_snapshots, snapshot_of


def remove_leftovers(path: Path, settings: Mapping[str, Any]) -> None:
    """Remove what an earlier program or a run that died left behind; for who has the write lock."""
    graphs, readings = path / "graphs", path / "readings"
    temporary = [
        *path.glob(".store.json.*"),
        *path.glob(".published.json.*"),
        *graphs.rglob(".*"),
        *plain_files(path),
        *readings.rglob("*.new"),
    ]
    for file in temporary:
        if file.is_file():
            file.unlink(missing_ok=True)
    shutil.rmtree(path / "index", ignore_errors=True)
    remove_old_snapshots(path, settings["snapshot"])
    remove_other_manifests(path, settings.get("manifest", ""))


def mend_graph_files(path: Path, snapshot: Path, digests: Mapping[str, str]) -> set[str]:
    """Give the store at ``path`` the graph files of these digests, by name, and no others.

    A file that differs comes from the ``snapshot``. Returns the names of those that are damaged there too;
    they are removed.

    Every file is read for this, on each build: size and time do not tell of a changed byte.
    """
    files = {graph_file(path, name): name for name in digests}
    # Some file systems give names back in another Unicode form.
    known = {unicodedata.normalize("NFC", str(file)) for file in files}
    for file in graph_files(path):
        if unicodedata.normalize("NFC", str(file)) not in known:
            file.unlink(missing_ok=True)
    lost = set()
    for (file, name), digest in zip(files.items(), digests_of_files(files), strict=True):
        if digest == digests[name]:
            continue
        file.unlink(missing_ok=True)
        kept = graph_file(snapshot, name)
        if digest_of_file(kept) == digests[name]:
            link_or_copy(kept, file)
        else:
            lost.add(name)
    return lost


def damaged_files(path: Path, settings: Mapping[str, Any], digests: Mapping[str, str]) -> list[Path]:
    """What is damaged of the store at ``path``: graph files of these digests, the index's folder; sorted.

    While it is being written, of the current snapshot alone.
    """
    snapshot = snapshot_of(path, settings)
    index = snapshot / "index"
    found = [] if is_whole(snapshot, settings["index"], tables=True) else [index]
    for folder in (snapshot, *([] if is_locked(path) else [path])):
        files = {graph_file(folder, name): digest for name, digest in digests.items()}
        found += [f for f, digest in zip(files, digests_of_files(files), strict=True) if digest != files[f]]
    return sorted(found)
