"""Administrative divisions of China (行政区划): the table, and the place at the head of a name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from fazhi.ontology.data_files import DATA, read_csv

_ETHNIC = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|"
    "柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|塔吉克|怒|鄂温克|保安|裕固|独龙|鄂伦春|普米|各"
)
_AUTONOMOUS = re.compile(rf"^(.{{2,}}?)(?:(?:{_ETHNIC})族|蒙古|哈萨克|柯尔克孜|维吾尔|壮族)+自治[州县旗区]$")
_SUFFIX = re.compile(r"(?:特别行政区|自治区|自治[州县旗]|地区|林区|特区|矿区|新区|省|市|区|县|旗|盟)$")


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
    """Every division by its code. The table's source and date stand beside it, in ontology/data/README.md."""
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


@cache
def divisions_by_name() -> Mapping[str, tuple[Division, ...]]:
    """Divisions by full name and by short name; a name several divisions bear leads to all of them."""
    names: dict[str, list[Division]] = defaultdict(list)
    for division in divisions().values():
        for name in {division.name, short_name(division.name)}:
            names[name].append(division)
    return {name: tuple(found) for name, found in names.items()}


_LONGEST = 15


def leading_name(text: str, *, short: bool = True) -> str:
    """The place name at the head of ``text``, full names before short ones, or ``""``."""
    names = divisions_by_name()
    best = ""
    for length in range(min(_LONGEST, len(text)), 1, -1):
        name = text[:length]
        if name not in names:
            continue
        if any(division.name == name for division in names[name]):
            return name
        if short and not best:
            best = name
    return best


def _within(division: Division, outer: Division) -> bool:
    return outer in ancestors(division)


def choose(candidates: Iterable[Division], hints: Iterable[str]) -> Division | None:
    """The one division meant among namesakes, or None where nothing decides.

    A hint that names a containing division in full decides, earlier hints first; failing that, the
    highest level does (南通 before a county of that short name), unless two share it.
    """
    found = list(candidates)
    if len(found) == 1:
        return found[0]
    for hint in hints:
        supported = [d for d in found if any(a.name in hint for a in ancestors(d))]
        if len(supported) == 1:
            return supported[0]
    for level in LEVELS:
        at_level = [d for d in found if d.level == level]
        if at_level:
            return at_level[0] if len(at_level) == 1 else None
    return None


def leading_place(text: str, hints: Iterable[str] = ()) -> tuple[Division | None, str]:
    """The place at the head of a body's name, and what follows it.

    Names may stand one inside the other (江苏省南通市启东市, 江苏启东). Full names go before short
    ones. A short name counts only at the very beginning or straight after a province: 甘肃's 合作市 is
    not found in 深汕特别合作区. ``hints`` are texts that may name a containing division where several
    divisions bear the name; the place is None where they leave it open.
    """
    hints = list(hints)
    place: Division | None = None
    rest = text
    while True:
        short = place is None or place.level == "province"
        name = leading_name(rest, short=short)
        if not name:
            return place, rest
        candidates = list(divisions_by_name()[name])
        full = [d for d in candidates if d.name == name]
        candidates = full or candidates
        if place is not None:
            candidates = [d for d in candidates if _within(d, place)]
            if not candidates:
                return place, rest
        chosen = choose(candidates, hints)
        if chosen is None:
            # Namesakes: a following, narrower name may still decide (朝阳市双塔区).
            inner, after = leading_place(rest[len(name) :], hints)
            if inner is not None and any(_within(inner, d) for d in candidates):
                return inner, after
            return place, rest
        place, rest = chosen, rest[len(name) :]
