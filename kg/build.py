"""Reports on disk -> the store. Building twice from the same bytes changes nothing."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from pyoxigraph import Quad

from extractors import ReadError
from kg.infer import infer
from kg.iris import ReportIris
from kg.reference import load_reference
from kg.store import GraphStore
from kg.version import program_version

#: From this many files on, extraction is spread over processes: starting one costs seconds.
FILES_FOR_PROCESSES = 20
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
    """What became of one file: either a graph or the reason why there is none."""

    key: tuple[str, ...] = ()
    quads: Sequence[Quad] = ()
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

    A file whose bytes the store already knows from this version of the program is left alone; changed
    bytes replace what the store had. Files that cannot be read, that are no rule-of-law report (taken
    all the same with ``force``), or that report on a body and year already seen in this run are skipped
    with a reason. ``progress`` is told how many files are done, of how many, and the current one.
    """
    reference_changed = load_reference(store)
    files = find_files(paths, besides=store.path)
    known = {} if reference_changed else known_reports(store)
    digests = {file: _digest(file) for file in files}
    to_read = [file for file in files if digests[file] not in known]
    outcomes = _outcomes(to_read, store.base, force)
    summary = BuildSummary()
    taken: dict[str, Path] = {}
    sources = Sources(store)
    for number, file in enumerate(files):
        if progress:
            progress(number, len(files), file.name)
        graph = known.get(digests[file])
        outcome = _Outcome() if graph else next(outcomes)
        if outcome.reason:
            summary.skipped.append(Skipped(str(file), outcome.reason))
            continue
        graph = graph or ReportIris(outcome.key, store.base).graph
        if graph in taken:
            reason = f"reports on the same body and year as {taken[graph]}, which was taken"
            summary.skipped.append(Skipped(str(file), reason))
            continue
        taken[graph] = file
        summary.records.update(outcome.records)
        existed = graph in store.graph_names()
        if not outcome.quads or not store.replace_graph(graph, outcome.quads):
            summary.unchanged.append(str(file))
        elif sources.drop_earlier_graph(file, graph, keep=taken) or existed:
            summary.replaced.append(str(file))
        else:
            summary.added.append(str(file))
        sources.record(file, graph)
    store.remember(sources=sources.graphs, program=program_version())
    if store.changed:
        infer(store)
    if progress:
        progress(len(files), len(files), "")
    return summary


def rebuild(store: GraphStore) -> None:
    """Make the store's index again from its graph files alone, and what follows from them."""
    store.rebuild()
    infer(store)


def find_files(paths: Iterable[str | Path], *, besides: Path) -> list[Path]:
    """The files to read: those given, and in directories every .txt file, sorted, each once.

    Hidden files and directories are passed over, and so is everything below ``besides``.
    """
    found: dict[Path, Path] = {}
    for path in map(Path, paths):
        for file in _text_files(path, besides.resolve()) if path.is_dir() else [path]:
            found.setdefault(file.resolve(), file)
    return list(found.values())


def known_reports(store: GraphStore) -> dict[str, str]:
    """SHA-256 of a source file -> its graph, for the reports that this version of the program read."""
    query = """
        SELECT ?graph ?digest ?software WHERE {
          GRAPH ?graph {
            ?report a fz:Report ; prov:wasGeneratedBy/prov:wasAssociatedWith ?software ;
              prov:wasDerivedFrom/spdx:checksum/spdx:checksumValue ?digest .
          }
        }"""
    software = ReportIris((), store.base).software(program_version())
    return {
        solution["digest"].value: solution["graph"].value
        for solution in store.select(query)
        if solution["software"].value == software
    }


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
    remaining = list(files)
    workers = _cpu_count()
    while remaining:
        # Spawned, not forked: a process must not inherit the open store.
        executor = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
        try:
            for outcome in executor.map(read, list(remaining), chunksize=4 if workers > 1 else 1):
                remaining.pop(0)
                yield outcome
        except BrokenProcessPool:
            # Some file killed its process. With a single process it is known which.
            if workers == 1:
                remaining.pop(0)
                yield _Outcome(reason="the process that read it died, perhaps for want of memory")
            workers = 1
        finally:
            executor.shutdown(cancel_futures=True)


def _cpu_count() -> int:
    """CPUs that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _read(file: Path, *, base: str, force: bool) -> _Outcome:
    from kg.mapping import map_report
    from kg.reading import read_report

    try:
        report = read_report(file)
        if not (report.extraction.is_report or force):
            return _Outcome(reason=NO_REPORT)
        quads = map_report(report, base=base, program_version=program_version())
    except ReadError as error:
        return _Outcome(reason=str(error).removeprefix(f"{file}: "))
    except Exception as error:  # A fault in one report must not lose the others of a long run.
        return _Outcome(
            reason=f"internal error, please report it: {type(error).__name__}: {' '.join(str(error).split())}"
        )
    records = Counter(record.type for record in report.extraction.records)
    return _Outcome(key=report.key, quads=quads, records=records)


class Sources:
    """Which graph each file gave, so that a file that now gives another one leaves no stale graph behind.

    Files are remembered relative to the store, which lets both be moved together.
    """

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self.graphs: dict[str, str] = dict(store.settings.get("sources", {}))

    def record(self, file: Path, graph: str) -> None:
        """Remember that ``file`` gave ``graph``."""
        self.graphs[self._name(file)] = graph

    def drop_earlier_graph(self, file: Path, graph: str, *, keep: Container[str]) -> bool:
        """Remove the graph that ``file`` gave before if that was another one which no other file gives."""
        earlier = self.graphs.pop(self._name(file), graph)
        if earlier == graph or earlier in keep or earlier in self.graphs.values():
            return False
        self._store.remove_graph(earlier)
        return True

    def _name(self, file: Path) -> str:
        try:
            return Path(os.path.relpath(file.resolve(), self._store.path.resolve())).as_posix()
        except ValueError:  # Another drive (Windows).
            return file.resolve().as_posix()
