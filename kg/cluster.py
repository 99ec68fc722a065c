"""Reports read on many machines: by the workers of a Dask cluster, each in child processes of its own.

What is read is the same as in one process. A worker needs this very program and the files of the reports at
the same paths; what the store knows of them (revisions, readings, own register) is sent. The engine gives
what a lost worker had to others. https://distributed.dask.org/
"""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from fazhi.kg.outcomes import Outcome, Reading, Source, outcome_of
from fazhi.kg.store.revisions import RevisionFiles
from fazhi.kg.version import READING, code_digest
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.languages import reading_in

_T = TypeVar("_T")
_S = TypeVar("_S")
_R = TypeVar("_R")

#: Reports of a task: seconds of work, so that handing it out costs next to nothing.
BATCH = 20
#: Tasks that are handed out for each thread of the cluster: none waits, and few results lie in memory.
AHEAD = 3
#: Seconds to wait for the scheduler, and for the first worker.
PATIENCE = 30
_PROGRAM = (*READING, "fazhi.kg.outcomes", "fazhi.kg.store", "fazhi.kg.cluster")


class ClusterError(FazhiError):
    """A cluster cannot be reached, or cannot do what it is asked."""


@dataclass(frozen=True)
class _Run:
    """What every task of a run has to know: how to read, with which program, and the files of revisions."""

    reading: Reading
    program: str
    revisions: Mapping[str, bytes]


@dataclass(frozen=True)
class _Task:
    """Reports to be read one after another, with the kept reading of each, if there is one."""

    sources: Sequence[Source]
    readings: Sequence[bytes]


class Cluster:
    """The cluster whose scheduler is at ``address`` (``tcp://HOST:8786``), or told by a scheduler file."""

    def __init__(self, address: str) -> None:
        self._address = address

    def outcomes(self, sources: Sequence[Source], reading: Reading) -> Iterator[Outcome]:
        """What becomes of each report, in their order; the same as :func:`fazhi.kg.outcomes.outcomes`."""
        if sources:
            run = _Run(reading, code_digest(*_PROGRAM), _revisions(reading.revisions))
            yield from chain.from_iterable(self.results(_read, _tasks(sources), run))

    def results(self, function: Callable[[_T, _S], _R], tasks: Iterable[_T], shared: _S) -> Iterator[_R]:
        """What ``function`` gives of each task and of what they all share, in their order.

        All of it must be picklable, and calling the function twice must do no harm. Raises what it raises,
        and ClusterError where the cluster cannot be reached, has no workers or another program, or ends.
        """
        with self._client() as client:
            # As the result of a task, it is made again if the worker that has it is lost.
            given = client.submit(_same, shared, pure=False)
            waiting = iter(tasks)
            pending: deque[tuple[_T, Any]] = deque()
            while True:
                wanted = AHEAD * max(sum(client.nthreads().values()), 1) - len(pending)
                for task in islice(waiting, max(wanted, 0)):
                    pending.append((task, client.submit(function, task, given, pure=False)))
                if not pending:
                    return
                task, future = pending.popleft()
                yield _result(future, function, task, shared)

    @contextmanager
    def _client(self) -> Iterator[Any]:
        try:
            from distributed import Client
        except ImportError:
            raise ClusterError(
                "not installed: pip install 'fazhi-kg[cluster]'",
                "未安装：pip install 'fazhi-kg[cluster]'",
                at="--cluster",
            ) from None
        if not os.environ.get("FAZHI_DEBUG"):
            logging.getLogger("distributed").setLevel(logging.CRITICAL)
        from distributed.comm import CommClosedError

        is_file = Path(self._address).is_file()
        where: dict[str, Any] = {"scheduler_file" if is_file else "address": self._address}
        try:
            client = Client(**where, timeout=PATIENCE, set_as_default=False, name="fazhi")
        except (OSError, ValueError) as error:
            raise self._error("there is no scheduler", "没有调度器") from error
        with client:
            try:
                client.wait_for_workers(1, timeout=PATIENCE)
                yield client
            except TimeoutError as error:
                raise self._error("there are no workers", "没有工作进程") from error
            except (CancelledError, CommClosedError) as error:
                raise self._error("the scheduler has ended", "调度器已停止") from error
            except ImportError as error:
                raise self._error(
                    f"the workers have no fazhi, or another version ({error})",
                    f"工作进程没有 fazhi，或版本不同（{error}）",
                ) from error

    def _error(self, en: str, zh: str) -> ClusterError:
        return ClusterError(en, zh, at=self._address)


def _same(shared: _S) -> _S:
    return shared


def _result(future: Any, function: Callable[[_T, _S], _R], task: _T, shared: _S) -> _R:
    from distributed import KilledWorker

    try:
        result: _R = future.result()
    except KilledWorker:  # Several workers were lost while they had the task, perhaps because of it.
        return function(task, shared)
    return result


def _tasks(sources: Sequence[Source]) -> Iterator[_Task]:
    """The sources in batches; one that is to be recognised, which takes minutes, alone."""
    batch: list[Source] = []
    for source in sources:
        if batch and (len(batch) == BATCH or source.ocr or batch[-1].ocr):
            yield _task(batch)
            batch = []
        batch.append(source)
    yield _task(batch)


def _task(batch: Sequence[Source]) -> _Task:
    sources = [
        replace(source, files=[file.absolute() for file in source.files], reading=None) for source in batch
    ]
    return _Task(sources, [_content(source.reading) for source in batch])


def _content(reading: Path | None) -> bytes:
    try:
        return reading.read_bytes() if reading else b""
    except OSError:
        return b""


def _revisions(revisions: RevisionFiles) -> dict[str, bytes]:
    """The files of revisions by their paths below the store."""
    return {str(file.relative_to(revisions.store)): _content(file) for file in revisions.files()}


def _read(task: _Task, run: _Run) -> list[Outcome]:
    """What becomes of the reports of a task, on a worker."""
    if run.program != code_digest(*_PROGRAM):
        raise ClusterError(
            "the workers have another version of fazhi", "工作进程的 fazhi 版本不同", at="--cluster"
        )
    with TemporaryDirectory(prefix="fazhi-") as folder, reading_in(run.reading.language):
        store = Path(folder)
        for name, content in run.revisions.items():
            (store / name).parent.mkdir(parents=True, exist_ok=True)
            (store / name).write_bytes(content)
        revisions = RevisionFiles(store)
        _ = revisions.names  # Known once for all that follow.
        reading = replace(run.reading, revisions=revisions)
        there = str(run.reading.revisions.store)
        return [
            _placed(outcome_of(_with_reading(source, kept, store), reading), folder, there)
            for source, kept in zip(task.sources, task.readings, strict=True)
        ]


def _with_reading(source: Source, kept: bytes, folder: Path) -> Source:
    if not kept:
        return source
    file = folder / "reading"
    file.write_bytes(kept)
    return replace(source, reading=file)


def _placed(outcome: Outcome, here: str, there: str) -> Outcome:
    """The outcome with places in the files of revisions as the store has them."""
    told = tuple((place.replace(here, there, 1), why) for place, why in outcome.not_applied)
    return replace(outcome, not_applied=told)
