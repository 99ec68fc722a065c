"""The words and units by which reports say indicators (指标), ready to be found in a text.

They are data: ``names``, ``nouns``, ``verbs``, ``within`` and ``unless`` of ontology/data/indicators.yaml,
and lexicon/indicator_words.yaml beside them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import ahocorasick

from fazhi.extractors.language.lexicons import lexicon
from fazhi.ontology.in_use import follows_register
from fazhi.ontology.reference import Indicator, indicators

#: Marks and digits, which say nothing of what is counted.
MARKS = re.compile(r"[\s，、；：。（）()“”‘’《》\d.,%—\-]")


class Word(NamedTuple):
    """A word: its ``length``, the indicators for which it is a name, a noun or a verb, those that it excludes
    (a bit for each, by its number), and whether it names a body."""

    length: int
    names: int
    nouns: int
    verbs: int
    unless: int
    body: bool


#: Where a word stands in a text: its start and end (0-based, end exclusive) and the word.
Place = tuple[int, int, Word]


#: The indicators of each word, a bit for each.
_Owners = defaultdict[str, int]


class Words(NamedTuple):
    """Automata of words: of those that count in a figure's clause, of those that count in clauses before."""

    near: ahocorasick.Automaton
    far: ahocorasick.Automaton


def measured_in(indicator: str, unit: str) -> bool:
    """Whether ``unit`` is of a sort in which the indicator is measured (money, persons, a share …)."""
    return unit_weight(unit, indicator) is not None


def goes_on(left: str) -> bool:
    """Whether the words to the left of a figure only say that it goes on from the one before it (升至)."""
    return MARKS.sub("", left) in _goes_on()


def is_total(left: str) -> bool:
    """Whether the words to the left of a figure only say that it is a total (总数达到, 合计)."""
    words = MARKS.sub("", left)
    return not fillers().sub("", words) and any(
        word in words for word in lexicon("indicator_words")["totals"]
    )


def names_nothing(left: str) -> bool:
    """Whether the words to the left of a figure are there but name no thing (全年累计开展)."""
    words = MARKS.sub("", left)
    return bool(words) and not fillers().sub("", words)


@follows_register
@cache
def unit_weight(unit: str, indicator: str) -> float | None:
    """What the unit adds to the weight of an indicator; ``None`` if the indicator is not measured in it."""
    measured = _units(indicators()[indicator])
    return 0.6 if unit in measured else _nearness(sort_of(unit), measured)


def _units(indicator: Indicator) -> tuple[str, ...]:
    return indicator.unit, *indicator.unit_variants


def _nearness(sort: str, units: tuple[str, ...]) -> float | None:
    sorts = {sort_of(unit) for unit in units}
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


@follows_register
@cache
def listed_indicators() -> list[Indicator]:
    """The indicators by their number."""
    return list(indicators().values())


@follows_register
@cache
def words_for(sort: str | None) -> Words:
    """The words of the indicators that a unit of ``sort`` may measure, by their numbers (``None``: of all);
    those of things that no indicator means, under the next number; and the words beside them."""
    names, nouns, verbs, unless = uses = [_Owners(int) for _ in range(4)]
    for number, indicator in enumerate(listed_indicators()):
        if sort is None or _nearness(sort, _units(indicator)) is not None:
            listed = (indicator.names, indicator.nouns, indicator.verbs, indicator.unless)
            for owners, words in zip(uses, listed, strict=True):
                for word in words:
                    owners[word] |= 1 << number
    for word in lexicon("indicator_words")["others"]:
        names[word] |= 1 << len(listed_indicators())
    return Words(_automaton(names, nouns, verbs, unless), _automaton({}, nouns, verbs, unless))


@cache
def filler_words() -> ahocorasick.Automaton:
    """The words that name no thing."""
    return _automaton(dict.fromkeys(lexicon("indicator_words")["fillers"], 0), {}, {}, {})


def _automaton(*uses: Mapping[str, int]) -> ahocorasick.Automaton:
    """An automaton of words and of the names of bodies. ``uses`` are the names, nouns, verbs and words that
    exclude, each with its indicators."""
    bodies = frozenset(lexicon("indicator_words")["bodies"])
    automaton = ahocorasick.Automaton()
    for word in bodies.union(*uses):
        names, nouns, verbs, unless = (owners.get(word, 0) for owners in uses)
        automaton.add_word(word, Word(len(word), names, nouns, verbs, unless, word in bodies))
    automaton.make_automaton()
    return automaton


def places(automaton: ahocorasick.Automaton, text: str, start: int, end: int) -> list[Place]:
    """Where the words of ``automaton`` stand in ``text[start:end]``, but for those in the name of a body."""
    found = [(last + 1 - word.length, last + 1, word) for last, word in automaton.iter(text, start, end)]
    bodies = [place for place in found if place[2].body]
    return [place for place in found if not any(_inside(place, body) for body in bodies)] if bodies else found


def _inside(place: Place, body: Place) -> bool:
    return body[0] <= place[0] and place[1] <= body[1] and place[:2] != body[:2]


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
def _goes_on() -> frozenset[str]:
    return frozenset(lexicon("indicator_words")["goes_on"])
