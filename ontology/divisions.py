"""Administrative divisions of China (行政区划): the table, the names, and what contains what."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from fazhi.ontology.data_files import DATA, read_csv

_ETHNIC = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|"
    "柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|塔吉克|怒|鄂温克|保安|裕固|独龙|鄂伦春|普米|各"
)
_AUTONOMOUS = re.compile(rf"^(.{{2,}}?)(?:(?:{_ETHNIC})族|蒙古|哈萨克|柯尔克孜|维吾尔)+自治[州县旗区]$")
_SUFFIX = re.compile(r"(?:特别行政区|自治区|自治[州县旗]|地区|林区|特区|矿区|新区|省|市|区|县|旗|盟)$")
_KIND = re.compile(r"(?:特别行政区|自治[区州县]|省|市|区|县|旗|盟)$")
#: A place is looked for in this many characters before a name.
_LONGEST_BEFORE = 12
#: Levels of divisions, highest first.
LEVELS = ("province", "prefecture", "county")


@dataclass(frozen=True)
class Division:
    """One division: ``code`` of GB/T 2260 (six digits), ``level`` province, prefecture or county."""

    code: str
    name: str
    level: str
    parent: str | None


@cache
def divisions() -> Mapping[str, Division]:
    """Every division by its code. For the table's source and date see ontology/data/README.md."""
    return {
        row.text("code"): Division(
            row.text("code"), row.text("name"), row.one_of("level", LEVELS), row.optional_text("parent")
        )
        for row in read_csv(DATA / "divisions.csv", ("code", "name", "level", "parent"))
    }


@cache
def short_name(name: str) -> str:
    """The name without its kind: 启东市 -> 启东, 甘孜藏族自治州 -> 甘孜; 沛县 stays as it is."""
    autonomous = _AUTONOMOUS.match(name)
    short = autonomous.group(1) if autonomous else _SUFFIX.sub("", name)
    return short if len(short) >= 2 else name


def ancestors(division: Division) -> list[Division]:
    """The divisions that contain ``division``, nearest first."""
    found = []
    while division.parent:
        division = divisions()[division.parent]
        found.append(division)
    return found


def province(division: Division) -> Division:
    """The province-level division that contains (or is) ``division``."""
    return ([division, *ancestors(division)])[-1]


def full_name(division: Division) -> str:
    """The name behind those that contain it: 江苏省南京市鼓楼区."""
    return "".join(one.name for one in (*reversed(ancestors(division)), division))


def divisions_called(written: str) -> list[Division]:
    """The divisions that ``written`` means: a code, or a name, alone or behind those that contain it."""
    if written in divisions():
        return [divisions()[written]]
    return [
        division
        for division in divisions().values()
        if written.endswith(division.name) and full_name(division).endswith(written)
    ]


@cache
def divisions_by_name() -> Mapping[str, tuple[Division, ...]]:
    """Divisions by full name and by short name; a name shared by several divisions maps to all of them."""
    names: dict[str, list[Division]] = defaultdict(list)
    for division in divisions().values():
        for name in {division.name, short_name(division.name)}:
            names[name].append(division)
    return {name: tuple(found) for name, found in names.items()}


@cache
def place_names() -> frozenset[str]:
    """The full names of the divisions, and the names without their kind if two or more characters remain.

    The names of ethnic groups stay (甘孜藏族); :func:`short_name` drops them.
    """
    names = {division.name for division in divisions().values()}
    return frozenset(names | {bare for name in names if len(bare := _KIND.sub("", name)) >= 2})


def places_before(name: str, text: str, names: Container[str]) -> Iterator[str]:
    """For each ``name`` in ``text``, the longest of the place ``names`` directly before it, if any."""
    for match in re.finditer(re.escape(name), text):
        before = text[max(match.start() - _LONGEST_BEFORE, 0) : match.start()]
        place = next((before[-n:] for n in range(len(before), 1, -1) if before[-n:] in names), None)
        if place:
            yield place
