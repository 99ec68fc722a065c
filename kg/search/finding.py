"""Finding what a person typed in a search index."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fazhi.kg.search.entries import KINDS
from fazhi.kg.search.index import opened
from fazhi.kg.search.pinyin import typed_sound
from fazhi.kg.search.words import LONGEST, Term, key, places, terms
from fazhi.kg.store.files import StoreError

#: How much of a sentence is shown, and how much of that before the first word found, in characters.
_SHOWN = 120
_BEFORE = 30
#: How long a term may be to be taken apart, in characters.
_TAKEN_APART = 40

_MATCHES = """FROM words JOIN entry ON entry.id = words.rowid
  WHERE words MATCH :match AND kind IN (SELECT value FROM json_each(:kinds))"""
_NEARNESS = """coalesce((SELECT min(CASE
    WHEN :key IN (key, initials, syllables) THEN 0
    WHEN :key IN (substr(key, 1, :length), substr(initials, 1, :length), substr(syllables, 1, :length)) THEN 1
    ELSE 2 END) FROM name WHERE entry = entry.id), 2)"""
#: The name itself, then what reports use, then names that begin so, then by BM25 with a word of a name worth
#: ten of a text.
_FOUND = f"""SELECT id, iri, zh, coalesce(en, zh), context_zh, coalesce(context_en, context_zh),
    coalesce(entry.text, zh), {_NEARNESS} AS nearness
  {_MATCHES}
  ORDER BY nearness > 0, uses = 0, nearness, bm25(words, 10, 10, 1, 0.1), length(zh), id
  LIMIT :limit OFFSET :offset"""
_NUMBERS = f"SELECT kind, count(*) {_MATCHES} GROUP BY kind"
_ANY = "SELECT 1 FROM words WHERE words MATCH ? LIMIT 1"


class SearchIndexDamaged(StoreError):  # noqa: N818 (a state, named as such)
    """The file of a search index cannot be read."""


@dataclass(frozen=True)
class Hit:
    """A thing that was found.

    ``label`` and ``context`` have the keys zh and en. ``snippet`` is the name or the part of the text in
    which the words stand, ``marks`` are their places in it: code points from 0, ends exclusive. There are
    none where a name was found by its sound. ``rank`` counts from 1 within the kind. ``exact`` says that what
    was typed is a name of the thing.
    """

    kind: str
    iri: str
    label: Mapping[str, str]
    context: Mapping[str, str]
    snippet: str
    marks: tuple[tuple[int, int], ...]
    rank: int
    exact: bool


@dataclass(frozen=True)
class Group:
    """What was found of one kind: how much in ``total``, and the ``hits`` asked for."""

    kind: str
    total: int
    hits: tuple[Hit, ...]

    @property
    def title(self) -> Mapping[str, str]:
        """What the kind is called, in zh and en."""
        return KINDS[self.kind]


@dataclass(frozen=True)
class Found:
    """What was found for a text, by kind; kinds of which nothing was found are left out.

    A kind with a thing of just that name comes first, the others in the order of
    :data:`fazhi.kg.search.entries.KINDS`. ``parts`` are what the text was taken for: its parts between
    spaces, or those into which it was taken because it stands nowhere as a whole.
    """

    text: str
    parts: tuple[str, ...]
    groups: tuple[Group, ...]

    @property
    def total(self) -> int:
        """How much was found of all kinds."""
        return sum(group.total for group in self.groups)


def search(
    path: Path, text: str, kinds: Collection[str] | None = None, limit: int = 10, offset: int = 0
) -> Found:
    """What the search index in the file ``path`` has for a ``text`` that a person typed.

    Everything between spaces and marks must be found in a thing, at least one in its names or its text, the
    others there or in its context. What stands nowhere is taken apart: 启东罚款 is asked for as 启东 罚款. No
    sign in the text is syntax. ``kinds`` are some of :data:`fazhi.kg.search.entries.KINDS`, all by default.
    ``limit`` and ``offset`` count within each kind. Raises SearchIndexDamaged if the file is no index.
    """
    typed = text[:LONGEST]
    try:
        with closing(opened(path)) as database:
            found = _search(database, text, typed, kinds or KINDS, limit, offset)
            if not found.groups and (apart := _taken_apart(database, typed)):
                found = _search(database, text, " ".join(apart), kinds or KINDS, limit, offset)
            return found
    except sqlite3.Error as error:
        raise SearchIndexDamaged(
            f"the search index cannot be read ({error}); delete it",
            f"检索索引无法读取（{error}），请删除它",
            at=path,
        ) from error


def _search(
    database: sqlite3.Connection, text: str, typed: str, kinds: Collection[str], limit: int, offset: int
) -> Found:
    wanted = terms(typed)
    parts = tuple(term.text for term in wanted)
    if not wanted:
        return Found(text, parts, ())
    name = key(typed)
    values: dict[str, Any] = {"match": _match(wanted, typed_sound(typed)), "key": name, "length": len(name)}
    numbers = dict(database.execute(_NUMBERS, values | {"kinds": json.dumps(list(kinds))}).fetchall())
    groups = []
    for kind in KINDS:
        if kind in numbers:
            of_kind = values | {"kinds": json.dumps([kind]), "limit": limit, "offset": offset}
            groups.append(Group(kind, numbers[kind], _hits(database, kind, of_kind, wanted)))
    groups.sort(key=lambda group: not any(hit.exact for hit in group.hits))
    return Found(text, parts, tuple(groups))


def _match(wanted: Sequence[Term], sound: str) -> str:
    """The query in FTS5's syntax; terms consist of letters, digits and Chinese characters alone."""
    conditions = [_condition(term, "names text") for term in wanted]
    if len(wanted) > 1:
        anywhere = " AND ".join(_condition(term, "names text context") for term in wanted)
        conditions = [f"({anywhere}) AND ({' OR '.join(conditions)})"]
    return " OR ".join([*conditions, *([f'sounds : "{sound}" *'] if sound else [])])


def _condition(term: Term, columns: str) -> str:
    phrase = f'{{{columns}}} : "{" ".join(term.words)}"{" *" if term.open else ""}'
    return f'({phrase} OR sounds : "{term.latin}" *)' if len(term.latin) > 1 else f"({phrase})"


def _taken_apart(database: sqlite3.Connection, typed: str) -> list[str]:
    """The terms of a text, each in parts that stand somewhere, as long as can be; empty if one has none."""
    parts: list[str] = []
    whole = [term.text for term in terms(typed)]
    for text in whole:
        if len(text) > _TAKEN_APART:
            return []
        while text:
            lengths = range(len(text), min(len(text), 2) - 1, -1)
            length = next((n for n in lengths if _stands_somewhere(database, text[:n])), 0)
            if not length:
                return []
            parts.append(text[:length])
            text = text[length:]
    return parts if len(parts) > len(whole) else []


def _stands_somewhere(database: sqlite3.Connection, text: str) -> bool:
    match = " AND ".join(_condition(term, "names text context") for term in terms(text))
    return bool(match) and database.execute(_ANY, (match,)).fetchone() is not None


def _hits(
    database: sqlite3.Connection, kind: str, values: Mapping[str, Any], wanted: Sequence[Term]
) -> tuple[Hit, ...]:
    hits = []
    rows = database.execute(_FOUND, values).fetchall()
    for rank, (number, iri, zh, en, context_zh, context_en, text, nearness) in enumerate(
        rows, values["offset"] + 1
    ):
        names = database.execute("SELECT name FROM name WHERE entry = ? ORDER BY number", (number,))
        snippet, marks = _snippet([*(name for (name,) in names), text], wanted)
        hits.append(
            Hit(
                kind=kind,
                iri=iri,
                label={"zh": zh, "en": en},
                context={"zh": context_zh, "en": context_en},
                snippet=snippet or zh,
                marks=marks,
                rank=rank,
                exact=nearness == 0,
            )
        )
    return tuple(hits)


def _snippet(texts: Sequence[str], wanted: Sequence[Term]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The first text with the most terms, as much of it as is shown, and where they stand in that.

    Empty where no text has one.
    """
    best = max(texts, key=lambda text: sum(bool(places(text, [term])) for term in wanted))
    marks = places(best, wanted)
    if not marks:
        return "", ()
    start = max(0, marks[0][0] - _BEFORE) if len(best) > _SHOWN else 0
    end = min(len(best), max(start + _SHOWN, marks[0][1]))
    before = "…" if start else ""
    shift = len(before) - start
    shown = tuple((first + shift, min(last, end) + shift) for first, last in marks if first < end)
    return f"{before}{best[start:end]}{'…' if end < len(best) else ''}", shown
