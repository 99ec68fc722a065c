"""The files of an own register as their users save them: tables from Excel or WPS, and YAML written by hand.

Nothing in them is trusted before it is checked. A mistake is one ReferenceDataError with file, line and
field.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from fazhi.ontology.data_files import Entry, ReferenceDataError, SafeLoader, read_text, read_yaml
from fazhi.ontology.spreadsheets import unguarded

#: The longest name or title, in characters, and the shortest: of one character would be found everywhere.
LONGEST_NAME, SHORTEST_NAME = 200, 2

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
#: The nesting of a list of mappings of lists, and some more.
_DEEPEST = 10


@dataclass(frozen=True)
class Row:
    """A row of a table: the cells that are filled in, by column, and the line where it begins (1-based)."""

    path: Path
    line: int
    cells: Mapping[str, str]

    def entry(self, **defaults: str | None) -> Entry:
        """The row as an entry, cells that are empty filled with ``defaults``."""
        return Entry(self.path, {**defaults, **self.cells}, 0, line=self.line)


def read_table(path: Path, columns: Mapping[str, str]) -> list[Row]:
    """The rows of a CSV file that are not empty.

    ``columns`` maps the names of all columns that there may be to their Chinese names. A column is headed
    by either or by both (``title 名称``). Cells lose the space around them, line breaks within them and the
    apostrophe that guards against formulas. Raises ReferenceDataError.
    """
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    try:
        header = _header(path, next(reader, []), columns)
        rows = []
        start = reader.line_num + 1
        for row in reader:
            rows.append(_row(path, start, header, row))
            start = reader.line_num + 1
    except csv.Error as error:
        raise ReferenceDataError(str(error), at=f"{path}:{reader.line_num}") from None
    return [row for row in rows if row.cells]


def header_of(path: Path) -> list[str]:
    """The cells of a CSV file's first line as they are. Raises ReferenceDataError."""
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    try:
        return [cell.strip() for cell in next(reader, [])]
    except csv.Error as error:
        raise ReferenceDataError(str(error), at=f"{path}:1") from None


def column_named(cell: str, columns: Mapping[str, str]) -> str | None:
    """The column that a cell of the header names, or None."""
    cell = cell.strip()
    first = cell.split(" ")[0]
    return next((name for name, chinese in columns.items() if first == name or cell == chinese), None)


def in_both_languages(names: Mapping[str, str]) -> str:
    """Ids with their Chinese names, for a message."""
    return ", ".join(f"{name} {chinese}" for name, chinese in names.items())


def _header(path: Path, cells: list[str], columns: Mapping[str, str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    header: list[str] = []
    for cell in cells:
        column = column_named(cell, columns)
        if column is None:
            known = in_both_languages(columns)
            raise ReferenceDataError(
                f"{cell.strip()!r} is no column; the columns are {known}",
                f"没有 {cell.strip()!r} 这一列；各列为 {known}",
                at=f"{path}:1",
            )
        if column in header:
            raise ReferenceDataError(
                f"the column {column} is given twice", f"{column} 列出现两次", at=f"{path}:1"
            )
        header.append(column)
    return header


def _row(path: Path, line: int, header: list[str], row: list[str]) -> Row:
    if any(cell.strip() for cell in row[len(header) :]):
        raise ReferenceDataError(
            f"{len(row)} cells where the header has {len(header)}",
            f"有{len(row)}格，表头为{len(header)}格",
            at=f"{path}:{line}",
        )
    cells: dict[str, str] = {}
    for column, written in zip(header, row, strict=False):
        cell = unguarded("".join(part.strip() for part in written.splitlines())).strip()
        if _has_control_character(cell):
            raise ReferenceDataError(
                f"{column} holds a control character", f"{column} 含有控制字符", at=f"{path}:{line}"
            )
        if cell:
            cells[column] = cell
    return Row(path, line, cells)


def _has_control_character(text: str) -> bool:
    return any(unicodedata.category(character) == "Cc" and character not in "\t\n" for character in text)


def iso_date(written: str) -> str:
    """A date as Excel or a reader of Chinese writes it (2024/3/1, 2024年3月1日) as 2024-03-01.

    Anything else is returned as it is.
    """
    found = _DATE.fullmatch(written)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else written


def read_catalogue(path: Path, defaults: Mapping[str, Any]) -> Iterator[Entry]:
    """The entries of a YAML file (:func:`fazhi.ontology.data_files.read_yaml`) without aliases, not too deep.

    Raises ReferenceDataError.
    """
    depth = 0
    try:
        for event in yaml.parse(read_text(path), Loader=SafeLoader):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.AliasEvent):
                raise ReferenceDataError(
                    "an alias (*); write the value itself", "别名（*）；请写出值本身", at=f"{path}:{line}"
                )
            if isinstance(event, yaml.ScalarEvent) and _has_control_character(event.value):
                raise ReferenceDataError("a control character", "含有控制字符", at=f"{path}:{line}")
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                raise ReferenceDataError("nested too deep", "嵌套过深", at=f"{path}:{line}")
    except yaml.YAMLError:
        pass  # Reading it says what is wrong.
    yield from read_yaml(path, defaults)
