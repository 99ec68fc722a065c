"""The bodies of an own register (自有单位): names, kind, place and parent of bodies that report."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fazhi.ontology.data_files import Entry
from fazhi.ontology.divisions import divisions_called, full_name
from fazhi.ontology.own_files import LONGEST_NAME, SHORTEST_NAME, Row, in_both_languages

BODY_COLUMNS = {
    "name": "单位名称",
    "kind": "种类",
    "place": "所在地",
    "parent": "上级单位",
    "other_names": "其他名称",
    "note": "备注",
}
#: The classes of bodies that report and their Chinese labels, as in fazhi.ttl.
BODY_KINDS = {
    "EconomicDevelopmentZone": "经济开发区",
    "HighTechZone": "高新技术产业开发区",
    "IndustrialPark": "产业园区",
    "BondedZone": "海关特殊监管区域",
    "NewArea": "新区",
    "Park": "园区",
    "LocalGovernment": "地方人民政府",
    "GovernmentDepartment": "政府部门",
    "PartyCommittee": "党的委员会",
    "PublicBody": "单位",
}
_BETWEEN_NAMES = re.compile(r"[|｜;；]")


@dataclass(frozen=True)
class OwnBody:
    """A body as the own register has it. ``own_file`` is the file; what the row leaves out is ``None``.

    ``place`` is the code of a division.
    """

    name: str
    kind: str
    place: str | None
    parent: str | None
    other_names: tuple[str, ...]
    own_file: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that means this body, its own first."""
        return tuple(dict.fromkeys((self.name, *self.other_names)))


def own_bodies(rows: Sequence[Row]) -> dict[str, OwnBody]:
    """The bodies of ``rows`` by each of their names. Raises ReferenceDataError."""
    found: dict[str, OwnBody] = {}
    lines: dict[str, str] = {}
    entries: dict[str, Entry] = {}
    for row in rows:
        entry = row.entry()
        body = _body(row, entry)
        for name in body.names:
            column = "name" if name == body.name else "other_names"
            if not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
                entry.fail(
                    column, f"is no name of {SHORTEST_NAME} to {LONGEST_NAME} characters: {name[:20]!r}"
                )
            if name in found:
                entry.fail(
                    column,
                    f"holds {name!r}, a name of the row in {lines[name]} too",
                    f"含有 {name!r}，也是 {lines[name]} 一行的名称",
                )
        found |= dict.fromkeys(body.names, body)
        lines |= dict.fromkeys(body.names, f"{row.path.name}:{row.line}")
        entries[body.name] = entry
    for name, entry in entries.items():
        _check_parents(found[name], entry, found)
    return found


def _body(row: Row, entry: Entry) -> OwnBody:
    kinds = {**{key: key for key in BODY_KINDS}, **{chinese: key for key, chinese in BODY_KINDS.items()}}
    kind = kinds.get(entry.text("kind").split(" ")[0])
    if kind is None:
        kind, known = entry.text("kind"), in_both_languages(BODY_KINDS)
        entry.fail("kind", f"is {kind!r}, not one of {known}", f"为 {kind!r}，应为其中之一：{known}")
    others = _BETWEEN_NAMES.split(entry.optional_text("other_names") or "")
    return OwnBody(
        name=_bare(entry.text("name")),
        kind=kind,
        place=_place(entry),
        parent=_bare(entry.optional_text("parent") or "") or None,
        other_names=tuple(name for name in map(_bare, others) if name),
        own_file=row.path.name,
    )


def _bare(name: str) -> str:
    return "".join(name.split())


def _place(entry: Entry) -> str | None:
    written = entry.optional_text("place")
    if not written:
        return None
    alike = divisions_called(written)
    if not alike:
        entry.fail(
            "place",
            f"is no division down to the county: {written!r}; write its name or its code",
            f"不是县级以上行政区划：{written!r}；请写名称或代码",
        )
    if len(alike) > 1:
        named = ", ".join(f"{full_name(division)} {division.code}" for division in alike)
        entry.fail(
            "place",
            f"is the name of several divisions: {named}; write one in full or its code",
            f"可指几个行政区划：{named}；请写全称或代码",
        )
    return alike[0].code


def _check_parents(body: OwnBody, entry: Entry, known: Mapping[str, OwnBody]) -> None:
    above = body
    seen = {body.name}
    while above.parent and above.parent in known:
        above = known[above.parent]
        if above.name in seen:
            entry.fail(
                "parent", f"leads back to the body itself: {body.name!r}", f"又指回该单位自身：{body.name!r}"
            )
        seen.add(above.name)
