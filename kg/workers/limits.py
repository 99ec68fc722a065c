"""What a call in a child process may take, and what is raised where it takes more."""

from __future__ import annotations

from dataclasses import dataclass

from fazhi.ontology.errors import FazhiError

GIB = 2**30


class WorkerError(FazhiError):
    """A call ended before it had a result; the message says why, for a sentence that says what was called."""


class TookTooLong(WorkerError):  # noqa: N818 (an event, named as such)
    """A call took longer than its limit."""


class Died(WorkerError):  # noqa: N818
    """The process of a call died, or had not enough memory."""


@dataclass(frozen=True)
class Limits:
    """What one call may take: ``seconds`` of time, the start of the child included, and bytes of ``memory``.

    ``seconds`` may be None, for as long as it takes. Memory is bounded on Linux only.
    """

    seconds: float | None
    memory: int = 2 * GIB

    def took_too_long(self) -> TookTooLong:
        """The error of a call that was ended for its time."""
        return TookTooLong(f"it took longer than {self.seconds:g} seconds", f"超过{self.seconds:g}秒")

    def too_large(self) -> Died:
        """The error of a call that had not enough memory."""
        return Died(f"more memory was needed than {self._size}", f"所需内存超过 {self._size}")

    def died(self) -> Died:
        """The error of a call whose process is gone, nobody knows why."""
        return Died(
            f"the process died, perhaps because more memory was needed than {self._size}",
            f"进程意外结束，可能因为所需内存超过 {self._size}",
        )

    @property
    def _size(self) -> str:
        return f"{self.memory / GIB:g} GB"


#: What the reading of one report may take: many times what the longest text takes that is read.
REPORT = Limits(seconds=120)
