"""The plain words without which patterns cannot match, found in a text for all patterns at once.

Of some three hundred signs a report shows a few dozen. To search it for each takes longer than to find, in
one pass (Aho-Corasick), which passages hold the words that each needs, and to search those.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import ahocorasick

#: Of a set of words each match holds at least one.
Words = frozenset[str]
#: The numbers of the lines that hold one of some words, as the bits of one number.
Holders = Mapping[Words, int]


def needed(pattern: re.Pattern[str]) -> tuple[tuple[Words, ...], ...]:
    """For each alternative of ``pattern``, sets of words of each of which a match of it holds one."""
    parsed = _parser.parse(pattern.pattern, pattern.flags)
    branched = len(parsed) == 1 and parsed[0][0] is _constants.BRANCH
    alternatives = parsed[0][1][1] if branched else [parsed]
    return tuple(tuple(_words(each)) for each in alternatives)


def _words(parsed: Iterable[tuple[Any, Any]]) -> Iterator[Words]:
    """Sets of words of each of which a match of the parsed expression holds one."""
    run = ""
    for operation, argument in parsed:
        if operation is _constants.LITERAL:
            run += chr(argument)
            continue
        if run:
            yield Words([run])
        run = ""
        if operation is _constants.SUBPATTERN:
            yield from _words(argument[-1])
        elif operation in (_constants.MAX_REPEAT, _constants.MIN_REPEAT) and argument[0] > 0:
            yield from _words(argument[2])
        elif operation is _constants.BRANCH:
            branches = [list(_words(branch)) for branch in argument[1]]
            if all(branches):
                yield Words().union(*(max(words, key=_shortest) for words in branches))
    if run:
        yield Words([run])


def _shortest(words: Words) -> int:
    return min(map(len, words))


class PlainWords:
    """Tells where in a text each of ``patterns`` can match, of which none matches across lines."""

    def __init__(self, patterns: Iterable[re.Pattern[str]]) -> None:
        self._needed = {pattern: needed(pattern) for pattern in patterns}
        self._sets: dict[str, list[Words]] = defaultdict(list)
        for words in set(chain(*chain(*self._needed.values()))):
            for word in words:
                self._sets[word].append(words)
        self._automaton = ahocorasick.Automaton()
        for word in self._sets:
            self._automaton.add_word(word, word)
        self._automaton.make_automaton()

    def holders(self, lines: Iterable[str]) -> Holders:
        """The lines that hold words that the patterns need."""
        found: dict[str, int] = defaultdict(int)
        for number, line in enumerate(lines):
            for _, word in self._automaton.iter(line):
                found[word] |= 1 << number
        holders: dict[Words, int] = defaultdict(int)
        for word, numbers in found.items():
            for words in self._sets[word]:
                holders[words] |= numbers
        return holders

    def lines(self, pattern: re.Pattern[str], holders: Holders, number: int) -> Iterator[int]:
        """In which of ``number`` lines, in their order, ``pattern`` can match; another than given, in all."""
        possible = 0
        for sets in self._needed.get(pattern, [()]):
            lines = (1 << number) - 1
            for words in sets:
                lines &= holders.get(words, 0)
            possible |= lines
        while possible:
            lowest = possible & -possible
            yield lowest.bit_length() - 1
            possible ^= lowest
