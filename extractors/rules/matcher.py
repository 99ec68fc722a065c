"""Matches many rules against a text, trying only those whose plain words occur in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import ahocorasick

from fazhi.extractors.rules.rule import Rule, rules
from fazhi.extractors.rules.windows import finditer_around


class Match(NamedTuple):
    """What a rule found. Offsets: 0-based code points of the text searched, end exclusive."""

    rule: Rule
    start: int
    end: int


class Matcher:
    """Finds what rules look for, in the order in which the rules are given.

    Of many rules few are ever needed: an automaton (Aho-Corasick) finds their plain words, and only rules
    with a word in the text are compiled and tried.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules: Sequence[Rule] = list(rules)
        #: The rules for which a plain word is enough.
        self._words_alone: set[int] = set()
        holders: dict[str, list[int]] = {}
        for number, rule in enumerate(self.rules):
            if rule.looks_for is None and not rule.only and not rule.never:
                self._words_alone.add(number)
            for word in rule.plain:
                holders.setdefault(word, []).append(number)
        self._automaton = ahocorasick.Automaton()
        for word, numbers in holders.items():
            self._automaton.add_word(word, numbers)
        self._automaton.make_automaton()

    def matching(self, text: str) -> set[int]:
        """The numbers, from 0, of the rules that find something in ``text``."""
        rules, words_alone = self.rules, self._words_alone
        return {
            number for number in self._candidates(text) if number in words_alone or rules[number].find(text)
        }

    def matches(self, text: str) -> Iterator[Match]:
        """The first thing in ``text`` that each rule finds and its cues allow."""
        for number in sorted(self._candidates(text)):
            rule = self.rules[number]
            if match := rule.find(text):
                yield Match(rule, *match.span())

    def first(self, text: str) -> Rule | None:
        """The first of the rules that finds something in ``text``."""
        for number in sorted(self._candidates(text)):
            rule = self.rules[number]
            if rule.find(text):
                return rule
        return None

    def places(self, text: str) -> list[int]:
        """Offsets in ascending order such that whatever a rule finds in ``text`` holds one of them."""
        return [last for last, _ in self._automaton.iter(text)] if self.rules else []

    def finditer(self, text: str) -> Iterator[Match]:
        """All that each rule finds in a long ``text``, each rule's matches apart and in order.

        They are looked for around the rule's plain words, as far as its ``within`` allows.
        """
        hints: dict[int, list[int]] = {}
        for last, numbers in self._automaton.iter(text) if self.rules else ():
            for number in numbers:
                hints.setdefault(number, []).append(last)
        for number in sorted(hints):
            rule = self.rules[number]
            before, after = rule.within
            for match in finditer_around(hints[number], rule.pattern, text, before=before, after=after):
                start, end = match.span()
                if rule.allowed(text, start, end):
                    yield Match(rule, start, end)

    def _candidates(self, text: str) -> set[int]:
        """The numbers of the rules with a plain word in ``text``."""
        found: set[int] = set()
        for _, numbers in self._automaton.iter(text) if self.rules else ():
            found.update(numbers)
        return found


@cache
def matcher(name: str, key: str = "rules") -> Matcher:
    """The matcher of the rules under ``key`` of ``lexicon/<name>.yaml``, made once."""
    return Matcher(rules(name, key))
