"""Calls of workers from the process that listens: so many at once; the others wait a little."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from cachetools import LRUCache

from fazhi.kg.workers import Limits
from fazhi.kg.workers.awaited import AsyncWorkers
from fazhi.ontology.errors import FazhiError

_P = ParamSpec("_P")
_R = TypeVar("_R")
CORES = os.cpu_count() or 1
#: Seconds that a call waits for a worker. Who is sent away at once comes back at once.
PATIENCE = 2


class Busy(FazhiError):  # noqa: N818
    """No worker became free in time, or there will be none any more."""


class Lane:
    """Workers of one kind of call. What runs in one lane does not make another wait."""

    def __init__(self, limits: Limits, *, running: int, niceness: int = 0) -> None:
        """``running`` calls at most are at work; ``limits`` bound each."""
        self._limits = limits
        self._running = asyncio.Semaphore(running)
        self._workers = AsyncWorkers(niceness=niceness)
        self._closed = False

    async def call(self, function: Callable[_P, _R], *arguments: _P.args, **named: _P.kwargs) -> _R:
        """The result of ``function``, called in a worker. Raises Busy, WorkerError or what it raised."""
        if self._running.locked():
            await self._turn()
        else:
            await self._running.acquire()
        try:
            if self._closed:
                raise Busy("the server is about to end 服务即将停止")
            return await self._workers.call(self._limits, function, *arguments, **named)
        finally:
            self._running.release()

    async def _turn(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._running.acquire()
        except TimeoutError:
            raise Busy("too many requests at once; ask again in a moment 请求过多，请稍后再试") from None

    def close(self) -> None:
        """End what is at work, and begin nothing more."""
        self._closed = True
        self._workers.kill_busy()


#: What two queries may differ in and still take alike: comments, variables' names, numbers, white space.
_INCIDENTAL = re.compile(r"#[^\n<>]*$|[?$]\w+|\d+|\s+", re.MULTILINE)


class Experience:
    """Which queries took long, by their shape: the next of that shape need not hold up others."""

    def __init__(self) -> None:
        self._slow: LRUCache[str, bool] = LRUCache(10_000)

    def was_slow(self, query: str) -> bool:
        """Whether a query of this shape took long before."""
        return _shape(query) in self._slow

    def learn(self, query: str) -> None:
        """Remember that a query took long."""
        self._slow[_shape(query)] = True


def _shape(query: str) -> str:
    return _INCIDENTAL.sub(" ", query)
