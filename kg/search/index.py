"""The search index: one SQLite file with what can be found in one state of a store.

``words`` is a full-text table (FTS5) over the words of :mod:`fazhi.kg.search.words`, put together with
spaces; ``entry`` and ``name`` have the things themselves, in which an English text or the text of a sentence
is null where it is as the Chinese label. The file depends on the state of the store and on
the program alone: made again, it is the same.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sqlite3
import time
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fazhi.kg.search.entries import KINDS, SPELT, Entry, entries
from fazhi.kg.search.pinyin import spelt
from fazhi.kg.search.words import key, words
from fazhi.kg.store.files import StoreError
from fazhi.kg.store.graph_store import GraphStore
from fazhi.queries.catalogue import catalogue

#: Raised when what an index holds, or how, changes: those made before are made again.
FORMAT = 2
#: Temporary files older than this, in seconds, are of a run that died.
_LEFT = 3600

#: A word that no term has: no phrase goes from one name on into the next.
_BETWEEN_NAMES = " ‖ "

_SCHEMA = """
CREATE TABLE about (state TEXT);
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, kind TEXT, iri TEXT, zh TEXT, en TEXT, context_zh TEXT, context_en TEXT, text TEXT,
  uses INTEGER
);
CREATE TABLE name (
  entry INTEGER, number INTEGER, name TEXT, key TEXT, initials TEXT, syllables TEXT,
  PRIMARY KEY (entry, number)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(names, sounds, text, context, content='', tokenize='ascii');
"""


class NoFullTextSearch(StoreError):  # noqa: N818 (a state, named as such)
    """This Python's SQLite was built without FTS5."""


def state_of(settings: Mapping[str, Any]) -> str:
    """What names the state of a store with these settings, as this program finds things in it."""
    state = [
        FORMAT,
        settings.get("content", ""),
        [question.text for question in catalogue().values()],
    ]
    return hashlib.sha256(json.dumps(state, ensure_ascii=False).encode()).hexdigest()


def make_search_index(store: GraphStore, path: Path) -> None:
    """Write the search index of the store's present state to the file ``path``, in one step.

    A file that is there is replaced. Raises OSError if it cannot be written, NoFullTextSearch if SQLite
    cannot search.
    """
    for left in path.parent.glob(f".{path.name}.*"):
        with suppress(OSError):
            if left.stat().st_mtime < time.time() - _LEFT:
                left.unlink()
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    temporary.open("wb").close()  # An OSError says what SQLite would not.
    try:
        with closing(sqlite3.connect(temporary, isolation_level=None)) as database:
            try:
                _fill(database, state_of(store.settings), entries(store))
            except sqlite3.OperationalError as error:
                raise _told(error) from error
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def is_search_index(path: Path, state: str) -> bool:
    """Whether the file is the search index of the ``state`` (:func:`state_of`)."""
    try:
        with closing(opened(path)) as database:
            return bool(database.execute("SELECT 1 FROM about WHERE state = ?", (state,)).fetchone())
    except sqlite3.Error:
        return False


def opened(path: Path) -> sqlite3.Connection:
    """The index, for reading: nothing is written, no lock is taken."""
    return sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1", uri=True)


def _fill(database: sqlite3.Connection, state: str, found: Iterable[Entry]) -> None:
    database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
    database.executescript(_SCHEMA)
    database.execute("BEGIN")
    database.execute("INSERT INTO about VALUES (?)", (state,))
    for number, entry in enumerate(found, 1):
        _add(database, number, entry)
    database.execute("INSERT INTO words(words) VALUES ('optimize')")
    database.execute("COMMIT")


def _add(database: sqlite3.Connection, number: int, entry: Entry) -> None:
    assert entry.kind in KINDS
    database.execute(
        "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            entry.kind,
            entry.iri,
            *_bilingual(entry.label),
            *_bilingual(entry.context),
            entry.text if entry.names else None,
            entry.uses,
        ),
    )
    names, keys = [], set()
    for name in entry.names:
        if (folded := key(name)) and folded not in keys:
            keys.add(folded)
            names.append((name, folded, *(spelt(name) if entry.kind in SPELT else ("", ""))))
    database.executemany(
        "INSERT INTO name VALUES (?, ?, ?, ?, ?, ?)",
        [(number, position, *name) for position, name in enumerate(names)],
    )
    sounds = dict.fromkeys(sound for name in names for sound in name[2:] if sound)
    database.execute(
        "INSERT INTO words(rowid, names, sounds, text, context) VALUES (?, ?, ?, ?, ?)",
        (
            number,
            _BETWEEN_NAMES.join(_words(name[0]) for name in names),
            " ".join(sounds),
            _words(entry.text),
            _words(entry.context["zh"]),
        ),
    )


def _bilingual(texts: Mapping[str, str]) -> tuple[str, str | None]:
    """A text in zh and en; the latter is left out where it is the same."""
    return texts["zh"], None if texts["en"] == texts["zh"] else texts["en"]


def _words(text: str) -> str:
    return " ".join(word.word for word in words(text))


def _told(error: sqlite3.OperationalError) -> Exception:
    if "fts5" in str(error):
        return NoFullTextSearch(
            "this Python's SQLite has no full-text search (FTS5); use a Python whose SQLite has it",
            "本机 Python 的 SQLite 不带全文检索（FTS5），请换用带有它的 Python",
        )
    return OSError(str(error))
