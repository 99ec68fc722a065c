"""Rows and cells of the present register whose source is not at hand are carried over as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from fazhi.kg.register_builder.rows import Row
from fazhi.kg.register_builder.sources import Source
from fazhi.ontology.instruments import COLUMNS
from fazhi.ontology.titles import title_key


def with_carried(
    rows: Mapping[str, Row], present: Iterable[Mapping[str, str]], absent: Sequence[Source]
) -> tuple[dict[str, Row], int]:
    """``rows`` (by title key) with what ``absent`` sources gave the ``present`` register, and how many rows.

    A row is carried whole if most of it came from such a source, else the cells that its source column names.
    """
    merged = dict(rows)
    carried = 0
    for cells in present:
        row = as_row(cells)
        key = title_key(cells["title"], commas=True)
        if any(source.gave(row.source) for source in absent):
            merged[key] = row
            carried += 1
        elif key in merged:
            for column, origin in row.origins.items():
                if any(source.gave(origin) for source in absent):
                    merged[key].put(column, cells[column], origin)
    return merged, carried


def as_row(cells: Mapping[str, str]) -> Row:
    """A row of the register with the notes of its source column taken apart (``column, column: source``)."""
    main, *notes = cells["source"].split("; ")
    row = Row(dict(cells), main)
    for note in notes:
        columns, _, origin = note.partition(": ")
        named = columns.split(", ")
        if origin and all(column in COLUMNS for column in named):
            row.origins |= dict.fromkeys(named, origin)
        else:  # a remark of a person's, part of what goes before it
            row.source += f"; {note}"
    return row
