"""Converts dates in Chinese prose to ISO 8601."""

from __future__ import annotations

import re
from datetime import date

from fazhi.extractors.language.characters import fold

#: Zero in years is properly 〇, but look-alikes are just as common.
_ZEROS = "〇○零O0"
_DIGITS = {ord(c): d for c, d in zip(f"{_ZEROS}一二三四五六七八九", "00000123456789", strict=True)}
_ARABIC = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[年./\-]\s*(\d{1,2})\s*[月./\-]\s*(\d{1,2})(?!\d)\s*日?")
#: Years, months and days in Chinese figures, or in both kinds at once (二〇二六年一月20日, 2024年元月10日).
_CHINESE = re.compile(
    rf"((?:(?<!\d)(?:19|20)\d\d|(?:一九|二[{_ZEROS}])[{_ZEROS}一二三四五六七八九]{{2}}))年\s*"
    r"(\d{1,2}|元|[一二三四五六七八九十]{1,2})月\s*(\d{1,2}|[一二三四五六七八九十廿卅]{1,3})日"
)
#: Every date contains this.
_YEAR = re.compile(r"\d{4}|年")
_TENS = re.compile("([一二三四五六七八九]?)十([一二三四五六七八九]?)")
_SMALL = {c: i for i, c in enumerate("〇一二三四五六七八九十")}


def find_dates(text: str) -> list[str]:
    """Every complete date in ``text`` as ``YYYY-MM-DD``, in order. Impossible dates are skipped."""
    return [day for day, _, _ in date_spans(text)]


def date_spans(text: str) -> list[tuple[str, int, int]]:
    """What :func:`find_dates` finds, with the offsets at which each date starts and ends (exclusive)."""
    if not _YEAR.search(text):
        return []
    folded = fold(text)
    found = [(*m.span(), *map(int, m.groups())) for m in _ARABIC.finditer(folded)]
    arabic = {start for start, *_ in found}
    for match in _CHINESE.finditer(folded):
        if match.start() in arabic:
            continue
        year, month, day = match.groups()
        found.append((*match.span(), int(year.translate(_DIGITS)), _small(month), _small(day)))
    dates = []
    for start, end, year_number, month_number, day_number in sorted(found):
        try:
            day_found = date(year_number, month_number, day_number).isoformat()
        except ValueError:
            continue
        dates.append((day_found, start, end))
    return dates


def _small(numeral: str) -> int:
    """The value of a numeral from 一 to 三十一, of 元 (月) or of figures; 0 for anything else."""
    if numeral.isdecimal():
        return int(numeral)
    numeral = numeral.replace("元", "一").replace("廿", "二十").replace("卅", "三十")
    if "十" not in numeral:
        return _SMALL[numeral] if len(numeral) == 1 else 0
    if not (parts := _TENS.fullmatch(numeral)):
        return 0
    tens, ones = parts.groups()
    return _SMALL.get(tens, 1) * 10 + _SMALL.get(ones, 0)


def month_day(month: int, day: int | None) -> str | None:
    """``--MM-DD`` (or ``--MM``) if the month and day exist in a leap year, else ``None``."""
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"--{month:02}"
    try:
        date(2024, month, day)
    except ValueError:
        return None
    return f"--{month:02}-{day:02}"
