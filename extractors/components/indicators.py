"""Determines which indicator a figure states, from the wording of its clause and its unit."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

import ahocorasick

from fazhi.extractors.language.lexicons import lexicon
from fazhi.extractors.language.pattern_index import CompiledPatterns, anchors
from fazhi.ontology.reference import indicators

FIGURE = "▢"
#: Units of the same sort are interchangeable.
_UNIT_SORTS = {
    "%": "share", "个百分点": "share",
    "元": "money", "万元": "money",
    "分": "share",
    "人": "person", "名": "person", "位": "person", "人次": "person",
    "学时": "hour", "课时": "hour",
    "小时": "time", "个工作日": "time", "工作日": "time", "天": "time",
}  # fmt: skip
_SORTS_THAT_AGREE = {("person", "count"), ("count", "person"), ("hour", "time"), ("time", "hour")}
_ANY_SORT = "any"
_GAP = r"([^，。；▢]{0,14}?)"
#: The least weight, in characters, at which a match counts as evidence for an indicator.
_LEAST_WEIGHT = 1.4


class Choice(NamedTuple):
    """What the words around a figure say: the id of the ``indicator`` that the figure states, or ``None`` if
    they show that it states none. ``weight`` is the number of characters that support this."""

    indicator: str | None
    weight: float


def choose_indicator(unit: str, context: str, *, change: bool = False) -> Choice | None:
    """The choice made by the best matching cue, or ``None`` if no cue matches.

    ``context`` is the figure's clause, folded, with ``▢`` in place of the figure. If the figure is
    a rate of ``change``, the indicator may have any unit.
    """
    best: Choice | None = None
    best_number = 0
    own_sort = _sort(unit)
    figure = context.find(FIGURE)
    automaton, cues, patterns = _cues()
    numbers: set[int] = set()
    for last, (before_figure, after_figure) in automaton.iter(context):
        numbers.update(before_figure if last <= figure else after_figure)
    for number in numbers:
        most, indicator, sort, units = cues[number]
        if best and most < best.weight:
            continue
        agrees = sort in (own_sort, _ANY_SORT)
        if not agrees and not change and (sort, own_sort) not in _SORTS_THAT_AGREE:
            continue
        match = patterns[number].search(context)
        if not match:
            continue
        weight = _weight(match) + (0.6 if unit in units else 0.0) - (0.0 if agrees or change else 1.0)
        # Of cues with equal weight, the first in the list decides.
        if best is None or (weight, -number) > (best.weight, -best_number):
            best, best_number = Choice(indicator, weight), number
    return best if best and best.weight >= _LEAST_WEIGHT else None


def measured_in(indicator: str, unit: str) -> bool:
    """Whether ``unit`` is of the sort in which the indicator is measured (money, persons, a share …)."""
    own_sort, sort = _sort(unit), _sort(indicators()[indicator].unit)
    return own_sort == sort or (sort, own_sort) in _SORTS_THAT_AGREE


def _weight(match: re.Match[str]) -> float:
    words, gaps = match.group(), "".join(match.groups(""))
    return len(words) - 1 - 1.05 * len(gaps) + (-0.3 if words[0] == FIGURE else 0.0)


def _sort(unit: str) -> str:
    return _UNIT_SORTS.get(unit, "count")


def settle(choice: Choice, unit: str, words: str) -> str | None:
    """The indicator chosen, or the one that ``words`` (the sentence up to the clause's end) show it to be."""
    for rule in _contexts().get(choice.indicator, ()):
        if unit not in rule.get("units", (unit,)) or not re.search(rule["words"], words):
            continue
        if "unless" not in rule or not re.search(rule["unless"], words):
            settled: str = rule["to"]
            return settled
    return choice.indicator


@cache
def _contexts() -> dict[str | None, list[dict[str, Any]]]:
    """The lexicon's context rules, by the indicator to which each applies."""
    rules: dict[str | None, list[dict[str, Any]]] = {}
    for rule in lexicon("indicator_contexts"):
        rules.setdefault(rule["from"], []).append(rule)
    return rules


class _Cue(NamedTuple):
    """A wording of the lexicon: the most it can weigh, the id of its indicator (``None`` if it shows there is
    none), and the indicator's sort of unit and units."""

    most: float
    indicator: str | None
    sort: str
    units: frozenset[str]


@cache
def _cues() -> tuple[ahocorasick.Automaton, list[_Cue], CompiledPatterns]:
    """An automaton of the words that cues require, all cues, and their patterns.

    For each word the automaton gives two lists of cue numbers: cues that require it before the figure, and
    cues that require it after.
    """
    listed: list[tuple[str | None, str, frozenset[str]]] = [
        (indicator.id, _sort(indicator.unit), frozenset({indicator.unit, *indicator.unit_variants}))
        for indicator in indicators().values()
    ]
    cues: list[_Cue] = []
    sources: list[str] = []
    needed: dict[str, tuple[list[int], list[int]]] = {}
    for name, sort, units in [*listed, (None, _ANY_SORT, frozenset[str]())]:
        for wording in lexicon("indicator_cues").get(name or "no_indicator", ()):
            before, _, after = wording.partition(FIGURE)
            side = before + FIGURE if before else FIGURE + after
            # Every context contains the figure, so it is only informative together with the words next to it.
            side = side.replace(f"~{FIGURE}", "~").replace(f"{FIGURE}~", "~")
            words = anchors(side.replace("~", _GAP))
            for word in words or (FIGURE,):
                needed.setdefault(word, ([], []))[1 if words and not before else 0].append(len(cues))
            sources.append(wording.replace("~", _GAP))
            cues.append(_Cue(_most_weight(wording), name, sort, units))
    automaton = ahocorasick.Automaton()
    for word, numbers in needed.items():
        automaton.add_word(word, numbers)
    automaton.make_automaton()
    return automaton, cues, CompiledPatterns(sources)


def _most_weight(wording: str) -> float:
    """The most a cue can weigh: the characters of its longest alternatives, plus the bonus for its unit."""
    if re.search(r"[.*+{]", wording):
        return float("inf")
    words = wording.replace("~", "")
    while (group := re.search(r"\(\?:([^()]*)\)", words)) is not None:
        words = words.replace(group.group(), max(group.group(1).split("|"), key=len))
    return len(words) - 1 + 0.6
