"""What a child process runs (``python -m fazhi.kg.workers.process``): calls from standard input, one by one.

It ends when its standard input does, which is when the process that asks has ended; and when it had nothing
to do for a while.
"""

from __future__ import annotations

import os
import pickle
import sys
import time
import traceback
from queue import Empty, SimpleQueue
from threading import TIMEOUT_MAX, Thread
from typing import TYPE_CHECKING

from fazhi.kg.workers import messages
from fazhi.ontology.in_use import use

if TYPE_CHECKING:
    from fazhi.kg.workers.limits import Limits

#: Seconds of the processor's time beyond those that a call may take. Then the system ends the process, which
#: nobody else does if it holds Python's lock and the process that asked is gone.
_GRACE = 10
_CPUS = os.cpu_count() or 1


def main() -> None:
    """Answer calls until there are no more."""
    patience = min(float(sys.argv[1]), TIMEOUT_MAX)
    answers = os.fdopen(os.dup(1), "wb")
    # What is printed must not come among the answers.
    os.dup2(2, 1)
    calls: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_receive, args=(calls,), daemon=True).start()
    try:
        while True:
            messages.write(answers, _answer(calls.get(timeout=patience)))
    except (Empty, BrokenPipeError):
        os._exit(0)


def _receive(calls: SimpleQueue[bytes]) -> None:
    while (message := messages.read(sys.stdin.buffer)) is not None:
        calls.put(message)
    os._exit(0)


def _answer(message: bytes) -> bytes:
    """The message with what a call gave or raised."""
    try:
        limits, directory, sent, (function, arguments, named) = pickle.loads(message)
        os.chdir(directory)
        for register in sent:
            use(register)
        _limit(limits)
        return pickle.dumps((True, function(*arguments, **named)))
    except Exception as error:
        return _raised(error)


def _raised(error: Exception) -> bytes:
    error.add_note("".join(traceback.format_exception(error)))
    try:
        message = pickle.dumps((False, error))
        pickle.loads(message)
    except Exception:
        return pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}")))
    return message


def _limit(limits: Limits) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits.
        return

    def limit(kind: int, value: float) -> None:
        _, most = resource.getrlimit(kind)
        resource.setrlimit(
            kind, (int(value) if most == resource.RLIM_INFINITY else min(int(value), most), most)
        )

    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_DATA, limits.memory)
    if limits.seconds is not None:
        limit(resource.RLIMIT_CPU, time.process_time() + _CPUS * limits.seconds + _GRACE)


if __name__ == "__main__":
    main()
