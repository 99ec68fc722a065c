"""Who issued a report (发布主体): from its title, signature, opening words or metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from fazhi.extractors.language.dates import find_dates
from fazhi.extractors.language.lexicons import union
from fazhi.extractors.outline import closing_lines
from fazhi.extractors.rules.windows import finditer_around
from fazhi.ontology.divisions import place_names, places_before

if TYPE_CHECKING:
    from fazhi.extractors.annotations import Annotations

_BODY_WORDS = union("issuers", "body_endings")
_OFFICE_WORDS = union("issuers", "office_endings")
BODY_END = re.compile(rf"(?:{_BODY_WORDS}|{_OFFICE_WORDS})(?:[（(][^（）()]{{2,20}}[）)])?$")
_TITLE_BODY = re.compile(rf"^(?P<body>.+?)(?:{union('issuers', 'after_name_in_title')})")
_OPENING_BODY = re.compile(
    rf"(?:^|[，。\n：])(?:20\d\d年(?:度)?(?:以来)?[，,]?|一年来[，,]?|今年以来[，,]?)*"
    rf"(?P<body>[一-龥·]{{2,24}}?(?:{_BODY_WORDS})(?:（[^（）]{{2,12}}）)?)"
    rf"(?=(?:(?:的?法治(?:政府)?建设|的?依法行政)(?:各项)?工作)?(?:{union('issuers', 'predicates')}))"
)
#: 现将清塘镇人民政府2023年…报告如下: the body whose report is announced.
_ANNOUNCED_BODY = re.compile(
    r"现[就将]《?(?P<body>[一-龥·]{3,30}?)(?:关于)?(?:20\d\d年|二[〇○零]..年|上一?年度|本?年度|法治|依法行政|推进|贯彻|落实)"
    r"[^，。；]{0,40}?(?:报告|汇报|总结|通报|公布|公示|公开)"
)
#: What stands beside the name in a signature: 单位：, （盖章）.
_BESIDE_SIGNATURE = re.compile(
    r"^(?:报告|发布|报送|落款)?(?:单位|机关|机构)[：:]|[（(](?:盖章|公章|章|印章)[）)]$"
)
#: A clause may begin with the place that a name leaves out (柳河县|槐岭镇), if with anything.
_PLACE_BEFORE = re.compile(r"(?<![一-龥])(?:现将|年度?)?(?P<place>(?:[一-龥]{2,6}[省市县区州旗盟])?)\Z")
_PLACE_LENGTH = 10
_KIND_BEHIND = re.compile("(?:人民政府|管理委员会|管委会|街道办事处|办事处)(?!办公室|办(?!事)|法制)")
_IN_OFFICIAL = re.compile("人民政府|管理委员会|管理办公室|街道办事处")
#: Names in full (not 管委会) as they stand in running text; each holds one of _IN_OFFICIAL.
_OFFICIAL = re.compile(r"[一-龥]{2,24}?(?:管理委员会|管理办公室|街道办事处|(?:镇|乡|县|区|市)人民政府)")
_NAMED_BODY = re.compile(
    r"[一-龥]{2,16}?(?:局|委员会|管委会|办事处|人民政府|开发区|高新区|园区|产业园|新区|保税区|中心|厅|院|(?<=[一-龥]{3})镇"
    r"|(?<=[一-龥]{3})乡(?!镇))(?![一-龥]?(?:长|党))"
)
#: What before the name of a place makes of it that of another one: 沅泸县 is not 泸县.
_UNKNOWN_PLACE = re.compile(
    r"[^在由对向从以受按经将把和与及至是为了的该本我各全年到让使请报送给省市县区镇乡]\Z"
)
#: A name that is given in full once: 沂东化工产业园管理服务中心（以下简称园区）.
_DEFINED = re.compile(
    r"(?<![一-龥])(?P<full>[一-龥]{4,40})（(?:以下|下文|下)?(?:统|均)?(?:简称|称)[^（）\n]{1,16}）"
)
#: How many characters from its beginning a text gives names in full.
_OPENING_LENGTH = 1500
#: What a name does not hold: 公安机关共召开委员会会议.
_SAID_OF = re.compile("召开|组织|举办|参加|共有|成立")
_HONOUR = re.compile(union("issuers", "honours"))
_NO_NAME = re.compile(union("issuers", "no_name"))
_ZONE = re.compile(
    r"(?:国家级?)?(?:高新|高新技术产业开发|经开|经济技术开发|经济开发|开发|综保|保税|新|示范)区(?:管委会)?$"
)
#: 市公安局, 区教育局: said of itself by a bureau whose place the text leaves out.
_BUREAU = re.compile("[省市县区州旗][一-龥]{2,12}[局厅]$")
_OWN = re.compile(union("issuers", "own"))
_UNNAMED = re.compile(union("issuers", "unnamed"))


def issuer_of(view: Annotations, title: str | None) -> tuple[str | None, str]:
    """The issuer as written and the rule that found it (``title``, ``signature``, ``opening`` …)."""
    return next(((name, rule) for rule, name in _candidates(view, title) if name), (None, "none"))


def _candidates(view: Annotations, title: str | None) -> Iterator[tuple[str, str | None]]:
    metadata = view.document.metadata
    yield "title", _from_title(title or "")
    yield "title", _from_title(metadata.get("title", ""))
    yield "signature", _from_signature(view)
    yield "opening", _from_announcement(view)
    yield "opening", _from_opening(view)
    yield "metadata", next(filter(_is_body, (metadata.get("issuing_body"), metadata.get("publisher"))), None)
    yield "opening", _from_opening(view, alone=_ZONE)
    yield "mention", _from_mentions(view.text)
    yield "opening", _from_opening(view, alone=_BUREAU)


def fullest_name(name: str, view: Annotations) -> str:
    """The fullest form of ``name``: as signature or metadata give it (综保区 → 沔南综合保税区管理委员会), or
    with the longest place that the text sets before it (启东 + 生命健康产业园)."""
    metadata = view.document.metadata
    if in_full := _defined_in_full(name, view.folded):
        return in_full
    given = (
        _from_signature(view),
        metadata.get("issuing_body"),
        metadata.get("publisher"),
        metadata.get("origin"),
    )
    for fuller in (*given, *_official_names(view.text)):
        if fuller and len(fuller) > len(name) and _is_fuller(name, fuller):
            return fuller
    if (longer := _longer_in(name, view.folded)) != name or _begins_with_place(name):
        return longer
    return max(places_before(name, view.text, place_names()), key=len, default="") + name


def _defined_in_full(name: str, folded: str) -> str | None:
    """The full name that the opening gives the body before its short form (…管理服务中心（以下简称园区）)."""
    defined = folded.find("称", 0, _OPENING_LENGTH) >= 0
    for match in _DEFINED.finditer(folded, 0, _OPENING_LENGTH) if defined else ():
        full = match.group("full")
        at = full.find(name)
        if at >= 0 and BODY_END.search(full):
            return full if _begins_with_place(full) or at == 0 else None
    return None


def _longer_in(name: str, folded: str) -> str:
    """The name as the text has it at the start of a clause with more about it: its place before it (沅宁市…),
    the kind of body behind it (…镇人民政府)."""
    longest = name
    at = folded.find(name)
    while at >= 0:
        before = _PLACE_BEFORE.search(folded, max(at - _PLACE_LENGTH, 0), at)
        behind = _KIND_BEHIND.match(folded, at + len(name))
        if before:
            longer = folded[before.start("place") : behind.end() if behind else at + len(name)]
            longest = max(longest, longer, key=len)
        at = folded.find(name, at + len(name))
    return longest


def _official_names(text: str) -> list[str]:
    """Names that end as official bodies do and begin with a place, longest first."""
    names = set()
    hints = (hint.start() for hint in _IN_OFFICIAL.finditer(text))
    for match in finditer_around(hints, _OFFICIAL, text, before=26, after=6):
        words = match.group()
        start = next((i for i in range(len(words) - 4) if _begins_with_place(words, i)), None)
        if start is not None:
            names.add(words[0 if _UNKNOWN_PLACE.match(words[:start]) else start :])
    return sorted(names, key=len, reverse=True)


def _is_fuller(name: str, fuller: str) -> bool:
    """Whether ``fuller`` names the same body: the characters of ``name`` in order, and no office of it."""
    if re.search(r"(?:办公室|司法局|司法所|科|股|中心|室)$", fuller) and not name.endswith(fuller[-2:]):
        return False
    if name.endswith(("局", "委", "办", "厅")) and fuller[-1] != name[-1] and "委员会" not in fuller:
        return False
    position = -1
    for character in name:
        position = fuller.find(character, position + 1)
        if position < 0:
            return False
    return fuller[0] == name[0] or name in fuller or not _begins_with_place(name)


@cache
def _place_names_by_opening() -> dict[str, tuple[str, ...]]:
    """The names of places by their first two characters."""
    names: dict[str, tuple[str, ...]] = {}
    for name in place_names():
        names[name[:2]] = (*names.get(name[:2], ()), name)
    return names


def _begins_with_place(words: str, at: int = 0) -> bool:
    return words.startswith(_place_names_by_opening().get(words[at : at + 2], ()), at)


def _from_title(title: str) -> str | None:
    title = re.sub(
        r"^(?:关于)?(?:(?:20\d\d|二[〇○零]..)年(?:度)?(?=[一-龥]{2,}(?:区|县|市|局|镇|乡|委|园|街道|政府|会|处|办)))?",
        "",
        title,
    )
    match = _TITLE_BODY.match(title)
    if not match:
        return None
    body = match.group("body").strip(" ：:，—-")
    return body if BODY_END.search(body) and len(body) >= 3 and not _is_generic(body) else None


def _from_signature(view: Annotations) -> str | None:
    """The line above, or the words before, the closing date."""
    lines = closing_lines(view.text)[-8:]
    for index, line in enumerate(lines):
        if len(line) > 60 or not find_dates(line):
            continue
        words = re.split(r"(?:19|20)\d\d|二[〇○零]", line)[0].strip()
        for candidate in (words, lines[index - 1] if index else ""):
            candidate = _BESIDE_SIGNATURE.sub("", candidate)
            if (
                3 <= len(candidate) <= 30
                and BODY_END.search(candidate)
                and not re.search("[，。；：]", candidate)
            ):
                return candidate
    last = _BESIDE_SIGNATURE.sub("", lines[-1]) if lines else ""
    return (
        last if 4 <= len(last) <= 30 and BODY_END.search(last) and not re.search("[，。；：]", last) else None
    )


def _from_announcement(view: Annotations) -> str | None:
    """The body whose report the opening sentences announce by name."""
    for start, end in view.sentences[:6]:
        match = _ANNOUNCED_BODY.search(view.folded, start, end)
        if match and BODY_END.search(match.group("body")) and not _is_generic(match.group("body")):
            return view.text[slice(*match.span("body"))]
    return None


def _from_opening(view: Annotations, *, alone: re.Pattern[str] | None = None) -> str | None:
    """The body that the opening sentences speak of by name; ``alone``: by a name of this form without its
    place."""
    for start, end in view.sentences[:6]:
        # An addressee (市委、市政府：), unlike 2023年，清塘镇…。现将情况报告如下：.
        if view.folded[start:end].endswith("：") and "如下" not in view.folded[start:end]:
            continue
        for match in _OPENING_BODY.finditer(view.folded[start:end]):
            name = view.text[start + match.start("body") : start + match.end("body")]
            if alone.match(name) if alone else not _is_generic(name) and not _NO_NAME.match(name):
                return name
    return None


def _from_mentions(text: str) -> str | None:
    """The body named most often with its place, of the kind that it calls itself (我局, 我委, 我镇)."""
    own = re.search(r"我(局|委|镇|乡|县|区|市|街道|园区|办|院|中心|厅)", text)
    counts: dict[str, int] = {}
    for match in _NAMED_BODY.finditer(text):
        words = match.group()
        # 甲局和县乙局 names no 和县.
        places = (i for i in range(len(words) - 3) if not i or words[i] != "和")
        start = next((i for i in places if _begins_with_place(words, i)), None)
        name = words[start:] if start is not None else ""
        is_name = len(name) >= 5 and not _HONOUR.search(name) and not _SAID_OF.search(name)
        if is_name and (own is None or name.endswith(own.group(1))):
            counts[name] = counts.get(name, 0) + 1
    return max(counts, key=lambda name: (counts[name], len(name)), default=None)


def _is_body(name: str | None) -> bool:
    """Whether a value that the page gives is a name, not the code of a column (gyz1)."""
    return bool(name and re.search("[一-龥]{2}", name))


def _is_generic(name: str) -> bool:
    return bool(_OWN.match(name)) or (bool(_UNNAMED.match(name)) and len(name) <= 5)
