"""FZ307, FZ309, FZ310, FZ313, FZ314: drafting slips: terms, numbering, placeholders, marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import yaml

from fazhi.extractors.language.characters import FULL_WIDTH
from fazhi.extractors.language.headings import heading_marker
from fazhi.extractors.language.numerals import parse_number
from fazhi.extractors.reading.document import Section
from fazhi.kg.checks.context import CheckContext
from fazhi.kg.checks.finding import Diagnostic, Edit

_NUMERAL = re.compile(r"[一二三四五六七八九十]{1,3}|\d{1,2}")
_ITEM = re.compile(r"(?:^|(?<=[，。；：、\n）”]))(?P<numeral>[一二三四五六七八九十]{1,3})是(?!否|一)")
_PLACEHOLDERS = re.compile(
    r"(?<![A-Za-z])[Xx]{2,}(?![A-Za-z])|[×✕╳]{2,}|(?<![A-Za-z])[Xx×](?=[年月日](?![A-Za-z]))"
    r"|待(?:补充|核实|完善后补|填写|填)|此处(?:插入|补充|填写|待)|[（(]\s*(?:待定|待补)\s*[）)]|TODO|TBD"
    r"|_{3,}|＿{2,}|【\s*】|（\s*）|\(\s*\)|《\s*》|“\s*”|〔\s*+(?:\d{1,4}\s*+)?〕(?:第)?\s*号|[?？]{2,}"
)
#: A name of which the surname is left (王××); no surname that is a word before a place-holder (于××年).
_MASKED_NAME = re.compile(
    "(?<![一-龥])[王李张刘陈杨赵黄吴徐孙胡朱郭罗宋郑谢韩唐冯董袁邓沈彭吕卢蒋蔡贾魏薛潘杜戴钟汪姜范]"
    "[×Xx]{2}(?![×Xx局市县区镇村年月日号〔（])"
)
#: Names and telephone numbers are masked on purpose.
_MASKED = re.compile(r"联系人|签发人|电话|手机|某|身份证|举报")
_SECOND = re.compile(r"二(?:是|要|则|、)|其二|第二|另一方面|再(?:是|次|者)|其次|两者|两个方面")
_PAIRS = {"“": "”", "（": "）"}
#: Marks between Chinese characters, or brackets; a comma also before a figure.
_HALF_WIDTH = re.compile(
    r"(?<=[一-龥》”）〕])(?:[,;:?!](?=[一-龥《“（]|$)|,(?=\d))|(?<=\))[,;:?!](?=[一-龥《“（])", re.MULTILINE
)
#: Brackets behind Chinese text, or where a paragraph begins.
_HALF_WIDTH_BRACKETS = re.compile(r"(?:^|(?<=[一-龥》”，。；：、]))\([^()（）\n]{1,120}\)", re.MULTILINE)
_HAN = re.compile("[一-龥]")
_CHINESE = "一二三四五六七八九十"
#: A list mark and what stands before it are shorter than this.
_LONGEST_LIST_MARK = 5
_LIST_MARK = re.compile(r"(?:^|[，。；：、\s]|其中)(?:[一二三四五六七八九十\d]{1,3}|[A-Za-z])$")


def outdated_terms(context: CheckContext) -> Iterator[Diagnostic]:
    """Terms that are wrong or out of date, as listed in terms.yaml."""
    for term in _terms():
        if (context.year or 0) < term.get("from_year", 0):
            continue
        for match in re.finditer(term["written"], context.report_text.folded):
            yield Diagnostic(
                *match.span(),
                zh=term["zh"],
                en=term["en"],
                suggestion_zh=f"改为{term['meant']}",
                suggestion_en=f"Write {term['meant']}",
            )


def numbering(context: CheckContext) -> Iterator[Diagnostic]:
    """Heading and 一是 item numbers that are skipped or repeated, and an 一是 without a 二是."""
    yield from _headings(context)
    yield from _items(context)
    yield from _single_items(context)


def leftovers(context: CheckContext) -> Iterator[Diagnostic]:
    """Placeholders that were never filled in."""
    text = context.report_text.text
    for start, end in context.report_text.paragraphs:
        for match in _PLACEHOLDERS.finditer(text, start, end):
            near = text[max(start, match.start() - 20) : match.end() + 2]
            if _MASKED.search(near) or _MASKED_NAME.match(text, match.start() - 1):
                continue
            yield Diagnostic(
                match.start(),
                match.end(),
                zh=f"疑为未填写的内容：“{match.group()}”",
                en=f"This looks like something left to be filled in: {match.group()}",
                suggestion_zh="补全或删去",
                suggestion_en="Fill it in or leave it out",
            )


def unpaired(context: CheckContext) -> Iterator[Diagnostic]:
    """Unpaired quotation marks and round brackets, paragraph by paragraph."""
    for start, end in context.report_text.paragraphs:
        for opening, closing in _PAIRS.items():
            yield from _unpaired(context, start, end, opening, closing)


def half_width(context: CheckContext) -> Iterator[Diagnostic]:
    """Half-width marks in Chinese text, all of a report in one; what was recognised may show another mark."""
    text = context.report_text.text
    edits = [match.span() for match in _HALF_WIDTH.finditer(text)]
    for match in _HALF_WIDTH_BRACKETS.finditer(text):
        if _HAN.search(match.group()):
            edits += [(match.start(), match.start() + 1), (match.end() - 1, match.end())]
    document = context.extraction.document
    edits = sorted(edit for edit in edits if document.confidence(*edit) == 1)
    if not edits:
        return
    start, end = edits[0]
    number = len(edits)
    yield Diagnostic(
        start,
        end,
        zh=f"中文里用了半角标点“{text[start:end]}”" + (f"，全文共{number}处" if number > 1 else ""),
        en=f"A half-width {text[start:end]} in Chinese text" + (f", {number} in all" if number > 1 else ""),
        suggestion_zh=f"改用全角“{text[start:end].translate(FULL_WIDTH)}”",
        suggestion_en=f"Write the full-width {text[start:end].translate(FULL_WIDTH)}",
        fix=tuple(Edit(first, last, text[first:last].translate(FULL_WIDTH)) for first, last in edits),
    )


def _unpaired(
    context: CheckContext, start: int, end: int, opening: str, closing: str
) -> Iterator[Diagnostic]:
    folded = context.report_text.folded
    waiting: list[int] = []
    lonely: list[int] = []
    for offset in range(start, end):
        character = folded[offset]
        if character == opening:
            waiting.append(offset)
        elif character == closing:
            if waiting:
                waiting.pop()
            elif not _LIST_MARK.search(folded[max(start, offset - _LONGEST_LIST_MARK) : offset]):
                lonely.append(offset)
    for offset in sorted((*waiting, *lonely)):
        mark = context.report_text.text[offset]
        yield Diagnostic(
            offset,
            offset + 1,
            zh=f"“{mark}”没有成对使用" if opening == "（" else f"引号{mark}没有成对使用",
            en=f"{mark} has no partner in this paragraph",
            suggestion_zh="补上另一半或删去",
            suggestion_en="Add its partner or leave it out",
        )


def _headings(context: CheckContext) -> Iterator[Diagnostic]:
    folded = context.report_text.folded
    siblings: dict[tuple[str | None, str], list[Section]] = {}
    for section in context.report_text.sections:
        if section.number:
            marker = heading_marker(folded[section.start : section.end], block_only=True)
            siblings.setdefault((section.parent, marker.style if marker else ""), []).append(section)
    for sections in siblings.values():
        for before, after in pairwise(sections):
            if _follows(context, before, after):
                continue
            repeats = _ordinal(before.number) == _ordinal(after.number)
            what_zh, what_en = ("重复", "repeats") if repeats else ("不连续", "does not follow")
            yield Diagnostic(
                after.start,
                after.start + len(after.number),
                zh=f"标题序号{what_zh}：“{before.number}”之后是“{after.number}”",
                en=f"The heading's number {what_en}: {before.number} is followed by {after.number}",
                suggestion_zh="核对标题序号，或检查是否缺漏一部分",
                suggestion_en="Check the numbers, or whether a part is missing",
                related=((before.start, before.start + len(before.number)),),
            )


def _follows(context: CheckContext, before: Section, after: Section) -> bool:
    """Whether the number of ``after`` may follow that of ``before``."""
    one, other = _ordinal(before.number), _ordinal(after.number)
    if one is None or other is None or other == one + 1:
        return True
    # Below the first level, a list may restart after its own lead-in (整改情况：（一）…).
    if other == 1 and one > 1 and after.level > 1:
        return True
    # The missing numbers may be inside a paragraph, where the outline does not look for headings.
    digits = before.number.strip("（()）、.． ").isdigit()
    missing = _NUMERAL.sub(str(one + 1) if digits else _CHINESE[min(one, 9)], before.number, count=1)
    return other > one and missing in context.report_text.text[before.start : after.start]


def _items(context: CheckContext) -> Iterator[Diagnostic]:
    """一是…三是: the items of one run. A run ends at the next heading or the next 一是."""
    text, folded = context.report_text.text, context.report_text.folded
    previous: tuple[int, int, int, str] | None = None
    for match in _ITEM.finditer(folded):
        ordinal = _ordinal(match["numeral"])
        if ordinal is None:
            continue
        section = context.report_text.section(match.start()).id
        if previous and previous[3] == section and ordinal not in (previous[2] + 1, 1):
            between = folded[previous[1] : match.start()]
            if ordinal > previous[2] and re.search(rf"{_CHINESE[min(previous[2], 9)]}[是要则、来]", between):
                continue
            before = text[previous[0] : previous[1]]
            what_zh, what_en = (
                ("重复", "repeats") if ordinal == previous[2] else ("不连续", "does not follow")
            )
            yield Diagnostic(
                match.start(),
                match.end(),
                zh=f"序号{what_zh}：“{before}”之后是“{match.group()}”",
                en=f"The item's number {what_en}: {before} is followed by {match.group()}",
                suggestion_zh="核对序号，或检查是否缺漏一项",
                suggestion_en="Check the numbers, or whether an item is missing",
                related=((previous[0], previous[1]),),
            )
        previous = (match.start(), match.end(), ordinal, section)


def _single_items(context: CheckContext) -> Iterator[Diagnostic]:
    """An 一是 with no 二是 before the next heading of its level."""
    folded = context.report_text.folded
    for match in _ITEM.finditer(folded):
        if match["numeral"] != "一":
            continue
        section = context.report_text.section(match.start())
        others = [m for m in _ITEM.finditer(folded, match.end(), section.end) if m["numeral"] != "一"]
        if not others and not _SECOND.search(folded, match.end(), section.end):
            yield Diagnostic(
                *match.span(),
                zh="只有“一是”，没有“二是”",
                en="There is a first item (一是) and no second",
                suggestion_zh="检查是否缺漏一项；只有一项的，不必编号",
                suggestion_en="Check whether an item is missing; a single item needs no number",
            )


@cache
def _terms() -> list[dict[str, Any]]:
    terms: list[dict[str, Any]] = yaml.safe_load(
        files("fazhi.kg.checks").joinpath("terms.yaml").read_text("utf-8")
    )
    return terms


def _ordinal(number: str) -> int | None:
    match = _NUMERAL.search(number)
    if not match:
        return None
    try:
        return int(parse_number(match.group()))
    except ValueError:
        return None
