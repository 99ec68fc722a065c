"""Opening a store: its current snapshot for reading, a copy of that snapshot's index for writing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph

from fazhi.kg.store.earlier import brought_up_to_date
from fazhi.kg.store.files import StoreError, one_line, rebuild_of
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.index import Index, is_database_error
from fazhi.kg.store.lock import WriteLock
from fazhi.kg.store.manifest import Manifest
from fazhi.kg.store.manifest_file import read_manifest, write_manifest
from fazhi.kg.store.mending import remove_leftovers
from fazhi.kg.store.recovery import foreign_names, has_content, recover
from fazhi.kg.store.settings import (
    EARLIER,
    FILE,
    SettingsLost,
    checked_base,
    new_settings,
    read_settings,
    write_settings,
)
from fazhi.kg.store.snapshots import is_whole, snapshot_of, start_index
from fazhi.ontology.languages import both
from fazhi.ontology.namespaces import ID


def open_store(
    path: str | Path, *, read_only: bool = False, base: str | None = None, rebuild: bool = False
) -> GraphStore:
    """Open the store in the directory ``path``; a writer creates it if it does not exist.

    ``base`` is the base IRI of a new store (default ``fazhi.ontology.namespaces.ID``); for an existing store
    it must be the same. With ``rebuild`` a writer makes the ``store.json`` anew where it is missing or
    damaged. Raises :class:`StoreLocked` if another process is writing and this one wants to write,
    :class:`StoreError` if there is no store, or it is not ours or cannot be opened.
    """
    path = Path(path)
    return _open_snapshot(path) if read_only else _open_for_writing(path, base, rebuild)


def base_of(path: Path) -> str:
    """The base IRI of the store at ``path``, that of a new store where there is none or it is damaged."""
    try:
        return str(read_settings(path)["base"])
    except StoreError:
        return ID


def check_index(path: Path) -> None:
    """Raise StoreError if the index that the store's readers query is damaged; all of it is read.

    For queries that ended oddly: damage can make the database ask for ever more memory, or go on for ever.
    """
    settings = read_settings(path)
    if not is_whole(snapshot_of(path, settings), settings["index"], tables=True, thorough=True):
        raise _unreadable(path, str(both("damaged", "已损坏")))


def _unreadable(path: Path, problem: str) -> StoreError:
    return StoreError(
        f"the store cannot be read ({problem}); have it made again: {rebuild_of(path)}",
        f"知识图谱无法读取（{problem}）；请重新生成：{rebuild_of(path)}",
        at=path,
    )


def _open_snapshot(path: Path) -> GraphStore:
    if not path.is_dir() or not ((path / FILE).exists() or _is_ours(path)):
        raise _no_store(path)
    settings = read_settings(path)
    if not settings["snapshot"]:
        raise _no_store(path)
    if settings["format"] in EARLIER:
        raise StoreError(
            f"a store of an earlier version; the next build brings it up to date, or now: {rebuild_of(path)}",
            f"由早期版本建立的图谱，下次构建时升级，或立即升级：{rebuild_of(path)}",
            at=path,
        )
    # A snapshot may be replaced between reading its number and opening it: try once more.
    for last_attempt in (False, True):
        snapshot = snapshot_of(path, settings)
        problem = str(both("damaged", "已损坏"))
        if is_whole(snapshot, settings.get("index", {})):
            try:
                manifest = Manifest(path, read_manifest(path, settings))
                index = Index(pyoxigraph.Store.read_only(str(snapshot / "index")))
                return GraphStore(path, settings, index, manifest)
            except SettingsLost:
                if last_attempt:
                    raise
            except BaseException as error:
                if not is_database_error(error):
                    raise
                problem = one_line(error)
        if last_attempt:
            raise _unreadable(path, problem)
        settings = read_settings(path)
    raise AssertionError("unreachable")


def _open_for_writing(path: Path, base: str | None, rebuild: bool) -> GraphStore:
    if base:
        checked_base(base)
    if path.is_file():
        raise StoreError("a file, not a store; give a directory", "是文件，不是知识图谱；请给出目录", at=path)
    if path.is_dir() and not (path / FILE).exists() and (foreign := foreign_names(path)):
        raise StoreError(
            f"holds other files ({foreign[0]}) and is no fazhi store; give a new or empty directory",
            f"其中有其他文件（{foreign[0]}），不是 fazhi 的知识图谱；请给出新目录或空目录",
            at=path,
        )
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the store cannot be made ({error.strerror})", f"知识图谱无法建立（{error.strerror}）", at=path
        ) from error
    lock = WriteLock(path)
    try:
        settings, manifest = _known(path, base, rebuild)
        remove_leftovers(path, settings)
        return GraphStore(path, settings, start_index(path, settings), manifest, lock)
    except BaseException as error:
        lock.release()
        if is_database_error(error) or (isinstance(error, OSError) and not isinstance(error, StoreError)):
            why = getattr(error, "strerror", None) or one_line(error)
            raise StoreError(
                f"the store cannot be written ({why}) and is as it was before",
                f"知识图谱无法写入（{why}），保持原样",
                at=path,
            ) from error
        raise


def _known(path: Path, base: str | None, rebuild: bool) -> tuple[dict[str, Any], Manifest]:
    """What the store says about itself, which a new or recovered one begins to say now."""
    try:
        settings = read_settings(path)
        if settings["format"] in EARLIER:
            settings = brought_up_to_date(path, settings)
        manifest = Manifest(path, read_manifest(path, settings))
    except SettingsLost as error:
        if foreign := foreign_names(path):
            raise StoreError(
                f"not the description of a fazhi store, and beside it is {foreign[0]}; "
                "build in another directory",
                f"不是 fazhi 知识图谱的说明，旁边还有 {foreign[0]}；请在其他目录构建",
                at=path / FILE,
            ) from error
        if has_content(path):
            if not rebuild:
                raise
            settings, manifest = recover(path, base)
            settings["manifest"] = write_manifest(manifest.database, path)
        else:
            settings, manifest = new_settings(base), Manifest(path)
        write_settings(path, settings)
    if base and base != settings["base"]:
        raise StoreError(
            f"the base IRI of this store is {settings['base']}; use another store for {base}",
            f"该知识图谱的 IRI 前缀为 {settings['base']}；{base} 请另用知识图谱",
            at=path,
        )
    return settings, manifest


def _is_ours(path: Path) -> bool:
    return not foreign_names(path) and has_content(path)


def _no_store(path: Path) -> StoreError:
    return StoreError(
        f"no store at {path}; make one first: fazhi build REPORTS --store {path}",
        f"{path} 没有知识图谱，请先构建：fazhi build 报告 --store {path}",
    )
