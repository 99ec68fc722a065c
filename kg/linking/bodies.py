"""Which body a report is from: one name and key over years and spellings, its kind, its place, its parent.

The place is read from the head of the body's name, from the report's title, then from the portal's
metadata, never from the running text, where every place a park trades with is named. The text serves for
two things only: the fuller name of the same body (生命健康产业园 -> 启东生命健康产业园), and which of several
namesakes is meant, where a containing division is named in full.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Literal

from fazhi.extractors.language.characters import strip_space
from fazhi.kg.linking.namesakes import names_one_body
from fazhi.kg.linking.places import leading_name, leading_place
from fazhi.ontology.data_files import DATA, read_csv
from fazhi.ontology.divisions import (
    LEVELS,
    Division,
    ancestors,
    divisions,
    divisions_by_name,
    places_before,
    short_name,
)

BodyKind = Literal[
    "EconomicDevelopmentZone",
    "HighTechZone",
    "IndustrialPark",
    "BondedZone",
    "NewArea",
    "Park",
    "LocalGovernment",
    "GovernmentDepartment",
    "PartyCommittee",
    "PublicBody",
]

_ZONE_KINDS: tuple[tuple[BodyKind, re.Pattern[str]], ...] = (
    ("BondedZone", re.compile(r"保税|综保|出口加工")),
    ("HighTechZone", re.compile(r"高新技术|高新区|高技术产业|新技术开发区|高新园区|高科技")),
    ("EconomicDevelopmentZone", re.compile(r"经济技术开发|经济开发|经开区|经发区")),
    ("IndustrialPark", re.compile(r"产业|工业|科技|物流|创业|软件|化工|集聚区|集中区|加工")),
    ("NewArea", re.compile(r"新区|新城|新片区")),
)
#: A part of a zone (东区, 二期), which has a management and reports of its own.
_PART = r"(?:[东南西北中A-Z]区|第?[一二三四五六七八九十\d]+期)"
_ZONE_END = re.compile(
    r"(?:开发区|高新区|经开区|园区|园|产业城|科技城|新城|新区|新片区|保税区|保税港区|综保区|示范区|试验区|实验区|合作区|度假区|"
    rf"生态城|知识城|集聚区|集中区|加工区|自贸区|港区|风景区|旅游区|产业基地){_PART}?$|^(?:[一-龥]{{0,6}}[^省市区县州城])?[东南西北]区$"
)
_NAMED_PART = re.compile(r"[一-龥]{2,}(?:园区?|片区|组团|区块|分区|基地)")
_MANAGEMENT = re.compile(
    r"(?:(?:中共)?(?:党工委|工委|党委)[、和与]?)?(?:管理委员会|管委会|管理办公室|管理局|管理处|管理服务中心|管理中心|服务中心)"
    r"(?:办公室)?$|(?:党工委|工委|党委)$"
)
_PARTY = re.compile(
    r"^中共|^中国共产党|党工委|(?:省|市|区|县|州|盟|旗|镇|乡)委(?:$|[^员])|党组$|党委$|纪律检查|依法治[省市区县]"
)
_GOVERNMENT = re.compile(
    r"人民政府(?:办公[厅室])?$|街道办事处$|(?:省|自治区|市|区|县|州|盟|旗|镇|乡|街道)$|行政公署$"
)
_DEPARTMENT = re.compile(r"(?:局|厅|委员会|委|办公室|办|部|署|支队|大队|总队|分局|监察院|检察院|法院)$")
_BRACKETS = re.compile(r"^(?P<head>[^（()）]+)[（(](?P<inner>[^（()）]{2,})[)）](?P<tail>[^（()）]*)$")
_NAME_END = re.compile(r"(?:省|市|区|县|州|盟|旗|镇|乡|街道|园|园区|委|局|办|会|城)$")
_AFTER_NAME = re.compile(r"(?:关于)?(?:19|20)\d\d\s*年.*$|(?:关于|法治政府建设|法治建设).*$")
_ZONE_HEAD = re.compile(
    r"^.*?(?:开发区|高新区|经开区|园区|产业园|工业园|科技园|新区|示范区|合作区|度假区|保税区|综保区|实验区|集聚区|集中区)"
)
#: Spellings of zones' kinds that mean one thing, and the one that the canonical name has.
_ZONE_FORMS = (
    (re.compile(r"经开区"), "经济技术开发区"),
    (re.compile(r"高新技术产业(?:开发|园)区|高新技术开发区|高新(?:园|产业)?区"), "高新技术产业开发区"),
    (re.compile(r"工业园(?!区)"), "工业园区"),
    (re.compile(r"(?<=产业|科技|物流|创业|软件|化工)园区"), "园"),
    (re.compile(r"综保区"), "综合保税区"),
)
_SHORT_FORMS = (
    ("高新技术产业开发区", "高新区"),
    ("经济技术开发区", "经开区"),
    ("经济开发区", "经开区"),
    ("综合保税区", "综保区"),
)


@dataclass(frozen=True)
class Body:
    """A body that reports, or one that contains it.

    ``name`` is canonical: one for all spellings and years, so that it serves as :attr:`key` in IRIs. Zones
    have their kind in full and their place in short (启东经济开发区), governments and departments their
    place in full, with the one above it where namesakes exist (南京市鼓楼区人民政府). ``kind`` is the local
    name of its class. ``alternatives`` are the names that issuer, title and text use. ``place`` is the
    division it lies in or governs. ``parent`` is the government of that place, or a department's own zone.
    Place and parent are None where name, title and metadata leave them open. ``also`` is the government
    that a zone is at the same time (区政合一: 泰州医药高新区（高港区）). ``document`` is the digest of the
    file that names the body, where its name alone (经济开发区) may be that of several. ``own_file`` is the
    file of the own register (自有名录) that describes the body, None for any other.
    """

    name: str
    kind: BodyKind
    alternatives: tuple[str, ...] = ()
    place: Division | None = None
    parent: Body | None = None
    also: Body | None = None
    document: str = ""
    own_file: str | None = None

    @property
    def key(self) -> str:
        """What names the body in IRIs, before percent-encoding."""
        return f"{self.name}-{self.document[:12]}" if self.document else self.name

    @property
    def kinds(self) -> tuple[BodyKind, ...]:
        """Its kind, and that of the government that it is at the same time."""
        return (self.kind, self.also.kind) if self.also else (self.kind,)


def body_named(
    issuer: str,
    *,
    title: str | None = None,
    text: str = "",
    place_hint: str | None = None,
    document: str = "",
) -> Body:
    """The body that ``issuer`` names, by the rules of names alone.

    ``title`` is the report's title, ``text`` its reading text, ``place_hint`` what the portal's metadata
    say of the publisher or the place, ``document`` the digest of the report's file, which joins the key where
    nothing tells the body from others of its name. Raises ValueError where issuer and title are both empty.
    """
    titled, flowing = _clean(title or ""), strip_space(text)
    # An issuer that is given may be made of what is left out of names.
    written = _clean(issuer) or titled or strip_space(issuer)
    if not written:
        raise ValueError("a body needs a name: the report gives neither issuer nor title")
    head, second, inner = _second_name(written)
    hints = [hint for hint in (second or "", titled, strip_space(place_hint or ""), flowing) if hint]
    name = _placed_name(_without_management(head), titled, flowing, place_hint, hints)
    named, rest = _place_of(name, hints)
    kind = _kind(name, rest)
    canonical = _canonical(name, kind, named, rest, flowing)
    in_title = titled if _without_management(titled) in canonical + written else ""
    others = (
        *(written, head, _without_management(head), name, second or "", in_title),
        *_spellings(canonical, flowing),
    )
    return Body(
        name=canonical,
        kind=kind,
        alternatives=tuple(dict.fromkeys(other for other in others if other and other != canonical)),
        place=_narrowest(named, second, place_hint, [name, *hints]),
        parent=_parent(name, kind, named, rest, inner),
        also=_government_too(second, named, text, place_hint) if _is_zone(kind) else None,
        document="" if named is not None or names_one_body(name, _zone_named(name, kind)) else document,
    )


def government(place: Division) -> Body:
    """The people's government (人民政府) of a division, with those above it up to the province."""
    name = f"{place.name}人民政府"
    canonical = f"{_qualified(place)}人民政府"
    return Body(
        name=canonical,
        kind="LocalGovernment",
        alternatives=(name,) if name != canonical else (),
        place=place,
        parent=government(divisions()[place.parent]) if place.parent else None,
    )


def _clean(name: str) -> str:
    return _AFTER_NAME.sub("", strip_space(name).strip("，,。.；;:："))


def _second_name(name: str) -> tuple[str, str | None, str]:
    """泰州医药高新区(高港区)司法局 -> 泰州医药高新区司法局, 高港区司法局 and 高港区.

    A part is no second name: 云溪工业园（西区） -> 云溪工业园西区.
    """
    match = _BRACKETS.match(name)
    if not match:
        return name, None, ""
    head, inner, tail = match["head"], match["inner"], match["tail"]
    if _is_part(inner):
        return _without_management(head) + inner + tail, None, ""
    if not _NAME_END.search(inner):
        return name, None, ""
    return head + tail, inner + tail, inner


def _is_part(inner: str) -> bool:
    """Whether words in brackets name a part: 西区, 二期, 新桥园区; not 盐城环保产业园, which has a place."""
    return bool(re.fullmatch(_PART, inner) or (_NAMED_PART.fullmatch(inner) and not leading_name(inner)))


def _government_too(second: str | None, place: Division | None, text: str, hint: str | None) -> Body | None:
    """The government that a zone in ``place`` is by its second name, unless that only says where it lies."""
    if second is None or place is None:
        return None
    body = body_named(second, text=text, place_hint=hint)
    return body if body.kind == "LocalGovernment" and body.name != government(place).name else None


def _without_management(name: str) -> str:
    bare = _MANAGEMENT.sub("", name)
    return bare if bare != name and (_ZONE_END.search(bare) or re.search(rf"{_PART}$", bare)) else name


@cache
def _zones() -> tuple[tuple[str, Division], ...]:
    """Zones whose name does not begin with the place they lie in, longest name first."""
    rows = read_csv(DATA / "zones.csv", ("name", "code"))
    found = [(row.text("name"), divisions()[row.text("code")]) for row in rows]
    return tuple(sorted(found, key=lambda zone: -len(zone[0])))


def _place_of(name: str, hints: list[str]) -> tuple[Division | None, str]:
    for zone, division in _zones():
        if name.startswith(zone):
            return division, name
    return leading_place(name.removeprefix("中共").removeprefix("中国共产党"), hints)


def _placed_name(name: str, titled: str, flowing: str, place_hint: str | None, hints: list[str]) -> str:
    """The name with its place in front, where title, text or metadata give one that it lacks."""
    place, rest = _place_of(name, hints)
    if place is not None and (rest == name or name.endswith(place.name + rest)):
        return name
    fuller = _with_usual_place(name, titled) or (_with_usual_place(name, flowing) if _zone_in(name) else None)
    if fuller:
        found, _ = _place_of(fuller, hints)
        # 苏州 before 太湖国家旅游度假区 says that 太湖 is no county here; 江苏 before 启东 says nothing new.
        if found is not None and (place is None or found not in ancestors(place)):
            return fuller
    if place is not None:
        return name
    publisher = _without_management(_clean(place_hint or ""))
    if _in_full(publisher).endswith(_in_full(name)) and _zone_in(name):
        return publisher
    hinted = _hinted_place(place_hint, hints)
    if hinted is None or leading_name(name):
        return name
    if re.match(rf"^(?!市[场容政民]){hinted.name[-1]}.{{2,}}[局委办]$", name):
        return hinted.name[:-1] + name
    town = re.search(r"(?:镇|乡|街道|镇人民政府|乡人民政府|街道办事处)$", name)
    relative = re.match(r"(?!市[场容政民])[省市区县州旗本我全该]", name)
    placeless = town or not (relative or names_one_body(name, _zone_in(name)))
    return hinted.name + name if placeless and hinted.level == "county" else name


def _narrowest(
    named: Division | None, second: str | None, place_hint: str | None, hints: list[str]
) -> Division | None:
    """The place of the name, or a narrower one that its second name gives (高港区), or the metadata's."""
    inner = _place_of(second, hints)[0] if second else None
    if inner is not None and (named is None or named in ancestors(inner)):
        return inner
    return named or _hinted_place(place_hint, hints)


def _hinted_place(place_hint: str | None, hints: list[str]) -> Division | None:
    """The place that metadata name at their head."""
    return leading_place(strip_space(place_hint), hints)[0] if place_hint else None


def _with_usual_place(name: str, text: str) -> str | None:
    """The name with the place that most often stands straight before it, or its zone, in ``text``."""
    if len(name) < 4:
        return None
    found = Counter(places_before(_zone_in(name) or name, text, divisions_by_name()))
    return found.most_common(1)[0][0] + name if found else None


def _zone_named(name: str, kind: BodyKind) -> str | None:
    """The zone that a body is or belongs to, by its kind or its name."""
    return name if _is_zone(kind) else _zone_in(name)


def _zone_in(name: str) -> str | None:
    """The zone that a name is or begins with: 医药高新区司法局 -> 医药高新区."""
    match = _ZONE_HEAD.match(name)
    return match.group(0) if match else None


def _kind(name: str, rest: str) -> BodyKind:
    if rest and _ZONE_END.search(rest):
        generic: BodyKind = "EconomicDevelopmentZone" if rest == "开发区" else "Park"
        return next((kind for kind, words in _ZONE_KINDS if words.search(rest)), generic)
    if _PARTY.search(name):
        return "PartyCommittee"
    if not rest or _GOVERNMENT.search(name):
        return "LocalGovernment"
    return "GovernmentDepartment" if _DEPARTMENT.search(name) else "PublicBody"


def _canonical(name: str, kind: BodyKind, place: Division | None, rest: str, text: str) -> str:
    """The one name of all spellings (see :class:`Body`)."""
    prefixed = len(rest) < len(name)
    if kind == "LocalGovernment" and place is not None and not rest:
        return f"{_qualified(place)}人民政府"
    if kind == "LocalGovernment" and rest.endswith(("镇", "乡")):
        rest += "人民政府"
    elif kind == "LocalGovernment" and rest.endswith("街道"):
        rest += "办事处"
    if "经开区" in rest and name.replace("经开区", "经济开发区") in text:
        rest = rest.replace("经开区", "经济开发区")
    if kind == "PublicBody":
        return name
    if _zone_in(rest):
        rest = _in_full(rest)
    if place is None or not prefixed:
        return rest
    party = "中共" if name.startswith(("中共", "中国共产党")) else ""
    in_full = place.name in name and not _is_zone(kind)
    return party + (_qualified(place) if in_full else _short_qualified(place)) + rest


def _in_full(name: str) -> str:
    """The name with abbreviated kinds of zones in full."""
    for spelling, form in _ZONE_FORMS:
        name = spelling.sub(form, name)
    return name


def _is_zone(kind: BodyKind) -> bool:
    return kind not in ("LocalGovernment", "GovernmentDepartment", "PartyCommittee", "PublicBody")


def _spellings(name: str, text: str) -> list[str]:
    """Shorter spellings of a zone's name that the text uses."""
    forms = [name.replace(form, short) for form, short in _SHORT_FORMS if form in name]
    return [form for form in forms if form in text]


def _qualified(place: Division) -> str:
    """The division's name, with the one above it where namesakes exist (南京市鼓楼区)."""
    namesakes = [d for d in divisions_by_name()[place.name] if d.name == place.name]
    if len(namesakes) == 1 or not place.parent:
        return place.name
    return divisions()[place.parent].name + place.name


def _short_qualified(place: Division) -> str:
    """The short name, with the one above it where namesakes exist; 承德县 in full, as 承德 means 承德市."""
    short = short_name(place.name)
    known = divisions_by_name()[short]
    if any(LEVELS.index(d.level) < LEVELS.index(place.level) for d in known):
        return _qualified(place)
    if sum(d.level == place.level for d in known) == 1 or not place.parent:
        return short
    return short_name(divisions()[place.parent].name) + short


def _parent(name: str, kind: BodyKind, place: Division | None, rest: str, inner: str) -> Body | None:
    """What the name itself shows the body to belong to; ``inner`` is its zone's second name."""
    if place is None or rest == name or kind in ("PartyCommittee", "PublicBody"):
        return None
    if kind == "LocalGovernment" and (not rest or rest.startswith("人民政府")):
        return government(divisions()[place.parent]) if place.parent else None
    zone = _zone_in(rest)
    if kind == "GovernmentDepartment" and zone:
        return body_named(name[: len(name) - len(rest)] + zone + (f"（{inner}）" if inner else ""))
    # 江苏启东经济开发区 is Qidong's; whose a zone is that bears only a province's name, the name leaves open.
    if _is_zone(kind) and place.level == "province" and not place.name.endswith("市"):
        return None
    return government(place)
