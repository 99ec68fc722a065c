"""Periods of figures (时段), where they are not the whole reported year."""

from __future__ import annotations

import re

_YEAR = r"20\d\d年(?:度)?"
_PART_OF_YEAR = (
    r"(?:上半年|下半年|前三季度|第?[一二三四](?:[至到-]第?[一二三四])?季度|前(?:1?\d|[二三四五六七八九十]{1,2})个月"
    r"|1?\d(?:月(?:份)?)?[-至到]1?\d月(?:份)?)"
)
_LAST_YEAR = r"(?:去年|上年)(?:同期)?(?!的\d)"
#: A period that may differ from the reported year, in the order in which the forms are tried.
_PERIOD = (
    rf"截[至止]到?(?:{_YEAR}|今年)?(?:{_PART_OF_YEAR}|1?\d月)(?:份)?(?:\d{{1,2}}日|[底末])?"
    rf"|截[至止]到?{_YEAR}[底末]?"
    rf"|20\d\d年?[-至到](?:今|{_YEAR})"
    rf"|(?:{_YEAR}|今年)?{_PART_OF_YEAR}(?:以来)?"
    rf"|(?:{_YEAR})?1?\d月(?:份)?(?:\d{{1,2}}日)?(?:以来|起)"
    rf"|{_YEAR}(?:以来)?|{_LAST_YEAR}"
    r"|(?:近|过去|这)?[两三四五六七八九十]年(?:多)?来|近[两二三四五]年"
    r"|“[一二三四五六七八九十]{1,3}五”(?:普法|规划)?(?:实施)?(?:以来|期间|时期)"
)
#: Words for the reported year or for now: what follows them is no longer of the period before.
_PRESENT = "今年|本年度?|全年|截至目前|目前"
#: Every period, and every word for the present, holds one of these.
_IN_PERIOD = re.compile("[年月季今五目]")
#: A period or present time, and no year in the name of a plan.
_WRITTEN = re.compile(rf"(?P<period>{_PERIOD})(?!计划|规划|方案|要点|目录|版|预算|报告|）)|{_PRESENT}")
#: 较上年, 比2024年的: with what a figure is compared, or what it was before.
_COMPARED = re.compile(r"(?:[较比同与]|较于)$")
_ITEM = r"(?:[一二三四五六七八九十]+是|（[一二三四五六七八九十\d]+）|\d+[.、])?"
#: 2023年上半年，…: a clause that is a period and nothing else holds for those that follow.
_ALONE = re.compile(
    rf"(?:^|(?<=[，；。：]))\s*{_ITEM}(?:其中|自|从|在)?(?:(?P<period>{_PERIOD})(?:期间)?|{_PRESENT})，"
)
#: 1-9月办理…，罚款…: so does a period that opens the sentence, the year before excepted.
_OPENING = re.compile(rf"\s*{_ITEM}(?:自|从|在)?(?!{_LAST_YEAR})(?P<period>{_PERIOD})")


def period_of(folded: str, sentence: int, clause: int, position: int, year: int | None) -> str | None:
    """The period of a figure as written, ``None`` for the reported ``year`` (2023年度, 2023年1-12月).

    ``sentence``, ``clause`` and ``position`` are where those of the figure and itself begin (0-based code
    points).
    """
    written = None
    if _IN_PERIOD.search(folded, clause, position):
        for match in _WRITTEN.finditer(folded, clause, position):
            if _speaks_of(folded, clause, match, position):
                written = match
    if written is None and _IN_PERIOD.search(folded, sentence, clause):
        before = folded[sentence:clause]
        for written in _ALONE.finditer(before):  # noqa: B007
            pass
        written = written or _OPENING.match(before)
    period = written.group("period") if written else None
    return None if period is None or _whole_year(period, year) else period


def _speaks_of(folded: str, clause: int, period: re.Match[str], position: int) -> bool:
    """Whether a period is that of the figure at ``position``, not of a title or of an earlier figure."""
    before = folded[clause : period.start()]
    if before.rfind("《") > before.rfind("》"):
        return False
    following = folded[period.end() : position]
    if before.rfind("（") > before.rfind("）") and "）" in following:
        return False
    earlier = before.endswith(("由", "从")) and following.startswith("的")
    return following in ("", "的") or not (earlier or _COMPARED.search(before))


def _whole_year(period: str, year: int | None) -> bool:
    return bool(
        re.fullmatch(
            rf"(?:截[至止]到?)?(?:{year}年|今年)(?:度)?(?:以来|[底末]|1月?(?:份)?[-至到]12月(?:份)?|12月(?:31日|底|末)?)?",
            period,
        )
    )
