"""Tasks spread over threads, which call functions in child processes and wait for them."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from fazhi.kg.workers.calls import kill_busy

_T = TypeVar("_T")
_R = TypeVar("_R")

#: So many results may be waiting to be taken, or two for each thread: enough that no thread waits.
AHEAD = 64


def spread(function: Callable[[_T], _R], tasks: Iterable[_T], *, jobs: int) -> Iterator[_R]:
    """What ``function`` gives of each task, in their order; ``jobs`` at once.

    It is called in threads, where it should only wait (:func:`fazhi.kg.workers.call`).
    """
    executor = ThreadPoolExecutor(jobs)
    pending: deque[Future[_R]] = deque()
    try:
        for task in tasks:
            pending.append(executor.submit(function, task))
            if len(pending) == max(AHEAD, 2 * jobs):
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    except BaseException:  # Nobody waits for the rest.
        kill_busy()
        raise
    finally:
        executor.shutdown(cancel_futures=True)


def cpu_count() -> int:
    """CPUs that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
