"""How a child process is started (:mod:`fazhi.kg.workers.process`)."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any


def command(*, patience: float, niceness: int = 0) -> list[str]:
    """What is started: a child that ends when it had nothing to do for ``patience`` seconds.

    ``niceness`` is that of the process, 0 to 19: the higher, the more it leaves to others.
    """
    # -P: no module of the folder in which the user works may take the place of one of ours.
    return [sys.executable, "-P", "-m", "fazhi.kg.workers.process", str(patience), str(niceness)]


def channels() -> dict[str, Any]:
    """How it is started: calls by its standard input, answers by its standard output; without Ctrl-C."""
    return {
        "stdin": subprocess.PIPE,
        "stdout": subprocess.PIPE,
        # What a dying library writes is not for the user, who gets one line.
        "stderr": None if os.environ.get("FAZHI_DEBUG") else subprocess.DEVNULL,
        "start_new_session": True,
    }
