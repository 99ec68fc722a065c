"""Calls of functions in child processes: whatever a call does, it ends, and nothing but the call is lost.

A child serves one call at a time and is kept for the next one, so that what it has loaded is not loaded
again. One that runs over its limits, or dies, is replaced. Children end when this process does, however that
ends, and are not in its process group: Ctrl-C reaches only this process, which then kills them.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Timer
from typing import Any, ParamSpec, TypeVar

from fazhi.kg.workers import children, messages
from fazhi.kg.workers.limits import Limits

_P = ParamSpec("_P")
_R = TypeVar("_R")

#: Seconds after which a child that has nothing to do ends.
_PATIENCE = 30


class Workers:
    """Children that serve one call after another."""

    def __init__(self) -> None:
        self._idle: list[_Child] = []
        self._busy: set[_Child] = set()
        self._lock = Lock()

    def call(self, limits: Limits, function: Callable[_P, _R], *arguments: _P.args, **named: _P.kwargs) -> _R:
        """The result of a function of this program, called in a child within ``limits``.

        Function, arguments and result must be picklable. The working directory and the own register in use
        are the same there. May be called from several threads at once, each of which gets a child of its
        own. Raises what the function raised, or :class:`TookTooLong` or :class:`Died`.
        """
        while True:
            child = self._take_child()
            try:
                answer = child.answer(limits, (function, arguments, named))
            except _Gone:
                continue
            except BaseException:
                child.kill()
                raise
            finally:
                with self._lock:
                    self._busy.discard(child)
            with self._lock:
                self._idle.append(child)
            return messages.result(answer, limits)  # type: ignore[no-any-return]

    def kill_busy(self) -> None:
        """Kill the children that are at work, for a process that is to end."""
        with self._lock:
            for child in self._busy:
                child.kill()

    def _take_child(self) -> _Child:
        with self._lock:
            while self._idle and not self._idle[-1].is_alive():
                self._idle.pop()
            child = self._idle.pop() if self._idle else _Child()
            self._busy.add(child)
            return child


#: The children that commands share.
_SHARED = Workers()
call = _SHARED.call
kill_busy = _SHARED.kill_busy


class _Gone(Exception):  # noqa: N818
    """A child had ended for want of work before it got some."""


class _Child:
    """A child process, and the way to it."""

    def __init__(self) -> None:
        self._calls = messages.Calls()
        self._process = subprocess.Popen(children.command(patience=_PATIENCE), **children.channels())

    def answer(self, limits: Limits, task: tuple[Any, ...]) -> bytes:
        """What the child answers to a call."""
        late = False

        def stop() -> None:
            nonlocal late
            late = True
            self._process.kill()

        timer = Timer(limits.seconds or 0, stop)
        timer.daemon = True
        if limits.seconds is not None:
            timer.start()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            with suppress(BrokenPipeError):  # Then there is no answer either.
                messages.write(self._process.stdin, self._calls.message(limits, task))
            answer = messages.read(self._process.stdout)
        finally:
            timer.cancel()
        if late:
            raise limits.took_too_long()
        if answer is not None:
            return answer
        if self._process.wait() == 0:
            raise _Gone
        raise limits.died()

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
