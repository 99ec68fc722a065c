"""What is served, and the state that it is in."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat

from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.index import Index
from fazhi.kg.store.manifest import Manifest
from fazhi.kg.store.opening import open_store
from fazhi.kg.store.settings import FILE
from fazhi.kg.store.snapshots import snapshot_of
from fazhi.kg.version import code_digest
from fazhi.kg.workers import Limits, call
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.namespaces import FZ, ID, RDF
from fazhi.ontology.rdf import ontology_quads

#: Loading a file is given this time and memory.
_LOADING = Limits(seconds=3600, memory=8 * 2**30)
#: A database of a file is in one state; what is made of it, a search index, is kept as beside a snapshot.
_SNAPSHOT = 1


@dataclass(frozen=True)
class Source:
    """A store in the directory ``path``; or, if ``file`` is given, a database there that was made of it."""

    path: Path
    file: Path | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """A worker is sent it with each call, and makes it once."""
        return _source, (str(self.path), self.file and str(self.file))

    def state(self) -> str:
        """A digest of what the store holds and the program that answers; the same for the same content."""
        if self.file:
            return _digest(self.path.name)
        described = self.path / FILE
        try:
            found = described.stat()
        except OSError:
            return _digest("")
        return _state_of(described, found.st_mtime_ns, found.st_ino, found.st_size)


@lru_cache(maxsize=1)
def _source(path: str, file: str | None) -> Source:
    return Source(Path(path), Path(file) if file else None)


@lru_cache(maxsize=1)
def _state_of(described: Path, *_: int) -> str:
    return _digest(described.read_text("utf-8", "replace"))


def _digest(text: str) -> str:
    program = code_digest("fazhi.web", "fazhi.queries", "fazhi.viz")
    return hashlib.sha256(f"{program} {text}".encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def opened(source: Source, state: str) -> GraphStore:
    """The store, open for reading; kept open until it is in another ``state``. Raises StoreError."""
    if not source.file:
        return open_store(source.path, read_only=True)
    dataset = pyoxigraph.Store.read_only(str(source.path))
    settings = {"base": _base(dataset), "snapshot": _SNAPSHOT}
    return GraphStore(source.path, settings, Index(dataset), Manifest(source.path))


def _base(dataset: pyoxigraph.Store) -> str:
    """The base IRI of the reports in a dataset, which is what stands before ``report/`` in theirs."""
    for quad in dataset.quads_for_pattern(None, NamedNode(RDF + "type"), NamedNode(FZ + "Report")):
        if isinstance(quad.subject, NamedNode) and "report/" in quad.subject.value:
            return quad.subject.value.partition("report/")[0]
    return ID


@contextmanager
def source_of(store_path: Path, file: Path | None) -> Iterator[Source]:
    """What is to be served: the store, or the data in ``file``, as long as the context lasts.

    Raises FazhiError if there is no store, or the file cannot be read.
    """
    if file is None:
        open_store(store_path, read_only=True).close()
        yield Source(store_path.absolute())
        return
    folder = Path(tempfile.mkdtemp(prefix="fazhi-"))
    try:
        digest = call(_LOADING, _load, file.absolute(), folder / "loading")
        (folder / "loading").rename(folder / digest)
        yield Source(folder / digest, file)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _load(file: Path, database: Path) -> str:
    """Make a database of an RDF file: its graphs, and all of them together in the default graph.

    Returns the digest of the file. Raises FazhiError.
    """
    form = RdfFormat.from_extension(file.suffix.removeprefix("."))
    if form is None:
        raise FazhiError(
            "give a file of RDF: .nq, .trig, .ttl, .nt, .rdf or .jsonld",
            "请给出 RDF 文件：.nq、.trig、.ttl、.nt、.rdf 或 .jsonld",
            at=file,
        )
    database.mkdir()
    dataset = pyoxigraph.Store(database)
    try:
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        dataset.bulk_load(path=file, format=form, base_iri=ID)
    except (OSError, SyntaxError, ValueError) as error:
        words = " ".join(str(error).split())
        raise FazhiError(f"not read: {words}", f"未读取：{words}", at=file) from error
    if not any(dataset.quads_for_pattern(None, NamedNode(FZ + "reach"), None)):
        # An export has the ontology only where all of it is wanted; pages need it.
        dataset.bulk_extend(ontology_quads())
    dataset.bulk_extend(pyoxigraph.Quad(*quad.triple) for quad in dataset)
    dataset.optimize()
    snapshot_of(database, {"snapshot": _SNAPSHOT}).mkdir(parents=True)
    return digest[:32]
