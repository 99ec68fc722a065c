"""The store: a directory of graph files, an index over them, and a snapshot that queries read.

::

    fazhi-store/
      store.json     base IRI, program version, number of the current snapshot
      graphs/        the truth: one sorted N-Quads file a graph (a report's, reference, ontology)
      index/         the writer's database, made from graphs/ and what is inferred from them
      snapshots/N    a finished copy of the index (hard links), never written again

The database holds every named graph and, in its default graph, their union with each triple once: that is
what questions are put to (``queries.union`` says why not pyoxigraph's own union). With every graph the
database has the graph of what follows from it (``kg.infer``), replaced in the same transaction; those have
no files. A writer holds the
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
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyoxigraph
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, RdfFormat

from kg.infer import Axioms, inferred_graph, is_inferred
from ontology.namespaces import FZ, ID, OA, ONTOLOGY_GRAPH, PREFIXES, XSD

FORMAT = 1
#: Snapshots kept: the current one and the one before it, for readers that are just opening it.
KEPT_SNAPSHOTS = 2
#: So many quads at most wait to be taken into the index, or lie in its write buffers: memory stays small.
BATCH = 100_000
#: From this many on, quads are loaded in bulk, past the write buffers.
_BULK = 10_000
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
    """An open store.

    Use :func:`open_store`, and the result as a context manager. A writer's changes are seen by readers
    once the ``with`` block ends without an error.
    """

    def __init__(self, path: Path, dataset: pyoxigraph.Store, settings: dict[str, Any], *, read_only: bool):
        self.path = path
        self._dataset = dataset
        self._waiting: dict[str, list[Quad]] = {}
        self._buffered = 0
        self.settings = settings
        self.read_only = read_only
        #: Whether the index was made again from the graph files, so that graphs without a file are missing.
        self.rebuilt = False
        self._changed = False
        self._compiled: Axioms | None = None

    @property
    def base(self) -> str:
        """Base IRI of the resources that come from reports; ends in ``/``."""
        return str(self.settings["base"])

    @property
    def changed(self) -> bool:
        """Whether anything was written since the last publication."""
        return self._changed

    @property
    def dataset(self) -> pyoxigraph.Store:
        """The pyoxigraph store that questions run on."""
        self._take_in_waiting()
        return self._dataset

    def graph_names(self) -> list[str]:
        """IRIs of the stored graphs, sorted."""
        return sorted(name.value for name in self.dataset.named_graphs())

    def has_graph(self, name: str) -> bool:
        """Whether the graph ``name`` is stored."""
        return name in self._waiting or self._dataset.contains_named_graph(NamedNode(name))

    def is_inferred(self, name: str) -> bool:
        """Whether the graph ``name`` holds what follows from another."""
        return is_inferred(name, self.base)

    @property
    def axioms(self) -> Axioms:
        """The axioms of the stored ontology; there are none before it is loaded."""
        if self._compiled is None:
            self._compiled = Axioms.of(self._stated(ONTOLOGY_GRAPH))
        return self._compiled

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
        """Make ``quads`` the whole content of the graph ``name``; see :meth:`replace_graph_file`."""
        return self.replace_graph_file(name, graph_file_content(quads))

    def replace_graph_file(self, name: str, data: bytes) -> bool:
        """Make ``data`` (:func:`graph_file_content`) the file of the graph ``name``, then bring in the index.

        Each of the two happens entirely or not at all. False when the file already says just that.
        """
        file = self.graph_file(name)
        if file.exists() and file.read_bytes() == data:
            return False
        self._begin()
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, data)
        self._replace_in_index(name, pyoxigraph.parse(data, format=RdfFormat.N_QUADS))
        return True

    def replace_inferred(self, name: str, quads: Iterable[Quad]) -> None:
        """Like :meth:`replace_graph` for a graph that is made from others: it has no file."""
        self._begin()
        self._replace_in_index(name, quads)

    def remove_graph(self, name: str) -> None:
        """Remove a graph and its file."""
        self._begin()
        self.graph_file(name).unlink(missing_ok=True)
        self._replace_in_index(name, ())

    def renew_inferences(self) -> None:
        """Infer again from every graph if that was last done by other axioms or rules."""
        if self.settings.get("inference") == self.axioms.digest:
            return
        self._begin()
        names = self.graph_names()
        stated = {inferred_graph(name, self.base): name for name in names if not self.is_inferred(name)}
        for graph in sorted(stated.keys() | set(filter(self.is_inferred, names))):
            name = stated.get(graph)
            self._write({graph: self._consequences(name, self._stated(name)) if name else []})
        self.remember(inference=self.axioms.digest)

    def remember(self, **settings: Any) -> None:
        """Keep small facts about the store (JSON values) in store.json, from the next publication on."""
        if any(self.settings.get(key) != value for key, value in settings.items()):
            self._begin()
            self.settings.update(settings)

    def rebuild(self) -> None:
        """Make the index again from the graph files alone; StoreError names a file that cannot be read."""
        self._begin()
        self._waiting.clear()
        self._dataset.clear()
        self.rebuilt = True
        ontology = self.graph_file(ONTOLOGY_GRAPH)
        self._compiled = Axioms.of(_read_graph_file(ontology) if ontology.exists() else ())
        self.dataset.bulk_extend(_with_union(self._stated_and_inferred()))
        self.remember(inference=self._compiled.digest)

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
        self._dataset = pyoxigraph.Store()

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
        """Make ``quads`` the graph ``name``, and what follows from them the graph of its consequences."""
        quads = list(quads)
        if name == ONTOLOGY_GRAPH:
            self._compiled = Axioms.of(quads)
        graphs = {name: quads, inferred_graph(name, self.base): self._consequences(name, quads)}
        if self.has_graph(name):
            self._write(graphs)
            return
        # New graphs take nothing away, so they can come in together, in a third of the time.
        self._waiting |= {graph: content for graph, content in graphs.items() if content}
        if sum(map(len, self._waiting.values())) > BATCH:
            self._take_in_waiting()

    def _take_in_waiting(self) -> None:
        quads = list(chain.from_iterable(self._waiting.values()))
        self._waiting = {}
        if len(quads) > _BULK:
            self._dataset.bulk_extend(_with_union(quads))
        elif quads:
            self._dataset.extend(_with_union(quads))
            self._count_buffered(len(quads))

    def _count_buffered(self, quads: int) -> None:
        self._buffered += quads
        if self._buffered > BATCH:
            self._dataset.flush()
            self._buffered = 0

    def _consequences(self, name: str, quads: Iterable[Quad]) -> list[Quad]:
        graph = NamedNode(inferred_graph(name, self.base))
        return [Quad(t.subject, t.predicate, t.object, graph) for t in self.axioms.consequences(quads)]

    def _stated(self, name: str) -> Iterator[Quad]:
        return self.dataset.quads_for_pattern(None, None, None, NamedNode(name))

    def _stated_and_inferred(self) -> Iterator[Quad]:
        """All graph files, each with what follows from it."""
        for file in _graph_files(self.path / "graphs"):
            quads = list(_read_graph_file(file))
            yield from quads
            if quads:
                yield from self._consequences(_graph_name(quads[0]), quads)

    def _write(self, graphs: Mapping[str, Iterable[Quad]]) -> None:
        """Give these graphs these quads, in the union too: all in one transaction."""
        new = {quad for quads in graphs.values() for quad in quads}
        old = {quad for name in graphs for quad in self._stated(name)}
        removed, added = old - new, new - old
        if not (removed or added):
            return
        gone = (quad for quad in removed if not self._is_said_besides(quad, removed))
        kept = set(map(_graph_name, new))
        emptied = "".join(f"DROP SILENT GRAPH <{name}> ;\n" for name in graphs if name not in kept)
        # One update is one transaction: the earlier graphs stay if any of this fails.
        self.dataset.update(
            f"DELETE DATA {{ {_triples(gone)} {_by_graph(removed)} }} ;\n{emptied}"
            f"INSERT DATA {{ {_triples(added)} {_by_graph(added)} }}"
        )
        self._count_buffered(len(removed) + len(added))

    def _is_said_besides(self, quad: Quad, removed: Container[Quad]) -> bool:
        """Whether a graph says the same by a quad that is not removed."""
        same = self.dataset.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        return any(other.graph_name != DefaultGraph() and other not in removed for other in same)


def open_store(path: str | Path, *, read_only: bool = False, base: str | None = None) -> GraphStore:
    """Open the store in the directory ``path``; a writer creates it when it does not exist.

    ``base`` is the base IRI of a new store (``ontology.namespaces.ID`` unless told); for an existing
    one it must be the same. Raises :class:`StoreLocked` when another process is writing and this one
    wants to, :class:`StoreError` when there is no store, it is not ours or cannot be opened.
    """
    path = Path(path)
    return _open_snapshot(path) if read_only else _open_for_writing(path, base)


def graph_file_content(quads: Iterable[Quad]) -> bytes:
    """A graph as its file has it: sorted N-Quads."""
    return "".join(sorted(f"{quad} .\n" for quad in quads)).encode("utf-8")


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


def _graph_name(quad: Quad) -> str:
    assert isinstance(quad.graph_name, NamedNode)
    return quad.graph_name.value


def _triples(quads: Iterable[Quad]) -> str:
    return "".join(f"{quad.triple} .\n" for quad in quads)


def _by_graph(quads: Iterable[Quad]) -> str:
    by_name: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        by_name[_graph_name(quad)].append(quad)
    return "".join(f"GRAPH <{name}> {{ {_triples(group)} }}\n" for name, group in by_name.items())


def _graph_files(directory: Path) -> Iterator[Path]:
    return (file for file in sorted(directory.rglob("*.nq")) if not file.name.startswith("."))


def _read_graph_file(file: Path) -> Iterator[Quad]:
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
