"""The store: a directory of graph files, an index over them, and a snapshot that queries read.

::

    fazhi-store/
      store.json     base IRI, program version, number of the current snapshot
      graphs/        the truth: one sorted N-Quads file a graph (a report's, reference, ontology)
      index/         the writer's database, made from graphs/ and what is inferred from them
      snapshots/N    a finished copy of the index (hard links), never written again

The database holds every named graph and, in its default graph, their union with each triple once: that is
what questions are put to (``queries.union`` says why not pyoxigraph's own union). A writer holds the
database's own lock from opening to closing; a second writer gets :class:`StoreLocked`. A reader opens the
current snapshot and needs no lock: it sees the last finished run, whatever a writer is doing. ``publish``
puts a new snapshot in place by one atomic rename of ``store.json``. A writer that dies half way leaves the
file ``unfinished``, and the next writer then makes the index again from the graph files.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat

from ontology.namespaces import FZ, ID, OA, PREFIXES, XSD

FORMAT = 1
#: Snapshots kept: the current one and the one before it, for readers that are just opening it.
KEPT_SNAPSHOTS = 2
_LOCKED = re.compile(
    r"lock hold by|while lock file|resource temporarily unavailable|used by another process", re.I
)
_NON_NEGATIVE_INTEGER = NamedNode(XSD + "nonNegativeInteger")
_NON_NEGATIVE = {NamedNode(name) for name in (OA + "start", OA + "end", FZ + "characterCount")}
# pyoxigraph raises RuntimeError for a damaged database.
_OPENING_ERRORS = (OSError, RuntimeError)
_UNSAFE_IN_FILE_NAME = re.compile(r'^\.|[<>:"|?*\\]|[. ]$')


class StoreError(ValueError):
    """A store cannot be opened or used as asked; the message says which, why and what to do."""


class StoreLocked(StoreError, OSError):  # noqa: N818 (a state, named as such)
    """Another process is writing the store."""


class GraphStore:
    """An open store. ``dataset`` is the pyoxigraph store that questions run on.

    Use :func:`open_store`, and the result as a context manager. A writer's changes are seen by readers
    once the ``with`` block ends without an error.
    """

    def __init__(self, path: Path, dataset: pyoxigraph.Store, settings: dict[str, Any], *, read_only: bool):
        self.path = path
        self.dataset = dataset
        self.settings = settings
        self.read_only = read_only
        #: Whether the index was made again from the graph files, so that what follows from them is missing.
        self.rebuilt = False
        self._changed = False

    @property
    def base(self) -> str:
        """Base IRI of the resources that come from reports; ends in ``/``."""
        return str(self.settings["base"])

    @property
    def changed(self) -> bool:
        """Whether anything was written since the last publication."""
        return self._changed

    def graph_names(self) -> list[str]:
        """IRIs of the stored graphs, sorted."""
        return sorted(name.value for name in self.dataset.named_graphs())

    def select(self, query: str) -> QuerySolutions:
        """The solutions of a SELECT query over the union of all graphs; our prefixes need no declaration."""
        solutions = self.dataset.query(query, prefixes=PREFIXES)
        if not isinstance(solutions, QuerySolutions):
            raise TypeError("not a SELECT query")
        return solutions

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """The quads of one graph, or of all, with the datatypes that the graph files have.

        pyoxigraph keeps every type derived from xsd:integer as xsd:integer; where a property asks for
        xsd:nonNegativeInteger it is given back here.
        """
        names = [graph] if graph else self.graph_names()
        quads = (self.dataset.quads_for_pattern(None, None, None, NamedNode(name)) for name in names)
        for quad in chain.from_iterable(quads):
            if quad.predicate in _NON_NEGATIVE and isinstance(quad.object, Literal):
                value = Literal(quad.object.value, datatype=_NON_NEGATIVE_INTEGER)
                yield Quad(quad.subject, quad.predicate, value, quad.graph_name)
            else:
                yield quad

    def graph_file(self, name: str) -> Path:
        """The file that holds the graph ``name``."""
        _, _, local = name.rpartition("/graph/")
        parts = [_UNSAFE_IN_FILE_NAME.sub(lambda m: f"%{ord(m[0]):02X}", part) for part in local.split("/")]
        return self.path / "graphs" / Path(*parts[:-1], f"{parts[-1]}.nq")

    def replace_graph(self, name: str, quads: Iterable[Quad]) -> bool:
        """Make ``quads`` the whole content of the graph ``name``: first its file, then the index.

        Each of the two happens entirely or not at all. False when the file already says just that.
        """
        data = "".join(sorted(f"{quad} .\n" for quad in quads)).encode("utf-8")
        file = self.graph_file(name)
        if file.exists() and file.read_bytes() == data:
            return False
        self._begin()
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, data)
        self._replace_in_index(name, pyoxigraph.parse(data, format=RdfFormat.N_QUADS))
        return True

    def replace_inferred(self, name: str, quads: Iterable[Quad]) -> None:
        """Like :meth:`replace_graph` for a graph that follows from the others: it has no file."""
        self._begin()
        self._replace_in_index(name, quads)

    def extend_inferred(self, quads: Iterable[Quad]) -> None:
        """Add quads to graphs that have no file."""
        self._begin()
        self.dataset.extend(_with_union(quads))

    def remove_graph(self, name: str) -> None:
        """Remove a graph and its file."""
        self._begin()
        self.graph_file(name).unlink(missing_ok=True)
        self._replace_in_index(name, ())
        self.dataset.remove_graph(NamedNode(name))

    def remember(self, **settings: Any) -> None:
        """Keep small facts about the store (JSON values) in store.json, from the next publication on."""
        if any(self.settings.get(key) != value for key, value in settings.items()):
            self._begin()
            self.settings.update(settings)

    def rebuild(self) -> None:
        """Make the index again from the graph files alone; StoreError names a file that cannot be read."""
        self._begin()
        self.dataset.clear()
        self.rebuilt = True
        self.dataset.bulk_extend(_with_union(_read_graph_files(self.path / "graphs")))

    def publish(self) -> None:
        """Let readers see what was written since the last publication."""
        if not self._changed:
            return
        number = int(self.settings.get("snapshot", 0)) + 1
        snapshot = self.path / "snapshots" / str(number)
        snapshot.parent.mkdir(exist_ok=True)
        shutil.rmtree(snapshot, ignore_errors=True)
        self.dataset.backup(snapshot)
        self.settings["snapshot"] = number
        _write_settings(self.path, self.settings)
        (self.path / "unfinished").unlink(missing_ok=True)
        self._changed = self.rebuilt = False
        for old in snapshot.parent.iterdir():
            if not old.name.isdigit() or int(old.name) <= number - KEPT_SNAPSHOTS:
                shutil.rmtree(old, ignore_errors=True)

    def close(self) -> None:
        """Release the store, and its lock when it was open for writing."""
        if not self.read_only:
            (self.path / "writer").unlink(missing_ok=True)
        # pyoxigraph has no close: the lock goes with the last reference to its store.
        self.dataset = pyoxigraph.Store()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.publish()
        finally:
            self.close()

    def _begin(self) -> None:
        if self.read_only:
            raise StoreError(f"{self.path}: the store is open for reading only")
        if not self._changed:
            (self.path / "unfinished").touch()
            self._changed = True

    def _replace_in_index(self, name: str, quads: Iterable[Quad]) -> None:
        triples = "".join(f"{quad.triple} .\n" for quad in quads)
        # One update is one transaction: the earlier graph stays if any of this fails.
        self.dataset.update(
            f"""
            DELETE {{ ?s ?p ?o }} WHERE {{
              GRAPH <{name}> {{ ?s ?p ?o }}
              FILTER NOT EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} FILTER(?other != <{name}>) }}
            }} ;
            DROP SILENT GRAPH <{name}> ;
            INSERT DATA {{ {triples} GRAPH <{name}> {{ {triples} }} }}"""
        )


def open_store(path: str | Path, *, read_only: bool = False, base: str | None = None) -> GraphStore:
    """Open the store in the directory ``path``; a writer creates it when it does not exist.

    ``base`` is the base IRI of a new store (``ontology.namespaces.ID`` unless told); for an existing
    one it must be the same. Raises :class:`StoreLocked` when another process is writing and this one
    wants to, :class:`StoreError` when there is no store, it is not ours or cannot be opened.
    """
    path = Path(path)
    return _open_snapshot(path) if read_only else _open_for_writing(path, base)


def write_atomically(file: Path, data: bytes) -> None:
    """Write ``file`` so that it has its earlier content or ``data`` whole, even when the machine stops."""
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with temporary.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


def _open_snapshot(path: Path) -> GraphStore:
    if not (path / "store.json").is_file():
        raise StoreError(f"no store at {path}; make one first: fazhi build REPORTS --store {path}")
    settings = _read_settings(path)
    # A snapshot may be replaced between reading its number and opening it: look again, once.
    for last_attempt in (False, True):
        try:
            snapshot = path / "snapshots" / str(settings.get("snapshot", 0))
            dataset = pyoxigraph.Store.read_only(str(snapshot))
        except _OPENING_ERRORS as error:
            if last_attempt:
                raise StoreError(
                    f"{path}: the store cannot be read ({_one_line(error)}); "
                    f"make it again from its graph files: fazhi build --rebuild --store {path}"
                ) from error
            settings = _read_settings(path)
        else:
            break
    return GraphStore(path, dataset, settings, read_only=True)


def _open_for_writing(path: Path, base: str | None) -> GraphStore:
    settings = _read_settings(path) if (path / "store.json").is_file() else None
    if settings is None:
        _check_new(path)
        settings = {"format": FORMAT, "base": _checked_base(base or ID)}
    elif base and base != settings["base"]:
        raise StoreError(
            f"{path}: the base IRI of this store is {settings['base']}; use another store for {base}"
        )
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path}: the store cannot be made ({error.strerror})") from error
    dataset, fresh = _open_index(path)
    (path / "writer").write_text(f"{os.getpid()}\n", encoding="ascii")
    store = GraphStore(path, dataset, settings, read_only=False)
    if (path / "unfinished").exists() or (fresh and (path / "graphs").is_dir()):
        store.rebuild()
    if "snapshot" not in settings:
        store._begin()
    return store


def _open_index(path: Path) -> tuple[pyoxigraph.Store, bool]:
    """The writer's database and whether it is a new one."""
    index = path / "index"
    fresh = not index.exists()
    for last_attempt in (False, True):
        try:
            return pyoxigraph.Store(index), fresh
        except _OPENING_ERRORS as error:
            if _LOCKED.search(str(error)):
                raise StoreLocked(
                    f"{path}: the store is being written by another process{_writer(path)}; "
                    "wait until it has finished, or give another store with --store"
                ) from error
            if last_attempt or not os.access(path, os.W_OK):
                raise StoreError(f"{path}: the store cannot be written ({_one_line(error)})") from error
            # Nobody holds the lock, so the database is damaged; the graph files have it all.
            shutil.rmtree(index, ignore_errors=True)
            fresh = True
    raise AssertionError("unreachable")


def _with_union(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The quads, each also in the default graph."""
    for quad in quads:
        yield quad
        yield Quad(quad.subject, quad.predicate, quad.object)


def _read_graph_files(directory: Path) -> Iterator[Quad]:
    for file in sorted(directory.rglob("*.nq")):
        if file.name.startswith("."):
            continue
        try:
            yield from pyoxigraph.parse(path=file, format=RdfFormat.N_QUADS)
        except (SyntaxError, ValueError) as error:
            raise StoreError(
                f"{file}: not readable as N-Quads ({_one_line(error)}); delete it and build its report again"
            ) from error


def _read_settings(path: Path) -> dict[str, Any]:
    file = path / "store.json"
    try:
        settings = json.loads(file.read_text(encoding="utf-8"))
        if settings["format"] != FORMAT:
            raise StoreError(
                f"{path}: store format {settings['format']}, this program reads {FORMAT}; build anew"
            )
        _checked_base(settings["base"])
    except (OSError, KeyError, TypeError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise StoreError(
            f"{file}: not the description of a fazhi store; build anew in another directory"
        ) from error
    return dict(settings)


def _write_settings(path: Path, settings: dict[str, Any]) -> None:
    text = json.dumps(settings, ensure_ascii=False, indent=1, sort_keys=True)
    write_atomically(path / "store.json", f"{text}\n".encode())


def _check_new(path: Path) -> None:
    if path.is_file():
        raise StoreError(f"{path}: a file, not a store; give a directory")
    if path.is_dir() and any(path.iterdir()) and not (path / "unfinished").exists():
        raise StoreError(f"{path}: holds other files and is no fazhi store; give a new or empty directory")


def _checked_base(base: str) -> str:
    with contextlib.suppress(ValueError):
        NamedNode(base)
        if re.match(r"[a-z][a-z0-9+.-]*:", base) and base.endswith("/"):
            return base
    raise StoreError(f"{base}: not a base IRI; give an absolute one that ends in /, such as {ID}")


def _writer(path: Path) -> str:
    with contextlib.suppress(OSError, ValueError):
        return f" (process {int((path / 'writer').read_text(encoding='ascii'))})"
    return ""


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())
