"""What persons entered: whole rows, single cells, and titles that are left out (the CSV files beside this).

``by_hand.csv`` has rows that no reader gives, in the columns of the register; ``versions_by_hand.csv`` and
``based_on_by_hand.csv`` are the same for the other two tables. A row replaces the one read of the same key.
``corrections.csv`` has cells that a person decided (id, column, value, source), with what the sources had
then (``read``): they win over what is read. ``names.csv`` has names in use besides the title and what
follows from it (id, name), one a row. ``left_out.csv`` has titles that the sources have and the register has
not, each with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from fazhi.kg.register_builder.rows import Row
from fazhi.ontology.data_files import read_csv
from fazhi.ontology.instruments import COLUMNS
from fazhi.ontology.titles import title_key

HERE = Path(__file__).parent
_CORRECTED = tuple(column for column in COLUMNS if column not in ("id", "aliases", "source"))


def with_what_persons_entered(
    rows: Mapping[str, Row], directory: Path = HERE
) -> tuple[dict[str, Row], list[str]]:
    """``rows`` (by title key) with the files of ``directory``: rows added, cells set, titles left out.

    Also what a person should look at again: entries that win over what the sources did not say when they were
    made. Raises ReferenceDataError, which names file, line and field.
    """
    merged = dict(rows)
    look_at = []
    for entry in read_csv(directory / "left_out.csv", ("title", "reason")):
        merged.pop(title_key(entry.text("title"), commas=True), None)
    for entry in read_csv(directory / "by_hand.csv", COLUMNS):
        key = title_key(entry.text("title"), commas=True)
        if key in merged and merged[key].readings:
            look_at.append(f"by_hand.csv: {entry.text('id')}; now in {merged[key].source}")
        cells = {column: entry.optional_text(column) or "" for column in COLUMNS}
        merged[key] = Row(cells, entry.text("source"))
    by_id = {row.cells["id"]: row for row in merged.values()}
    for entry in read_csv(directory / "corrections.csv", ("id", "column", "read", "value", "source")):
        row = by_id.get(entry.text("id")) or entry.fail("id", "is no row that a source or by_hand.csv gives")
        if "; " in entry.text("source"):
            entry.fail("source", "has a semicolon, which parts sources: use a comma")
        column, value = entry.one_of("column", _CORRECTED), entry.optional_text("value") or ""
        if row.readings and row.cells[column] != (entry.optional_text("read") or ""):
            name = f"{row.cells['id']} {column}"
            look_at.append(f"corrections.csv: {name} {value or '∅'}; now read {row.cells[column] or '∅'}")
        row.put(column, value, entry.text("source"))
    for entry in read_csv(directory / "names.csv", ("id", "name")):
        row = by_id.get(entry.text("id")) or entry.fail("id", "is no row that a source or by_hand.csv gives")
        names = [*filter(None, row.cells["aliases"].split("|")), entry.text("name")]
        row.cells["aliases"] = "|".join(dict.fromkeys(names))
    return merged, look_at


def with_rows_by_hand(
    rows: Iterable[dict[str, str]], path: Path, columns: tuple[str, ...], key: tuple[str, ...]
) -> list[dict[str, str]]:
    """``rows`` with those of ``path``: a row is added, or replaces the one with the same cells in ``key``.

    Raises ReferenceDataError, which names file and line.
    """
    merged = {tuple(row[column] for column in key): row for row in rows}
    for entry in read_csv(path, columns):
        cells = {column: entry.optional_text(column) or "" for column in columns}
        merged[tuple(cells[column] for column in key)] = cells
    return list(merged.values())
