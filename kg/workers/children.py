"""How a child process is started (:mod:`fazhi.kg.workers.process`), and what it leaves to others."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any


def command(*, patience: float) -> list[str]:
    """What is started: a child that ends when it had nothing to do for ``patience`` seconds."""
    # -P: no module of the folder in which the user works may take the place of one of ours.
    return [sys.executable, "-P", "-m", "fazhi.kg.workers.process", str(patience)]


def channels() -> dict[str, Any]:
    """How it is started: calls by its standard input, answers by its standard output; without Ctrl-C."""
    return {
        "stdin": subprocess.PIPE,
        "stdout": subprocess.PIPE,
        # What a dying library writes is not for the user, who gets one line.
        "stderr": None if os.environ.get("FAZHI_DEBUG") else subprocess.DEVNULL,
        "start_new_session": True,
    }


def leave_to_others(niceness: int) -> None:
    """Called in a child: leave the processor to others, the more, the higher ``niceness`` is, 0 to 19."""
    if hasattr(os, "nice"):  # Windows has none.
        os.nice(niceness)
    # Linux shares the processors out among sessions, and a child is one of its own: there its niceness counts
    # for nothing, that of the session does (sched(7), "The autogroup feature").
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(niceness))
