"""Which indicator a figure states: by its unit and the words around it."""

from __future__ import annotations

import re
from functools import cache

from ontology.reference import indicators

#: Units that count the same sort of thing may stand for one another.
_UNIT_SORTS = {
    "%": "share", "个百分点": "share",
    "元": "money", "万元": "money",
    "人": "person", "名": "person", "位": "person", "人次": "person",
    "学时": "hour", "课时": "hour", "小时": "hour",
    "个工作日": "time", "工作日": "time", "天": "time", "日": "time",
}  # fmt: skip
#: Keywords that are mere units or amounts say nothing about the thing counted.
_EMPTY = frozenset({"件", "条", "处", "批", "人次", "万元", "期", "余份", "家次", "户次", "不少于", "专栏"})


@cache
def _lexicon() -> tuple[tuple[str, str, frozenset[str], tuple[str, ...]], ...]:
    return tuple(
        (i.id, i.unit, frozenset({i.unit, *i.unit_variants}), tuple(k for k in i.keywords if k not in _EMPTY))
        for i in indicators().values()
    )


def choose_indicator(unit: str, left: str, right: str, before: str, heading: str) -> str | None:
    """The id of the best fitting indicator, ``None`` where no keyword speaks for one.

    ``left`` and ``right`` are the clause's words on either side of the figure, ``before`` the earlier
    words of the sentence, ``heading`` the section's title. Nearer and longer keywords weigh more.
    """
    best, best_score = None, 0.0
    for identifier, canonical, units, keywords in _lexicon():
        if _sort(unit) != _sort(canonical):
            continue
        score = max(
            (
                _nearness(keyword, left, right) or _faint(keyword, before, 0.45) or _faint(keyword, heading, 0.2)
                for keyword in keywords
            ),
            default=0.0,
        )
        if score and unit in units:
            score *= 1.25
        if score > best_score:
            best, best_score = identifier, score
    return best if best_score >= 0.8 else None


def _sort(unit: str) -> str:
    return _UNIT_SORTS.get(unit, "count")


def _nearness(keyword: str, left: str, right: str) -> float:
    at = left.rfind(keyword)
    if at >= 0:
        return len(keyword) * (1.0 - min(len(left) - at - len(keyword), 20) / 50)
    at = right.find(keyword)
    return len(keyword) * (0.8 - min(at, 20) / 50) if at >= 0 else 0.0


def _faint(keyword: str, words: str, weight: float) -> float:
    return len(keyword) * weight if re.search(re.escape(keyword), words) else 0.0
