"""Puts the register together: readings, what is carried over, what persons entered; then the other tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fazhi.kg.register_builder.bases import base_rows
from fazhi.kg.register_builder.by_hand import HERE, with_rows_by_hand, with_what_persons_entered
from fazhi.kg.register_builder.carried import with_carried
from fazhi.kg.register_builder.rows import Row, register_rows
from fazhi.kg.register_builder.sources import Source, register_day, sources
from fazhi.kg.register_builder.tables import Cells, in_order_of, read_table
from fazhi.kg.register_builder.versions import version_rows
from fazhi.ontology import bases, instruments, versions
from fazhi.ontology.data_files import DATA

_KINDS = tuple(instruments.INSTRUMENT_KINDS)


@dataclass(frozen=True)
class Table:
    """One of the three files: its columns, those that name a row, and its rows."""

    path: Path
    columns: tuple[str, ...]
    key: tuple[str, ...]
    present: Sequence[Cells]
    rows: Sequence[Cells]

    def name(self, cells: Cells) -> str:
        """What a row is called in a report."""
        return " ".join(cells[column] for column in self.key)


@dataclass(frozen=True)
class Register:
    """The three tables, the sources that were at hand and those that were not, and the rows kept of these.

    ``look_at``: what persons entered and the sources now say otherwise than before; not told while a source
    is absent.
    """

    tables: tuple[Table, ...]
    at_hand: tuple[Source, ...]
    absent: tuple[Source, ...]
    carried: int
    look_at: tuple[str, ...]


def build_register(directory: Path, data: Path = DATA, by_hand: Path = HERE) -> Register:
    """The register from the sources below ``directory``; ``data`` holds the present files.

    Raises ReferenceDataError for a mistake in a file of ``by_hand``.
    """
    at_hand = tuple(source for source in sources() if source.is_at_hand(directory))
    absent = tuple(source for source in sources() if source not in at_hand)
    day = register_day()
    read = register_rows((reading for source in at_hand for reading in source.readings(directory)), day)
    present = read_table(data / "instruments.csv")
    merged, carried = with_carried(read, present, absent)
    entered, look_at = with_what_persons_entered(merged, by_hand)
    rows = list(entered.values())
    finished = {row.cells["id"]: row.finished(day) for row in rows}
    second = {
        "versions": (versions.COLUMNS, ("instrument", "version_date"), list(version_rows(rows, finished))),
        "based_on": (bases.COLUMNS, ("instrument", "based_on"), list(base_rows(rows, finished))),
    }
    tables = [_table(data / "instruments.csv", instruments.COLUMNS, ("id",), list(finished.values()))]
    for name, (columns, key, told) in second.items():
        path = data / f"{name}.csv"
        told = _with_carried(told, path, key, rows) if absent else told
        told = with_rows_by_hand(told, by_hand / f"{name}_by_hand.csv", columns, key)
        tables.append(_table(path, columns, key, told))
    return Register(tuple(tables), at_hand, absent, carried, () if absent else tuple(look_at))


def _with_carried(
    rows: list[dict[str, str]], path: Path, key: tuple[str, ...], register: Sequence[Row]
) -> list[dict[str, str]]:
    """``rows`` as they are while a source is absent.

    An instrument of which no source tells keeps its present rows; a cell that is not told keeps its content.
    """
    untold = {row.cells["id"] for row in register if not row.readings}
    present = read_table(path)
    kept = [cells for cells in present if cells["instrument"] in untold]
    untold &= {cells["instrument"] for cells in kept}
    before = {tuple(cells[column] for column in key): cells for cells in present}
    told = []
    for cells in rows:
        if cells["instrument"] not in untold:
            old = before.get(tuple(cells[column] for column in key), {})
            told.append({column: value or old.get(column, "") for column, value in cells.items()})
    return [*told, *kept]


def _table(path: Path, columns: tuple[str, ...], key: tuple[str, ...], rows: list[dict[str, str]]) -> Table:
    """A table in the order of the present one; new rows follow, by kind and by key."""
    present = read_table(path)

    def in_order(cells: Cells) -> tuple[str | int, ...]:
        kind = _KINDS.index(cells["kind"]) if "kind" in cells else 0
        return (kind, *(cells[column] for column in key))

    def row_key(cells: Cells) -> tuple[str, ...]:
        return tuple(cells[column] for column in key)

    ordered = in_order_of(present, sorted(rows, key=in_order), row_key)
    if "version_date" in key:  # the versions of an instrument stand together, oldest first
        places = {cells["instrument"]: place for place, cells in reversed(list(enumerate(ordered)))}
        ordered.sort(key=lambda cells: (places[cells["instrument"]], cells["version_date"]))
    return Table(path, columns, key, present, ordered)
