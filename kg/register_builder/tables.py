"""Reads and writes the tables of the register (CSV), and tells how two of them differ."""

from __future__ import annotations

import csv
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Cells = Mapping[str, str]


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by column; none if there is no file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Cells]) -> None:
    """Write ``rows`` as :func:`read_table` reads them; lines end as in the file that is there."""
    ends = "\r\n" if path.exists() and b"\r\n" in path.read_bytes() else "\n"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator=ends)
        writer.writeheader()
        writer.writerows(rows)


def in_order_of(
    present: Iterable[Cells], rows: Iterable[Cells], key: Callable[[Cells], Hashable]
) -> list[Cells]:
    """``rows`` in the order of the ``present`` table; new ones follow in their own order."""
    places = {key(cells): place for place, cells in enumerate(present)}
    return sorted(rows, key=lambda cells: places.get(key(cells), len(places)))


@dataclass(frozen=True)
class Change:
    """A cell that differs: the key of its row, the column, both values."""

    key: str
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Differences:
    """How a table differs from the one before: keys of rows that are new and that are gone, cells changed."""

    new: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.changed)

    def lines(self) -> Iterator[str]:
        """A line a difference, for a person to read."""
        yield from (f"+ {key}" for key in self.new)
        yield from (f"- {key}" for key in self.gone)
        for change in self.changed:
            yield f"~ {change.key} {change.column}: {change.before or '∅'} -> {change.after or '∅'}"


def differences(before: Sequence[Cells], after: Sequence[Cells], key: Callable[[Cells], str]) -> Differences:
    """How ``after`` differs from ``before``; ``key`` names a row."""
    old = {key(cells): cells for cells in before}
    new = {key(cells): cells for cells in after}
    changed = (
        Change(name, column, old[name][column], cells[column])
        for name, cells in new.items()
        if name in old
        for column in cells
        if cells[column] != old[name][column]
    )
    return Differences(
        tuple(name for name in new if name not in old),
        tuple(name for name in old if name not in new),
        tuple(changed),
    )
