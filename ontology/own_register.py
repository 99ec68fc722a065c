"""An own register (自有名录): instruments, obligations, indicators, days and bodies that its user adds.

It is a CSV file of instruments or of bodies, which its columns tell, or a folder of such files and of
``obligations.yaml``, ``indicators.yaml``, ``publicity_days.yaml`` in the form of the built-in files. All of
it is checked before any of it is used; :mod:`fazhi.ontology.in_use` puts it in use.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from fazhi.ontology.catalogues import REPORTS, indicator_of, obligation_of, publicity_day_of
from fazhi.ontology.data_files import Entry, ReferenceDataError
from fazhi.ontology.deadlines import Deadline
from fazhi.ontology.instruments import Instrument, built_in_by_key, built_in_instruments, by_title_key
from fazhi.ontology.languages import both
from fazhi.ontology.own_bodies import BODY_COLUMNS, OwnBody, own_bodies
from fazhi.ontology.own_files import Row, column_named, header_of, iso_date, read_catalogue, read_table
from fazhi.ontology.own_instruments import INSTRUMENT_COLUMNS, NOTE_COLUMNS, own_instruments
from fazhi.ontology.reference import (
    Indicator,
    PublicityDay,
    StatutoryObligation,
    built_in_indicators,
    built_in_obligations,
    built_in_publicity_days,
)
from fazhi.ontology.titles import day_key
from fazhi.ontology.units import units

#: The catalogues that a folder may hold.
CATALOGUES = ("obligations.yaml", "indicators.yaml", "publicity_days.yaml")
_SUFFIXES = (".csv", ".yaml", ".yml")
_TITLE = "title"
_NAME = "name"


@dataclass(frozen=True)
class OwnRegister:
    """What an own register holds: entries by id, bodies by each of their names.

    ``files`` are the bytes of its files by name. ``notices`` are words for the user, one line each: which
    rows were left out, which built-in entries are replaced.
    """

    instruments: Mapping[str, Instrument] = field(default_factory=dict)
    obligations: Mapping[str, StatutoryObligation] = field(default_factory=dict)
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    publicity_days: Mapping[str, PublicityDay] = field(default_factory=dict)
    bodies: Mapping[str, OwnBody] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 over the files; empty if there are none."""
        total = hashlib.sha256()
        for name, content in sorted(self.files.items()):
            total.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
        return total.hexdigest() if self.files else ""

    def __len__(self) -> int:
        """How many entries it has."""
        bodies = {body.name for body in self.bodies.values()}
        catalogues = (self.instruments, self.obligations, self.indicators, self.publicity_days, bodies)
        return sum(map(len, catalogues))

    def __bool__(self) -> bool:
        return bool(self.files)


def read_own_register(path: Path) -> OwnRegister:
    """The own register at ``path``: a file, or a folder, which may be empty.

    Raises ReferenceDataError, which names file, line and field.
    """
    files = _files(path)
    tables = {file: _table(file) for file in files if file.suffix.lower() == ".csv"}
    instrument_rows = [row for rows, is_bodies in tables.values() if not is_bodies for row in rows]
    filled = [row for row in instrument_rows if "kind" in row.cells]
    instruments = own_instruments(filled)
    # Built-in and own: what obligations and indicators may rest on.
    known = {**built_in_by_key(), **by_title_key(instruments.values())}
    by_name = {file.name: file for file in files}
    register = OwnRegister(
        instruments=instruments,
        obligations=_obligations(by_name.get("obligations.yaml"), known),
        indicators=_indicators(by_name.get("indicators.yaml"), known),
        publicity_days=_publicity_days(by_name.get("publicity_days.yaml")),
        bodies=own_bodies([row for rows, is_bodies in tables.values() if is_bodies for row in rows]),
        files={file.name: _bytes(file) for file in files},
    )
    return replace(register, notices=tuple(_notices(register, len(instrument_rows) - len(filled))))


def _files(path: Path) -> list[Path]:
    if path.is_file():
        if path.suffix.lower() != ".csv" and path.name not in CATALOGUES:
            raise ReferenceDataError(
                "no own register; give a .csv file, or a folder of its files",
                "不是自有名录；请给出 .csv 文件，或名录文件所在文件夹",
                at=path,
            )
        return [path]
    if not path.is_dir():
        raise ReferenceDataError("there is no such file or folder", "没有这个文件或文件夹", at=path)
    files = sorted(
        file
        for file in path.iterdir()
        if file.is_file() and file.suffix.lower() in _SUFFIXES and not file.name.startswith((".", "~"))
    )
    for file in files:
        if file.suffix.lower() != ".csv" and file.name not in CATALOGUES:
            raise ReferenceDataError(
                f"name it {', '.join(CATALOGUES)}, after what it holds",
                f"请按内容命名为 {'、'.join(CATALOGUES)}",
                at=file,
            )
    if not files and any(not file.name.startswith(".") for file in path.iterdir()):
        raise ReferenceDataError(
            f"holds no .csv file, nor {', '.join(CATALOGUES)}",
            f"没有 .csv 文件，也没有 {'、'.join(CATALOGUES)}",
            at=path,
        )
    return files


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ReferenceDataError(
            f"cannot be read: {error.strerror}", f"无法读取：{error.strerror}", at=file
        ) from None


def _table(file: Path) -> tuple[list[Row], bool]:
    """The rows of a CSV file, and whether they are of bodies, as its columns tell."""
    header = header_of(file)
    if any(column_named(cell, BODY_COLUMNS) == _NAME for cell in header):
        return read_table(file, BODY_COLUMNS), True
    columns = INSTRUMENT_COLUMNS | NOTE_COLUMNS
    if not any(column_named(cell, columns) == _TITLE for cell in header):
        raise ReferenceDataError(
            f"columns are {', '.join(header)}; instruments need title 名称 and kind 种类, "
            "bodies name 单位名称 and kind 种类, separated by commas",
            f"各列为 {'、'.join(header)}；法律文件须有 title 名称 和 kind 种类，"
            "单位须有 name 单位名称 和 kind 种类，以逗号分隔",
            at=f"{file}:1",
        )
    return read_table(file, columns), False


_Item = TypeVar("_Item", StatutoryObligation, Indicator, PublicityDay)


def _entries(
    file: Path | None, build: Callable[[Entry], _Item], **defaults: Any
) -> Iterator[tuple[Entry, _Item]]:
    """The entries of a catalogue, no id twice, with the name of the file."""
    if file is None:
        return
    seen: set[str] = set()
    for entry in read_catalogue(file, defaults):
        if label := entry.optional_text("label_zh"):
            entry = entry.having("label_en", entry.optional_text("label_en") or label)
        for name in ("in_force_from", "in_force_to"):
            if isinstance(written := entry.value(name), str):
                entry = entry.having(name, iso_date(written))
        item = build(entry)
        if item.id in seen:
            entry.fail("id", "is given twice", "出现两次")
        seen.add(item.id)
        yield entry, replace(item, own_file=file.name)


def _obligations(file: Path | None, register: Mapping[str, Instrument]) -> dict[str, StatutoryObligation]:
    found: dict[str, StatutoryObligation] = {}
    for entry, item in _entries(file, lambda entry: obligation_of(entry, register), verified="memory"):
        built_in = built_in_obligations().get(item.id)
        if not (item.evidence_hint or built_in):
            entry.fail(
                "evidence_hint",
                "is missing; give the words by which reports show it",
                "缺少；请给出报告体现它的词语",
            )
        if built_in and isinstance(built_in.deadline, Deadline) and not isinstance(item.deadline, Deadline):
            entry.fail(
                "deadline",
                "must be a day of the year, as the built-in entry has one",
                "应为一年中的某日，与内置条目一致",
            )
        found[item.id] = item
    return found


def _indicators(file: Path | None, register: Mapping[str, Instrument]) -> dict[str, Indicator]:
    labels = {item.label_zh: item.id for item in built_in_indicators().values()}
    words = {word for unit in units().values() for word in unit.words}
    found: dict[str, Indicator] = {}
    for entry, item in _entries(file, lambda entry: indicator_of(entry, register), source=REPORTS):
        _check_label(entry, item.label_zh, labels.setdefault(item.label_zh, item.id), item.id)
        for unit in (item.unit, *item.unit_variants):
            if unit not in words:
                entry.fail(
                    "unit" if unit == item.unit else "unit_variants",
                    f"is no known unit: {unit!r}",
                    f"没有计量单位 {unit!r}",
                )
        if not item.names and not (item.nouns and item.verbs):
            entry.fail(
                "names",
                "is missing; give names, or nouns and verbs, by which reports word it",
                "缺少；请给出报告所用的名称，或名词和动词",
            )
        found[item.id] = item
    return found


def _publicity_days(file: Path | None) -> dict[str, PublicityDay]:
    names = {day_key(day.label_zh): day.id for day in built_in_publicity_days().values()}
    found: dict[str, PublicityDay] = {}
    for entry, item in _entries(file, publicity_day_of, verified="memory"):
        for name in dict.fromkeys((item.label_zh, *item.aliases)):
            _check_label(entry, name, names.setdefault(day_key(name), item.id), item.id)
        found[item.id] = item
    return found


def _check_label(entry: Entry, name: str, id_: str, own: str) -> None:
    if id_ != own:
        entry.fail(
            "label_zh",
            f"holds {name!r}, a name of {id_!r}; give the entry that id to replace it",
            f"含有 {name!r}，是 {id_!r} 的名称；如要替代后者，请用它的 id",
        )


def _notices(register: OwnRegister, unfilled: int) -> Iterator[str]:
    if unfilled:
        yield str(
            both(
                f"own register: {unfilled} rows without kind are left out",
                f"自有名录：{unfilled} 行未填种类，略去",
            )
        )
    replaced = [
        *(id_ for id_ in register.instruments if id_ in built_in_instruments()),
        *(id_ for id_ in register.obligations if id_ in built_in_obligations()),
        *(id_ for id_ in register.indicators if id_ in built_in_indicators()),
        *(id_ for id_ in register.publicity_days if id_ in built_in_publicity_days()),
    ]
    if replaced:
        words = both(
            "own register: these entries replace the built-in ones", "自有名录：以下条目替代内置条目"
        )
        yield f"{words}: {'、'.join(replaced)}"
