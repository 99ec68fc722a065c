"""Quantities in official prose: number, multiplier, approximation and measure word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from fazhi.extractors.language.characters import blank_out
from fazhi.extractors.language.lexicons import lexicon
from fazhi.extractors.language.numerals import ARABIC, MIXED, is_approximate, parse_number


class Quantity(NamedTuple):
    """A figure with its measure word. ``modifier`` is as in records; offsets are 0-based, end exclusive."""

    start: int
    end: int
    value: int | float
    unit: str
    modifier: str
    rule: str


_BEFORE = {
    "approx": r"近|约|大约|将近|接近|大概|约为",
    "more_than": r"超过|超|逾|突破|高于|多于|大于|不止",
    "at_least": r"不少于|不低于|不小于|至少|不下于|不下",
    "at_most": r"不超过|不超|至多|最多|不多于|不高于|不大于|不到|不足|少于|低于|小于",
}
#: How many characters before a figure the rules look at.
_REACH = 24
_AFTER = {"more_than": "以上", "at_most": "以内|以下", "approx": "左右|上下|余|多"}
#: The last characters of the modifiers that precede a figure.
_MODIFIER_ENDS = frozenset(
    "了有达为过" + "".join(word[-1] for words in _BEFORE.values() for word in words.split("|"))
)
_MODIFIERS = (
    re.compile("(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _BEFORE.items()) + ")[了有达为]?$"),
    re.compile("|".join(f"(?P<{name}>{words})" for name, words in _AFTER.items())),
)

#: Units in which rules draw their lines, and what may stand behind such a line.
_THRESHOLD_UNITS = ("元", "分", "天", "小时", "个工作日", "工作日", "平方米")
_THRESHOLD = re.compile(
    r"(?:的(?=[一-龥])|罚款|案件|项目|工程|合同|采购|支出|[、和及至到或]?\d[\d.]*[百千万亿]*(?:元|分|天|平方米)以[下内]的?(?=[一-龥]))"
)
#: 规定的55%, 要求达到的90%: what a rule asks, not what was done.
_QUOTED_NORM = re.compile(r"(?:规定|要求|下达|[国省市区县]定)(?:达到|完成)?的$")
_PLACE = re.compile(r"[一-龥]{0,3}[省市县区乡镇局委]")
#: What is counted by 期: courses and issues. Other Chinese numerals with 期 are stages of building.
_ISSUED = re.compile(
    r"(?:班|训|课|讲|堂|刊|报|栏|目|息|简|播|频|坛|龙|举办|开展|组织|开办|编发|印发|推送|发布)[^，。；]{0,4}$"
)
#: Meetings and works named by their ordinal, alone or in a row (七次、八次全会).
_NAMED_BY_ORDINAL = re.compile(
    r"(?:[、和及与至][一二三四五六七八九十]+[期次])*(?:全会|全体会|党代会|党员?代表|代表大会|人代会|工程|项目|地块|厂房|建设)"
)
#: A figure, the sum of several or one with its thousands set apart by spaces (1 081).
_NUMBER = rf"{MIXED}|\d{{1,3}}(?:[ \u00a0]\d{{3}})+(?!\d)|{ARABIC}"
#: A figure immediately after one of these is part of a longer number or code.
_PART_OF_NUMBER = re.compile(r"[\d.\-+×*/A-Za-z]")
#: Names, dates and ordinals in the order in which they are blanked out, each with a character it contains.
_NO_QUANTITIES = (
    ("《", re.compile(r"《[^》]*》")),
    ("〔", re.compile(r"[一-龥]{1,12}〔\d{4}〕第?\d+号")),
    ("“", re.compile(r"“[^”]{1,24}”")),
    ("年", re.compile(r"(?:19|20)\d\d年(?:度)?")),
    # The look-behind comes after the digit so that re can skip ahead to the digit.
    ("月", re.compile(r"\d(?<!\d\d)\d?月(?:份|\d{1,2}日)?")),
    ("日", re.compile(r"\d(?<!\d\d)\d?日")),
    ("第", re.compile(r"第\s*(?:\d+|[一二三四五六七八九十百]+)")),
)


def quantities(folded: str, start: int, end: int) -> Iterator[Quantity]:
    """The quantities in ``folded[start:end]``, in order. Names, dates, ordinals and titles are skipped."""
    if not _first_numeral().search(folded, start, end):
        return
    words = _masked(folded, start, end)
    for match in _matches(words):
        try:
            found = _quantity(words, match, start)
        except ValueError:
            # A sequence of numerals that is not a number (一一百).
            continue
        if found:
            yield found


def _matches(words: str) -> Iterator[re.Match[str]]:
    """The matches of ``_pattern()``. It lists about a hundred units, so it is tried only at numerals."""
    match_at = _pattern().match
    done = 0
    for numeral in _first_numeral().finditer(words):
        place = numeral.start()
        if place >= done and (match := match_at(words, place)):
            done = match.end()
            yield match


def _masked(folded: str, start: int, end: int) -> str:
    """The words with titles, document numbers and short quotations blanked out, keeping the length."""

    words = folded[start:end]
    for mark, pattern in _NO_QUANTITIES:
        if mark in words:
            words = blank_out(pattern, words)
    return words


@cache
def _first_numeral() -> re.Pattern[str]:
    """The first character of a quantity, with a check on the next one to exclude 一是, 进一步, 统一."""
    units = "".join(re.escape(str(unit)[0]) for unit in lexicon("quantities")["units"])
    return re.compile(
        rf"[\d一二两三四五六七八九十百千万]"
        rf"(?=[\d零一二两三四五六七八九十百千万亿余多几分 \u00a0下减降压缩上增提升,，.{units}])"
    )


@cache
def _pattern() -> re.Pattern[str]:
    units = lexicon("quantities")["units"]
    guarded = sorted(units, key=lambda unit: -len(str(unit)))
    alternatives = "|".join(f"{re.escape(str(u))}{units[u] or ''}" for u in guarded)
    return re.compile(
        rf"(?:百分之(?P<hundredth>[零一二三四五六七八九十百点]+|{ARABIC}))"
        rf"|(?P<from>(?<=[从由])(?P<first>{ARABIC})(?=(?:下降|减少|降低|压缩|缩短|上升|增加|提高|提升|增长|增|减|降|升)(?:至|到|为)))"
        rf"|(?:(?P<number>{_NUMBER})|(?P<chinese>[一二两三四五六七八九十百千][零〇一二两三四五六七八九十百千万亿]*|[百千万](?=余|多)"
        rf"|(?<=[近上约超逾达过])[百千万]))"
        rf"(?P<odd>[余多几])?(?P<multiplier>百万|千万|万亿|[百千万亿])?(?P<odd_after>[余多几])?(?P<unit>{alternatives})"
        r"(?P<after>以上|以内|以下|左右|上下|余|多(?=[，。；、]))?"
    )


def _quantity(words: str, match: re.Match[str], offset: int) -> Quantity | None:
    before = words[max(0, match.start() - _REACH) : match.start()]
    if _threshold(words, match, before):
        return None
    hundredth, first, number, chinese = match.group("hundredth", "first", "number", "chinese")
    multiplier, unit = match.group("multiplier", "unit")
    if hundredth:
        value = _hundredth(hundredth)
        return _made(words, match, offset, value, "%", "share") if value is not None else None
    if first:
        shared = _unit_of_second(words, match.end())
        return _made(words, match, offset, parse_number(first), shared, "from") if shared else None
    if number:
        if _PART_OF_NUMBER.match(before[-1:]) or _year_of_edition(words, match, before):
            return None
        if unit in ("天", "小时", "个工作日", "工作日", "日") and not _shortens(before):
            return None
        return _made(
            words, match, offset, parse_number(re.sub(r"\s", "", number) + (multiplier or "")), unit, "figure"
        )
    # 十分 usually means "very"; 十字 is a cross.
    if unit in ("分", "字") or before.endswith(("数", "几")) or not _counts(words, match, before):
        return None
    return _made(words, match, offset, parse_number(chinese + (multiplier or "")), unit, "chinese")


def _made(
    words: str, match: re.Match[str], offset: int, value: int | float, unit: str, rule: str
) -> Quantity:
    return Quantity(offset + match.start(), offset + match.end(), value, unit, _modifier(words, match), rule)


def _modifier(words: str, match: re.Match[str]) -> str:
    chinese, odd, odd_after, after = match.group("chinese", "odd", "odd_after", "after")
    last = words[match.start() - 1] if match.start() else ""
    if last in _MODIFIER_ENDS:
        before = _MODIFIERS[0].search(words[max(0, match.start() - 5) : match.start()])
        if before and before.lastgroup:
            return before.lastgroup
    if last in ("上", "过") and chinese in ("百", "千", "万"):
        return "approx" if last == "上" else "more_than"
    if odd or odd_after or (chinese and is_approximate(chinese)):
        return "approx"
    behind = _MODIFIERS[1].fullmatch(after) if after else None
    return behind.lastgroup if behind and behind.lastgroup else "exact"


def _hundredth(written: str) -> float | int | None:
    if written[0].isdigit():
        return parse_number(written)
    whole, _, part = written.partition("点")
    try:
        if not part:
            return parse_number(whole)
        return float(f"{parse_number(whole)}." + "".join(str("零一二三四五六七八九".index(c)) for c in part))
    except ValueError:
        return None


def _unit_of_second(words: str, position: int) -> str | None:
    """从34降至21件: only the second figure has the unit."""
    second = _pattern().search(words, position)
    return second.group("unit") if second and second.start() - position <= 6 else None


def _shortens(before: str) -> bool:
    """Durations count only where a time was measured or cut, unlike 7×24小时 or 3个工作日内."""
    return bool(
        re.search(
            r"(?:缩短|压缩|压减|减少|提速|平均|由|从|至|到|为|仅需|只需|累计|时限)[^，。；]{0,8}$", before
        )
    )


def _threshold(words: str, match: re.Match[str], before: str) -> bool:
    """5万元以上的案件, 省里规定的55%: the figure tells which cases are meant, or what a rule asks."""
    if match.group("first"):
        return False
    if _QUOTED_NORM.search(before):
        return True
    modifier = _modifier(words, match)
    if modifier == "exact" or match.group("unit") not in _THRESHOLD_UNITS:
        return False
    following = words[match.end() : match.end() + _REACH]
    return bool(_THRESHOLD.match(following)) if match.group("after") or modifier != "approx" else False


def _year_of_edition(words: str, match: re.Match[str], before: str) -> bool:
    """2024版; 2022张家镇, where 年 was lost: a number that is a year."""
    if not re.fullmatch(r"20[0-3]\d", match.group("number")) or match.group("multiplier"):
        return False
    return match.group("unit") == "版" or (
        re.search(r"(?:^|[。；\n])\s*$", before) is not None and _PLACE.match(words, match.end()) is not None
    )


def _ordinal(unit: str, before: str, following: str) -> bool:
    """三期工程, 七次全会, 二期、三期: the numeral says which one, not how many."""
    if unit == "期" and not _ISSUED.search(before):
        return True
    return unit in ("期", "次") and bool(_NAMED_BY_ORDINAL.match(following))


@cache
def _counting_verb() -> re.Pattern[str]:
    return re.compile(lexicon("quantities")["counting_verbs"] + r"(?:了|共|近|约)?$")


def _counts(words: str, match: re.Match[str], before: str) -> bool:
    """A Chinese numeral is a quantity if an action verb comes right before it or it ends its clause."""
    written, unit = match.group("chinese"), match.group("unit")
    following = words[match.end() : match.end() + 8]
    if re.search(r"[第每某这那另上下同各任首前后唯统单专万十百千]$", before) or "□" in following[:1]:
        return bool(match.group("odd") or match.group("odd_after")) or (
            before.endswith(("上", "近")) and written in "百千万"
        )
    if match.group("odd") or match.group("odd_after") or re.search(r"[近约超逾]$", before):
        return True
    # 百家争鸣, 千家万户: no number of their own.
    if written in ("百", "千") and not before.endswith(("上", "达", "过")):
        return False
    if _ordinal(unit, before, words[match.end() :]):
        return False
    if written == "一" and not re.search(r"(?:立案|共|仅|查处|发生|新增|受理|累计)$", before):
        return False
    if re.match(lexicon("quantities")["idiom_followers"], following):
        return False
    if "十" in written or "百" in written or (unit in ("名", "位") and written != "一"):
        return True
    verb = _counting_verb().search(before)
    ends = bool(re.match(r"[，。；、）]|$", following))
    return bool(verb) or (ends and unit in lexicon("quantities")["sure_units"] and written != "一")
