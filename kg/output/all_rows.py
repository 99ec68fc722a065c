"""The rows of all tables of a store, of which only those of some reports are in memory at once."""

from __future__ import annotations

import heapq
import json
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Self

from fazhi.kg.output.parts import Part, parts
from fazhi.kg.output.statements import Disk
from fazhi.kg.output.tables import Row, Table, Tables, order
from fazhi.kg.store.graph_store import GraphStore

#: So many rows are read at once of each part.
_BLOCK = 200


class AllRows:
    """The rows of the tables of ``store``, put aside on the disk part by part; a context manager."""

    def __init__(self, store: GraphStore) -> None:
        self._whole = Tables(store)
        self._disk = Disk()
        self._runs: dict[str, list[list[tuple[int, int]]]] = defaultdict(list)
        # A loop would keep one part while the next is made.
        deque(map(self._put_aside, parts(store)), maxlen=0)

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in their order."""
        return self._whole.tables

    def of(self, table: Table) -> Iterator[Row]:
        """The rows of ``table``, in the order in which :class:`Tables` has them."""
        if table.shared:
            return iter(self._whole.rows(table))
        return heapq.merge(*map(self._get, self._runs[table.name]), key=lambda row: order(row[0]))

    def _put_aside(self, part: Part) -> None:
        tables = part.tables()
        for table in tables.tables:
            if not table.shared and (rows := tables.rows(table)):
                self._runs[table.name].append(list(map(self._put, _blocks(rows))))

    def _put(self, rows: Sequence[Row]) -> tuple[int, int]:
        return self._disk.put(json.dumps(rows).encode())

    def _get(self, run: Iterable[tuple[int, int]]) -> Iterator[Row]:
        return (tuple(row) for place in run for row in json.loads(self._disk.get(place)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._disk.close()


def _blocks(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    return (rows[start : start + _BLOCK] for start in range(0, len(rows), _BLOCK))
