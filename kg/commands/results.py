"""Handing out the answer to a query: printed, or in a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fazhi.kg.commands.output import print_data, print_json_text, write_output
from fazhi.kg.commands.shared import of_query
from fazhi.kg.commands.terminal import console, print_lines, shown, shown_in_json
from fazhi.ontology.languages import both, read_in

if TYPE_CHECKING:
    from rich.table import Table

    from fazhi.kg.output.passages import Passage
    from fazhi.queries.results import Result

#: Columns with passages of a report and their places: too long to print beside other columns.
PASSAGES = frozenset(
    {"sentence", "evidence", "locator", "sentenceBefore", "evidenceBefore", "planSentence", "planEvidence"}
)
#: Columns are not shrunk below this width, in terminal cells.
NARROWEST = 10


def shown_heading(column: str) -> str:
    """The heading of a column in the reader's language; in both, with the name that CSV and JSON use."""
    from fazhi.queries.results import column_names, heading

    names = column_names().get(column.removesuffix("Label"))
    language = read_in()
    return names[language] if names and language else heading(column)


def hand_out(result: Result, form: str, output: Path | None, heading: Callable[[str], str] = str) -> None:
    """Print an answer as ``table``, ``csv`` or ``json``, or write one of the latter to the file ``output``.

    ``heading`` names a table's columns. CSV in a file has a byte order mark, which tells Excel that it is
    UTF-8, and CR LF line ends (RFC 4180).
    """
    from fazhi.queries.results import table, to_csv, to_json

    to_file = output is not None and str(output) != "-"
    if form == "csv" and to_file:
        write_output(to_csv(result, line_end="\r\n").encode("utf-8-sig"), output)
    elif form == "csv":
        print_data(to_csv(result))
    elif form == "json" and to_file:
        write_output(f"{shown_in_json(to_json(result))}\n".encode(), output)
    elif form == "json":
        print_json_text(to_json(result))
    else:
        _print_table(table(result, short=True), heading)


def passages(results: Sequence[Result], timeout: float, store_path: Path) -> dict[str, Passage]:
    """The sentences behind the evidence in ``results``, by its IRI."""
    from fazhi.kg.output.passages import evidence_in

    return of_query(timeout, _passages, store_path, evidence_in(results))


def _passages(store_path: Path, evidence: Sequence[str]) -> dict[str, Passage]:
    from fazhi.kg.output.passages import passages_of
    from fazhi.kg.store.opening import open_store

    with open_store(store_path, read_only=True) as store:
        return passages_of(store, evidence)


def print_json(value: Any) -> None:
    """Print a JSON value, with Chinese unescaped."""
    print_json_text(json.dumps(value, ensure_ascii=False, indent=2))


def _print_table(answer: Any, heading: Callable[[str], str]) -> None:
    """Print the rows as a table, with the passages of the report below each row."""
    from rich.padding import Padding
    from rich.text import Text

    from fazhi.extractors.reading.document import place_words

    out = console()
    if not answer.rows:
        print_lines([str(both("no answers", "没有结果"))], stderr=True)
        return
    plain = [i for i, column in enumerate(answer.columns) if column not in PASSAGES]
    beneath = [i for i, column in enumerate(answer.columns) if column in PASSAGES] if plain else []
    plain = plain or list(range(len(answer.columns)))
    head = [shown(heading(answer.columns[i])) for i in plain]
    lines = [["" if row[i] is None else _cell(row[i]) for i in plain] for row in answer.rows]
    widths = _widths([head, *lines], out.width)
    out.print(_line(head, widths, "bold"))
    for row, line in zip(answer.rows, lines, strict=True):
        out.print(_line(line, widths))
        for i in beneath:
            if row[i] is not None:
                words = " ".join(place_words(row[i])) if answer.columns[i] == "locator" else row[i]
                out.print(Padding(Text(_cell(words), style="dim"), (0, 0, 0, 4), expand=False))


def _cell(value: object) -> str:
    return shown(str(value), lines=True)


def _widths(lines: list[list[str]], available: int) -> list[int]:
    """Column widths in terminal cells: as wide as needed, then the widest shrunk until a line fits."""
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    while sum(widths) + 2 * (len(widths) - 1) > available and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _line(cells: list[str], widths: list[int], style: str = "") -> Table:
    from rich.table import Table
    from rich.text import Text

    line = Table.grid(padding=(0, 2, 0, 0))
    for width in widths:
        line.add_column(width=width, overflow="fold")
    line.add_row(*(Text(cell, style=style) for cell in cells))
    return line
