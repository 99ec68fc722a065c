"""Work in child processes (子进程), bounded in time and memory, that end with the process that asked."""

from fazhi.kg.workers.calls import (
    GIB,
    REPORT,
    Died,
    Limits,
    TookTooLong,
    WorkerError,
    Workers,
    call,
    kill_busy,
)

__all__ = ["GIB", "REPORT", "Died", "Limits", "TookTooLong", "WorkerError", "Workers", "call", "kill_busy"]
