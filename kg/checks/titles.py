"""FZ107, FZ109-FZ111: how titles and document numbers are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fazhi.kg.checks.context import CheckContext, Cited
from fazhi.kg.checks.finding import Diagnostic, Edit
from fazhi.kg.linking.instruments import definitions_in
from fazhi.kg.linking.link import Reason
from fazhi.kg.linking.titles import GENERIC_TITLES, LONGEST_SHORT_FORM
from fazhi.ontology.titles import title_key

_LOST_DASH = re.compile(r"(?<!\d)(?P<first>(?:19|20)\d\d)(?P<last>(?:19|20)\d\d)(?=年|）|\))")
_ODD_BRACKETS = re.compile(
    r"(?P<agency>[一-龥]{1,14})\s*(?P<open>[\[［【（(])\s*(?P<year>(?:19|20)\d\d)\s*[\]］】）)]\s*+(?P<ordinal>第\s*+)?(?P<number>\d{1,5})\s*号"
)
#: Orders, announcements and decisions in single cases are numbered in other ways.
OTHERWISE_NUMBERED = re.compile("(?:[令告字罚处决案诉复审裁初终催拆停移]|责改)$")
_CALLED = re.compile(r"[简统下]?称\s*+(?:为\s*+)?(?:[：:]\s*+)?[“《]++")
#: In 二十届三中全会《决定》, the words before 《 say whose decision it is.
_NAMED = re.compile(r"(?:全会|大会|会议)$")


def unbalanced(context: CheckContext) -> Iterator[Diagnostic]:
    """《 without 》 and 》 without 《, paragraph by paragraph."""
    folded = context.report_text.folded
    names = {c.span[0]: c for c in context.cited if c.record.rule.endswith("unclosed")}
    for start, end in context.report_text.paragraphs:
        opened: list[int] = []
        for offset in range(start, end):
            if folded[offset] == "《":
                opened.append(offset)
            elif folded[offset] == "》":
                if opened:
                    opened.pop()
                    continue
                yield Diagnostic(
                    offset,
                    offset + 1,
                    zh="书名号“》”没有对应的“《”",
                    en="A closing 》 has no 《",
                    suggestion_zh="补上“《”或删去“》”",
                    suggestion_en="Add 《 or leave 》 out",
                )
        for offset in opened:
            cited = names.get(offset)
            name = cited.title if cited else ""
            yield Diagnostic(
                offset,
                cited.span[1] if cited else offset + 1,
                zh="书名号“《”没有对应的“》”",
                en="An opening 《 has no 》",
                suggestion_zh=f"改为《{name}》" if name else "补上“》”",
                suggestion_en=f"Write 《{name}》" if name else "Add 》",
            )


def lost_dash(context: CheckContext) -> Iterator[Diagnostic]:
    """20212025年: a range of years that lost its dash in copying."""
    for match in _LOST_DASH.finditer(context.report_text.folded):
        if int(match["first"]) >= int(match["last"]):
            continue
        yield Diagnostic(
            match.start(),
            match.end(),
            zh=f"起止年份之间缺少连接号：{match.group()}",
            en=f"The dash between two years is missing: {match.group()}",
            suggestion_zh=f"改为{match['first']}—{match['last']}",
            suggestion_en=f"Write {match['first']}—{match['last']}",
        )


def undefined_short_form(context: CheckContext) -> Iterator[Diagnostic]:
    """Short forms such as 《纲要》 that are used before they are defined, or are never defined."""
    text = context.report_text.text
    called = _called(text)
    defined = {title_key(short): (short, full) for short, full in definitions_in(text).items()}
    told: set[str] = set()
    for cited in context.cited:
        key = title_key(cited.title)
        if cited.record.rule != "citation.quoted" or key in told:
            continue
        if key in defined:
            short, full = defined[key]
            at = called.get(short)
            if at is None or cited.span[0] >= at[0]:
                continue
            told.add(key)
            yield Diagnostic(
                *cited.span,
                zh=f"简称《{cited.title}》在说明“以下简称”之前已经使用",
                en=f"The short form 《{cited.title}》 is used before it is defined",
                suggestion_zh=f"首次出现时写全称《{full}》",
                suggestion_en=f"Give the full title where it is first named: 《{full}》",
                related=(at,),
            )
        elif key in GENERIC_TITLES and _undefined(cited) and not _named(context, cited.span[0]):
            told.add(key)
            yield Diagnostic(
                *cited.span,
                zh=f"《{cited.title}》没有说明是哪一文件的简称",
                en=f"The text does not say what 《{cited.title}》 is short for",
                suggestion_zh="首次出现时写全称，并注明“以下简称”",
                suggestion_en="Give the full title where it is first named, and define the short form",
            )


def _called(text: str) -> dict[str, tuple[int, int]]:
    """Where the text first says that something is called so, by the words behind: 简称《纲要 for 纲要."""
    found: dict[str, tuple[int, int]] = {}
    for match in _CALLED.finditer(text):
        for end in range(match.end() + 1, min(match.end() + LONGEST_SHORT_FORM, len(text)) + 1):
            found.setdefault(text[match.end() : end], (match.start(), end))
    return found


def _undefined(cited: Cited) -> bool:
    """Whether nothing, or only what was cited before, tells what a short form stands for."""
    return cited.link.kind == "none" or Reason.CITED_BEFORE in cited.link.reasons


def _named(context: CheckContext, start: int) -> bool:
    return bool(_NAMED.search(context.report_text.folded[max(0, start - 8) : start]))


def number_brackets(context: CheckContext) -> Iterator[Diagnostic]:
    """Document numbers whose year is not in 〔〕; what follows the year is set right with the brackets."""
    for match in _ODD_BRACKETS.finditer(context.report_text.text):
        if match["open"] == "〔":
            continue
        start, number = match.start("open"), match["number"]
        between = ""
        if OTHERWISE_NUMBERED.search(match["agency"]):
            between = "第" if match["ordinal"] else ""
        else:
            number = number.lstrip("0") or number
        right = f"〔{match['year']}〕{between}{number}号"
        yield Diagnostic(
            start,
            match.end(),
            zh=f"发文字号的年份应使用六角括号：{right}",
            en=f"The year of a document number stands in 〔〕: {right}",
            suggestion_zh=f"改为{right}",
            suggestion_en=f"Write {right}",
            fix=(
                Edit(start, match.start("year"), "〔"),
                Edit(match.end("year"), match.end("number") - len(number), f"〕{between}"),
            ),
        )
