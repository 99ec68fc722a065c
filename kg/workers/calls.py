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


def call(limits: Limits, function: Callable[_P, _R], *arguments: _P.args, **named: _P.kwargs) -> _R:
    """The result of a function of this program, called in a child within ``limits``.

    Function, arguments and result must be picklable. The working directory and the own register in use are
    the same there. May be called from several threads at once, each of which gets a child of its own. Raises
    what the function raised, or :class:`TookTooLong` or :class:`Died`.
    """
    while True:
        child = _take_child()
        try:
            succeeded, result = child.answer(limits, (function, arguments, named))
        except _Gone:
            continue
        except BaseException:
            child.kill()
            raise
        finally:
            with _lock:
                _busy.discard(child)
        with _lock:
            _idle.append(child)
        if succeeded:
            return result  # type: ignore[no-any-return]
        if isinstance(result, MemoryError):
            raise Died(f"more memory was needed than {limits.memory / GIB:g} GB") from result
        raise result


def kill_busy() -> None:
    """Kill the children that are at work, for a process that is to end."""
    with _lock:
        for child in _busy:
            child.kill()


_idle: list[_Child] = []
_busy: set[_Child] = set()
_lock = Lock()


def _take_child() -> _Child:
    with _lock:
        while _idle and not _idle[-1].is_alive():
            _idle.pop()
        child = _idle.pop() if _idle else _Child()
        _busy.add(child)
        return child


class _Gone(Exception):  # noqa: N818
    """A child had ended for want of work before it got some."""


class _Child:
    """A child process, and the way to it."""

    def __init__(self) -> None:
        self._register: object = _NONE_SENT
        # -P: no module of the folder in which the user works may take the place of one of ours.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "fazhi.kg.workers.process"],
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
            raise TookTooLong(f"it took longer than {limits.seconds:g} seconds")
        if answer is not None:
            return pickle.loads(answer)  # type: ignore[no-any-return]
        if self._process.wait() == 0:
            raise _Gone
        raise Died(
            f"the process died, perhaps because more memory was needed than {limits.memory / GIB:g} GB"
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


_NONE_SENT = object()
