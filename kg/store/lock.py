"""The lock of a store: one process writes it at a time. It ends with the process, however that ends."""

from __future__ import annotations

import contextlib
import os
import sys
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from fazhi.kg.store.files import StoreError, StoreLocked
from fazhi.ontology.languages import Both, both


class WriteLock:
    """The lock on the file ``writer`` of the store at ``path``, which tells who has it."""

    def __init__(self, path: Path) -> None:
        """Take the lock: StoreLocked if another process has it, StoreError if there can be none."""
        file = path / "writer"
        try:
            # Never deleted: of a file that is deleted and made again, two processes could lock one each.
            self._stream = file.open("r+b" if file.exists() else "a+b", buffering=0)
        except OSError as error:
            raise StoreError(
                f"the store cannot be written ({error.strerror})",
                f"知识图谱无法写入（{error.strerror}）",
                at=path,
            ) from error
        try:
            _lock(self._stream)
        except OSError as error:
            self._stream.close()
            raise StoreLocked(
                f"the store is being written by another process{_writer(file).en}; "
                "wait until it has finished, or give another store with --store",
                f"另一进程正在写入该知识图谱{_writer(file).zh}；请等它结束，或用 --store 另指定",
                at=path,
            ) from error
        self._note(f"{os.getpid()}\n")

    def release(self) -> None:
        """Let other processes write."""
        if not self._stream.closed:
            self._note("")
            self._stream.close()

    def _note(self, text: str) -> None:
        # Who has the lock is told for messages only: a full disk is no reason to stop.
        with contextlib.suppress(OSError):
            self._stream.seek(0)
            self._stream.truncate()
            self._stream.write(text.encode("ascii"))


def is_locked(path: Path) -> bool:
    """Whether a process is writing the store at ``path`` just now."""
    try:
        with (path / "writer").open("rb") as stream:
            _lock(stream)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def _writer(file: Path) -> Both:
    with contextlib.suppress(OSError, ValueError):
        process = int(file.read_text(encoding="ascii"))
        return both(f" (process {process})", f"（进程 {process}）")
    return both("", "")


if sys.platform == "win32":
    import msvcrt

    #: Windows locks bytes, and nobody else can read them: one far behind the text.
    _BYTE = 1 << 20

    def _lock(stream: BinaryIO | FileIO) -> None:
        stream.seek(_BYTE)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(stream: BinaryIO | FileIO) -> None:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
