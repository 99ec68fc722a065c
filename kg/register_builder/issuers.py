"""Who issued an instrument, and the number of the decree that published it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fazhi.kg.register_builder.history import Event
from fazhi.kg.register_builder.law_text import LawText
from fazhi.kg.register_builder.reading import Reading
from fazhi.ontology.divisions import divisions_by_name, province

_LED_BY = "(?:根据|经|由|原|，|、|和)*"
_CONGRESS = re.compile(
    rf"^{_LED_BY}(?P<place>[一-鿿]*?)(?:第?[一二三四五六七八九十\d]{{1,4}}届)?(?:全国)?(?:人民代表大会|人大)(?P<committee>常务委员会|常委会)?"
)
_GOVERNMENT = re.compile(rf"^{_LED_BY}(?P<place>[一-鿿]*?[省市区县州盟])(?:人民)?政府")
_PLACE = re.compile(r"^[一-鿿]{2,9}?(?:自治区|自治州|自治县|省|市|盟|(?=经济特区))")
_PUBLISHER = re.compile(
    rf"^{_LED_BY}(?P<body>[一-鿿、]+?)(?:联合)?(?:令|发布|公布|颁布|印发|制定|颁发|(?:\d{{4}}年)?第\d+次[一-鿿]{{0,4}}会议)"
)
_ARMY = re.compile(r"中央军(?:事委员会|委)")
_COURTS = {"人民法院": "最高人民法院", "人民检察院": "最高人民检察院"}
_NUMBERED = ("administrative_regulation", "department_rule", "local_government_rule", "policy_document")


def issuer(reading: Reading) -> str:
    """The issuing body (制定机关) as the register writes it; empty if the reading does not tell."""
    steps = [event for event in reading.text.history if event.kind != "in_force"]
    match reading.kind:
        case "administrative_regulation":
            return _council(steps[0].wording if steps else "")
        case "judicial_interpretation":
            return _courts(reading.text.title, steps)
        case "local_government_rule":
            return _government(reading, steps)
        case "department_rule":
            return _department(reading, steps)
    return _congress(reading, steps) or reading.issuer


def decree_number(reading: Reading) -> str:
    """The number of the decree (令) that published the text: 国务院令第656号; empty if unknown.

    That of the last whole text of an administrative regulation, of the first text of a rule: the note of a
    rule gives those of its amendments in the same form.
    """
    decrees = _decrees(reading.text.history) if reading.kind in _NUMBERED else []
    which = -1 if reading.kind == "administrative_regulation" else 0
    return _in_full(decrees[which] if decrees else _number(reading), reading)


def _number(reading: Reading) -> str:
    """The number in a note without a day: there it can only be the text's own."""
    return reading.text.number if not reading.text.history and reading.kind in _NUMBERED else ""


def _decrees(history: Iterable[Event]) -> list[str]:
    """The decrees of a note, without those that only amended the text (令第149号《关于修改…的决定》)."""
    return [event.decree for event in history if event.decree and "《" not in event.wording]


def _council(wording: str) -> str:
    if "政务院" in wording:
        return "政务院"
    return "国务院、中央军事委员会" if _ARMY.search(wording) else "国务院"


def _courts(title: str, steps: list[Event]) -> str:
    start = re.split("关于|《", title)[0]
    named = [body for body in _COURTS.values() if body in start]
    named = named or [body for short, body in _COURTS.items() if start.startswith(short)]
    named = named or [body for body in _COURTS.values() if any(body in step.wording for step in steps)]
    return "、".join(named)


def _congress(reading: Reading, steps: list[Event]) -> str:
    local = reading.kind == "local_regulation"
    found = _CONGRESS.match(steps[0].wording if steps else "" if local else reading.text.title)
    if found:
        place = _in_full(found["place"], reading) if local else "全国"
        return f"{place}人民代表大会{'常务委员会' if found['committee'] else ''}"
    place_named = _PLACE.match(reading.text.title)
    return f"{place_named.group()}人民代表大会常务委员会" if place_named and local else ""


def _government(reading: Reading, steps: list[Event]) -> str:
    found = next((found for step in steps if (found := _GOVERNMENT.match(step.wording))), None)
    return f"{_in_full(found['place'], reading)}人民政府" if found else ""


def _department(reading: Reading, steps: list[Event]) -> str:
    for number in (*_decrees(steps), _number(reading)):
        if "令" in number:
            return number.partition("令")[0]
    found = next((found for step in steps if (found := _PUBLISHER.match(step.wording))), None)
    return found["body"] if found else ""


def _in_full(name: str, reading: Reading) -> str:
    """With the place, where a local text only says 市第十届人民代表大会, 市人民政府令."""
    name = re.sub("^年|原(?=国)", "", name)
    place = _PLACE.match(reading.text.title)
    full = place.group() if place else reading.jurisdiction
    for kind in ("市", "省", "县", "自治区", "自治县"):
        if name.startswith(kind) and full.endswith(kind):
            return full + name.removeprefix(kind)
    return name


def province_of(text: LawText) -> str:
    """The province of a local text, by the place its title or its note begins with; empty if none is."""
    for words in (text.title, *(event.wording for event in text.history)):
        for end in range(len(words[:12]), 2, -1):
            for division in divisions_by_name().get(words[:end], ()):
                if division.name == words[:end]:
                    return province(division).name
    return ""
