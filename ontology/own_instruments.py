"""The instruments of an own register: rows of a table, of which title and kind are enough."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from fazhi.ontology.data_files import Entry
from fazhi.ontology.divisions import divisions
from fazhi.ontology.instruments import (
    COLUMNS,
    INSTRUMENT_KINDS,
    UNKNOWN_STATUS,
    Instrument,
    built_in_instruments,
    found_in,
    instrument_of,
)
from fazhi.ontology.own_files import LONGEST_NAME, SHORTEST_NAME, Row, in_both_languages, iso_date
from fazhi.ontology.titles import STATE_NAME, title_key

#: Every column of instruments.csv with its Chinese name, in the order of a table to fill in.
INSTRUMENT_COLUMNS = {
    "title": "名称",
    "kind": "种类",
    "issuer": "制定机关",
    "document_number": "文号",
    "promulgated": "公布日期",
    "effective_from": "施行日期",
    "last_amended": "最近修改日期",
    "status": "效力状态",
    "repealed_on": "失效日期",
    "repealed_by": "取代它的文件",
    "jurisdiction": "适用地域",
    "short_title": "简称",
    "aliases": "别名",
    "source": "来源",
    "id": "标识",
}
#: What else ``fazhi register`` writes, and room for notes: read by people only.
NOTE_COLUMNS = {
    "cited": "引用报告数",
    "reports": "引用报告",
    "sentence": "例句",
    "suggestion": "疑似法律文件",
    "likely_kind": "可能的种类",
    "note": "备注",
}
STATUSES = {
    "in_force": ("现行有效", "有效"),
    "repealed": ("已废止", "废止", "失效"),
    "not_yet_in_force": ("尚未生效", "尚未施行"),
    UNKNOWN_STATUS: ("不详", "未知"),
}
#: The kinds that only organs of the state as a whole make.
_NATIONAL = frozenset(
    {
        *("constitution", "law", "decision_of_npcsc", "supervisory_regulation", "administrative_regulation"),
        *("department_rule", "judicial_interpretation"),
    }
)
_DATES = ("promulgated", "last_amended", "effective_from", "repealed_on")
_BETWEEN_NAMES = re.compile(r"[|｜;；]")
assert set(COLUMNS) == set(INSTRUMENT_COLUMNS)


def own_instruments(rows: Sequence[Row]) -> dict[str, Instrument]:
    """The instruments of ``rows`` by id.

    Left out, the id is the short title, or that of the built-in entry of the same title, which the row
    replaces; the short title is the title without 中华人民共和国; the jurisdiction is the state's for kinds
    that only the state makes, else the place at the head of title or issuer; the status is told by
    ``repealed_on``. Raises ReferenceDataError.
    """
    entries = [_entry(row) for row in rows]
    known = {title_key(name, commas=True): id_ for name, id_ in _own_titles(entries)}
    titles = {entry.text("title"): entry.text("id") for entry in entries}
    titles |= {item.title: item.id for item in built_in_instruments().values() if item.title not in titles}
    found: dict[str, Instrument] = {}
    places: dict[str, str] = {}
    keys: dict[str, Instrument] = {}
    for row, entry in zip(rows, entries, strict=True):
        instrument = instrument_of(_with_successor(row, entry, known, titles), titles, row.path.name)
        if instrument.id in found:
            entry.fail(
                "id",
                f"is that of the row in {places[instrument.id]} too",
                f"与 {places[instrument.id]} 一行相同",
            )
        _check(entry, instrument, keys, places)
        found[instrument.id] = instrument
        places[instrument.id] = f"{row.path.name}:{row.line}"
        keys |= {title_key(name, commas=True): instrument for name in instrument.names}
    return found


def _entry(row: Row) -> Entry:
    """A row with what it leaves out, ids and dates in the form of the built-in register."""
    cells = dict(row.cells)
    for column in _DATES:
        if column in cells:
            cells[column] = iso_date(cells[column])
    title = re.sub(r"^《(.*)》$", r"\1", cells.get("title", ""))
    if title:
        cells["title"] = title
    cells.setdefault("short_title", title.replace(STATE_NAME, "") or title)
    replaced = _built_in_titles().get(title_key(title, commas=True))
    cells.setdefault("id", replaced.id if replaced else cells["short_title"])
    cells["kind"] = _id_of(cells["kind"], {key: (name,) for key, name in INSTRUMENT_KINDS.items()})
    cells["status"] = _id_of(
        cells.get("status", "repealed" if "repealed_on" in cells else UNKNOWN_STATUS), STATUSES
    )
    cells.setdefault("jurisdiction", _jurisdiction(cells))
    cells["aliases"] = "|".join(
        name.strip().strip("《》") for name in _BETWEEN_NAMES.split(cells.get("aliases", ""))
    )
    cells.setdefault("source", row.path.name)
    for column in NOTE_COLUMNS:
        cells.pop(column, None)
    entry = Entry(row.path, cells, 0, line=row.line)
    entry.text("title")
    if cells["kind"] not in INSTRUMENT_KINDS:
        known = in_both_languages(INSTRUMENT_KINDS)
        entry.fail(
            "kind",
            f"is {cells['kind']!r}, not one of {known}",
            f"为 {cells['kind']!r}，应为其中之一：{known}",
        )
    if replaced and cells["id"] != replaced.id:
        entry.fail(
            "id",
            f"is not {replaced.id!r}, that of the built-in entry of this title; leave it empty",
            f"不是 {replaced.id!r}，即同名内置条目的 id；请留空",
        )
    for column in ("title", "short_title", "id"):
        _check_name(entry, column, cells[column])
    return entry


def _id_of(written: str, names: Mapping[str, Sequence[str]]) -> str:
    """The id that a cell gives as it is, in Chinese, or as both; a cell that gives none is left as it is."""
    first = written.split(" ")[0]
    return next((id_ for id_, known in names.items() if first == id_ or written in known), written)


def _jurisdiction(cells: Mapping[str, str]) -> str:
    if cells["kind"] in _NATIONAL:
        return "CN"
    named = (_place_at_head(cells[column]) for column in ("title", "issuer") if column in cells)
    return next(filter(None, named), "")


def _place_at_head(name: str) -> str:
    """The longest full name of a division at the start of ``name``."""
    return max((place for place in _places() if name.startswith(place)), key=len, default="")


@cache
def _places() -> frozenset[str]:
    return frozenset(division.name for division in divisions().values())


@cache
def _built_in_titles() -> dict[str, Instrument]:
    """The built-in instruments by the keys of titles, short titles and ids."""
    found: dict[str, Instrument] = {}
    for instrument in built_in_instruments().values():
        for name in (instrument.title, instrument.short_title, instrument.id):
            found.setdefault(title_key(name, commas=True), instrument)
    return found


def _own_titles(entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    for entry in entries:
        for column in ("title", "short_title", "id"):
            yield entry.text(column), entry.text("title")


def _with_successor(row: Row, entry: Entry, known: Mapping[str, str], titles: Mapping[str, str]) -> Entry:
    """The entry, ``repealed_by`` being the very title that the register has."""
    written = entry.optional_text("repealed_by")
    if not written:
        return entry
    key = title_key(written, commas=True)
    built_in = found_in(_built_in_titles(), written)
    title = known.get(key) or (built_in.title if built_in else None)
    if title not in titles:
        entry.fail(
            "repealed_by",
            f"is no title of this register or the built-in one: {written!r}",
            f"不是本名录或内置名录中的名称：{written!r}",
        )
    return entry.having("repealed_by", title)


def _check(
    entry: Entry, instrument: Instrument, keys: Mapping[str, Instrument], places: Mapping[str, str]
) -> None:
    """The order of its dates, and that no name leads to another entry as well."""
    first, newest = instrument.promulgated, instrument.last_amended
    if first and newest and newest < first:
        entry.fail("last_amended", "is before promulgated", "早于 promulgated")
    titles = (instrument.title, instrument.short_title)
    for column, names in (("title", titles), ("aliases", instrument.aliases)):
        for name in names:
            _check_name(entry, column, name)
            key = title_key(name, commas=True)
            if other := keys.get(key):
                entry.fail(
                    column,
                    f"holds {name!r}, a name of the row in {places[other.id]} too",
                    f"含有 {name!r}，也是 {places[other.id]} 一行的名称",
                )
            built_in = _built_in_titles().get(key)
            if built_in and built_in.id != instrument.id:
                entry.fail(
                    column,
                    f"holds {name!r}, the title of the built-in entry {built_in.id!r}",
                    f"含有 {name!r}，是内置条目 {built_in.id!r} 的名称",
                )


def _check_name(entry: Entry, column: str, name: str) -> None:
    if len(name) > LONGEST_NAME:
        entry.fail(column, f"is longer than {LONGEST_NAME} characters", f"超过{LONGEST_NAME}字")
    if len(title_key(name, commas=True)) < SHORTEST_NAME:
        entry.fail(column, f"is no name of two characters or more: {name!r}", f"名称须有两个字以上：{name!r}")
