"""Work in child processes (子进程), bounded in time and memory, that end with the process that asked.

Commands call (:mod:`fazhi.kg.workers.calls`), servers await (:mod:`fazhi.kg.workers.awaited`).
"""

from fazhi.kg.workers.calls import Workers, call, kill_busy
from fazhi.kg.workers.limits import GIB, REPORT, Died, Limits, TookTooLong, WorkerError
from fazhi.kg.workers.spread import cpu_count, spread

__all__ = [
    "GIB",
    "REPORT",
    "Died",
    "Limits",
    "TookTooLong",
    "WorkerError",
    "Workers",
    "call",
    "cpu_count",
    "kill_busy",
    "spread",
]
