"""Matches many regular expressions against a text, trying only those whose literal characters occur in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# Python's own parser of regular expressions, so that a pattern means here what it means to `re`. It is
# private, but the same from 3.11 to 3.14; an operator that a later one adds yields no anchor, never a wrong
# one.
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import ahocorasick

_Anchors = frozenset[str] | None


class CompiledPatterns(dict[int, re.Pattern[str]]):
    """Patterns by number, each compiled on first use: of the many patterns, few are ever needed."""

    def __init__(self, sources: Sequence[str]) -> None:
        self._sources = sources

    def __missing__(self, number: int) -> re.Pattern[str]:
        pattern = self[number] = re.compile(self._sources[number])
        return pattern


class PatternIndex:
    """An index of regular expressions by the literal characters that any match must contain.

    Patterns are numbered from 0 in the order given.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self._sources = list(patterns)
        self._patterns = CompiledPatterns(self._sources)
        # All others are literals, which match wherever they are candidates.
        self._expressions = {n for n, pattern in enumerate(self._sources) if pattern != re.escape(pattern)}
        self._always: set[int] = set()
        holders: dict[str, list[int]] = {}
        for number, pattern in enumerate(self._sources):
            found = anchors(pattern)
            if found is None:
                self._always.add(number)
            for anchor in found or ():
                holders.setdefault(anchor, []).append(number)
        self._automaton = ahocorasick.Automaton()
        for anchor, numbers in holders.items():
            self._automaton.add_word(anchor, numbers)
        self._automaton.make_automaton()

    def candidates(self, text: str) -> set[int]:
        """The numbers of the patterns that may match somewhere in ``text``. No other pattern can."""
        if not self._automaton:
            return self._always
        return self._always.union(*[numbers for _, numbers in self._automaton.iter(text)])

    def matching(self, text: str) -> set[int]:
        """The numbers of the patterns that match somewhere in ``text``."""
        found = self.candidates(text)
        return found - {n for n in found & self._expressions if not self._patterns[n].search(text)}

    def candidate_offsets(self, text: str) -> list[int]:
        """Offsets in ascending order such that every match of any pattern in ``text`` contains one."""
        assert not self._always, "a pattern without an anchor may match anywhere"
        return [last for last, _ in self._automaton.iter(text)]

    def first_in(self, text: str) -> int | None:
        """The lowest number of a pattern that matches somewhere in ``text``."""
        found = self.candidates(text)
        return next((n for n in sorted(found) if self._patterns[n].search(text)), None) if found else None


def anchors(pattern: str) -> _Anchors:
    """Literal strings at least one of which is in every match of ``pattern``; ``None`` if none are certain.

    Raises ``re.error`` if ``pattern`` is not a valid regular expression.
    """
    tree = _parser.parse(pattern)
    return None if tree.state.flags & re.IGNORECASE else _anchors_of_sequence(tree)


def _anchors_of_sequence(items: Iterable[tuple[Any, Any]]) -> _Anchors:
    """The anchors of the item expected to occur least often; a match contains an anchor of every item."""
    sure: list[frozenset[str]] = []
    run = ""
    for operator, argument in items:
        if operator is _parser.LITERAL:
            run += chr(argument)
        elif operator not in (_parser.AT, _parser.ASSERT, _parser.ASSERT_NOT):
            part = _anchors_of_item(operator, argument)
            sure += [frozenset({run})] if run else []
            sure += [part] if part else []
            run = ""
    sure += [frozenset({run})] if run else []
    return min(sure, key=_frequency, default=None)


def _anchors_of_item(operator: Any, argument: Any) -> _Anchors:
    """The anchors of an item other than a literal character; none for operators not listed here."""
    match operator:
        case _parser.IN:
            plain = all(member is _parser.LITERAL for member, _ in argument)
            return frozenset(chr(code) for _, code in argument) if plain else None
        case _parser.BRANCH:
            branches = [_anchors_of_sequence(branch) for branch in argument[1]]
            sure = [branch for branch in branches if branch]
            return frozenset().union(*sure) if len(sure) == len(branches) else None
        case _parser.SUBPATTERN:
            _, flags, _, items = argument
            return None if flags & re.IGNORECASE else _anchors_of_sequence(items)
        case _parser.ATOMIC_GROUP:
            return _anchors_of_sequence(argument)
        case _parser.MAX_REPEAT | _parser.MIN_REPEAT | _parser.POSSESSIVE_REPEAT:
            least, _, items = argument
            return _anchors_of_sequence(items) if least else None
    return None


def _frequency(words: frozenset[str]) -> float:
    """How often any of ``words`` would occur if each character matched one time in fifty."""
    return sum(50.0 ** -len(word) for word in words)
