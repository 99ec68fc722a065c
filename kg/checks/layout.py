"""FZ315-FZ318: the layout of official documents (GB/T 9704—2012): levels, numbers of documents, the date."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping

from fazhi.extractors.language.dates import find_dates
from fazhi.extractors.language.headings import heading_marker
from fazhi.extractors.outline import body_end
from fazhi.extractors.reading.document import Section
from fazhi.kg.checks.context import CheckContext
from fazhi.kg.checks.finding import Diagnostic, Edit
from fazhi.kg.checks.titles import OTHERWISE_NUMBERED

#: The four levels of GB/T 9704—2012, 7.3.3, outermost first, each with its form.
_LEVELS = {"chinese": "一、", "bracketed": "（一）", "arabic": "1.", "arabic_bracketed": "（1）"}
_ORDER = list(_LEVELS)
#: What the standard has not: the style of the number, how it ends, in folded text.
_WRONG_MARKS = {
    "chinese": re.compile(r"[.．，,]$"),
    "bracketed": re.compile(r"[）)][、.．]$"),
    "arabic": re.compile(r"、$"),
    "arabic_bracketed": re.compile(r"^\d+[）)]$"),
}
#: A year in other brackets than 〔〕 is told with what follows it (FZ111).
_DOCUMENT_NUMBER = re.compile(
    r"(?P<agency>[一-龥]{1,2})〔(?P<year>(?:19|20)?\d\d)〕\s*+(?P<ordinal>第\s*+)?(?P<number>\d{1,5})\s*+号"
)
_CHINESE_DATE = re.compile(
    r"(?:二[〇○零Oo0]|一九)[〇○零一二三四五六七八九]{2}年[元一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
_PADDED_DATE = re.compile(r"(?:19|20)\d\d年(?:0\d月\d{1,2}|\d{1,2}月0\d)日")


def heading_levels(context: CheckContext) -> Iterator[Diagnostic]:
    """Headings that leave a level out or turn the order of the levels round, each way once."""
    numbered = _numbered(context)
    by_id = {section.id: (section, style) for section, style in numbered}
    # Of the parts of a heading, the first stands right below it or none does.
    first_parts = {section.parent: (section, style) for section, style in reversed(numbered)}
    with_parts = {
        parent for parent, (section, style) in first_parts.items() if _is_part(context, section, style, by_id)
    }
    told: set[tuple[str, str]] = set()
    for section, style in numbered:
        above, style_above = by_id.get(section.parent or "", (section, style))
        step = _ORDER.index(style) - _ORDER.index(style_above)
        left_out = _ORDER[_ORDER.index(style_above) + 1 : _ORDER.index(style)]
        # A list may stand below 一、 with 1., as long as nothing stands below its items.
        fits = 0 <= step <= 1 or (step == 2 and section.id not in with_parts)
        if fits or (style_above, style) in told:
            continue
        told.add((style_above, style))
        if step < 0:
            zh = f"“{above.number}”之下用了上一层次的“{section.number}”"
            en = f"{section.number}, of a level further out, stands below {above.number}"
        else:
            forms = "”“".join(_LEVELS[each] for each in left_out)
            zh = f"“{above.number}”之下直接用“{section.number}”，跳过了“{forms}”"
            en = f"{section.number} stands below {above.number}: “{forms}” is left out"
        yield Diagnostic(
            *_number(section),
            zh=zh,
            en=en,
            suggestion_zh="层次序数依次用“一、”“（一）”“1.”“（1）”",
            suggestion_en="Number the levels 一、 （一） 1. （1） in this order",
            related=(_number(above),),
        )


def heading_marks(context: CheckContext) -> Iterator[Diagnostic]:
    """Numbers of headings in another form than the standard's (1、 for 1.), each form once."""
    odd: dict[str, list[Section]] = {}
    for section, style in _numbered(context):
        if _WRONG_MARKS[style].search(section.number):
            odd.setdefault(style, []).append(section)
    for style, sections in odd.items():
        first, *others = sections
        yield Diagnostic(
            *_number(first),
            zh=f"层次序数“{first.number}”的标点应如“{_LEVELS[style]}”"
            + (f"，共{len(sections)}处" if others else ""),
            en=f"The number {first.number} is not in the form {_LEVELS[style]}"
            + (f" ({len(sections)} places)" if others else ""),
            suggestion_zh=f"改用“{_LEVELS[style]}”的形式",
            suggestion_en=f"Use the form {_LEVELS[style]}",
            related=tuple(map(_number, others)),
            fix=tuple(_standard_mark(section, style) for section in sections),
        )


def document_number(context: CheckContext) -> Iterator[Diagnostic]:
    """Document numbers with 第, a leading zero or a year of two digits.

    The report's own, above its title, is corrected; one that it cites its issuer may have written so.
    """
    for match in _DOCUMENT_NUMBER.finditer(context.report_text.text):
        year, ordinal, number = match.group("year", "ordinal", "number")
        short = len(year) == 2
        if OTHERWISE_NUMBERED.search(match["agency"]):
            continue
        if not (short or ordinal or number.startswith("0")):
            continue
        edits = [Edit(*match.span("ordinal"), "")] if ordinal else []
        if number.startswith("0"):
            digits = match.start("number")
            edits.append(Edit(digits, digits + len(number) - len(number.lstrip("0")), ""))
        century = ("20" if int(year) < 50 else "19") if short else ""
        right = f"〔{century}{year}〕{int(number)}号"
        yield Diagnostic(
            match.end("agency"),
            match.end(),
            zh=f"发文字号年份标全称，顺序号不加“第”字、不编虚位：{right}",
            en=f"A document number has its year in full, no 第 and no leading zero: {right}",
            suggestion_zh=f"改为{right}",
            suggestion_en=f"Write {right}",
            fix=tuple(edits) if match.end() <= context.report.start and not short else (),
        )


def closing_date(context: CheckContext) -> Iterator[Diagnostic]:
    """The date of signature in Chinese numerals or with leading zeros."""
    text, folded = context.report_text.text, context.report_text.folded
    below = body_end(text)
    for start, end in context.report_text.paragraphs:
        if start < below or re.search("[：:]", folded[start:end]):
            continue
        match = _CHINESE_DATE.search(folded, start, end) or _PADDED_DATE.search(folded, start, end)
        dates = find_dates(match.group()) if match else []
        if not match or not dates:
            continue
        day = datetime.date.fromisoformat(dates[0])
        right = f"{day.year}年{day.month}月{day.day}日"
        yield Diagnostic(
            *match.span(),
            zh=f"成文日期用阿拉伯数字，月、日不编虚位：{right}",
            en=f"The date of signature is in Arabic numerals without leading zeros: {right}",
            suggestion_zh=f"改为{right}",
            suggestion_en=f"Write {right}",
            fix=(Edit(*match.span(), right),),
        )


def _is_part(
    context: CheckContext, section: Section, style: str, by_id: Mapping[str, tuple[Section, str]]
) -> bool:
    """Whether a section stands right below a heading further out; behind a lead-in it may be another list."""
    above, style_above = by_id.get(section.parent or "", (section, style))
    between = context.report_text.text[above.start : section.start].strip()
    return _ORDER.index(style_above) < _ORDER.index(style) and "\n" not in between


def _numbered(context: CheckContext) -> list[tuple[Section, str]]:
    """The sections numbered in one of the four ways, with the style of the number."""
    folded = context.report_text.folded
    found = []
    for section in context.report_text.sections:
        marker = (
            heading_marker(folded[section.start : section.end], block_only=True) if section.number else None
        )
        if marker and marker.style in _LEVELS:
            found.append((section, marker.style))
    return found


def _standard_mark(section: Section, style: str) -> Edit:
    """The correction of a number that ends in another mark than the standard's."""
    start, end = _number(section)
    if style == "arabic_bracketed":
        return Edit(start, end, f"（{section.number[:-1]}）")
    return Edit(end - 1, end, {"chinese": "、", "bracketed": "", "arabic": "."}[style])


def _number(section: Section) -> tuple[int, int]:
    return section.start, section.start + len(section.number)
