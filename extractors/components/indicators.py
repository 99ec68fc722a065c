"""Which indicator a figure states: by the wording of its clause and by its unit."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import ahocorasick

from fazhi.extractors.language.lexicons import lexicon
from fazhi.extractors.language.pattern_index import CompiledPatterns, anchors
from fazhi.ontology.reference import indicators

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
_ANY_SORT = "any"
_GAP = r"([^，。；▢]{0,14}?)"
#: A match must carry at least this many characters of its own to speak for an indicator.
_LEAST_WEIGHT = 1.4


def choose_indicator(unit: str, context: str, *, change: bool = False) -> tuple[str | None, float]:
    """The id of the best fitting indicator and its weight, ``(None, 0)`` where no wording speaks for one.

    ``context`` is the figure's clause, folded, with ``▢`` in the figure's place. The weight counts the
    characters that a cue matched; a rate of change (``change``) may be of a figure of any unit. The id is
    empty where the words say that the figure is of none.
    """
    best: str | None = None
    best_weight, best_number = 0.0, 0
    own_sort = _sort(unit)
    figure = context.find(FIGURE)
    automaton, cues, patterns = _cues()
    numbers: set[int] = set()
    for last, (before_figure, after_figure) in automaton.iter(context):
        numbers.update(before_figure if last <= figure else after_figure)
    for number in numbers:
        most, identifier, sort, units = cues[number]
        if most < best_weight:
            continue
        agrees = sort in (own_sort, _ANY_SORT)
        if not agrees and not change and (sort, own_sort) not in _SORTS_THAT_AGREE:
            continue
        match = patterns[number].search(context)
        if not match:
            continue
        weight = _weight(match) + (0.6 if unit in units else 0.0) - (0.0 if agrees or change else 1.0)
        # Of cues that weigh the same the first of the list decides.
        if weight > best_weight or (weight == best_weight and number < best_number):
            best, best_weight, best_number = identifier, weight, number
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


_Cue = tuple[float, str, str, frozenset[str]]


@cache
def _cues() -> tuple[ahocorasick.Automaton, list[_Cue], CompiledPatterns]:
    """An automaton of words that the cues need, all cues, and their patterns.

    A cue comes with the most that it can weigh and its indicator's id, sort of unit and units. The automaton
    gives, for each word, the numbers of the cues that need it up to the figure, and from the figure on.
    """
    listed = [
        (indicator.id, _sort(indicator.unit), frozenset({indicator.unit, *indicator.unit_variants}))
        for indicator in indicators().values()
    ]
    cues: list[_Cue] = []
    sources: list[str] = []
    needed: dict[str, tuple[list[int], list[int]]] = {}
    for identifier, sort, units in [*listed, ("", _ANY_SORT, frozenset[str]())]:
        for wording in lexicon("indicator_cues").get(identifier or "no_indicator", ()):
            before, _, after = wording.partition(FIGURE)
            side = before + FIGURE if before else FIGURE + after
            # Every context holds a figure: it tells something only with the words right beside it.
            side = side.replace(f"~{FIGURE}", "~").replace(f"{FIGURE}~", "~")
            words = anchors(side.replace("~", _GAP))
            for word in words or (FIGURE,):
                needed.setdefault(word, ([], []))[1 if words and not before else 0].append(len(cues))
            sources.append(wording.replace("~", _GAP))
            cues.append((_most_weight(wording), identifier, sort, units))
    automaton = ahocorasick.Automaton()
    for word, numbers in needed.items():
        automaton.add_word(word, numbers)
    automaton.make_automaton()
    return automaton, cues, CompiledPatterns(sources)


def _most_weight(wording: str) -> float:
    """What a cue weighs at most: the characters of its longest alternatives, and its unit."""
    if re.search(r"[.*+{]", wording):
        return float("inf")
    words = wording.replace("~", "")
    while (group := re.search(r"\(\?:([^()]*)\)", words)) is not None:
        words = words.replace(group.group(), max(group.group(1).split("|"), key=len))
    return len(words) - 1 + 0.6
