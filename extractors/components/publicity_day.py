"""Publicity days (普法宣传日、周、月): one record each per report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from fazhi.extractors.annotations import annotations_of
from fazhi.extractors.language.dates import month_day
from fazhi.extractors.language.lexicons import lexicon
from fazhi.extractors.language.numerals import is_number, parse_number
from fazhi.extractors.rules.cues import cues
from fazhi.extractors.rules.windows import EndingIndex, finditer_around
from fazhi.ontology.in_use import follows_register
from fazhi.ontology.reference import publicity_days
from fazhi.ontology.titles import day_key

_QUOTES = "“”\"'‘’"
_DATE = (
    rf"[{_QUOTES}]?(?P<month>\d{{1,2}})(?:[·.\-]|月)(?P<day>\d{{1,2}})日?[{_QUOTES}]?(?:[的是为](?:我国)?)?"
    r"(?:第[一二三四五六七八九十\d]{1,3}个)?"
)
_MONTH_BEFORE = re.compile(
    rf"[{_QUOTES}]?(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?:份)?(?:的|全国|开展)?[{_QUOTES}]?$"
)
_SCOPE = "(?:全国|国家|国际|世界|中国|全民)"
_SCOPE_BEFORE_QUOTE = re.compile(rf"{_SCOPE}[{_QUOTES}]$")
_NAME_CHARS = r"[一-龥A-Za-z·\d《》]"
_DAY_ENDING = f"(?:{'|'.join(lexicon('publicity_days')['endings'])})"
_ENDS_AS_DAY = re.compile(rf"{_DAY_ENDING}$")
_DATED = re.compile(
    rf"{_DATE}[“]?(?P<name>(?![日至到等和])(?:{_NAME_CHARS}){{2,20}}?(?:日|周|月|节))[”]?(?!报|常|益|期(?!间)|子|程|产|度|薪|点|记|志)"
)
_DATED_AFTER = re.compile(
    rf"(?P<name>{_NAME_CHARS}{{2,22}}?(?:日|周|月"
    rf"|节))[”]?（[{_QUOTES}]?(?:每年)?(?P<month>\d{{1,2}})(?:[·.\-]"
    rf"|月(?:份)?)(?:(?P<day>\d{{1,2}})日?)?[^（）]{{0,8}}）"
)
#: “六五”环境日: either both numerals are single characters or there is a dot between them.
_DATE_IN_WORDS = re.compile(
    r"“([一二三四五六七八九十]++(?=·)|[一二三四五六七八九])·?([一二三四五六七八九十]+)”$"
)
_NUMBER_ONLY = re.compile(
    r"“(?P<month>\d{1,2})[·.](?P<day>\d{1,2})”(?=[、，“等及和与]|期间|系列|宣传|普法|活动|主题|重要"
    rf"|(?:{'|'.join(lexicon('publicity_days')['subjects'])})[一-龥]{{0,6}}(?:[、“等及和与]))"
)
#: 3·15、12·4等: without marks only in a row.
_BARE_NUMBER = re.compile(r"(?<![\d·.])(?P<month>\d{1,2})·(?P<day>\d{1,2})(?=[、等及和与]|期间)")
_NAMED = re.compile(
    rf"(?:“(?P<quoted>[^“”，。]{{0,20}}?{_DAY_ENDING})”)|(?P<name>{_NAME_CHARS}{{0,16}}?{_DAY_ENDING}(?![记程刊报志常益历]))"
)
#: National and international days, weeks and months count as publicity days whatever their subject.
_SCOPED = re.compile(
    r"(?:全国|世界|国际|中国)[一-龥]{2,8}?[日周月](?=[、，。；：和及与等”（）期活主宣系开当中]|$)"
)
#: A date after one of these is part of a longer date or number.
_INSIDE_DATE = re.compile(r"[年\-.·\d]")
_WORKING_DAY = re.compile(r"(?:工作|接待|交易|休息|假|次|当)日$")
#: In every match of _DATED and _DATED_AFTER, and much faster to find than the beginning of a name.
_IN_DATED = re.compile(r"\d(?:[·.\-]|月)(?=\d)")
_IN_DATED_AFTER = re.compile(rf"[日周月节][”]?（(?=[{_QUOTES}每\d])")
#: Words that precede a name in running text and are not part of it.
_LEAD = re.compile(
    r"^.{0,80}?(?:利用|结合|围绕|紧抓|抓紧|用好|锚定|瞄准|立足|选取|选择|依托|借助|抓住|抓好|以|在|于|开展|组织|举办|做好|参加|参与|紧扣|聚焦|通过|按照|针对|迎接|抢抓|把握|借|趁|年度|本年|期间|等"
    r"|及其他|及|以及|和|与|暨|每年|今年|全年|全县|全区|全市|全镇|全街道|深入|扎实|集中|积极|认真|持续|重点|的|了|是|一年一度|第[一二三四五六七八九十\d]+个"
    r"|\d{4}年|(?:\d+|[一二三四五六七八九十]{1,2})月份?|\d+日|\d+)(?=(?:“|\S{3}))"
)
_NOT_DAYS = re.compile(
    r"^(?:各种|各类|一系列|一些|若干|众多|其他|有关|相关|重要|法定|重点|每个|一个|主题|系列|专题|法治|法制|普法|集中|重大|特殊|多个|各|等|时令|此类|该|管委会|政府|政务|机关|支部|党[员团建支组委小]?|团员|干部)*(?:宣传|教育|活动|主题"
    r"|纪念|咨询|服务|开放)?(?:日|周|月|季|节)$"
)
_CHINESE_MONTHS = {
    n: i
    for i, n in enumerate(["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"], 1)
}


@Language.component("fazhi_publicity_day")
def publicity_day(doc: Doc) -> Doc:
    """Add a record for each distinct day, week or month that the text gives."""
    view = annotations_of(doc)
    seen: set[str] = set()
    taken = 0
    for candidate in sorted(_candidates(view.folded), key=lambda c: (c.start, -c.confidence)):
        start, end, date = candidate.start, candidate.end, candidate.date
        if start < taken or _is_no_day(view.folded, start, end):
            continue
        name = _unquoted(view.text[slice(*candidate.name)]) if candidate.name else None
        keys = {key for key in (date, _calendar_id(name), name and day_key(name)) if key}
        if name and not date and _NOT_DAYS.match(name):
            continue
        taken = max(taken, end)
        if keys & seen:
            continue
        seen |= keys
        view.add(
            "publicity_day", start, end, f"publicity_day.{candidate.rule}", candidate.confidence,
            {"name": name, "date": date, "day": calendar_day(name, date)},
        )  # fmt: skip
    return doc


def _is_no_day(folded: str, start: int, end: int) -> bool:
    """Whether a day only stands in a title (《国家宪法日》) or dates a speech that was made on it."""
    return cues()["title"].governs(folded, start, end) or cues()["dates_speech"].governs(folded, start, end)


class _Candidate(NamedTuple):
    """A possible mention of a day and the rule that found it. ``name`` is the span of its name, ``date`` as
    in records (``--12-04``, or ``--06`` for a month); either is ``None`` if the text does not give it."""

    rule: str
    confidence: float
    start: int
    end: int
    name: tuple[int, int] | None
    date: str | None


def _candidates(folded: str) -> Iterator[_Candidate]:
    hints = [hint.start() for hint in _IN_DATED.finditer(folded)]
    yield from _dated(folded, hints)
    yield from _dated_after(folded)
    for pattern in (_NUMBER_ONLY, _BARE_NUMBER):
        for match in finditer_around(hints, pattern, folded, before=3, after=16):
            if date := month_day(int(match.group("month")), int(match.group("day"))):
                yield _Candidate("number", 0.8, match.start(), match.end(), None, date)
    for match in _SCOPED.finditer(folded):
        yield _Candidate("scoped", 0.8, match.start(), match.end(), match.span(), None)
    yield from _named(folded)


def _dated(folded: str, hints: Iterable[int]) -> Iterator[_Candidate]:
    """“12·4”国家宪法日: the date comes before the name."""
    for match in finditer_around(hints, _DATED, folded, before=2, after=40):
        if match.start() and _INSIDE_DATE.match(folded[match.start() - 1]):
            continue
        date = month_day(int(match.group("month")), int(match.group("day")))
        name = match.group("name")
        if (
            date
            and not _WORKING_DAY.search(name)
            and (
                _ENDS_AS_DAY.search(name)
                or name in _calendar_names()
                or (len(name) <= 10 and name[-1] in "日节")
            )
        ):
            yield _Candidate("dated", 0.97, match.start(), match.end(), match.span("name"), date)


def _dated_after(folded: str) -> Iterator[_Candidate]:
    """世界知识产权日（4月26日）: the date comes after the name."""
    hints = (hint.start() for hint in _IN_DATED_AFTER.finditer(folded))
    for match in finditer_around(hints, _DATED_AFTER, folded, before=22, after=50):
        start, end = _trim(folded, *match.span("name"))
        date = month_day(int(match.group("month")), int(match.group("day")) if match.group("day") else None)
        if date and _ENDS_AS_DAY.search(folded[start:end]):
            yield _Candidate("dated_after", 0.95, start, match.end(), (start, end), date)


def _named(folded: str) -> Iterator[_Candidate]:
    """民法典宣传月, 6月“安全生产月”: a name, optionally preceded by a month or a date in words."""
    hints = (start for start, _ in _endings().find(folded))
    for match in finditer_around(hints, _NAMED, folded, before=21, after=30):
        quoted = bool(match.group("quoted"))
        start, end = match.span("quoted") if quoted else _trim(folded, *match.span("name"))
        if end - start < 3:
            continue
        # 全国“安全生产月”: the name begins before the quotation mark.
        if quoted and (scope := _SCOPE_BEFORE_QUOTE.search(folded[max(0, start - 3) : start])):
            start, end = start - len(scope.group()), end + 1
        date = _month_before(folded, start, end) or _date_in_words(folded, start, end)
        yield _Candidate("named", 0.9, start, end, (start, end), date)


def _month_before(folded: str, start: int, end: int) -> str | None:
    """--06 for 6月“安全生产月”; only months are dated this way."""
    month = _MONTH_BEFORE.search(folded[max(0, start - 8) : start])
    if not month or "月" not in folded[end - 2 : end]:
        return None
    return month_day(_month(month.group("month")), None)


def _date_in_words(folded: str, start: int, end: int) -> str | None:
    """--06-05 for “六五”环境日, if the calendar confirms that date (“八五” is a plan)."""
    written = _DATE_IN_WORDS.search(folded[max(0, start - 8) : start])
    day = _calendar_id(folded[start:end])
    if not written or not day or not all(map(is_number, written.groups())):
        return None
    date = month_day(*(int(parse_number(number)) for number in written.groups()))
    return date if date == publicity_days()[day].date else None


@cache
def _endings() -> EndingIndex:
    return EndingIndex(lexicon("publicity_days")["endings"])


def _trim(folded: str, start: int, end: int) -> tuple[int, int]:
    """The span of a name without the running text before it."""
    alike = _calendar_names_by_end().get(folded[max(start, end - 2) : end], ())
    calendar = next((name for name in alike if folded.endswith(name, start, end)), "")
    if calendar:
        longer = re.search(rf"{_SCOPE}$", folded[start : end - len(calendar)])
        return end - len(calendar) - (len(longer.group()) if longer else 0), end
    while (lead := _LEAD.match(folded[start:end])) and end - start - lead.end() >= 3:
        start += lead.end()
    return start, end


def _month(written: str) -> int:
    return int(written) if written.isdigit() else _CHINESE_MONTHS.get(written, 0)


def _unquoted(name: str) -> str:
    """The name without quotation marks around all of it and without unpaired marks at its ends."""
    stripped = name.strip(_QUOTES)
    return name if re.search(r"“[^“”]*”", name) and not re.search(r"“[^“”]*”", stripped) else stripped


@follows_register
@cache
def _calendar_names() -> tuple[str, ...]:
    """The names of the days in the calendar, longest first."""
    names = {day.label_zh for day in publicity_days().values()}
    names |= {
        a
        for day in publicity_days().values()
        for a in day.aliases
        if re.search("[日周月节]$", a) and len(a) > 3
    }
    return tuple(sorted((n.replace("“", "").replace("”", "") for n in names), key=len, reverse=True))


@follows_register
@cache
def _calendar_names_by_end() -> dict[str, list[str]]:
    """The names from :func:`_calendar_names`, in the same order, by their last two characters."""
    names: dict[str, list[str]] = {}
    for name in _calendar_names():
        names.setdefault(name[-2:], []).append(name)
    return names


@follows_register
@cache
def _calendar() -> dict[str, str]:
    table = {}
    for day in publicity_days().values():
        for name in (day.label_zh, *day.aliases):
            table[day_key(name)] = day.id
    return table


def _calendar_id(name: str | None) -> str | None:
    return _calendar().get(day_key(name)) if name else None


def calendar_day(name: str | None, date: str | None) -> str | None:
    """The IRI of the day in the calendar: by name, else by date if only one plausible day is held on it."""
    identifier = _calendar_id(name)
    if identifier is None and date and len(date) > 4:
        held = [day.id for day in publicity_days().values() if day.date == date]
        alike = [
            i
            for i in held
            if name is None or set(name) & set(publicity_days()[i].label_zh) - set("日国际全世界")
        ]
        identifier = alike[0] if len(alike) == 1 else None
    return publicity_days()[identifier].iri if identifier else None
