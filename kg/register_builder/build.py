"""Puts the register together: readings, what is carried over, what persons entered; then the other tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fazhi.kg.register_builder.bases import base_rows
from fazhi.kg.register_builder.by_hand import HERE, with_rows_by_hand, with_what_persons_entered
from fazhi.kg.register_builder.carried import with_carried
from fazhi.kg.register_builder.rows import register_rows
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
    """The three tables, the sources that were at hand and those that were not, and the rows kept of these."""

    tables: tuple[Table, ...]
    at_hand: tuple[Source, ...]
    absent: tuple[Source, ...]
    carried: int


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
    rows = list(with_what_persons_entered(merged, by_hand).values())
    finished = {row.cells["id"]: row.finished(day) for row in rows}
    tables = (
        _table(data / "instruments.csv", instruments.COLUMNS, ("id",), list(finished.values())),
        _table(
            data / "versions.csv",
            versions.COLUMNS,
            ("instrument", "version_date"),
            _with_others(list(version_rows(rows, finished)), data / "versions.csv", finished, absent),
            by_hand / "versions_by_hand.csv",
        ),
        _table(
            data / "based_on.csv",
            bases.COLUMNS,
            ("instrument", "based_on"),
            _with_others(list(base_rows(rows, finished)), data / "based_on.csv", finished, absent),
            by_hand / "based_on_by_hand.csv",
        ),
    )
    return Register(tables, at_hand, absent, carried)


def _with_others(
    rows: list[dict[str, str]], path: Path, register: Mapping[str, Cells], absent: Sequence[Source]
) -> list[dict[str, str]]:
    """``rows``, and while a source is absent the present ones of instruments that no source tells of."""
    told = {row["instrument"] for row in rows}
    kept = (row for row in read_table(path) if absent and row["instrument"] in register.keys() - told)
    return [*rows, *kept]


def _table(
    path: Path,
    columns: tuple[str, ...],
    key: tuple[str, ...],
    rows: list[dict[str, str]],
    by_hand: Path | None = None,
) -> Table:
    """A table with its rows by hand, in the order of the present one; new rows follow, by kind or by key."""
    present = read_table(path)
    merged = with_rows_by_hand(rows, by_hand, columns, key) if by_hand else rows

    def in_order(cells: Cells) -> tuple[str | int, ...]:
        kind = _KINDS.index(cells["kind"]) if "kind" in cells else 0
        return (kind, *(cells[column] for column in key))

    def row_key(cells: Cells) -> tuple[str, ...]:
        return tuple(cells[column] for column in key)

    ordered = in_order_of(present, sorted(merged, key=in_order), row_key)
    if "version_date" in key:  # the versions of an instrument stand together, oldest first
        places = {cells["instrument"]: place for place, cells in reversed(list(enumerate(ordered)))}
        ordered.sort(key=lambda cells: (places[cells["instrument"]], cells["version_date"]))
    return Table(path, columns, key, present, ordered)
