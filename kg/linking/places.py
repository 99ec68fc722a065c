"""The administrative division (行政区划) at the start of a name."""

from __future__ import annotations

from collections.abc import Iterable

from fazhi.ontology.divisions import LEVELS, Division, ancestors, divisions_by_name
from fazhi.ontology.reference import Instrument
from fazhi.ontology.titles import title_key

_LONGEST = 15
#: Words after a place in titles of instruments that hold in all of it.
_WHOLE_PLACE = ("经济特区", "自由贸易港")


def leading_name(text: str, *, short: bool = True) -> str:
    """The place name at the start of ``text`` (full names before short ones), or ``""``."""
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
    """The division that is meant among several of one name, or None if nothing decides.

    A hint that names a containing division in full decides; earlier hints come first. Otherwise the division
    of the highest level is meant (南通 before a county with that short name), unless two share that level.
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
    """The place at the start of a body's name, and the rest of the name.

    Names may be nested (江苏省南通市启东市, 江苏启东). Full names are tried before short ones. A short name
    counts only at the very beginning or straight after a province: 合作市 in 甘肃 is not found in
    深汕特别合作区. ``hints`` are texts that may name a containing division when several divisions have the
    same name. The place is None if they do not settle it.
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
            # Several divisions have this name; a narrower name that follows may still decide (朝阳市双塔区).
            inner, after = leading_place(rest[len(name) :], hints)
            if inner is not None and any(_within(inner, d) for d in candidates):
                return inner, after
            return place, rest
        place, rest = chosen, rest[len(name) :]


def is_local(instrument: Instrument) -> bool:
    """Whether an instrument is one of a province or of a place in it."""
    return instrument.jurisdiction != "CN"


def title_place(instrument: Instrument) -> tuple[Division | None, str]:
    """The place at the head of a local instrument's title, and the key of the rest of the title.

    Of 《深圳经济特区物业管理条例》 and 《海南自由贸易港优化营商环境条例》 the rest is 物业管理条例 and
    优化营商环境条例. The place is None where the title begins with none, or with one of another province.
    """
    key = title_key(instrument.title)
    place, rest = leading_place(key, (instrument.jurisdiction, instrument.issuer or ""))
    if place is None or not _in_jurisdiction(place, instrument):
        return None, key
    for zone in _WHOLE_PLACE:
        rest = rest.removeprefix(zone)
    return place, rest


def instrument_place(instrument: Instrument) -> Division | None:
    """The place in which a local instrument holds, by its title, its issuer or its jurisdiction.

    None for a national one, and where none of the three names a place.
    """
    if not is_local(instrument):
        return None
    place, _ = title_place(instrument)
    if place is not None:
        return place
    jurisdiction, _ = leading_place(instrument.jurisdiction)
    issuer, _ = leading_place(instrument.issuer or "", (instrument.jurisdiction,))
    return issuer if issuer is not None and _in_jurisdiction(issuer, instrument) else jurisdiction


def _in_jurisdiction(place: Division, instrument: Instrument) -> bool:
    return instrument.jurisdiction in (place.name, *(outer.name for outer in ancestors(place)))
