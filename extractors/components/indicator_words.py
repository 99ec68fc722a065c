"""The words and units by which reports say indicators (指标), ready to be found in a text.

They are data: ``names``, ``nouns``, ``verbs``, ``within`` and ``unless`` of ontology/data/indicators.yaml,
and lexicon/indicator_words.yaml beside them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

import ahocorasick

from fazhi.extractors.language.lexicons import lexicon
from fazhi.ontology.reference import Indicator, indicators

#: What a word does for an indicator.
Role = Literal["name", "noun", "verb", "within", "unless"]
#: The roles of words that speak for it.
SAYING: tuple[Role, ...] = ("name", "noun", "verb")
#: Marks and digits, which say nothing of what is counted.
MARKS = re.compile(r"[\s，、；：。（）()“”‘’《》\d.,%—\-]")


class Place(NamedTuple):
    """A word in a text: the indicators (by number) for which it does something, and whether it names nothing.

    Offsets: 0-based, end exclusive.
    """

    start: int
    end: int
    uses: tuple[tuple[int, Role], ...]
    filler: bool


class Words(NamedTuple):
    """Automata of words: of those that count in a figure's clause, of those that count in clauses before."""

    near: ahocorasick.Automaton
    far: ahocorasick.Automaton


def measured_in(indicator: str, unit: str) -> bool:
    """Whether ``unit`` is of a sort in which the indicator is measured (money, persons, a share …)."""
    return unit_weight(unit, indicators()[indicator]) is not None


def goes_on(left: str) -> bool:
    """Whether the words to the left of a figure only say that it goes on from the one before it (升至)."""
    return _goes_on().fullmatch(MARKS.sub("", left)) is not None


def is_total(left: str) -> bool:
    """Whether the words to the left of a figure only say that it is a total (总数达到, 合计)."""
    words = MARKS.sub("", left)
    return not fillers().sub("", words) and any(
        word in words for word in lexicon("indicator_words")["totals"]
    )


@cache
def unit_weight(unit: str, indicator: Indicator) -> float | None:
    """What the unit adds to the weight of an indicator; ``None`` if the indicator is not measured in it."""
    if unit in (indicator.unit, *indicator.unit_variants):
        return 0.6
    return _nearness(sort_of(unit), indicator)


def _nearness(sort: str, indicator: Indicator) -> float | None:
    sorts = {sort_of(unit) for unit in (indicator.unit, *indicator.unit_variants)}
    if sort in sorts:
        return 0.2
    near = lexicon("indicator_words")["near"]
    return -1.0 if any(sort in pair and other in pair for pair in near for other in sorts) else None


def sort_of(unit: str) -> str:
    """The sort of a unit; a unit that the lexicon does not list is a sort of its own."""
    return _sorts().get(unit, unit)


@cache
def _sorts() -> dict[str, str]:
    return {unit: sort for sort, units in lexicon("indicator_words")["sorts"].items() for unit in units}


@cache
def listed_indicators() -> list[Indicator]:
    """The indicators by their number."""
    return list(indicators().values())


@cache
def words_for(sort: str | None) -> Words:
    """The words of the indicators that a unit of ``sort`` may measure, by their numbers (``None``: of all);
    those of things that no indicator means, under the next number; and the words beside them."""
    uses: dict[Role, dict[str, list[int]]] = {role: {} for role in (*SAYING, "within", "unless")}
    for number, indicator in enumerate(listed_indicators()):
        if sort is None or _nearness(sort, indicator) is not None:
            listed = (indicator.names, indicator.nouns, indicator.verbs, indicator.within, indicator.unless)
            for role, words in zip(uses, listed, strict=True):
                for word in words:
                    uses[role].setdefault(word, []).append(number)
    for word in lexicon("indicator_words")["others"]:
        uses["name"].setdefault(word, []).append(len(listed_indicators()))
    return Words(_automaton(uses), _automaton({role: uses[role] for role in uses if role != "name"}))


def _automaton(uses: dict[Role, dict[str, list[int]]]) -> ahocorasick.Automaton:
    bodies, fillers = (frozenset(lexicon("indicator_words")[name]) for name in ("bodies", "fillers"))
    automaton = ahocorasick.Automaton()
    for word in bodies.union(fillers, *uses.values()):
        owners = tuple((owner, role) for role in uses for owner in uses[role].get(word, ()))
        automaton.add_word(word, (len(word), word in bodies, word in fillers, owners))
    automaton.make_automaton()
    return automaton


def places(automaton: ahocorasick.Automaton, text: str, start: int, end: int) -> list[Place]:
    """Where the words of ``automaton`` stand in ``text[start:end]``, but for those in the name of a body."""
    found = [
        (body, Place(last + 1 - length, last + 1, uses, filler))
        for last, (length, body, filler, uses) in automaton.iter(text, start, end)
    ]
    bodies = [place for body, place in found if body]
    return [place for _, place in found if not bodies or not any(_inside(place, body) for body in bodies)]


def _inside(place: Place, body: Place) -> bool:
    return body.start <= place.start and place.end <= body.end and place[:2] != body[:2]


@cache
def fillers() -> re.Pattern[str]:
    """Words that name no thing."""
    return re.compile("|".join(sorted(lexicon("indicator_words")["fillers"], key=len, reverse=True)))


@cache
def head() -> re.Pattern[str]:
    """A noun that is what is counted, at the end of the words before a figure."""
    heads = "|".join(lexicon("indicator_words")["heads"])
    return re.compile(rf"({heads})(?:[已均共约近达为超逾至有了仅]|达到|超过|累计|合计|共计|分别)*$")


@cache
def adjuncts() -> re.Pattern[str]:
    """Adjuncts that name no thing counted: who acts, and why."""
    return re.compile("|".join(lexicon("indicator_words")["adjuncts"]))


@cache
def _goes_on() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(lexicon("indicator_words")["goes_on"]) + ")")
