"""A query in SPARQL that an assistant wrote, bounded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fazhi.kg.assistants.rows import (
    CLAIM,
    ROWS,
    Column,
    Row,
    checked_range,
    columns_of,
    lines_of,
    rows_of,
)
from fazhi.kg.store.opening import open_store
from fazhi.ontology.errors import FazhiError
from fazhi.queries.results import Result
from fazhi.queries.sparql import run_sparql

#: Characters of a query.
LONGEST_QUERY = 20_000


@dataclass(frozen=True)
class Rows:
    """The first rows of the answer to a query; ``truncated`` says whether there are more."""

    truncated: bool
    columns: list[Column]
    rows: list[Row]
    note: str

    def in_chinese(self) -> str:
        """The rows, with the sentences of the evidence in them."""
        lines = [f"{len(self.rows)}行", *lines_of(self.rows, self.columns)]
        if self.truncated:
            lines.append("未列完（truncated）：请在查询中用 LIMIT、OFFSET 或者条件缩小范围。")
        return "\n".join([*lines, self.note])


def query(store: Path, text: str, most: int = ROWS) -> Rows:
    """At most ``most`` rows of the answer to a SELECT, ASK, CONSTRUCT or DESCRIBE.

    Raises FazhiError for what is no query, would change the store or leave it, or is too long.
    """
    checked_range(0, most)
    if len(text) > LONGEST_QUERY:
        raise FazhiError(
            f"the query has {len(text)} characters, more than {LONGEST_QUERY}",
            f"查询有{len(text)}字，超过{LONGEST_QUERY}字",
        )
    with open_store(store, read_only=True) as opened:
        found = run_sparql(opened.dataset, text, most=most + 1)
        columns = columns_of(found)
        rows = rows_of(opened, Result(found.columns, found.rows[:most]), columns)
    return Rows(len(rows) < len(found.rows), columns, rows, CLAIM)
