"""Calls of workers from the process that listens: so many at once; the others wait a little."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import ParamSpec, TypeVar
from weakref import WeakValueDictionary

from fazhi.kg.workers import Limits, WorkerError
from fazhi.kg.workers.awaited import AsyncWorkers
from fazhi.ontology.errors import FazhiError

_P = ParamSpec("_P")
_R = TypeVar("_R")
CORES = os.cpu_count() or 1
#: So many of the processors are for the slow calls of one client.
SHARE = max(1, CORES // 2)
#: Seconds that a call waits for a worker. Who is sent away at once comes back at once.
PATIENCE = 2


class Busy(FazhiError):  # noqa: N818
    """No worker became free in time, or there will be none any more."""


class Lane:
    """Workers of one kind of call. What runs in one lane does not make another wait."""

    def __init__(
        self,
        limits: Limits,
        *,
        running: int,
        of_one: int | None = None,
        niceness: int = 0,
        ready: Callable[[], object] = int,
        check: Callable[..., None] | None = None,
        ended: Callable[..., None] | None = None,
    ) -> None:
        """``running`` calls at most are at work, ``of_one`` at most of one client; ``limits`` bound each.

        Then who asks for what never ends does not keep others from asking. A worker calls ``ready`` first.
        When the turn of a call has come, ``check`` is called with its arguments, and may raise; if the call
        ran over its limits, ``ended`` is.
        """
        self._check, self._ended = check, ended
        self._limits = limits
        self._running = asyncio.Semaphore(running)
        self._of_one = of_one or running
        #: The shares of the clients that have a call here.
        self._shares: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._workers = AsyncWorkers(niceness=niceness, ready=ready)
        self._replacing: set[asyncio.Task[None]] = set()
        self._closed = False

    async def call(
        self, client: str, function: Callable[_P, _R], *arguments: _P.args, **named: _P.kwargs
    ) -> _R:
        """The result of ``function``, called in a worker for a ``client``, known by its address.

        Raises Busy, WorkerError or what it raised.
        """
        share = self._shares.setdefault(client, asyncio.Semaphore(self._of_one))
        turn = _Turn(share, self._running)
        await turn.begin()
        try:
            if self._closed:
                raise Busy("the server is about to end", "服务即将停止")
            if self._check:
                self._check(*arguments, **named)
        except BaseException:
            turn.end()
            raise
        try:
            found = await self._workers.call(self._limits, function, *arguments, **named)
        except WorkerError:
            if self._ended:
                self._ended(*arguments, **named)
            task = asyncio.create_task(self._replace(turn))
            self._replacing.add(task)
            task.add_done_callback(self._replacing.discard)
            raise
        except BaseException:
            turn.end()
            raise
        turn.end()
        return found

    async def _replace(self, turn: _Turn) -> None:
        """Give the turn of a worker that was ended to others only when there is another worker."""
        try:
            if not self._closed:
                await self._workers.add()
        except WorkerError:
            pass  # The next call will be told.
        finally:
            turn.end()

    def close(self) -> None:
        """End what is at work, and begin nothing more."""
        self._closed = True
        self._workers.kill_busy()


class _Turn:
    """A turn that begins when each of several semaphores gives one."""

    def __init__(self, *semaphores: asyncio.Semaphore) -> None:
        self._semaphores = semaphores
        self._acquired: list[asyncio.Semaphore] = []

    async def begin(self) -> None:
        """Wait for it. Raises Busy if that takes too long."""
        try:
            if any(semaphore.locked() for semaphore in self._semaphores):
                async with asyncio.timeout(PATIENCE):
                    await self._acquire()
            else:
                await self._acquire()
        except TimeoutError:
            self.end()
            raise Busy("too many requests at once; ask again in a moment", "请求过多，请稍后再试") from None
        except BaseException:
            self.end()
            raise

    async def _acquire(self) -> None:
        for semaphore in self._semaphores:
            await semaphore.acquire()
            self._acquired.append(semaphore)

    def end(self) -> None:
        """Let others have it."""
        while self._acquired:
            self._acquired.pop().release()
