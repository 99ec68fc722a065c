"""Files of the sources, and the one line that tells when one is missing or of another form."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from fazhi.ontology.errors import FazhiError


class SourceError(FazhiError):
    """A source lacks a file that belongs to it, or the file is of another form."""


def existing(file: Path) -> Path:
    """``file``; raises SourceError if it is not there."""
    if not file.is_file():
        raise SourceError(f"{file}: 缺少该文件，来源不完整 is missing: the source is not whole")
    return file


def query(table: Path, sql: str) -> list[Any]:
    """The rows that ``sql`` finds in an SQLite file; raises SourceError if it is of another form."""
    try:
        with closing(sqlite3.connect(table)) as connection:
            return connection.execute(sql).fetchall()
    except sqlite3.Error as error:
        raise SourceError(f"{table}: 格式不符 is of another form: {error}") from None
