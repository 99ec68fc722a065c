"""The index of a store: the triples that its graphs state and those that follow from them, each once.

They stand in the default graph of a pyoxigraph database. Which graph states a triple is for the graphs'
files to tell (:mod:`fazhi.kg.store.graphs`).
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Set
from itertools import islice
from pathlib import Path

import pyoxigraph
from pyoxigraph import Quad, RdfFormat, Triple

#: At most this many triples wait to be indexed, or lie in the write buffers: this keeps memory use low.
BATCH = 100_000
#: This many triples or more are loaded in bulk, bypassing the write buffers.
_BULK = 10_000
#: The same in bytes of N-Triples, of which one triple takes about 220. What is loaded in smaller batches than
#: the first, the database stores less compactly.
_BATCH_BYTES, _BULK_BYTES = 64 * 2**20, 2 * 2**20
#: Up to so many triples a database is made compact, four fifths of them reference data.
_SMALL = 200_000
_DATABASE_SPEAKS = re.compile(
    r"(Corruption|IO error|Invalid argument|Not found|No space|Incomplete|Aborted|Try again|Busy)\b"
)


def is_database_error(error: BaseException | None) -> bool:
    """Whether an error comes from the database, not from what it was asked or from the program.

    Damage can also make the database panic, which is no ``Exception``.
    """
    if type(error).__name__ == "PanicException":
        return True
    # An OSError of Python's own has a number.
    of_its_own = type(error) is RuntimeError or (isinstance(error, OSError) and error.errno is None)
    return of_its_own and _DATABASE_SPEAKS.match(str(error)) is not None


class Index:
    """The triples in the database ``dataset``; ``whole`` is whether that has all of them."""

    def __init__(self, dataset: pyoxigraph.Store, *, whole: bool = True) -> None:
        self.whole = whole
        self._dataset = dataset
        self._refilled = False
        self._waiting: list[Triple] = []
        self._waiting_lines: list[bytes] = []
        self._waiting_bytes = 0
        self._buffered = 0

    @property
    def dataset(self) -> pyoxigraph.Store:
        """The database, including everything written so far."""
        self._take_in_waiting()
        return self._dataset

    def replace(self, removed: Set[Triple], added: Set[Triple]) -> None:
        """Take out ``removed`` and put in ``added``: both happen or neither does."""
        if not removed:
            # Triples that are only added can be put in together, in a third of the time.
            self._waiting += added
            if len(self._waiting) > BATCH:
                self._take_in_waiting()
            return
        # One update is one transaction. What waits goes first: some of it may be removed.
        self.dataset.update(f"DELETE DATA {{ {_lines(removed)} }} ;\nINSERT DATA {{ {_lines(added)} }}")
        self._count_buffered(len(removed) + len(added))

    def add(self, lines: bytes) -> None:
        """Put in the triples of these lines of N-Triples."""
        self._waiting_lines.append(lines)
        self._waiting_bytes += len(lines)
        if self._waiting_bytes > _BATCH_BYTES:
            self._take_in_waiting()

    def refill(self, triples: Iterable[Triple]) -> None:
        """Hold these triples and no others, a batch of which is in memory at once."""
        self._waiting.clear()
        self._waiting_lines.clear()
        self._waiting_bytes = 0
        self._dataset.clear()
        quads = (Quad(*triple) for triple in triples)
        while batch := list(islice(quads, BATCH)):
            self._dataset.bulk_extend(batch)
        self.whole = self._refilled = True

    def close(self) -> None:
        """Release the database, and its lock if it was open for writing."""
        # pyoxigraph has no close: the lock is released with the last reference to the store.
        self._dataset = pyoxigraph.Store()

    def back_up(self, path: Path) -> None:
        """Copy the database to ``path``, with hard links if the file system supports them.

        A small one that was filled anew is loaded there in one go, which takes 7 to 13 µs a triple and a
        quarter of its size: what the database merges by itself it does not compress.
        """
        if not self._refilled or len(self.dataset) > _SMALL:
            self.dataset.backup(path)
            return
        new = path.with_name(f"{path.name}.new")
        compact = pyoxigraph.Store(new)
        compact.bulk_extend(self.dataset)
        compact.backup(path)
        del compact
        shutil.rmtree(new)

    def _take_in_waiting(self) -> None:
        triples, self._waiting = self._waiting, []
        if len(triples) > _BULK:
            self._dataset.bulk_extend(Quad(*triple) for triple in triples)
        elif triples:
            self._dataset.extend(Quad(*triple) for triple in triples)
            self._count_buffered(len(triples))
        lines, self._waiting_lines = b"".join(self._waiting_lines), []
        self._waiting_bytes = 0
        if len(lines) > _BULK_BYTES:
            self._dataset.bulk_load(lines, RdfFormat.N_TRIPLES)
        elif lines:
            self._dataset.load(lines, RdfFormat.N_TRIPLES)
            self._count_buffered(lines.count(b"\n"))

    def _count_buffered(self, triples: int) -> None:
        self._buffered += triples
        if self._buffered > BATCH:
            self._dataset.flush()
            self._buffered = 0


def _lines(triples: Iterable[Triple]) -> str:
    return "".join(f"{triple} .\n" for triple in triples)
