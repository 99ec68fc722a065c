"""Handing out the answer to a query: printed, or in a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fazhi.kg.commands.output import print_data, print_json_text, write_output
from fazhi.kg.commands.shared import of_query
from fazhi.kg.commands.terminal import complain, print_lines, shown_in_json
from fazhi.ontology.languages import Both, both, read_in

if TYPE_CHECKING:
    from fazhi.kg.output.passages import Passage
    from fazhi.queries.results import Result


def shown_heading(column: str) -> str:
    """The heading of a column in the reader's language; in both, with the name that CSV and JSON use."""
    from fazhi.queries.results import column_names, heading

    names = column_names().get(column.removesuffix("Label"))
    language = read_in()
    return names[language] if names and language else heading(column)


def hand_out(
    result: Result,
    form: str,
    output: Path | None,
    heading: Callable[[str], str] = str,
    *,
    first: Sequence[str] = (),
    wide: bool = False,
    empty: Both | None = None,
    raw: bool = False,
) -> None:
    """Print an answer as ``table``, ``csv`` or ``json``, or write one of the latter to the file ``output``.

    ``heading`` names a table's columns; ``first`` are those it shows, all with ``wide``. ``empty`` says why
    there are no rows. ``raw``: the table has days and numbers as the graph has them. CSV in a file has a byte
    order mark, which tells Excel that it is UTF-8, and CR LF line ends (RFC 4180).
    """
    from fazhi.queries.results import to_csv, to_json

    to_file = output is not None and str(output) != "-"
    if form == "csv" and to_file:
        write_output(to_csv(result, line_end="\r\n").encode("utf-8-sig"), output)
    elif form == "csv":
        print_data(to_csv(result))
    elif form == "json" and to_file:
        write_output(f"{shown_in_json(to_json(result))}\n".encode(), output)
    elif form == "json":
        print_json_text(to_json(result))
    elif result.rows:
        from fazhi.kg.commands.tables import is_terminal, print_table

        left_out = print_table(result, heading, first, wide=wide, raw=raw)
        if left_out and is_terminal():
            more = both("--wide also shows", "--wide 另显示")
            print_lines([f"{more}: {', '.join(map(heading, left_out))}"], stderr=True)
    else:
        print_lines([str(empty or both("no answers", "没有结果"))], stderr=True)


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


def say_cut(result: Result) -> None:
    """Say on standard error that the answer leaves out reports."""
    if result.cut:
        cut = both(
            f"only of the first {result.cut} reports or bodies: give a body or a year, or --all",
            f"只列出前{result.cut}份报告（或单位）：请指定单位或者年度，或加 --all",
        )
        complain(str(cut))
