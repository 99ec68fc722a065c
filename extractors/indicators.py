"""Which indicator a figure states: by the wording of its clause and by its unit."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from extractors.lexicons import lexicon
from extractors.pattern_index import PatternIndex
from ontology.reference import indicators

FIGURE = "▢"
#: Units that count the same sort of thing may stand for one another.
_UNIT_SORTS = {
    "%": "share", "个百分点": "share",
    "元": "money", "万元": "money",
    "分": "share",
    "人": "person", "名": "person", "位": "person", "人次": "person",
    "学时": "hour", "课时": "hour",
    "小时": "time", "个工作日": "time", "工作日": "time", "天": "time",
}  # fmt: skip
_SORTS_THAT_AGREE = {("person", "count"), ("count", "person"), ("hour", "time"), ("time", "hour")}
_GAP = r"([^，。；▢]{0,14}?)"
#: A match must carry at least this many characters of its own to speak for an indicator.
_LEAST_WEIGHT = 1.4


def choose_indicator(unit: str, context: str, *, change: bool = False) -> tuple[str | None, float]:
    """The id of the best fitting indicator and its weight, ``(None, 0)`` where no wording speaks for one.

    ``context`` is the figure's clause, folded, with ``▢`` in the figure's place. The weight counts the
    characters that a cue matched; a rate of change (``change``) may be of a figure of any unit.
    """
    best: str | None = None
    best_weight = 0.0
    own_sort = _sort(unit)
    index, cues = _cues()
    for number in sorted(index.candidates(context)):
        pattern, identifier, sort, units = cues[number]
        agrees = sort == own_sort
        if not agrees and not change and (sort, own_sort) not in _SORTS_THAT_AGREE:
            continue
        match = pattern.search(context)
        if not match:
            continue
        weight = _weight(match) + (0.6 if unit in units else 0.0) - (0.0 if agrees or change else 1.0)
        if weight > best_weight:
            best, best_weight = identifier, weight
    return (best, best_weight) if best_weight >= _LEAST_WEIGHT else (None, 0.0)


def _weight(match: re.Match[str]) -> float:
    words, gaps = match.group(), "".join(match.groups(""))
    return len(words) - 1 - 1.05 * len(gaps) + (-0.3 if words[0] == FIGURE else 0.0)


def _sort(unit: str) -> str:
    return _UNIT_SORTS.get(unit, "count")


def settle(indicator: str, unit: str, words: str) -> str:
    """``indicator``, or the one that ``words`` (the sentence up to the end of the clause) settle on."""
    for rule in _contexts().get(indicator, ()):
        if unit not in rule.get("units", (unit,)) or not re.search(rule["words"], words):
            continue
        if "unless" not in rule or not re.search(rule["unless"], words):
            settled: str = rule["to"]
            return settled
    return indicator


@cache
def _contexts() -> dict[str, list[dict[str, Any]]]:
    """The rules of the lexicon by the indicator that each is about."""
    rules: dict[str, list[dict[str, Any]]] = {}
    for rule in lexicon("indicator_contexts"):
        rules.setdefault(rule["from"], []).append(rule)
    return rules


@cache
def _cues() -> tuple[PatternIndex, list[tuple[re.Pattern[str], str, str, frozenset[str]]]]:
    """The index of all cues; and each cue with its indicator's id, sort of unit and units."""
    wordings = [(i, cue) for i in indicators().values() for cue in lexicon("indicator_cues").get(i.id, ())]
    cues = [
        (re.compile(cue.replace("~", _GAP)), i.id, _sort(i.unit), frozenset({i.unit, *i.unit_variants}))
        for i, cue in wordings
    ]
    # Every context holds a figure: cues are looked for by it only together with words right beside it.
    words = (cue.replace(f"~{FIGURE}", "~").replace(f"{FIGURE}~", "~") for _, cue in wordings)
    return PatternIndex(cue.replace("~", _GAP) for cue in words), cues
