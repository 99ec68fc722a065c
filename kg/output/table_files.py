"""Tables as files: CSV with its description after CSV on the Web, and Parquet.

The CSV is UTF-8 without a byte order mark, which CSV on the Web does not provide for: programs that do not
expect one take it for part of the first name. Text that a spreadsheet would run has an apostrophe in front
(:mod:`fazhi.ontology.spreadsheets`); Parquet has the text as it is.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from fazhi.kg.output.all_rows import AllRows
from fazhi.kg.output.tables import SEPARATOR, Column, Row, Table
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.namespaces import scheme
from fazhi.ontology.spreadsheets import csv_table

METADATA = "tables-metadata.json"
#: So many rows are written at once, and so many make a row group, of which programs read one at a time. Both
#: are multiples of what the library writes at once: how many rows come together does not show in a file.
_TOGETHER, _ROW_GROUP = 10_240, 102_400
_TITLE = {"zh": "法治政府建设年度报告中的数据", "en": "Annual rule-of-law government reports as tables"}
_DESCRIPTION = {
    "zh": "报告所述、评估结论和所用参考数据，各类一表；表格软件会当作公式运行的文字，CSV 中前加 '。",
    "en": "What reports state, the assessments and the reference data they use, a table for each class. "
    "In CSV files, text that a spreadsheet would run has ' in front.",
}


def table_files(store: GraphStore, *, parquet: bool) -> Iterator[tuple[str, bytes | Path]]:
    """The name and the content of each file, the description first; with the tables as ``parquet`` too.

    Of a table the content is a file, which is there until the next is asked for and may be moved.
    """
    with AllRows(store) as rows, TemporaryDirectory() as folder:
        file = Path(folder) / "table"
        yield METADATA, _metadata(rows.tables)
        for table in rows.tables:
            with file.open("wb") as out:
                _write_csv(table, rows.of(table), out)
            yield f"{table.name}.csv", file
            if parquet:
                with file.open("wb") as out:
                    write_parquet(table, rows.of(table), out)
                yield f"{table.name}.parquet", file


def _write_csv(table: Table, rows: Iterable[Row], out: BinaryIO) -> None:
    head = tuple(column.name for column in table.columns)
    for some in _together(chain([head], rows)):
        out.write(csv_table(some, line_end="\r\n").encode())


def can_write_parquet() -> bool:
    """Whether the library for Parquet is installed (extra ``tables``)."""
    return importlib.util.find_spec("arro3") is not None


def names_of(metadata: bytes) -> set[str] | None:
    """The files of a folder of tables, after its description; None where that is none of ours."""
    try:
        described = json.loads(metadata)
        if described["dc:title"] != _texts(_TITLE):
            return None
        names = {table["url"] for table in described["tables"]}
    except (ValueError, TypeError, KeyError):
        return None
    return {METADATA, *names, *(name.removesuffix("csv") + "parquet" for name in names)}


def _metadata(tables: Sequence[Table]) -> bytes:
    """The description (https://www.w3.org/TR/tabular-metadata/)."""
    group = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}],
        "dc:title": _texts(_TITLE),
        "dc:description": _texts(_DESCRIPTION),
        "tables": [_table(table) for table in tables],
    }
    return (json.dumps(group, ensure_ascii=False, indent=1) + "\n").encode()


def _table(table: Table) -> dict[str, Any]:
    keys = [column.name for column in table.columns if column.key]
    schema: dict[str, Any] = {
        "columns": [_column(column) for column in table.columns],
        "primaryKey": keys,
        "aboutUrl": f"{{+{keys[0]}}}",
    }
    references = [
        {
            "columnReference": column.name,
            "reference": {"resource": f"{column.table}.csv", "columnReference": "id"},
        }
        for column in table.columns
        if column.table
    ]
    if references:
        schema["foreignKeys"] = references
    title = _texts({"zh": table.zh, "en": table.en})
    return {"url": f"{table.name}.csv", "dc:title": title, "tableSchema": schema}


def _column(column: Column) -> dict[str, Any]:
    # The name stands in the head of the file, where it is looked for among the titles.
    described: dict[str, Any] = {
        "name": column.name,
        "titles": {"en": list(dict.fromkeys([column.name, column.en])), "zh": column.zh},
        "datatype": column.datatype,
    }
    if column.property:
        described["propertyUrl"] = column.property
    if column.several:
        described["separator"] = SEPARATOR
    elif column.table:
        described["valueUrl"] = f"{{+{column.name}}}"
    elif column.scheme and not column.label_of:
        described["valueUrl"] = f"{scheme(column.scheme)}/{{{column.name}}}"
    if column.label_of or column.name in ("id", "subject"):
        # It is said of another thing, or is the row's own name.
        described["suppressOutput"] = True
    if column.key:
        described["required"] = True
    return described


def _texts(texts: dict[str, str]) -> list[dict[str, str]]:
    return [{"@value": text, "@language": language} for language, text in texts.items()]


def write_parquet(table: Table, rows: Iterable[Row], out: BinaryIO) -> None:
    """Write the table in Parquet: decimals as doubles, years as integers, no value as null."""
    from arro3.core import Array, DataType, Field, RecordBatch, RecordBatchReader, Schema
    from arro3.io import write_parquet as write

    types = {
        "boolean": DataType.bool(),
        "date": DataType.int32(),
        "decimal": DataType.float64(),
        "gYear": DataType.int32(),
        "integer": DataType.int64(),
    }
    datatypes = ["string" if column.several else column.datatype for column in table.columns]

    def arrays(rows: Sequence[Row]) -> Iterator[Array]:
        for number, datatype in enumerate(datatypes):
            values = [_value(row[number], datatype) for row in rows]
            array = Array(values, types.get(datatype, DataType.string()))
            yield array.cast(DataType.date32()) if datatype == "date" else array

    names = [column.name for column in table.columns]
    schema = Schema([Field(name, array.type) for name, array in zip(names, arrays([]), strict=True)])
    batches = (RecordBatch.from_arrays(list(arrays(some)), schema=schema) for some in _together(rows))
    reader = RecordBatchReader.from_batches(schema, batches)
    write(reader, out, compression="zstd(3)", max_row_group_size=_ROW_GROUP)


def _together(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows, so many at a time."""
    left = iter(rows)
    while some := list(islice(left, _TOGETHER)):
        yield some


def _value(cell: str, datatype: str) -> str | int | float | bool | None:
    if not cell:
        return None
    if datatype == "boolean":
        return cell in ("true", "1")
    if datatype == "date":
        return date.fromisoformat(cell).toordinal() - date(1970, 1, 1).toordinal()
    if datatype == "decimal":
        return float(cell)
    return int(cell) if datatype in ("gYear", "integer") else cell
