"""Puts the readings of one instrument together into a row of the register (instruments.csv)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from fazhi.kg.register_builder.days import (
    VersionDays,
    begins_with_a_revision,
    days_between,
    has_columns_of_an_earlier_text,
    versions,
)
from fazhi.kg.register_builder.issuers import decree_number, issuer
from fazhi.kg.register_builder.reading import Reading
from fazhi.kg.register_builder.repeals import Repealed, repealed_by, replaced_by
from fazhi.ontology.data_files import read_csv
from fazhi.ontology.instruments import COLUMNS
from fazhi.ontology.titles import STATE_NAME, title_key

#: Two sources may give one text the days of its adoption and of its publication.
_SAME_TEXT = 200


@dataclass
class Row:
    """A row of the register in the making.

    Its ``cells``, the ``source`` of most and the ``origins`` of the others, by column; the ``readings`` of
    its text, that from which most was taken first.
    """

    cells: dict[str, str]
    source: str
    origins: dict[str, str] = field(default_factory=dict)
    readings: Sequence[Reading] = ()

    def put(self, column: str, value: str, source: str) -> None:
        """Set a cell; another source than the row's is named in the source column."""
        self.cells[column] = value
        self.origins[column] = source

    def finished(self, day: str) -> dict[str, str]:
        """The cells of the row, in the order of the columns, with the status on ``day`` (ISO)."""
        columns: dict[str, list[str]] = {}
        for column in COLUMNS:
            source = self.origins.get(column, self.source)
            if source != self.source:
                columns.setdefault(source, []).append(column)
        notes = [f"{', '.join(named)}: {source}" for source, named in columns.items()]
        cells = {**self.cells, "source": "; ".join([self.source, *notes])}
        if not cells["status"]:
            cells["status"] = _status(cells, day)
        return {column: cells[column] for column in COLUMNS}


def register_rows(readings: Iterable[Reading], day: str) -> dict[str, Row]:
    """The rows by the key of their title, from ``readings`` in the order of precedence of their sources.

    ``day``: the day (ISO) of the register, as of which ``effective_from`` and ``status`` are told.
    """
    groups: defaultdict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        groups[title_key(reading.text.title, commas=True)].append(reading)
    rows = {key: _row(group, day) for key, group in groups.items() if key}
    texts = (reading for row in rows.values() for reading in row.readings)
    repeals = [repealed for text in texts for repealed in repealed_by(text)]
    for repealed in sorted(repeals, key=lambda found: found.on or "9999"):
        _repeal(rows, repealed, day)
    return rows


def _row(group: Sequence[Reading], day: str) -> Row:
    main = _main(group)
    same = [reading for reading in group if reading.kind == main.kind or not reading.free_form]
    title = main.text.title
    short = title.removeprefix(STATE_NAME)
    others = [reading for reading in same if reading is not main]
    row = Row(dict.fromkeys(COLUMNS, ""), main.source, readings=(main, *others))
    row.cells |= {
        "id": short,
        "title": title,
        "short_title": short,
        "kind": main.kind,
        "issuer": issuer(main),
        "document_number": decree_number(main),
        "jurisdiction": main.jurisdiction,
        "aliases": "|".join(_other_names(title, short)),
    }
    _put_days(row, main, same, day)
    newest = _newest(same)
    if newest.expired and not has_columns_of_an_earlier_text(newest):
        row.put("status", "repealed", newest.source)
    return row


def _main(group: Sequence[Reading]) -> Reading:
    """The reading that a row is mostly taken from: the newest with a note, of fixed form if there is one."""
    fixed = [reading for reading in group if not reading.free_form] or group
    return _newest([reading for reading in fixed if reading.text.history] or fixed)


def _other_names(title: str, short: str) -> list[str]:
    """Names that follow from the title: 实施《中华人民共和国水法》办法 is also 实施《水法》办法."""
    without = short.replace(STATE_NAME, "", 1) if f"《{STATE_NAME}" in short else ""
    body = "全国人民代表大会常务委员会"
    bare = title.removeprefix(body) if title.startswith(f"{body}关于") else ""
    return [name for name in (without, bare) if name]


def _put_days(row: Row, main: Reading, group: Sequence[Reading], day: str) -> None:
    own = versions(main)
    if own and not begins_with_a_revision(main):
        row.put("promulgated", own[0].day, main.source)
    amended = own[1:] or (own if begins_with_a_revision(main) else ())
    if amended:
        row.put("last_amended", amended[-1].day, main.source)
    row.put("effective_from", _in_force(own, day) or (_stated(main) if not own else ""), main.source)
    # The note of a law names its whole life: an older law of the same title is another one.
    earlier = [named for reading in group for named in replaced_by(reading) if main.kind != "law"]
    for other in [*group, *earlier]:
        if other is not main:
            _put_days_of_another(row, own, other, day)
    _put_commencement_of_decision(row)


def _put_days_of_another(row: Row, own: tuple[VersionDays, ...], other: Reading, day: str) -> None:
    found = versions(other)
    if not found:
        return
    first, last = found[0], found[-1]
    if own and days_between(first.day, own[0].day) > _SAME_TEXT:
        if row.cells["promulgated"] and not row.cells["last_amended"]:
            row.put("last_amended", own[-1].day, row.source)
        if not row.cells["promulgated"] or first.day < row.cells["promulgated"]:
            row.put("promulgated", first.day, other.source)
    newest = row.cells["last_amended"] or row.cells["promulgated"]
    if own and newest and days_between(newest, last.day) > _SAME_TEXT:
        row.put("last_amended", last.day, other.source)
        if in_force := _in_force(found, day):
            row.put("effective_from", in_force, other.source)
    elif not row.cells["effective_from"] and last.in_force_from and last.day == newest:
        row.put("effective_from", last.in_force_from, other.source)


def _put_commencement_of_decision(row: Row) -> None:
    """Where one decision of the State Council amended many regulations, it says when that took effect."""
    decision = _decisions().get(row.cells["last_amended"])
    if decision and row.cells["kind"] == "administrative_regulation" and not row.cells["effective_from"]:
        row.put("effective_from", *decision)


@cache
def _decisions() -> dict[str, tuple[str, str]]:
    columns = ("day", "in_force_from", "source")
    entries = read_csv(Path(__file__).with_name("decisions.csv"), columns)
    return {entry.text("day"): (entry.text("in_force_from"), entry.text("source")) for entry in entries}


def _in_force(found: Sequence[VersionDays], day: str) -> str:
    """The commencement of the version in force on ``day``; of the first if none is yet; empty if unknown."""
    begun = [version for version in found if version.in_force_from is None or version.in_force_from <= day]
    current = begun[-1] if begun else found[0] if found else None
    return (current.in_force_from or "") if current else ""


def _stated(reading: Reading) -> str:
    """The day of the closing article of a text whose own days are unknown."""
    commencement = reading.text.commencement or ""
    return commencement if commencement[:1].isdecimal() else ""


def _newest(group: Sequence[Reading]) -> Reading:
    """The reading with the newest text; of several, one with a commencement, of the first source."""

    def age(reading: Reading) -> tuple[str, bool]:
        day = max((version.day for version in versions(reading)), default="")
        return day, bool(reading.text.commencement)

    return max(group, key=age)


def _repeal(rows: dict[str, Row], repealed: Repealed, day: str) -> None:
    key = title_key(repealed.reading.text.title, commas=True)
    filed = key in rows
    if not filed:
        rows[key] = _row([repealed.reading], day)
    row = rows[key]
    newest = max(row.cells["promulgated"], row.cells["last_amended"])
    if row.cells["repealed_by"] or (filed and (not repealed.on or newest >= repealed.on)):
        return
    source = repealed.reading.source.removesuffix(" (its repeal clause)") if filed else row.source
    row.put("status", "repealed", source)
    row.put("repealed_on", repealed.on or "", source)
    row.put("repealed_by", repealed.by, source)


def _status(cells: dict[str, str], day: str) -> str:
    if cells["repealed_on"]:
        return "repealed"
    return "not_yet_in_force" if cells["effective_from"] > day and not cells["last_amended"] else "in_force"
