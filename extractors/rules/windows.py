"""Searching a long text only around places where something can be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import ahocorasick


class EndingIndex:
    """Finds words many of which end alike (names of laws: 法, 条例; names of days: 日, 周).

    It searches backwards. At most positions in a text the automaton only compares the next character with the
    initial characters of its words, and these words have far fewer distinct last characters than first ones.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._automaton = ahocorasick.Automaton()
        for word in words:
            self._automaton.add_word(word[::-1], word)
        self._automaton.make_automaton()

    def find(self, text: str) -> list[tuple[int, str]]:
        """The offset and word of each occurrence, in order of offset."""
        found = [(len(text) - 1 - last, word) for last, word in self._automaton.iter(text[::-1])]
        return found[::-1]


def finditer_around(
    hints: Iterable[int], pattern: re.Pattern[str], text: str, *, before: int, after: int
) -> Iterator[re.Match[str]]:
    """The same matches as ``pattern.finditer(text)``, but searching only around ``hints``.

    ``hints`` are offsets in ascending order, and every match must contain one. A match may begin at most
    ``before`` characters before its hint, and it must end, including any look-ahead, at most ``after``
    characters after it.
    """
    done = 0
    for hint in hints:
        match = pattern.search(text, max(done, hint - before), hint + after)
        if match and match.start() <= hint:
            done = match.end()
            yield match
