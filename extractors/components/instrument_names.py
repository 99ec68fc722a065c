"""Finding the names of instruments in text. All texts here are folded; offsets are 0-based, end exclusive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from fazhi.extractors.language.characters import strip_space
from fazhi.extractors.language.lexicons import union
from fazhi.extractors.rules.windows import EndingIndex, finditer_around
from fazhi.ontology.reference import instruments, instruments_by_key
from fazhi.ontology.titles import title_key

_LONGEST_TITLE = 120
_TITLE_MARK = re.compile("[《》。\n]")
_DOCUMENT_NUMBER = re.compile(
    r"\s*[（(〔]?\s*((?:[一-龥A-Z]{1,14}\s*[〔（(]\s*\d{4}\s*[〕）)]\s*第?\s*\d{1,5}\s*号)"
    r"|(?:[GD]B\d*(?:/T)?\s?\d+(?:-\d{4})?)"
    r"|(?:[一-龥]{1,14}令\s*第?\s*\d+\s*号|第\s*\d+\s*号令))\s*[）)〕]?"
)
_NUMBER = r"\s*[〇零一二三四五六七八九十百千两\d]+\s*"
_JOINT = r"(?:、|，(?=第)|或者?|以及|和|及|与|至|到|[-—~])"
_ITEM = rf"[（(]{_NUMBER}[）)]"
#: 第三十三条第一款第（二）项、第五十七条, 第十条至第十五条: an article, its parts and further articles.
_ARTICLE = re.compile(
    rf"第{_NUMBER}(?:{_JOINT}{_NUMBER})*条(?:之{_NUMBER})?"
    rf"(?:{_JOINT}?第(?:{_NUMBER}|{_ITEM})(?:{_JOINT}?(?:{_NUMBER}|{_ITEM}))*(?:条(?:之{_NUMBER})?|款|项|目)"
    rf"|[至到]{_NUMBER}条)*"
)
#: Between a title and its article: 之, 中的, an edition (2021年修正) or a short name (以下简称《条例》).
_TO_ARTICLE = re.compile(
    r"(?:\s*[（(](?:[^（）()。；\n]{0,12}(?:\d{4}\s*年|修正|修订|试行|暂行|版)[^（）()。；\n]{0,12}"
    r"|(?:以下|下文)?(?:简称|统称|称)[^（）()。；\n]{1,20})[）)])*\s*(?:之|中?的?)\s*(?=第)"
)
#: What follows the words that tell the kind: (试行), also where one of its brackets or both are lost.
_TRAILER = re.compile(
    r"(?:[（(][^（）()]{1,20}[）)])+$|[（(][^（）()]{1,20}$"
    r"|[（(]?(?:(?:19|20)\d\d(?:年度?)?(?:[-—~至到](?:19|20)\d\d年?)?[版本]?|试行|暂行)[）)]?$"
)
_NATURAL_END = re.compile(
    r"(?:条例|规定|办法|细则|规则|准则|规程|规范|决定|意见|通知|规划|纲要|方案|要点|法典|宪法|法)(?:（[^（）]{2,12}）)?(?=[，。；、》《”\n]|等|的|和|及|精神|要求)"
)


class Title(NamedTuple):
    """A candidate name: the whole span with brackets, and the name's own span inside it."""

    start: int
    end: int
    name_start: int
    name_end: int
    rule: str
    confidence: float


def quoted_titles(folded: str) -> Iterator[Title]:
    """Outermost 《…》 (nested 《》 and 〈〉 belong to it); an unclosed 《 runs to the name's natural end."""
    position = 0
    while (start := folded.find("《", position)) >= 0:
        depth = 0
        end = None
        for mark in _TITLE_MARK.finditer(folded, start, start + _LONGEST_TITLE):
            if mark.group() == "《":
                depth += 1
            elif mark.group() == "》":
                depth -= 1
                if depth == 0:
                    end = mark.end()
                    break
            else:
                break
        if end is not None and "《" in folded[start + 1 : end] and not _nested(folded[start:end]):
            end = None
        if end is not None:
            yield Title(start, end, start + 1, end - 1, "quoted", 0.97)
            position = end
            continue
        natural = _NATURAL_END.search(folded, start + 1, start + 61)
        following = folded.find("《", start + 1)
        if natural and not (0 <= following < natural.start()):
            yield Title(start, natural.end(), start + 1, natural.end(), "unclosed", 0.8)
            position = natural.end()
        else:
            position = start + 1


def _nested(span: str) -> bool:
    """Whether inner 《》 are a title within a title (关于印发《X》的通知) and not the next title of a row."""
    inner = span.index("《", 1)
    return span.count("《") == span.count("》") and span[inner - 1] not in "，、。；》"


def is_instrument(title: Title, folded: str) -> bool:
    """Whether a 《》 name is an instrument, by the register, its last words and the words around it."""
    name = folded[title.name_start : title.name_end].strip()
    if not name:
        return False
    if title_key(name, commas=True) in instruments_by_key():
        return not _work_follower().search(folded[title.end : title.end + 12]) or name.endswith("法")
    core = _draft().sub("", _TRAILER.sub("", name).rstrip("〉》"))
    if _not_instrument().search(core) or (_paper().search(core) and not _OF_A_BODY.search(name)):
        return False
    before, after = folded[max(0, title.start - 16) : title.start], folded[title.end : title.end + 12]
    if _work_context().search(before) or _work_follower().search(after):
        return False
    return bool(_instrument_ending().search(core)) and len(core) >= 2


#: A body, a year, public administration or 关于 in a name: it was issued for all, not in a single case.
_OF_A_BODY = re.compile(
    r"[省市县区州旗镇乡局厅部委院办]|街道|普法|法治|执法|权力|权责|监管|(?:19|20)\d\d|^关于|的(?:通知|意见|决定|函)$"
)


@cache
def _instrument_ending() -> re.Pattern[str]:
    return re.compile(rf"(?:{union('citations', 'instrument_endings')})$")


@cache
def _not_instrument() -> re.Pattern[str]:
    return re.compile(rf"(?:{union('citations', 'not_instruments')})$")


@cache
def _draft() -> re.Pattern[str]:
    return re.compile(rf"(?<=[一-龥]{{2}})(?:{union('citations', 'drafts')})$")


@cache
def _paper() -> re.Pattern[str]:
    return re.compile(rf"(?:{union('citations', 'papers')})$")


@cache
def _work_context() -> re.Pattern[str]:
    return re.compile(union("citations", "work_contexts"))


@cache
def _work_follower() -> re.Pattern[str]:
    return re.compile(union("citations", "work_followers"))


#: From this length on, a title of any kind of instrument is taken for no other words.
_WHOLE_TITLE = 10
_BARE_KINDS = frozenset({"constitution", "law", "administrative_regulation", "party_regulation"})
#: What may follow a bare law name when it is only part of another name or stands for an idea.
_PART_OF_NAME = re.compile(
    r"^(?:[》〉”]?(?:日|周|月|宣传(?:日|周|月|教育日)|宣誓|意识|精神|权威|至上|思维|信仰|原则|知识竞赛|主题(?:公园|广场|日)|公园|广场|馆|长廊|文化|进"
    r"|学习读本|读本|大讲堂|典型案例|实施(?:\d+|[一二三四五六七八九十]+)周年))"
)


def bare_titles(folded: str) -> Iterator[Title]:
    """Names of instruments without 《》: 宪法, 民法典, full titles of laws, and plans like “八五”普法规划."""
    taken: list[tuple[int, int]] = []
    done = 0
    # Of names that begin together the longest, and none within another.
    for start, name in sorted(_names().find(folded), key=lambda found: (found[0], -len(found[1]))):
        end = start + len(name)
        if start < done:
            continue
        if len(name) < 4 and name.endswith("法") and name != "宪法" and not _stands_alone(folded, start, end):
            continue
        done = end
        if _PART_OF_NAME.match(folded[end : end + 10]) or _breaks_word(name, folded, start, end):
            continue
        taken.append((start, end))
        yield Title(start, end, start, end, "bare", 0.85)
    for hint, before, pattern in _BARE_PLANS:
        hints = (found.start() for found in re.finditer(hint, folded))
        for match in finditer_around(hints, pattern, folded, before=before, after=_LONGEST_PLAN):
            start, end = match.span(match.lastgroup or "name")
            if not any(a < end and start < b for a, b in taken):
                taken.append((start, end))
                yield Title(start, end, start, end, "bare_plan", 0.8)


#: Around a law's name of two or three characters, which may be part of other words (公司法务, 统计法治).
_BEFORE_SHORT_NAME = re.compile(
    r"(?:^|[，。；：、\s和及与以了对的新]|依据|根据|按照|依照|适用|违反|符合|学习|宣传|贯彻|落实|执行|实施|遵守|解读|宣讲|讲解|普及|开展|组织"
    r"|围绕|涉及|修订|修正|《[^》]{1,40}》)$"
)
_AFTER_SHORT_NAME = re.compile(
    r"第\s*[一二三四五六七八九十百〇零\d]+\s*条|等(?:相关|有关)?(?:法律|法规|规定)|(?:等(?!级)[^，。；]{0,4})?(?:法律|法规|专项|专题|系列|主题|集中)*"
    r"(?:宣传|普法|学习|培训|宣讲|宣贯|解读|知识|讲座|考试|测试|辅导|贯彻|规定|的规定|的要求|的相关规定|的有关规定)"
)
_ROW_OF_SHORT_NAMES = re.compile(
    r"(?:[、和及与《》]|以及){1,2}(?:新?修[订正]的)?([^，。；、《》和及与\n]{1,20}?(?:法典?|条例)》?)"
)


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """Whether a law's short name is a word of its own: a verb or a mark before, an article or an act after.

    Names of a row share what follows the last one.
    """
    if not _BEFORE_SHORT_NAME.search(folded[max(0, start - 44) : start]):
        return False
    while following := _ROW_OF_SHORT_NAMES.match(folded, end):
        end = following.end()
    return bool(_AFTER_SHORT_NAME.match(folded, end))


def _breaks_word(name: str, folded: str, start: int, end: int) -> bool:
    if folded[end : end + 2] == "学习":
        return False
    if folded[end : end + 1] in ("治", "制", "学", "官", "院", "律", "规", "定", "人", "务", "庭", "援"):
        return True
    if name == "宪法" and (
        re.match(r"(?:法律|和法律法规)(?:意识|权威|至上)", folded[end : end + 6])
        or re.search(r"(?:弘扬|维护|树立|尊崇|信仰|敬畏|增强|国家)$", folded[max(0, start - 4) : start])
    ):
        return True
    opening = folded.rfind("“", max(0, start - 20), start)
    if (
        opening >= 0
        and start - opening > 1
        and "”" not in folded[opening:start]
        and "”" in folded[end : end + 20]
    ):
        return True
    return folded[max(0, start - 1) : start] in ("《", "〈") or bool(
        re.match("[”]?(?:日|周|月)", folded[end : end + 2])
    )


_QUOTED_PERIOD = r"“?[一二三四五六七八九十]{1,2}五”?"
_LONGEST_PLAN = 60
#: Each behind characters that it always holds and how far at most these are from its beginning.
_BARE_PLANS = (
    ("规划", 5, re.compile(rf"(?P<name>{_QUOTED_PERIOD}规划)(?!纲要)")),
    (
        r"20\d\d年",
        0,
        re.compile(
            r"(?P<name>20\d\d年(?:度)?[^，。；、《》“”\d]{0,16}(?:法治|依法|普法)[^，。；、《》“”]{0,14}(?:工作要点|实施方案|工作计划"
            r"|工作方案))"
        ),
    ),
    (
        "党章",
        0,
        re.compile(
            r"(?<![一-龥])(?P<name>党章)(?=[、，。和及等])|(?<=学习|贯彻|遵守|背诵)(?P<name2>党章)(?=[、，。和及等])"
        ),
    ),
    (
        "五",
        3,
        re.compile(
            rf"(?P<name>{_QUOTED_PERIOD}(?:法治宣传教育|普法|普法依法治理|法治政府建设)(?:工作)?(?:规划|纲要|实施方案|实施意见))"
        ),
    ),
    (
        r"20\d\d年",
        3,
        re.compile(
            r"(?:制定|印发|出台|编制|下发|制订|起草|拟定)了?(?P<name>20\d\d年(?:度)?[^，。；、《》“”]{2,28}?(?:规划|纲要|要点|实施方案"
            r"|工作方案|计划|实施意见))(?=[，。；、]|等|并)"
        ),
    ),
)


@cache
def _names() -> EndingIndex:
    """Bare names: only whole titles that cannot be taken for other words."""
    bare: set[str] = set()
    for instrument in instruments().values():
        if instrument.kind not in _BARE_KINDS:
            bare |= {name for name in (instrument.title, instrument.short_title) if len(name) >= _WHOLE_TITLE}
            continue
        names = {instrument.title, instrument.short_title}
        if instrument.kind in ("law", "constitution"):
            names |= set(instrument.aliases)
        bare |= {
            name for name in names if len(name) >= 4 or name in ("宪法", "民法典") or instrument.kind == "law"
        }
    return EndingIndex(bare)


def attached_number(folded: str, end: int) -> tuple[int, tuple[int, int] | None]:
    """End offset and span of the document number (文号) that follows a title at ``end``, if any."""
    match = _DOCUMENT_NUMBER.match(folded, end)
    return (match.end(), match.span(1)) if match else (end, None)


def attached_article(folded: str, end: int) -> tuple[int, str | None]:
    """End offset and words of the article (第N条) or the row of articles that follows at ``end``, if any."""
    lead = _TO_ARTICLE.match(folded, end)
    match = _ARTICLE.match(folded, lead.end() if lead else end)
    return (match.end(), strip_space(match.group())) if match else (end, None)
