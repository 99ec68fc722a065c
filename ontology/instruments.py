"""The register of legal instruments (instruments.csv): one row per instrument, with its dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from fazhi.ontology.data_files import DATA, Entry, is_verified, read_csv
from fazhi.ontology.in_use import follows_register, own_register
from fazhi.ontology.namespaces import resource
from fazhi.ontology.titles import title_key

Status = Literal["in_force", "repealed", "repealed_within", "not_yet", "unknown"]

#: Kinds of instrument and their Chinese names (立法法: 宪法, 法律, 行政法规, 监察法规, 地方性法规, 规章 …).
INSTRUMENT_KINDS = {
    "constitution": "宪法",
    "law": "法律",
    "decision_of_npcsc": "有关法律问题的决定",
    "supervisory_regulation": "监察法规",
    "administrative_regulation": "行政法规",
    "local_regulation": "地方性法规",
    "department_rule": "部门规章",
    "local_government_rule": "地方政府规章",
    "judicial_interpretation": "司法解释",
    "party_regulation": "党内法规",
    "policy_document": "政策文件",
    "standard": "标准",
}
REGISTER_STATUSES = ("in_force", "repealed", "not_yet_in_force")
#: The status of an own entry that gives none.
UNKNOWN_STATUS = "unknown"
COLUMNS = (
    "id",
    "title",
    "short_title",
    "kind",
    "issuer",
    "document_number",
    "jurisdiction",
    "promulgated",
    "last_amended",
    "effective_from",
    "status",
    "repealed_on",
    "repealed_by",
    "aliases",
    "source",
)

_VERSION_SUFFIX = re.compile(r"\(\d{4}(?:年[^()]*)?\)$")
_BRACKETS = ("()", "（）", "〔〕", "《》", "〈〉", "“”")
#: What tells a note on the source, which no name of an instrument holds.
_NOTE = re.compile(r"://|www\.|memory")


@dataclass(frozen=True)
class Instrument:
    """A legal instrument (法律文件) over all its versions.

    ``id`` is the short title. ``promulgated`` is the date of the first version, ``last_amended`` of the
    newest, ``effective_from`` of the version in force when the register was made. ``status`` is as of that
    day: to judge a citation use :meth:`status_in`. ``repealed_by`` is the id of another instrument.
    ``source`` says where the facts were read (``memory`` if nowhere), ``verified`` whether all were read.
    ``own_file`` is the file of the own register in which it stands, ``None`` for a built-in entry. Unknown
    values are ``None``; an own entry's ``jurisdiction`` may be empty and its status ``unknown``.
    """

    id: str
    title: str
    short_title: str
    kind: str
    issuer: str | None
    document_number: str | None
    jurisdiction: str
    promulgated: date | None
    last_amended: date | None
    effective_from: date | None
    status: str
    repealed_on: date | None
    repealed_by: str | None
    aliases: tuple[str, ...]
    source: str
    verified: bool
    own_file: str | None = None

    @property
    def iri(self) -> str:
        """The instrument's IRI."""
        return resource("instrument", self.id)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that means this instrument, the full title first, without duplicates."""
        return tuple(dict.fromkeys((self.title, self.short_title, self.id, *self.aliases)))

    def status_in(self, year: int) -> Status:
        """Whether the instrument was law in ``year``.

        ``repealed``: on or before 1 January of the year; ``repealed_within``: later in the year;
        ``not_yet``: promulgated after the year; ``unknown``: the register lacks the date needed to tell. An
        instrument promulgated in the year that takes effect later counts as ``in_force``: it can be cited.
        """
        first, last = date(year, 1, 1), date(year, 12, 31)
        if self.promulgated and self.promulgated > last:
            return "not_yet"
        if self.repealed_on and self.repealed_on <= first:
            return "repealed"
        if self.repealed_on and self.repealed_on <= last:
            return "repealed_within"
        if self.status == UNKNOWN_STATUS or (self.status == "repealed" and not self.repealed_on):
            return "unknown"
        if self.promulgated or (self.effective_from and self.effective_from <= last):
            return "in_force"
        return "unknown"


_BUILT_IN = DATA / "instruments.csv"


def instruments(path: Path | None = None) -> Mapping[str, Instrument]:
    """The register in use by id: own entries, then the built-in ones; or that of the file ``path``.

    Raises ReferenceDataError, which names file, line and field.
    """
    return _register(path) if path else _in_use()


def instruments_by_key(path: Path | None = None) -> Mapping[str, Instrument]:
    """The register by the title key of every name, with commas kept: no key leads to two instruments.

    Raises ReferenceDataError like :func:`instruments`.
    """
    return _register_by_key(path) if path else _in_use_by_key()


def find_instrument(title: str) -> Instrument | None:
    """The instrument with that title, short title or alias; a version such as （2021年修正） is accepted."""
    return found_in(instruments_by_key(), title)


def found_in(by_key: Mapping[str, Instrument], title: str) -> Instrument | None:
    """Like :func:`find_instrument`, in a register by the title keys of its names."""
    key = title_key(title, commas=True)
    return by_key.get(key) or by_key.get(_VERSION_SUFFIX.sub("", key))


def built_in_instruments() -> Mapping[str, Instrument]:
    """The built-in register by id, whatever own register is in use."""
    return _register(_BUILT_IN)


def built_in_by_key() -> Mapping[str, Instrument]:
    """The built-in register by title key, whatever own register is in use."""
    return _register_by_key(_BUILT_IN)


def by_title_key(listed: Iterable[Instrument]) -> dict[str, Instrument]:
    """Instruments by the title key of every name, with commas kept; of two with one key the first."""
    by_key: dict[str, Instrument] = {}
    for instrument in listed:
        for name in instrument.names:
            by_key.setdefault(title_key(name, commas=True), instrument)
    return by_key


@follows_register
@cache
def instruments_by_iri() -> Mapping[str, Instrument]:
    """The register in use by the IRIs of its instruments."""
    return {instrument.iri: instrument for instrument in instruments().values()}


@follows_register
@cache
def _in_use() -> Mapping[str, Instrument]:
    own = own_register()
    if not own or not own.instruments:
        return built_in_instruments()
    others = (item for item in built_in_instruments().items() if item[0] not in own.instruments)
    return {**own.instruments, **dict(others)}


@follows_register
@cache
def _in_use_by_key() -> Mapping[str, Instrument]:
    found = _in_use()
    return built_in_by_key() if found is built_in_instruments() else by_title_key(found.values())


@cache
def _register(path: Path) -> dict[str, Instrument]:
    entries = list(read_csv(path, COLUMNS))
    titles: dict[str, str] = {}
    for entry in entries:
        titles.setdefault(entry.text("title"), entry.text("id"))
    register: dict[str, Instrument] = {}
    for entry in entries:
        instrument = instrument_of(entry, titles)
        if instrument.id in register:
            entry.fail("id", "is given twice")
        register[instrument.id] = instrument
    return register


@cache
def _register_by_key(path: Path) -> dict[str, Instrument]:
    return by_title_key(_register(path).values())


def instrument_of(entry: Entry, titles: Mapping[str, str], own_file: str | None = None) -> Instrument:
    """The instrument of one row. ``titles`` gives the ids of the instruments that may have repealed it.

    Status and jurisdiction may be unknown in an ``own_file``. Raises ReferenceDataError.
    """
    statuses = (*REGISTER_STATUSES, UNKNOWN_STATUS) if own_file else REGISTER_STATUSES
    repealing_title = entry.optional_text("repealed_by")
    if repealing_title and repealing_title not in titles:
        entry.fail("repealed_by", f"names no row: {repealing_title!r}")
    instrument = Instrument(
        id=entry.text("id"),
        title=entry.text("title"),
        short_title=entry.text("short_title"),
        kind=entry.one_of("kind", INSTRUMENT_KINDS),
        issuer=entry.optional_text("issuer"),
        document_number=entry.optional_text("document_number"),
        jurisdiction=(entry.optional_text("jurisdiction") or "") if own_file else entry.text("jurisdiction"),
        promulgated=entry.optional_date("promulgated"),
        last_amended=entry.optional_date("last_amended"),
        effective_from=entry.optional_date("effective_from"),
        status=entry.one_of("status", statuses),
        repealed_on=entry.optional_date("repealed_on"),
        repealed_by=titles[repealing_title] if repealing_title else None,
        aliases=_aliases(entry),
        source=entry.text("source"),
        verified=is_verified(entry.text("source")),
        own_file=own_file,
    )
    if instrument.repealed_on and instrument.status != "repealed":
        entry.fail("status", f"is {instrument.status!r} though repealed_on is given")
    for later in ("last_amended", "repealed_on"):
        day = getattr(instrument, later)
        if day and instrument.promulgated and day < instrument.promulgated:
            entry.fail(later, "is before promulgated")
    return instrument


def _aliases(entry: Entry) -> tuple[str, ...]:
    """The other names, divided by ``|``; names only, as they are published as such."""
    names = tuple(filter(None, (entry.optional_text("aliases") or "").split("|")))
    for name in names:
        if name != name.strip():
            entry.fail("aliases", f"white space around {name!r}")
        if _NOTE.search(name):
            entry.fail("aliases", f"is no name of an instrument: {name!r}; notes on the source go to source")
        if any(name.count(pair[0]) != name.count(pair[1]) for pair in _BRACKETS):
            entry.fail("aliases", f"a bracket without its partner in {name!r}")
    return names
