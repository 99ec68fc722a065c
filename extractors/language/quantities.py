"""Quantities in official prose: number, multiplier, approximation and measure word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from fazhi.extractors.language.characters import blank_out
from fazhi.extractors.language.counted import arabic_counts, chinese_counts, is_norm
from fazhi.extractors.language.lexicons import lexicon
from fazhi.extractors.language.modifiers import (
    IN_A_ROW,
    modifier_of,
    preceding_modifier,
    qualifies_each,
)
from fazhi.extractors.language.numerals import ARABIC, MIXED, parse_number


class Quantity(NamedTuple):
    """A figure with its measure word. ``modifier`` is as in records; offsets are 0-based, end exclusive.

    A range (10至15件) has its lower bound as ``value`` and its ``upper`` bound.
    """

    start: int
    end: int
    value: int | float
    unit: str
    modifier: str
    rule: str
    upper: int | float | None = None


#: A figure, the sum of several or one with its thousands set apart by spaces (1 081).
_NUMBER = rf"{MIXED}|\d{{1,3}}(?:[ \u00a0]\d{{3}}){{1,5}}(?!\d)|{ARABIC}"
_MULTIPLIER = "百万|千万|万亿|[百千万亿]"
_DIGITS = "零〇一二两三四五六七八九"
_CHINESE = f"[{_DIGITS[2:]}十百千][{_DIGITS}十百千万亿]{{0,14}}"
#: The lower end of a range (10至15件, 5%-10%, 三到五家), up to the numeral of the upper one.
_LOWER = re.compile(
    rf"(?P<low>{ARABIC}|{_CHINESE})(?P<multiplier>{_MULTIPLIER})?(?P<unit>[%一-龥]{{0,3}}?)(?:--?|至|到)"
    rf"(?=[\d{_DIGITS}十百千])"
)
#: 三到五万元, 两至三百件: the multiplier at the end of the upper bound.
_SHARED = re.compile(r"(?:百万|千万|万亿|[百千万亿])$")
#: Names, dates and ordinals in the order in which they are blanked out, each with a character it contains.
_NO_QUANTITIES = (
    ("《", re.compile(r"《[^》]*》")),
    ("〔", re.compile(r"[一-龥]{1,12}〔\d{4}〕第?\d+号")),
    ("“", re.compile(r"“[^”]{1,24}”")),
    ("年", re.compile(r"(?:19|20)\d\d年(?:度)?")),
    # The look-behind comes after the digit so that re can skip ahead to the digit.
    ("月", re.compile(r"\d(?<!\d\d)\d?月(?:份|\d{1,2}日)?")),
    ("第", re.compile(r"第\s*(?:\d+(?:[、和及与至-]\d+)*|[零〇一二三四五六七八九十百千]+)")),
)
_DAY = re.compile(r"\d(?<!\d\d)\d?日")
#: What stands between a figure without measure word and the last of its row.
_REST_OF_ROW = re.compile(rf"(?:[、和及与](?:{ARABIC})){{0,5}}[、和及与](?=\d)")
#: Ends the words before 零 that say that it is a rate.
_RATE = re.compile(r"率[^，。；]{0,4}$")
#: 时限由30日压缩至12日: days of a time that is measured, not of the calendar.
_TIME_MEASURED = re.compile("时限|压缩|缩短|压减|提速")


def numerals(folded: str) -> Iterator[int]:
    """Offsets, in order, such that every quantity in ``folded`` holds one of them."""
    return (numeral.start() for numeral in _first_numeral().finditer(folded))


def quantities(folded: str, start: int, end: int) -> Iterator[Quantity]:
    """The quantities in ``folded[start:end]``, in order. Names, dates, ordinals and titles are skipped."""
    if not _first_numeral().search(folded, start, end):
        return
    words = _masked(folded, start, end)
    last, shared = 0, None
    for match, lower in _matches(words):
        try:
            found = _quantity(words, match, lower)
        except ValueError:
            # A sequence of numerals that is not a number (一一百).
            continue
        if not found:
            continue
        in_row = shared and IN_A_ROW.fullmatch(words, last, found.start)
        if in_row and found.modifier == "exact" and shared:
            found = found._replace(modifier=shared)
        elif not in_row:
            shared = preceding_modifier(words, found.start) if qualifies_each(words, found.start) else None
        last = found.end
        yield Quantity(start + found.start, start + found.end, *found[2:])


def _matches(words: str) -> Iterator[tuple[re.Match[str], re.Match[str] | None]]:
    """The matches of ``_pattern()`` and, of ranges, of ``_LOWER``.

    The pattern lists more than a hundred units, so it is tried only at numerals.
    """
    match_at = _pattern().match
    done = 0
    for numeral in _first_numeral().finditer(words):
        place = numeral.start()
        if place < done:
            continue
        match = None
        if lower := _LOWER.match(words, place):
            match = match_at(words, lower.end())
            if match and not _same_kind(lower, match):
                match = None
        if match is None:
            lower, match = None, match_at(words, place)
        if match:
            done = match.end()
            yield match, lower


def _same_kind(lower: re.Match[str], upper: re.Match[str]) -> bool:
    """Whether two numerals are the ends of a range: both are in digits, or neither, and count one thing."""
    numeral = upper.group("number") or upper.group("chinese")
    if not numeral or numeral[0].isdigit() != lower.group("low")[0].isdigit():
        return False
    return lower.group("unit") in ("", upper.group("unit"))


def _masked(folded: str, start: int, end: int) -> str:
    """The words with titles, document numbers and short quotations blanked out, keeping the length."""
    words = folded[start:end]
    for mark, pattern in _NO_QUANTITIES:
        if mark in words:
            words = blank_out(pattern, words)
    if "日" in words and not _TIME_MEASURED.search(words):
        words = blank_out(_DAY, words)
    return words


@cache
def _first_numeral() -> re.Pattern[str]:
    """The first character of a quantity, with a check on the next one to exclude 一是, 进一步, 统一."""
    units = "".join(re.escape(unit[0]) for unit in _units())
    return re.compile(
        rf"[\d一二两三四五六七八九十百千万](?<![\d.][\d])"
        r"(?=[\d零一二两三四五六七八九十百千万亿余多几成分至到、和及与 \u00a0下减降压缩上增提升,，.+（①-⑳\-"
        rf"{units}])"
        r"|[零0](?<=[为是][零0])(?=[，。；、）]|$)"
    )


@cache
def _units() -> dict[str, str]:
    """Measure words, each with what must not follow it."""
    words = lexicon("quantities")
    return {str(unit): guard or "" for unit, guard in {**words["units"], **words["units_of_digits"]}.items()}


@cache
def _pattern() -> re.Pattern[str]:
    units = _units()
    alternatives = "|".join(
        f"{re.escape(unit)}{units[unit]}" for unit in sorted(units, key=lambda unit: -len(unit))
    )
    return re.compile(
        rf"(?:百分之(?P<hundredth>[{_DIGITS}十百点]{{1,14}}|{ARABIC})(?P<after_share>以上|以下|左右)?|百分(?P<all>百)(?=[，。；、）]|$))"
        r"|(?P<tenths>(?<![一二两三四五六七八九十])[一二两三四五六七八九]|\d(?:\.\d)?)成(?![立员功果效本长分都年绩交熟就型品套规语]|人(?!员)|不变|为[了一])"
        r"(?P<tenth>[一二三四五六七八九半](?=左右|以上|以下|[，。；、）]|$))?(?P<after_tenths>以上|以下|左右|多|余)?"
        r"|(?P<nil>零(?=[，。；、）]|$)|(?<!\d)0(?=[，。；）]|$))"
        rf"|(?P<from>(?<=[从由])(?P<first>{ARABIC})(?=(?:下降|减少|降低|压缩|缩短|上升|增加|提高|提升|增长|增|减|降|升)(?:至|到|为)))"
        rf"|(?P<in_row>{ARABIC})(?=[、和及与]\d)"
        rf"|(?:(?P<number>{_NUMBER})|(?P<chinese>{_CHINESE}|[百千万](?=余|多)|(?<=[近上约超逾达过足到])[百千万]))"
        rf"[①-⑳]?(?P<odd>[余多几])?(?P<open>（)?(?P<multiplier>{_MULTIPLIER})?(?P<odd_after>[余多几])?(?P<plus>\+)?"
        rf"(?P<unit>{alternatives})(?(open)）)(?:（不?含[一-龥]{{0,2}}）)?(?P<after>以上|以内|以下|左右|上下|开外|余|多(?=[，。；、]))?"
    )


def _quantity(words: str, match: re.Match[str], lower: re.Match[str] | None) -> Quantity | None:
    if is_norm(words, match, lower.start() if lower else match.start()):
        return None
    unit = match.group("unit")
    if not unit:
        return _share_or_first(words, match)
    if lower:
        return _range(words, match, lower)
    in_digits = match.group("number") is not None
    value = _value(match)
    if not (arabic_counts if in_digits else chinese_counts)(words, match):
        return None
    return _made(words, match, value, unit, "figure" if in_digits else "chinese")


def _share_or_first(words: str, match: re.Match[str]) -> Quantity | None:
    """百分之八十, 三成, 零; or 从34 of 从34降至21件: what has no measure word of its own."""
    hundredth, all_of_it, tenths, tenth, nil, first, in_row = match.group(
        "hundredth", "all", "tenths", "tenth", "nil", "first", "in_row"
    )
    if in_row:
        return _in_row(words, match)
    if first:
        unit = _unit_of_second(words, match.end())
        return _made(words, match, parse_number(first), unit, "from") if unit else None
    # 败诉率为零; of what else a zero is, the words do not say.
    if nil and not _RATE.search(words, max(0, match.start() - 12), match.start()):
        return None
    value = 100 if all_of_it else 0 if nil else _tenths(tenths, tenth) if tenths else _hundredth(hundredth)
    return _made(words, match, value, "%", "share") if value is not None else None


def _in_row(words: str, match: re.Match[str]) -> Quantity | None:
    """分别为12、8和5件: the last figure of the row gives the measure word, and its multiplier, for all."""
    rest = _REST_OF_ROW.match(words, match.end())
    last = _pattern().match(words, rest.end()) if rest else None
    if (
        not last
        or not last.group("number")
        or "分别" not in words[max(0, match.start() - 24) : match.start()]
    ):
        return None
    value = parse_number(match.group("in_row") + (last.group("multiplier") or ""))
    return _made(words, match, value, last.group("unit"), "figure")


def _range(words: str, match: re.Match[str], lower: re.Match[str]) -> Quantity | None:
    """10至15万件, 两三到五万元: a multiplier of the upper bound alone is that of both, if it can be."""
    low, upper = lower.group("low") + (lower.group("multiplier") or ""), _value(match)
    value = parse_number(low)
    if not lower.group("multiplier") and not lower.group("unit"):
        shared = _SHARED.search(match.group("multiplier") or match.group("number") or match.group("chinese"))
        if shared and not _SHARED.search(low) and parse_number(low + shared.group()) < upper:
            value = parse_number(low + shared.group())
    if value >= upper or not arabic_counts(words, match, lower.start()):
        return None
    qualified = preceding_modifier(words, lower.start()) or "at_least"
    unit, rule = match.group("unit"), "figure" if match.group("number") else "chinese"
    return Quantity(lower.start(), match.end(), value, unit, qualified, rule, upper)


def _made(words: str, match: re.Match[str], value: int | float, unit: str, rule: str) -> Quantity:
    return Quantity(*match.span(), value, unit, modifier_of(words, match), rule)


def _value(match: re.Match[str]) -> int | float:
    numeral = match.group("number") or match.group("chinese")
    return parse_number("".join(numeral.split()) + (match.group("multiplier") or ""))


def _tenths(whole: str, part: str | None) -> int | float:
    value = parse_number(whole) * 10 + (5 if part == "半" else parse_number(part) if part else 0)
    return int(value) if value == int(value) else value


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
