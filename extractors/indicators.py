"""Which indicator a figure states: by the wording of its clause and by its unit."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import ahocorasick

from extractors.lexicons import lexicon
from extractors.pattern_index import anchors
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
    best_weight, best_place = 0.0, 0
    own_sort = _UNIT_SORTS.get(unit, "count")
    figure = context.find(FIGURE)
    automaton, cues = _cues()
    numbers: set[int] = set()
    for last, (before_figure, after_figure) in automaton.iter(context):
        numbers.update(before_figure if last <= figure else after_figure)
    for number in sorted(numbers):
        pattern, most, place, identifier, sort, units = cues[number]
        if most < best_weight:
            break
        agrees = sort == own_sort
        if not agrees and not change and (sort, own_sort) not in _SORTS_THAT_AGREE:
            continue
        match = pattern.search(context)
        if not match:
            continue
        weight = _weight(match, figure) + (0.6 if unit in units else 0.0) - (0.0 if agrees or change else 1.0)
        # Of cues that weigh the same the first of the list decides.
        if weight > best_weight or (weight == best_weight and place < best_place):
            best, best_weight, best_place = identifier, weight, place
    return (best, best_weight) if best_weight >= _LEAST_WEIGHT else (None, 0.0)


def _weight(match: re.Match[str], figure: int) -> float:
    start, end = match.span()
    gaps = sum(len(gap or "") for gap in match.groups()) if match.re.groups else 0
    return end - start - 1 - 1.05 * gaps - (0.3 if start == figure else 0.0)


def settle(indicator: str, unit: str, words: str) -> str:
    """``indicator``, or the one that ``words`` (the sentence up to the end of the clause) settle on."""
    for rule in _contexts().get(indicator, ()):
        if rule.units and unit not in rule.units:
            continue
        if rule.words.search(words) and not (rule.unless and rule.unless.search(words)):
            return rule.to
    return indicator


class _Context(NamedTuple):
    """The words that settle on the indicator ``to``, for figures of any unit where ``units`` is empty."""

    to: str
    words: re.Pattern[str]
    unless: re.Pattern[str] | None
    units: frozenset[str]


@cache
def _contexts() -> dict[str, list[_Context]]:
    """The rules of the lexicon by the indicator that each is about."""
    rules: dict[str, list[_Context]] = {}
    for rule in lexicon("indicator_contexts"):
        unless = re.compile(rule["unless"]) if "unless" in rule else None
        context = _Context(rule["to"], re.compile(rule["words"]), unless, frozenset(rule.get("units", ())))
        rules.setdefault(rule["from"], []).append(context)
    return rules


_Cue = tuple[re.Pattern[str], float, int, str, str, frozenset[str]]


@cache
def _cues() -> tuple[ahocorasick.Automaton, list[_Cue]]:
    """All cues, those that can weigh most first, and an automaton of words that they need.

    A cue comes with the most that it can weigh, its place in the list and its indicator's id, sort of unit
    and units. The automaton gives, for each word, the numbers of the cues that need it up to the figure, and
    from the figure on.
    """
    wordings = [
        (_most_weight(wording), wording, indicator)
        for indicator in indicators().values()
        for wording in lexicon("indicator_cues").get(indicator.id, ())
    ]
    by_weight = sorted(range(len(wordings)), key=lambda place: -wordings[place][0])
    cues: list[_Cue] = []
    needed: dict[str, tuple[list[int], list[int]]] = {}
    for place in by_weight:
        most, wording, indicator = wordings[place]
        before, _, after = wording.partition(FIGURE)
        side = before + FIGURE if before else FIGURE + after
        # Every context holds a figure: it tells something only with the words right beside it.
        side = side.replace(f"~{FIGURE}", "~").replace(f"{FIGURE}~", "~")
        words = anchors(side.replace("~", _GAP))
        for word in words or (FIGURE,):
            needed.setdefault(word, ([], []))[1 if words and not before else 0].append(len(cues))
        pattern = re.compile(wording.replace("~", _GAP))
        units = frozenset({indicator.unit, *indicator.unit_variants})
        sort = _UNIT_SORTS.get(indicator.unit, "count")
        cues.append((pattern, most, place, indicator.id, sort, units))
    automaton = ahocorasick.Automaton()
    for word, numbers in needed.items():
        automaton.add_word(word, numbers)
    automaton.make_automaton()
    return automaton, cues


def _most_weight(wording: str) -> float:
    """What a cue weighs at most: the characters of its longest alternatives, and its unit."""
    if re.search(r"[.*+{]", wording):
        return float("inf")
    words = wording.replace("~", "")
    while (group := re.search(r"\(\?:([^()]*)\)", words)) is not None:
        words = words.replace(group.group(), max(group.group(1).split("|"), key=len))
    return len(words) - 1 + 0.6
