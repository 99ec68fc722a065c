"""The rows of all tables of a store, of which only those of some reports are in memory at once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Self

from fazhi.kg.output.parts import parts
from fazhi.kg.output.statements import Disk
from fazhi.kg.output.tables import Row, Table, Tables
from fazhi.kg.store.graph_store import GraphStore


class AllRows:
    """The rows of the tables of ``store``, put aside on the disk; a context manager.

    They are in the order of their IRIs, by which the parts go too (:func:`fazhi.kg.output.parts.parts`).
    """

    def __init__(self, store: GraphStore) -> None:
        self._whole = Tables(store)
        self._disk = Disk()
        self._places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for part in parts(store):
            for table in self.tables:
                if not table.shared and (rows := part.tables.rows(table)):
                    self._places[table.name].append(self._disk.put(json.dumps(rows).encode()))

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in their order."""
        return self._whole.tables

    def of(self, table: Table) -> Iterator[Row]:
        """The rows of ``table``; those of some reports are in memory."""
        if table.shared:
            yield from self._whole.rows(table)
        for place in self._places[table.name]:
            yield from map(tuple, json.loads(self._disk.get(place)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._disk.close()
