"""Printing the answer to a query."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kg.commands.shared import console

if TYPE_CHECKING:
    from queries.results import Result


def print_result(result: Result, form: str, heading: Callable[[str], str] = str) -> None:
    """Print an answer as ``table``, ``csv`` or ``json``; ``heading`` names a table's columns."""
    from queries.results import table, to_csv, to_json

    if form == "csv":
        sys.stdout.write(to_csv(result))
    elif form == "json":
        sys.stdout.write(f"{to_json(result)}\n")
    else:
        _print_table(table(result, short=True), heading)


def print_json(value: Any) -> None:
    """Print a JSON value, Chinese as written."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _print_table(answer: Any, heading: Callable[[str], str]) -> None:
    from rich.table import Table
    from rich.text import Text

    out = console()
    if not answer.rows:
        print("no answers 没有结果", file=sys.stderr)
        return
    table = Table(box=None, pad_edge=False)
    for column in answer.columns:
        table.add_column(heading(column), overflow="fold")
    for row in answer.rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    out.print(table)
