"""Periods of figures (时段), where they are not the whole reported year."""

from __future__ import annotations

import re

_WORDS = (
    r"(?:20\d\d年(?:度)?(?:上半年|下半年|前三季度|第?[一二三四]季度|1?\d-1?\d月(?:份)?)?(?:以来)?|去年(?:同期)?|上年(?:同期)?"
    r"|上半年|下半年|前三季度|近[三五两]年来?|第?[一二三四]季度|1?\d-1?\d月(?:份)?)"
)
_PERIOD = re.compile(rf"(?P<period>{_WORDS})")
#: 2023年上半年，…: the clause that begins the sentence is a period and nothing else.
_LEADING_PERIOD = re.compile(rf"(?P<period>{_WORDS})，")


def period_of(folded: str, sentence: int, clause: int, left: str, year: int | None) -> str | None:
    """The period of a figure as written, ``None`` for the reported ``year`` (2023年度, 2023年1-12月).

    ``sentence`` and ``clause`` are where those of the figure begin (0-based code points); ``left`` are the
    words before it.
    """
    written = _PERIOD.search(left) if "年" in left or "季度" in left or "月" in left else None
    written = written or _LEADING_PERIOD.match(folded, sentence, clause)
    if not written or re.fullmatch(rf"{year}年(?:度)?(?:以来|1-12月(?:份)?)?", written.group("period")):
        return None
    return written.group("period")
