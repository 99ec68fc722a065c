"""Calls of functions in child processes, awaited in an event loop: a call takes no thread.

Else as :mod:`fazhi.kg.workers.calls`; but children stay, however long they have nothing to do.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar, cast

from fazhi.kg.workers import children, messages
from fazhi.kg.workers.limits import Limits

_P = ParamSpec("_P")
_R = TypeVar("_R")

#: What the start of a child may take.
_STARTING = Limits(seconds=20)


class AsyncWorkers:
    """Children that serve one call after another, for one event loop.

    ``niceness`` is that of the processes, 0 to 19: the higher, the more they leave to others. A new child
    calls ``ready`` first, whatever comes of it; neither that nor its start counts as part of a call.
    """

    def __init__(self, *, niceness: int = 0, ready: Callable[[], object] = int) -> None:
        self._niceness = niceness
        self._ready = ready
        self._command = children.command(patience=math.inf)
        self._idle: list[_Child] = []
        self._busy: set[_Child] = set()

    async def call(
        self, limits: Limits, function: Callable[_P, _R], *arguments: _P.args, **named: _P.kwargs
    ) -> _R:
        """The result of a function of this program, called in a child within ``limits``.

        As :meth:`fazhi.kg.workers.calls.Workers.call`; the child of a call that is cancelled is ended.
        """
        child = await self._take_child()
        self._busy.add(child)
        try:
            answer = await child.answer(limits, (function, arguments, named))
        except BaseException:
            child.kill()
            raise
        finally:
            self._busy.discard(child)
        self._idle.append(child)
        return messages.result(answer, limits)  # type: ignore[no-any-return]

    def kill_busy(self) -> None:
        """Kill the children that are at work, for a process that is to end."""
        for child in self._busy:
            child.kill()

    async def add(self) -> None:
        """Start a child, so that it is there for the next call. Raises WorkerError."""
        self._idle.append(await self._started())

    async def _take_child(self) -> _Child:
        while self._idle:
            child = self._idle.pop()
            if child.is_alive:
                return child
        return await self._started()

    async def _started(self) -> _Child:
        loop = asyncio.get_running_loop()
        _, child = await loop.subprocess_exec(_Child, *self._command, **children.channels())
        try:
            await child.answer(_STARTING, (self._ready, (), {}))
            if self._niceness:  # What is started is waited for.
                await child.answer(_STARTING, (children.leave_to_others, (self._niceness,), {}))
        except BaseException:
            child.kill()
            raise
        return child


class _Child(asyncio.SubprocessProtocol):
    """A child process, and the way to it."""

    def __init__(self) -> None:
        self._calls = messages.Calls()
        self._received = bytearray()
        self._answer: asyncio.Future[bytes] | None = None
        self._limits = Limits(None)
        self.is_alive = True

    async def answer(self, limits: Limits, task: tuple[Any, ...]) -> bytes:
        """What the child answers to a call."""
        loop = asyncio.get_running_loop()
        self._limits, self._answer = limits, loop.create_future()
        deadline = loop.call_later(limits.seconds, self._expire) if limits.seconds is not None else None
        try:
            self._stdin.write(messages.framed(self._calls.message(limits, task)))
            return await self._answer
        finally:
            if deadline:
                deadline.cancel()

    def kill(self) -> None:
        """End it."""
        self.is_alive = False
        with suppress(ProcessLookupError):  # It has ended itself.
            self._transport.kill()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It has been started."""
        self._transport = cast(asyncio.SubprocessTransport, transport)
        self._stdin = cast(asyncio.WriteTransport, self._transport.get_pipe_transport(0))

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """Some of an answer has arrived."""
        self._received += data
        answer = messages.received(self._received)
        if answer is not None and self._answer and not self._answer.done():
            self._received.clear()
            self._answer.set_result(answer)

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        """It does not listen or speak any more."""
        self.is_alive = False
        self._fail(self._limits.died())

    def process_exited(self) -> None:
        """It has ended."""
        self.is_alive = False

    def _expire(self) -> None:
        self._fail(self._limits.took_too_long())

    def _fail(self, error: Exception) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_exception(error)
