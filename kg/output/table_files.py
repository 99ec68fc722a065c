"""Tables as files: CSV with its description after CSV on the Web, and Parquet.

The CSV is UTF-8 without a byte order mark, which CSV on the Web does not provide for: programs that do not
expect one take it for part of the first name. Text that a spreadsheet would run has an apostrophe in front
(:mod:`fazhi.ontology.spreadsheets`); Parquet has the text as it is.
"""

from __future__ import annotations

import importlib.util
import io
import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from fazhi.kg.output.tables import SEPARATOR, Column, Row, Table, Tables
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.namespaces import scheme
from fazhi.ontology.spreadsheets import csv_table

METADATA = "tables-metadata.json"
_TITLE = {"zh": "法治政府建设年度报告中的数据", "en": "Annual rule-of-law government reports as tables"}
_DESCRIPTION = {
    "zh": "报告所述、评估结论和所用参考数据，各类一表；表格软件会当作公式运行的文字，CSV 中前加 '。",
    "en": "What reports state, the assessments and the reference data they use, a table for each class. "
    "In CSV files, text that a spreadsheet would run has ' in front.",
}


def table_files(store: GraphStore, *, parquet: bool) -> Iterator[tuple[str, bytes]]:
    """The name and the content of each file, the description first; with the tables as ``parquet`` too."""
    tables = Tables(store)
    yield METADATA, _metadata(tables.tables)
    for table in tables.tables:
        rows = tables.rows(table)
        head = [column.name for column in table.columns]
        yield f"{table.name}.csv", csv_table([head, *rows], line_end="\r\n").encode()
        if parquet:
            yield f"{table.name}.parquet", parquet_file(table, rows)


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


def parquet_file(table: Table, rows: Sequence[Row]) -> bytes:
    """The table in Parquet: decimals as doubles, years as integers, no value as null."""
    from arro3.core import Array, DataType
    from arro3.core import Table as Arrow
    from arro3.io import write_parquet

    types = {
        "boolean": DataType.bool(),
        "date": DataType.int32(),
        "decimal": DataType.float64(),
        "gYear": DataType.int32(),
        "integer": DataType.int64(),
    }
    arrays: dict[str, Any] = {}
    for number, column in enumerate(table.columns):
        datatype = "string" if column.several else column.datatype
        values = [_value(row[number], datatype) for row in rows]
        array = Array(values, types.get(datatype, DataType.string()))
        arrays[column.name] = array.cast(DataType.date32()) if datatype == "date" else array
    data = io.BytesIO()
    write_parquet(Arrow.from_pydict(arrays), data, compression="zstd(3)")
    return data.getvalue()


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
