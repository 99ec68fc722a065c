"""Reports on disk -> the store. Building twice from the same bytes changes nothing."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from fazhi.kg.applicability import update_applicability
from fazhi.kg.follow_up import update_follow_ups
from fazhi.kg.iris import assessments_graph, bodies_part
from fazhi.kg.linking.given import NOTHING, Given, GivenError, read_sidecar, sidecar_of
from fazhi.kg.store.files import graph_file_content
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.reference import load_reference
from fazhi.kg.store.transaction import Transaction
from fazhi.kg.version import READING, code_digest, program_version
from fazhi.ontology.errors import FazhiError

#: From this many files on, extraction is spread over processes: starting one costs seconds.
FILES_FOR_PROCESSES = 20
#: So many files may be read before they are taken in: enough that no process waits, few in memory.
FILES_AHEAD = 64
SUFFIX = ".txt"
#: Told how many files are done, of how many, and the name of the current one.
Progress = Callable[[int, int, str], None]
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
    rebuild: bool = False,
    given: Given = NOTHING,
    progress: Progress | None = None,
) -> BuildSummary:
    """Take the reports at ``paths`` (files, or directories searched for .txt files) into ``store``.

    A file whose bytes the store already has, read by this very program, is left alone; changed bytes
    replace what the store had. Files that cannot be read, that are no rule-of-law report (taken all the
    same with ``force``), or that report on a body and year already seen in this run are skipped with a
    reason. Issuer and year that a report lacks may stand in a sidecar (:mod:`fazhi.kg.linking.given`), which
    counts among its bytes, or be ``given`` here for all files. With ``rebuild`` the index is first made again
    from the store's graph files.
    """
    files = find_files(paths, besides=store.path)
    with store.transaction() as transaction:
        if rebuild:
            transaction.rebuild()
        load_reference(transaction)
        summary = _take_in(files, transaction, force, given, progress or (lambda *_: None))
        transaction.settings["program"] = program_version()
        update_applicability(transaction)
        update_follow_ups(transaction)
    return summary


def _take_in(
    files: Sequence[Path], transaction: Transaction, force: bool, given: Given, progress: Progress
) -> BuildSummary:
    """Read what must be read, and give each report its graphs."""
    store, manifest, program = transaction.store, transaction.manifest, code_digest(*READING)
    digests = {file: _digest(file, given) for file in files}
    graphs = {file: manifest.graph_of(digest, program) for file, digest in digests.items()}
    known = {file: graph for file, graph in graphs.items() if graph and store.has_graph(graph)}
    outcomes = _outcomes([file for file in files if file not in known], store.base, force, given)
    summary = BuildSummary()
    taken: dict[str, Path] = {}
    for number, file in enumerate(files):
        progress(number, len(files), file.name)
        outcome = _Outcome() if file in known else next(outcomes)
        graph = known.get(file) or next(iter(outcome.graphs), "")
        if graph in taken:
            reason = f"reports on the same body and year as {taken[graph]}, which was taken"
            summary.skipped.append(Skipped(str(file), reason))
        elif outcome.reason:
            summary.skipped.append(Skipped(str(file), outcome.reason))
        else:
            taken[graph] = file
            summary.records.update(outcome.records)
            existed = store.has_graph(graph)
            differs = transaction.replace_report(outcome.graphs)
            moved = manifest.record(file, digests[file], graph, program)
            if moved or (existed and differs):
                summary.replaced.append(str(file))
            else:
                (summary.unchanged if existed else summary.added).append(str(file))
    for graph in sorted(manifest.abandoned()):
        transaction.remove(graph, assessments_graph(graph), bodies_part(graph))
        manifest.drop([graph])
    progress(len(files), len(files), "")
    return summary


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


def _digest(file: Path, given: Given) -> str:
    """SHA-256 of the file's bytes, and of what is given beside them."""
    try:
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        sidecar = sidecar_of(file)
        beside = sidecar.read_bytes() if sidecar else b""
    except (OSError, GivenError):
        return ""  # Reading it will say why.
    if given != NOTHING:
        beside += repr(given).encode()
    return hashlib.sha256(digest.encode() + beside).hexdigest() if beside else digest


def _outcomes(files: Sequence[Path], base: str, force: bool, given: Given) -> Iterator[_Outcome]:
    """What becomes of each file, in their order."""
    read = partial(_read, base=base, force=force, given=given)
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


def _read(file: Path, *, base: str, force: bool, given: Given) -> _Outcome:
    from fazhi.kg.graph.graphs import graphs_of
    from fazhi.kg.linking.report import read_report

    try:
        sidecar = sidecar_of(file)
        report = read_report(file, given.over(read_sidecar(sidecar)) if sidecar else given)
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
