"""Calls of workers from the process that listens: so many at once, the others wait or are sent away."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

import anyio

from fazhi.kg.workers import Limits, Workers
from fazhi.ontology.errors import FazhiError

_P = ParamSpec("_P")
_R = TypeVar("_R")
CORES = os.cpu_count() or 1


class Busy(FazhiError):  # noqa: N818
    """As many calls as may be are at work, and as many wait as may."""


class Lane:
    """Workers of one kind of call. What runs in one lane does not make another wait."""

    def __init__(self, limits: Limits, *, running: int, waiting: int, niceness: int = 0) -> None:
        """``running`` calls at most are at work and ``waiting`` wait; ``limits`` bound each."""
        self._limits = limits
        self._waiting = waiting
        self._running = anyio.CapacityLimiter(running)
        self._workers = Workers(patience=float("inf"), niceness=niceness)

    async def call(self, function: Callable[_P, _R], *arguments: _P.args, **named: _P.kwargs) -> _R:
        """The result of ``function``, called in a worker. Raises Busy, WorkerError or what it raised."""
        if self._running.statistics().tasks_waiting >= self._waiting:
            raise Busy("too many requests at once; ask again in a moment 请求过多，请稍后再试")
        call = partial(self._workers.call, self._limits, function, *arguments, **named)
        return await anyio.to_thread.run_sync(call, limiter=self._running)

    def close(self) -> None:
        """End what is at work."""
        self._workers.kill_busy()
