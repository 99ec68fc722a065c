"""The versions of instruments (versions.csv): which text of a law was in force on a day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

from fazhi.ontology.data_files import DATA, Entry, is_verified, read_csv
from fazhi.ontology.in_use import follows_register
from fazhi.ontology.instruments import Instrument, built_in_instruments, instruments

COLUMNS = ("instrument", "version_date", "in_force_from", "series", "articles", "source")
SERIES = ("complete", "partial")
_NUMBER = re.compile(r"[1-9]\d{0,3}")

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Version:
    """A text of an instrument (法律文件版本).

    ``version_date`` is the day on which it was passed, or published where that is what its history gives;
    ``in_force_from`` the day on which it took effect, ``articles`` the number of its last article (条), each
    ``None`` if unknown. ``source`` says where both were
    read (``memory`` for what was not), ``verified`` whether they were.
    """

    version_date: date
    in_force_from: date | None
    articles: int | None
    source: str
    verified: bool


@dataclass(frozen=True)
class Period:
    """Days on which a version is known to have been in force, both included.

    ``last`` is ``None`` while it is. ``superseded_on`` is the day from which it had no force any more;
    ``None`` too where the period only ends because that day is unknown.
    """

    first: date
    last: date | None
    superseded_on: date | None

    def covers(self, day: date) -> bool:
        """Whether ``day`` lies within the period."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class VersionSeries:
    """The versions of an instrument that are known, oldest first.

    ``complete``: none is missing between the first text and the newest, nor after it on the day the register
    was made. ``repealed_on``: first day without force. ``open_end``: repealed on a day that is not known.
    """

    versions: tuple[Version, ...]
    complete: bool
    repealed_on: date | None
    open_end: bool

    def period(self, version: Version) -> Period | None:
        """When ``version`` is known to have been in force.

        None if the series is not complete, or if the day it took effect is unknown. The period ends where
        the next text took effect, and already where that was passed if the day it took effect is unknown.
        """
        later = [other for other in self.versions if other.version_date > version.version_date]
        if not self.complete or version.in_force_from is None or (self.open_end and not later):
            return None
        ends = [
            (other.in_force_from or other.version_date, other.in_force_from is not None) for other in later
        ]
        if self.repealed_on:
            ends.append((self.repealed_on, True))
        end, known = min(ends, default=(None, False))
        if end and end <= version.in_force_from:
            return None
        return Period(version.in_force_from, end - _DAY if end else None, end if known else None)

    def on(self, day: date) -> Version | None:
        """The version in force on ``day``; None if there was none or if it cannot be told."""
        for version in self.versions:
            period = self.period(version)
            if period and period.covers(day):
                return version
        return None


def version_series(path: Path | None = None) -> Mapping[str, VersionSeries]:
    """The known versions by the instrument's id: those of the file, else first and newest of the register.

    ``path`` is another file than versions.csv. An instrument that is not in the file and was never amended,
    so far as the register knows, has no entry. Of an instrument of the own register only its own dates count.
    Raises ReferenceDataError, which names file, line and field.
    """
    return _version_series(path) if path else _in_use()


def first_in_force(instrument: Instrument, series: VersionSeries | None) -> date | None:
    """When an instrument first took effect (首次施行), ``None`` if unknown; ``series`` are its versions."""
    if series is None:
        return instrument.effective_from
    first = series.versions[0]
    return first.in_force_from if first.version_date == instrument.promulgated else None


@follows_register
@cache
def _in_use() -> dict[str, VersionSeries]:
    built_in = _version_series(DATA / "versions.csv")
    own = {id_: instrument for id_, instrument in instruments().items() if instrument.own_file}
    if not own:
        return built_in
    series = {id_: found for id_, found in built_in.items() if id_ not in own}
    return series | _first_and_newest(own.values())


@cache
def _version_series(path: Path) -> dict[str, VersionSeries]:
    register = built_in_instruments()
    rows: dict[str, list[tuple[Entry, Version]]] = {}
    complete: dict[str, bool] = {}
    for entry in read_csv(path, COLUMNS):
        id_ = entry.text("instrument")
        if id_ not in register:
            entry.fail("instrument", f"is no id of the register: {id_!r}")
        series = entry.one_of("series", SERIES) == "complete"
        if complete.setdefault(id_, series) != series:
            entry.fail("series", "differs from that of the version before")
        rows.setdefault(id_, []).append((entry, _version(entry)))
    found = {id_: _series(register[id_], complete[id_], listed) for id_, listed in rows.items()}
    return found | _first_and_newest(register[id_] for id_ in register if id_ not in found)


def _first_and_newest(instruments: Iterable[Instrument]) -> dict[str, VersionSeries]:
    return {
        instrument.id: _of_the_register(instrument, instrument.last_amended)
        for instrument in instruments
        if instrument.last_amended
    }


def _version(entry: Entry) -> Version:
    day = entry.optional_date("version_date") or entry.fail("version_date", "is missing")
    in_force_from = entry.optional_date("in_force_from")
    if in_force_from and in_force_from < day:
        entry.fail("in_force_from", "is before version_date")
    source = entry.text("source")
    articles = entry.matching("articles", _NUMBER, "a number of articles")
    return Version(day, in_force_from, int(articles) if articles else None, source, is_verified(source))


def _series(instrument: Instrument, complete: bool, listed: list[tuple[Entry, Version]]) -> VersionSeries:
    first, last = listed[0], listed[-1]
    for (_, before), (entry, version) in pairwise(listed):
        if version.version_date <= before.version_date:
            entry.fail("version_date", "is not after that of the version before")
        if version.in_force_from and before.in_force_from and version.in_force_from < before.in_force_from:
            entry.fail("in_force_from", "is before that of the version before")
    if first[1].version_date != instrument.promulgated:
        first[0].fail("version_date", f"is not the register's promulgated, {instrument.promulgated}")
    newest = instrument.last_amended or instrument.promulgated
    if last[1].version_date != newest:
        last[0].fail("version_date", f"is not the register's newest text, of {newest}")
    return _with_end(instrument, tuple(version for _, version in listed), complete)


def _of_the_register(instrument: Instrument, newest: date) -> VersionSeries:
    """First version and newest; those between are unknown.

    The register's effective_from is of the version in force: of the newest only where that has begun.
    """
    effective = instrument.effective_from
    starts = {newest: effective if effective and effective >= newest else None}
    versions = [
        Version(day, starts.get(day), None, instrument.source, instrument.verified)
        for day in dict.fromkeys((instrument.promulgated, newest))
        if day
    ]
    return _with_end(instrument, tuple(versions), complete=False)


def _with_end(instrument: Instrument, versions: tuple[Version, ...], complete: bool) -> VersionSeries:
    open_end = instrument.status == "repealed" and instrument.repealed_on is None
    return VersionSeries(versions, complete, instrument.repealed_on, open_end)
