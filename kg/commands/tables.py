"""An answer as a table on a terminal: its columns fold to the width, passages stand below their row."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from fazhi.kg.commands.layout import cells, padded, wrapped
from fazhi.kg.commands.terminal import Line, print_pages, shown, terminal_width
from fazhi.kg.commands.values import said

if TYPE_CHECKING:
    from fazhi.queries.results import Result, Term

#: Columns with passages of a report and their places: too long to print beside other columns.
PASSAGES = ("sentence", "sentenceBefore", "planSentence", "otherSentence", "issuedSentence")
#: Where these stand: as an IRI, of use to whom asks further, and as the words of a file (page 3).
PLACES = ("evidence", "evidenceBefore", "planEvidence", "otherEvidence", "issuedEvidence")
#: Figures that are shown with the unit of their row.
MEASURED = frozenset(
    {"value", "upper", "total", "otherValue", "least", "greatest", "before", "difference", "amount"}
)
#: Columns are not shrunk below this width, in cells, and have so much space between them.
NARROWEST, _GAP = 8, 2
_INDENT = "    "


def print_table(
    result: Result,
    heading: Callable[[str], str],
    first: Sequence[str] = (),
    *,
    wide: bool = False,
    raw: bool = False,
) -> list[str]:
    """Print the rows; returns the columns that are not shown.

    ``first`` are the columns to show, all of them where it is empty; with ``wide`` the others follow. With
    ``raw``, figures and days stand as in the graph.
    """
    # A label is shown in place of its thing; one without a thing stands for itself.
    labels = {f"{name}Label" for name in result.columns}
    names = [name for name in result.columns if name not in labels]
    units = not raw and "unit" in names and not MEASURED.isdisjoint(names)
    plain = [name for name in names if name not in (*PASSAGES, *PLACES, "locator")]
    plain = [name for name in plain if not (units and name == "unit")]
    chosen = [name for name in first if name in plain] or plain
    columns = chosen + [name for name in plain if wide and name not in chosen]
    beneath = [name for name in (*PASSAGES, "locator", *(PLACES if wide else ())) if name in names]
    if not columns:
        columns, beneath = names, []
    if not wide:  # What no row has need not be said.
        told = [name for name in columns if any(_term(result, row, name) for row in result.rows)]
        columns = told or columns
    rows = [_row(result, row, columns, units, raw) for row in result.rows]
    passages = [_row(result, row, beneath, False, False) for row in result.rows]
    print_pages(_lines([shown(heading(name)) for name in columns], rows, passages, terminal_width()))
    return [name for name in (*plain, *PLACES) if name in names and name not in (*chosen, *columns, *beneath)]


def _row(
    result: Result, row: Sequence[Term | None], columns: Iterable[str], units: bool, raw: bool
) -> list[str]:
    """The cells of a row; with ``units``, figures have that of their row."""
    from pyoxigraph import Literal

    from fazhi.queries.results import value

    unit = _term(result, row, "unit") if units else None
    texts = []
    for name in columns:
        term = _term(result, row, name)
        measure = unit.value if isinstance(unit, Literal) and name in MEASURED else ""
        plain = value(term) if raw and isinstance(term, Literal) else None
        if plain is not None and not isinstance(plain, bool):
            texts.append(shown(str(plain), lines=True))
        else:
            texts.append("" if term is None else shown(said(name, term, measure), lines=True))
    return texts


def _term(result: Result, row: Sequence[Term | None], name: str) -> Term | None:
    """What a row has in a column: the label of a thing, or else the thing."""
    of = dict(zip(result.columns, row, strict=True))
    return of.get(f"{name}Label") or of[name]


def _lines(
    head: list[str], rows: list[list[str]], passages: list[list[str]], width: int | None
) -> Iterator[Line]:
    widths = [max(map(cells, _parts(column))) for column in zip(head, *rows, strict=True)]
    room = None if width is None else width - _GAP * (len(widths) - 1)
    if room is not None and room < NARROWEST * len(widths) and sum(widths) > room:
        yield from _records(head, rows, passages, width or 0)
        return
    while room is not None and sum(widths) > room:
        widths[widths.index(max(widths))] -= 1
    yield from ((line, "bold") for line in _folded(head, widths))
    for row, below in zip(rows, passages, strict=True):
        yield from ((line, "") for line in _folded(row, widths))
        yield from _below(below, width)


def _records(head: list[str], rows: list[list[str]], passages: list[list[str]], width: int) -> Iterator[Line]:
    """Each row as a list, for more columns than fit side by side."""
    first = max(map(cells, head))
    for row, below in zip(rows, passages, strict=True):
        for name, text in zip(head, row, strict=True):
            if text:
                yield from ((line, "") for line in _folded([name, text], [first, max(width - first - 2, 20)]))
        yield from _below(below, width)
        yield "", ""


def _parts(column: Iterable[str]) -> Iterator[str]:
    return (part for cell in column for part in cell.split("\n"))


def _folded(texts: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    parts = [wrapped(text, width) for text, width in zip(texts, widths, strict=True)]
    for line in zip_longest(*parts, fillvalue=""):
        cells_of_line = (padded(text, width) for text, width in zip(line, widths, strict=True))
        yield (" " * _GAP).join(cells_of_line).rstrip()


def _below(texts: Iterable[str], width: int | None) -> Iterator[Line]:
    for text in filter(None, texts):
        lines = [text] if width is None else wrapped(text, width - len(_INDENT))
        yield from ((f"{_INDENT}{line}", "dim") for line in lines)


def is_terminal() -> bool:
    """Whether a person reads what is printed."""
    return sys.stdout.isatty()
