"""What a command takes: the clock, CPU and memory of its process and of those that it starts (Linux)."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: Seconds between two looks at the processes.
_LOOK = 0.1
_TICKS, _PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Taken:
    """Seconds by the clock and of CPU, and bytes in memory at most: of the process itself, and of all."""

    seconds: float
    cpu: float
    memory: int
    memory_of_all: int


def fazhi(*arguments: object) -> Taken:
    """What a command of fazhi takes; RuntimeError with what it says if it fails."""
    return taken([str(Path(sys.executable).with_name("fazhi")), *map(str, arguments)])


def taken(command: list[str]) -> Taken:
    """What a command takes, as far as it is seen ten times a second."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    cpu: dict[int, float] = {}
    own = together = 0
    while process.poll() is None:
        memory = {}
        for pid in _tree(process.pid):
            cpu[pid], memory[pid] = _of(pid, cpu.get(pid, 0.0))
        own, together = max(own, memory.get(process.pid, 0)), max(together, sum(memory.values()))
        time.sleep(_LOOK)
    seconds = time.perf_counter() - begun
    assert process.stderr is not None
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: {process.stderr.read()}")
    return Taken(seconds, sum(cpu.values()), own, together)


def _tree(pid: int) -> Iterator[int]:
    """A process and those that it started, and so on."""
    yield pid
    try:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from _tree(int(child))
    except OSError:
        return


def _of(pid: int, before: float) -> tuple[float, int]:
    """Seconds of CPU, and bytes in memory that are not shared with files; what was ``before`` if it ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        resident, shared = map(int, Path(f"/proc/{pid}/statm").read_text().split()[1:3])
    except (OSError, ValueError):
        return before, 0
    return (int(fields[11]) + int(fields[12])) / _TICKS, (resident - shared) * _PAGE
