"""Calls of functions in child processes: whatever a call does, it ends, and nothing but the call is lost.

A child serves one call at a time and is kept for the next one, so that what it has loaded is not loaded
again. One that runs over its limits, or dies, is replaced. Children end when this process does, however that
ends, and are not in its process group: Ctrl-C reaches only this process, which then kills them.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock, Timer
from typing import Any, ParamSpec, TypeVar

from fazhi.kg.workers import frames
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.in_use import own_register
from fazhi.ontology.languages import Both, both

_P = ParamSpec("_P")
_R = TypeVar("_R")

GIB = 2**30


@dataclass(frozen=True)
class Limits:
    """What one call may take: ``seconds`` of time, the start of the child included, and bytes of ``memory``.

    ``seconds`` may be None, for as long as it takes. Memory is bounded on Linux only.
    """

    seconds: float | None
    memory: int = 2 * GIB


#: What the reading of one report may take: many times what the longest text takes that is read.
REPORT = Limits(seconds=120)


class WorkerError(FazhiError):
    """A call ended before it had a result; the message says why, for a sentence that says what was called."""


class TookTooLong(WorkerError):  # noqa: N818 (an event, named as such)
    """A call took longer than its limit."""


class Died(WorkerError):  # noqa: N818
    """The process of a call died, or had not enough memory."""


class Workers:
    """Children that serve one call after another.

    One that had nothing to do for ``patience`` seconds ends; ``niceness`` is that of the processes, 0 to 19:
    the higher, the more they leave to others.
    """

    def __init__(self, *, patience: float = 30, niceness: int = 0) -> None:
        self._patience = patience
        self._niceness = niceness
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
                succeeded, result = child.answer(limits, (function, arguments, named))
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
            if succeeded:
                return result  # type: ignore[no-any-return]
            if isinstance(result, MemoryError):
                raise Died(*_memory(limits)) from result
            raise result

    def kill_busy(self) -> None:
        """Kill the children that are at work, for a process that is to end."""
        with self._lock:
            for child in self._busy:
                child.kill()

    def _take_child(self) -> _Child:
        with self._lock:
            while self._idle and not self._idle[-1].is_alive():
                self._idle.pop()
            child = self._idle.pop() if self._idle else _Child(self._patience, self._niceness)
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

    def __init__(self, patience: float, niceness: int) -> None:
        self._register: object = _NONE_SENT
        # -P: no module of the folder in which the user works may take the place of one of ours.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "fazhi.kg.workers.process", str(patience), str(niceness)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # What a dying library writes is not for the user, who gets one line.
            stderr=None if os.environ.get("FAZHI_DEBUG") else subprocess.DEVNULL,
            start_new_session=True,
        )

    def answer(self, limits: Limits, task: tuple[Any, ...]) -> tuple[bool, Any]:
        """Whether a task succeeded, and its result or what it raised."""
        late = False

        def stop() -> None:
            nonlocal late
            late = True
            self._process.kill()

        timer = Timer(limits.seconds or 0, stop)
        timer.daemon = True
        if limits.seconds is not None:
            timer.start()
        try:
            self._send(limits, task)
            assert self._process.stdout is not None
            answer = frames.read(self._process.stdout)
        finally:
            timer.cancel()
        if late:
            raise TookTooLong(f"it took longer than {limits.seconds:g} seconds", f"超过{limits.seconds:g}秒")
        if answer is not None:
            return pickle.loads(answer)  # type: ignore[no-any-return]
        if self._process.wait() == 0:
            raise _Gone
        raise Died(
            f"the process died, perhaps because {_memory(limits).en}",
            f"进程意外结束，可能因为{_memory(limits).zh}",
        )

    def _send(self, limits: Limits, task: tuple[Any, ...]) -> None:
        assert self._process.stdin is not None
        register = own_register()
        sent = () if register is self._register else (register,)
        with suppress(BrokenPipeError):  # Then there is no answer either.
            frames.write(self._process.stdin, pickle.dumps((limits, os.getcwd(), sent, task)))
            self._register = register

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


def _memory(limits: Limits) -> Both:
    size = f"{limits.memory / GIB:g} GB"
    return both(f"more memory was needed than {size}", f"所需内存超过 {size}")


_NONE_SENT = object()
