"""The files of a store apart from its databases: sorted N-Quads files of its graphs, and ``store.json``."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat

from fazhi.ontology.errors import FazhiError
from fazhi.ontology.namespaces import ID

FORMAT = 2
_UNSAFE_IN_FILE_NAME = re.compile(r'^\.|[<>:"|?*\\]|[. ]$')


class StoreError(FazhiError):
    """A store cannot be opened or used as requested; the message says which one, why and what to do."""


class StoreLocked(StoreError, OSError):  # noqa: N818 (a state, named as such)
    """Another process is writing the store."""


def graph_file(store: Path, name: str) -> Path:
    """The file in the store or snapshot ``store`` that holds the graph, or part of a graph, ``name``."""
    _, _, local = name.rpartition("/graph/")
    parts = [_UNSAFE_IN_FILE_NAME.sub(lambda m: f"%{ord(m[0]):02X}", part) for part in local.split("/")]
    return store / "graphs" / Path(*parts[:-1], f"{parts[-1]}.nq")


def graph_file_content(quads: Iterable[Quad]) -> bytes:
    """The content of a graph's file: sorted N-Quads."""
    return "".join(sorted(f"{quad} .\n" for quad in quads)).encode("utf-8")


def write_atomically(file: Path, data: bytes) -> None:
    """Write ``file`` so that it holds either its earlier content or all of ``data``, even after a crash."""
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with temporary.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


def graph_files(store: Path) -> Iterator[Path]:
    """All graph files of the store or snapshot ``store``, sorted."""
    return _files_in(store / "graphs")


def files_of_graph(store: Path, name: str) -> list[Path]:
    """The files that hold the graph ``name``, sorted: one, or those in its folder that each add to it."""
    file = graph_file(store, name)
    if file.exists():
        return [file]
    return [part for part in files_below(store, name) if graph_of_file(part) == name]


def files_below(store: Path, name: str) -> Iterator[Path]:
    """The files of the graphs, and parts of graphs, whose IRIs go on from ``name``, sorted."""
    return _files_in(graph_file(store, name).with_suffix(""))


def graph_of_file(file: Path) -> str | None:
    """The name of the graph whose quads ``file`` holds; None if it holds none."""
    for quad in read_graph_file(file):
        return _graph_name(quad)
    return None


def _files_in(directory: Path) -> Iterator[Path]:
    return (file for file in sorted(directory.rglob("*.nq")) if not file.name.startswith("."))


def _graph_name(quad: Quad) -> str:
    assert isinstance(quad.graph_name, NamedNode)
    return quad.graph_name.value


def link_graph_files(store: Path, snapshot: Path) -> None:
    """Give ``snapshot`` the store's graph files: hard links where the file system has them, else copies."""
    for file in graph_files(store):
        copy = snapshot / file.relative_to(store)
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            copy.hardlink_to(file)
        except OSError:
            shutil.copyfile(file, copy)


def read_graph_file(file: Path) -> Iterator[Quad]:
    """The quads of a graph file; StoreError if it cannot be read."""
    try:
        yield from pyoxigraph.parse(path=file, format=RdfFormat.N_QUADS)
    except (SyntaxError, ValueError) as error:
        raise StoreError(
            f"{file}: not readable as N-Quads ({one_line(error)}); delete it and build its report again"
        ) from error


def read_settings(path: Path) -> dict[str, Any]:
    """The content of ``store.json`` in the store at ``path``; StoreError if it is not one of ours."""
    file = path / "store.json"
    try:
        settings = json.loads(file.read_text(encoding="utf-8"))
        if settings["format"] != FORMAT:
            raise StoreError(
                f"{path}: a store of format {settings['format']}, this program reads format {FORMAT}; "
                "delete it and build anew"
            )
        checked_base(settings["base"])
    except (OSError, KeyError, TypeError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise StoreError(
            f"{file}: not the description of a fazhi store; build anew in another directory"
        ) from error
    return dict(settings)


def write_settings(path: Path, settings: dict[str, Any]) -> None:
    """Write the ``store.json`` of the store at ``path``."""
    text = json.dumps(settings, ensure_ascii=False, indent=1, sort_keys=True)
    # Names of files need not be UTF-8: what is not becomes an escape of JSON.
    write_atomically(path / "store.json", f"{text}\n".encode("utf-8", "backslashreplace"))


def check_new(path: Path) -> None:
    """StoreError if no new store can be created at ``path``: it is a file, or a directory of other things."""
    if path.is_file():
        raise StoreError(f"{path}: a file, not a store; give a directory")
    if path.is_dir() and any(path.iterdir()) and not (path / "unfinished").exists():
        raise StoreError(f"{path}: holds other files and is no fazhi store; give a new or empty directory")


def checked_base(base: str) -> str:
    """``base`` if it is an absolute IRI that ends in ``/``, else StoreError."""
    with contextlib.suppress(ValueError):
        NamedNode(base)
        if re.match(r"[a-z][a-z0-9+.-]*:", base) and base.endswith("/"):
            return base
    raise StoreError(f"{base}: not a base IRI; give an absolute one that ends in /, such as {ID}")


def writer_of(path: Path) -> str:
    """The process that is writing the store at ``path``, for a message; empty if unknown."""
    with contextlib.suppress(OSError, ValueError):
        return f" (process {int((path / 'writer').read_text(encoding='ascii'))})"
    return ""


def one_line(error: BaseException) -> str:
    """An error's message without line breaks."""
    return " ".join(str(error).split())
