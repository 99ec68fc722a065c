"""Reports on disk -> the store. Building twice from the same bytes changes nothing."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections import Counter, deque
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from fazhi.kg.iris import assessments_graph
from fazhi.kg.store.files import graph_file_content
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.reference import load_reference
from fazhi.kg.version import READING, code_digest, program_version
from fazhi.ontology.errors import FazhiError

#: From this many files on, extraction is spread over processes: starting one costs seconds.
FILES_FOR_PROCESSES = 20
#: So many files may be read before they are taken in: enough that no process waits, few in memory.
FILES_AHEAD = 64
SUFFIX = ".txt"
NO_REPORT = "no rule-of-law government report (法治政府建设情况报告); --force takes it in all the same"


@dataclass(frozen=True)
class Skipped:
    """A file that was not taken into the store, and why (one line)."""

    file: str
    reason: str


@dataclass
class BuildSummary:
    """What one run did. Lists hold files as given; ``records`` counts what was read in this run by type."""

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    records: Counter[str] = field(default_factory=Counter)

    @property
    def in_store(self) -> int:
        """How many of the files given are in the store after the run."""
        return len(self.added) + len(self.replaced) + len(self.unchanged)

    def to_dict(self) -> dict[str, Any]:
        """The summary as a JSON object."""
        return {
            "added": self.added,
            "replaced": self.replaced,
            "unchanged": self.unchanged,
            "skipped": [{"file": s.file, "reason": s.reason} for s in self.skipped],
            "records": dict(sorted(self.records.items())),
        }


@dataclass(frozen=True)
class _Outcome:
    """What became of one file: its graphs by name, the report's first, or the reason why there is none.

    The graphs are the content of their files: to hand quads from process to process takes longer than
    to read the report.
    """

    graphs: dict[str, bytes] = field(default_factory=dict)
    records: Counter[str] = field(default_factory=Counter)
    reason: str = ""


def build(
    paths: Iterable[str | Path],
    store: GraphStore,
    *,
    force: bool = False,
    progress: Callable[[int, int, str], None] | None = None,
) -> BuildSummary:
    """Take the reports at ``paths`` (files, or directories searched for .txt files) into ``store``.

    A file whose bytes the store already has, read by this very program, is left alone; changed bytes
    replace what the store had. Files that cannot be read, that are no rule-of-law report (taken all the
    same with ``force``), or that report on a body and year already seen in this run are skipped with a
    reason. ``progress`` is told how many files are done, of how many, and the current one.
    """
    load_reference(store)
    files = find_files(paths, besides=store.path)
    memory = _Memory(store)
    digests = {file: _digest(file) for file in files}
    known = {file: memory.graph_of(digests[file]) for file in files}
    outcomes = _outcomes([file for file in files if not known[file]], store.base, force)
    summary = BuildSummary()
    taken: dict[str, Path] = {}
    changed: set[str] = set()
    for number, file in enumerate(files):
        if progress:
            progress(number, len(files), file.name)
        outcome = _Outcome() if known[file] else next(outcomes)
        graph = known[file] or next(iter(outcome.graphs), "")
        if graph in taken:
            reason = f"reports on the same body and year as {taken[graph]}, which was taken"
            summary.skipped.append(Skipped(str(file), reason))
        elif outcome.reason:
            summary.skipped.append(Skipped(str(file), outcome.reason))
        else:
            taken[graph] = file
            summary.records.update(outcome.records)
            existed = store.has_graph(graph)
            differs = [store.replace_graph_file(name, data) for name, data in outcome.graphs.items()]
            if any(differs):
                changed.add(graph)
            moved = memory.drop_earlier_graph(file, graph, keep=taken)
            memory.record(file, digests[file], graph)
            if moved or (existed and any(differs)):
                summary.replaced.append(str(file))
            else:
                (summary.unchanged if existed else summary.added).append(str(file))
    memory.save()
    store.remember(program=program_version())
    if store.changed:
        _conclude(store, changed)
    if progress:
        progress(len(files), len(files), "")
    return summary


def rebuild(store: GraphStore) -> None:
    """Make the store's index again from its graph files alone, and what follows from them."""
    store.rebuild()
    _conclude(store, set())


def _conclude(store: GraphStore, changed: set[str]) -> None:
    """Bring up to date what follows from the reports' graphs, of which ``changed`` are new or replaced."""
    from fazhi.kg.follow_up import update_follow_ups

    update_follow_ups(store, None if store.rebuilt else changed)


def find_files(paths: Iterable[str | Path], *, besides: Path) -> list[Path]:
    """The files to read: those given, and in directories every .txt file, sorted, each once.

    Hidden files and directories are passed over, and so is everything below ``besides``.
    """
    found: dict[Path, Path] = {}
    for path in map(Path, paths):
        for file in _text_files(path, besides.resolve()) if path.is_dir() else [path]:
            found.setdefault(file.resolve(), file)
    return list(found.values())


def _text_files(directory: Path, besides: Path) -> Iterator[Path]:
    for parent, names, files in os.walk(directory):
        names[:] = sorted(
            name for name in names if not name.startswith(".") and Path(parent, name).resolve() != besides
        )
        for name in sorted(files):
            if name.lower().endswith(SUFFIX) and not name.startswith("."):
                yield Path(parent, name)


def _digest(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""  # Reading it will say why.


def _outcomes(files: Sequence[Path], base: str, force: bool) -> Iterator[_Outcome]:
    """What becomes of each file, in their order."""
    read = partial(_read, base=base, force=force)
    if len(files) <= FILES_FOR_PROCESSES:
        yield from map(read, files)
        return
    remaining = deque(files)
    workers = _cpu_count()
    while remaining:
        # Spawned, not forked: a process must not inherit the open store.
        executor = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
        try:
            for outcome in _read_ahead(executor, read, list(remaining)):
                remaining.popleft()
                yield outcome
        except BrokenProcessPool:
            # Some file killed its process. With a single process it is known which.
            if workers == 1:
                remaining.popleft()
                yield _Outcome(reason="the process that read it died, perhaps for want of memory")
            workers = 1
        finally:
            executor.shutdown(cancel_futures=True)


def _read_ahead(
    executor: Executor, read: Callable[[Path], _Outcome], files: Iterable[Path]
) -> Iterator[_Outcome]:
    """What ``read`` gives for each file, in their order, at most :data:`FILES_AHEAD` read in advance."""
    pending: deque[Future[_Outcome]] = deque()
    for file in files:
        pending.append(executor.submit(read, file))
        if len(pending) == FILES_AHEAD:
            yield pending.popleft().result()
    while pending:
        yield pending.popleft().result()


def _cpu_count() -> int:
    """CPUs that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _read(file: Path, *, base: str, force: bool) -> _Outcome:
    from fazhi.kg.graph.graphs import graphs_of
    from fazhi.kg.linking.report import read_report

    try:
        report = read_report(file)
        if not (report.extraction.is_report or force):
            return _Outcome(reason=NO_REPORT)
        graphs = graphs_of(report, base=base)
    except FazhiError as error:
        return _Outcome(reason=str(error).removeprefix(f"{file}: "))
    except Exception as error:  # A fault in one report must not lose the others of a long run.
        message = " ".join(str(error).split())
        return _Outcome(reason=f"internal error, please report it: {type(error).__name__}: {message}")
    return _Outcome(
        graphs={name: graph_file_content(quads) for name, quads in graphs.items()},
        records=Counter(record.type for record in report.extraction.records),
    )


class _Memory:
    """What the store remembers of the files it was built from, in store.json.

    ``sources``: the graph that each file gave (by its path relative to the store, so that both can be
    moved together), to leave no stale graph behind when a file gives another one. ``read``: by the
    SHA-256 of a file, its graph and the digest of the program that read it.
    """

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._program = code_digest(*READING)
        self._sources: dict[str, str] = dict(store.settings.get("sources", {}))
        self._read: dict[str, list[str]] = dict(store.settings.get("read", {}))
        self._digests = {graph: digest for digest, (graph, _) in self._read.items()}

    def graph_of(self, digest: str) -> str:
        """The graph of the file with this digest, if it is stored as this program reads it, else ``""``."""
        graph, program = self._read.get(digest, ("", ""))
        return graph if program == self._program and self._store.has_graph(graph) else ""

    def record(self, file: Path, digest: str, graph: str) -> None:
        """Remember that ``file``, with this digest, gave ``graph``."""
        self._sources[self._name(file)] = graph
        self._read.pop(self._digests.get(graph, ""), None)
        self._read[digest] = [graph, self._program]
        self._digests[graph] = digest

    def drop_earlier_graph(self, file: Path, graph: str, *, keep: Container[str]) -> bool:
        """Remove what ``file`` gave before if that was another graph which no other file gives."""
        earlier = self._sources.pop(self._name(file), graph)
        if earlier == graph or earlier in keep or earlier in self._sources.values():
            return False
        self._store.remove_graph(earlier)
        self._store.remove_graph(assessments_graph(earlier))
        return True

    def save(self) -> None:
        """Hand the memory to the store, which keeps it with its next publication."""
        self._store.remember(sources=self._sources, read=self._read)

    def _name(self, file: Path) -> str:
        try:
            return Path(os.path.relpath(file.resolve(), self._store.path.resolve())).as_posix()
        except ValueError:  # Another drive (Windows).
            return file.resolve().as_posix()
