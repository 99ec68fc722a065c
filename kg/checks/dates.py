"""FZ304-FZ306, FZ311, FZ312: reported year, days of signature and publication, dates in the text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from fazhi.extractors import Section
from fazhi.extractors.language.dates import find_dates
from fazhi.kg.checks.context import CheckContext
from fazhi.kg.checks.finding import Diagnostic
from fazhi.ontology.deadlines import Deadline
from fazhi.ontology.in_use import follows_register
from fazhi.ontology.reference import obligations, publicity_days
from fazhi.ontology.titles import day_key

_FULL = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,3})\s*日")
_MONTH_DAY = re.compile(r"(?<![\d.])(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,3})\s*日")
_YEAR = re.compile(r"(?<![-\d至到—–－])(20\d\d)\s*年(?!以来|来|至|到|[-—–－])")
_SPEAKS_OF_YEAR = re.compile(r"^(?P<year>20\d\d)年(?:度|全年)?[，,]")
_SUMS_UP = re.compile(r"取得|成效|回顾")
_REPORTS_YEAR = re.compile(r"现将[^。；]{0,24}?(?P<year>20\d\d)年")
_CLOSING_LINES = 4
_LONGEST_CLOSING = 50


@dataclass(frozen=True)
class IssueDay:
    """Day at a report's start or end; ``span`` is in the source text (``in_source``) or the reading text."""

    day: datetime.date
    span: tuple[int, int]
    in_source: bool


def publication(context: CheckContext) -> IssueDay | None:
    """The day of publication in the page's metadata (发布日期)."""
    return _metadata_day(context, "published")


def signature(context: CheckContext) -> IssueDay | None:
    """The day of signature from the metadata (成文日期), else the date that closes the text."""
    return _metadata_day(context, "signed") or _closing_day(context)


def issue_date(context: CheckContext) -> datetime.date | None:
    """The day of publication, else the day of signature."""
    found = publication(context) or signature(context)
    return found.day if found else None


def late(context: CheckContext) -> Iterator[Diagnostic]:
    """Published after the deadline in the year after the reported one, if the rule was in force then."""
    obligation = obligations()["report-publish-before-april"]
    if context.year is None or obligation.rule_in(context.year + 1) is None:
        return
    if isinstance(obligation.deadline, Deadline):
        yield from past_deadline(context, obligation.deadline)


def past_deadline(context: CheckContext, deadline: Deadline) -> Iterator[Diagnostic]:
    """Published (or signed, if only that day is known) after ``deadline`` in the following year."""
    published, signed = publication(context), signature(context)
    found = published or signed
    if context.year is None or found is None or deadline.is_met(found.day, context.year + 1):
        return
    day = deadline.day_in(context.year + 1)
    day_zh, day_en = _day_zh(found.day), found.day.isoformat()
    if published:
        zh, en = f"发布日期{day_zh}", f"Published on {day_en}"
    else:
        zh = f"落款日期{day_zh}（成文日期，公开日期未见）"
        en = f"Signed on {day_en} (the day of signature; no day of publication is given)"
    yield _diagnostic(
        context,
        found,
        zh=f"{zh}，在{_day_zh(day)}的公开期限之后",
        en=f"{en}, past the time limit for publication, which is {deadline.relation} {day.day} {day:%B %Y}",
        suggestion_zh="核对日期；确已逾期的，尽快公开",
        suggestion_en="Check the date; if it is right, publish without further delay",
    )


def years_disagree(context: CheckContext) -> Iterator[Diagnostic]:
    """Years in headings and opening words that disagree with the year in the title."""
    title = context.report.fields.get("title") or ""
    in_title = _YEAR.search(title)
    year = int(in_title.group(1)) if in_title else context.year
    if year is None:
        return
    title_span = (context.report.start, context.report.end)
    for start, end, stated, role in _stated_years(context):
        expected = year + 1 if role == "plans" else year
        if stated == expected:
            continue
        what_zh, what_en = (
            ("下一年度安排", "the plans") if role == "plans" else ("本年度工作", "the work done")
        )
        yield Diagnostic(
            start,
            end,
            zh=f"报告年度为{year}年，这里{what_zh}的年份写作{stated}年，应为{expected}年",
            en=f"The report is on {year}; here {what_en} bears the year {stated} instead of {expected}",
            suggestion_zh=f"核对后改为{expected}年",
            suggestion_en=f"Check; {expected} is expected",
            related=(title_span,) if in_title else (),
        )


def signed_too_early(context: CheckContext) -> Iterator[Diagnostic]:
    """Signed or published before the end of the year, or published before signature."""
    if context.year is None:
        return
    published, signed = publication(context), signature(context)
    first = min(filter(None, (published, signed)), key=lambda found: found.day, default=None)
    if first and first.day <= datetime.date(context.year, 12, 30):
        yield _diagnostic(
            context,
            first,
            zh=f"日期{_day_zh(first.day)}在报告年度{context.year}年结束之前",
            en=f"The date {first.day.isoformat()} is before the end of the reported year {context.year}",
            suggestion_zh="核对日期和年度；年度未结束时，数据可能不全",
            suggestion_en="Check date and year; before the year's end the figures may not be complete",
        )
    elif published and signed and published.day < signed.day:
        yield _diagnostic(
            context,
            signed,
            zh=f"成文日期{_day_zh(signed.day)}晚于发布日期{_day_zh(published.day)}",
            en=f"Signed on {signed.day.isoformat()}, after it was published on {published.day.isoformat()}",
            suggestion_zh="核对两个日期",
            suggestion_en="Check both dates",
        )


def impossible_date(context: CheckContext) -> Iterator[Diagnostic]:
    """Dates that do not exist (2月30日, 13月1日)."""
    taken: set[int] = set()
    for pattern in (_FULL, _MONTH_DAY):
        for match in pattern.finditer(context.report_text.folded):
            if match.end() in taken:
                continue
            taken.add(match.end())
            year = int(match["year"]) if "year" in match.groupdict() else 2024
            if _date(year, int(match["month"]), int(match["day"])) is None:
                yield Diagnostic(
                    match.start(),
                    match.end(),
                    zh=f"日期“{context.report_text.text[match.start() : match.end()]}”不存在",
                    en=f"There is no such date: {context.report_text.text[match.start() : match.end()]}",
                    suggestion_zh="核对月和日",
                    suggestion_en="Check month and day",
                )


def wrong_publicity_day(context: CheckContext) -> Iterator[Diagnostic]:
    """Publicity days with a wrong date."""
    for record in context.extraction.records:
        if record.type != "publicity_day":
            continue
        stated, known = record.fields.get("date"), _days().get(day_key(record.fields.get("name", "")))
        if known and stated and len(stated) == 7 and stated != known:
            month, day = known[2:].split("-")
            yield Diagnostic(
                record.start,
                record.end,
                zh=f"{record.fields['name']}是{int(month)}月{int(day)}日",
                en=f"{record.fields['name']} falls on {known[2:]} (month-day), not on {stated[2:]}",
                suggestion_zh=f"改为“{int(month)}·{int(day)}”",
                suggestion_en=f"Write “{int(month)}·{int(day)}”",
            )


def _metadata_day(context: CheckContext, key: str) -> IssueDay | None:
    document = context.extraction.document
    span = document.metadata_spans.get(key, (0, 0))
    dates = find_dates(document.source_text[slice(*span)])
    return IssueDay(datetime.date.fromisoformat(dates[0]), span, True) if dates else None


def _closing_day(context: CheckContext) -> IssueDay | None:
    for start, end in reversed(context.report_text.paragraphs[-_CLOSING_LINES:]):
        line = context.report_text.text[start:end]
        dates = find_dates(line)
        if dates and end - start < _LONGEST_CLOSING:
            match = next(_FULL.finditer(line), None)
            span = (start + match.start(), start + match.end()) if match else (start, end)
            return IssueDay(datetime.date.fromisoformat(dates[-1]), span, False)
    return None


def _diagnostic(
    context: CheckContext, found: IssueDay, *, zh: str, en: str, suggestion_zh: str, suggestion_en: str
) -> Diagnostic:
    span = (context.report.start, context.report.end) if found.in_source else found.span
    return Diagnostic(
        *span,
        zh=zh,
        en=en,
        suggestion_zh=suggestion_zh,
        suggestion_en=suggestion_en,
        source=found.span if found.in_source else None,
    )


def _stated_years(context: CheckContext) -> Iterator[tuple[int, int, int, str]]:
    """Years in first-level headings and in the opening words of a part: start, end, year, role."""
    for section in context.report_text.sections:
        if section.level > 1 or _mixed(section.title):
            continue
        match = _YEAR.search(section.title)
        at = context.report_text.text.find(section.title, section.start, section.end)
        if match and at >= 0:
            yield at + match.start(), at + match.end(), int(match.group(1)), section.role
        if section.role in ("preamble", "plans"):
            yield from _opening_year(context, section)


def _opening_year(context: CheckContext, section: Section) -> Iterator[tuple[int, int, int, str]]:
    """The year a section is about, from the first of its sentences that states one."""
    for start, end in context.report_text.sentences_between(section.start, section.end):
        words = context.report_text.folded[start:end]
        if section.role == "plans" and ("将" not in words or _SUMS_UP.search(words)):
            continue
        stated = _SPEAKS_OF_YEAR.match(words) or _REPORTS_YEAR.search(words)
        if stated:
            at = start + stated.start("year")
            yield at, at + 5, int(stated["year"]), section.role
            return


def _mixed(title: str) -> bool:
    """Whether a heading covers both shortcomings and plans, so that it may name either year."""
    return bool(re.search(r"(?:问题|不足).*(?:打算|计划|安排|思路|措施)", title))


@follows_register
@cache
def _days() -> dict[str, str]:
    """The fixed dates of publicity days, by the key of each name."""
    found: dict[str, str] = {}
    for day in publicity_days().values():
        if day.date and len(day.date) == 7 and day.in_force_to is None:
            for name in (day.label_zh, *day.aliases):
                bare = day_key(name)
                if len(bare) >= 3 and bare.endswith(("日", "节")):
                    found.setdefault(bare, day.date)
    return found


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _day_zh(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
