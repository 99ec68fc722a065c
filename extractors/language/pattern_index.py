"""Many regular expressions against one text: only those are tried whose characters stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import ahocorasick

_QUANTIFIER = re.compile(r"[?*+]\??|\{(?P<least>\d*)(?:,\d*)?\}\??")
_LOOK_AROUND = re.compile(r"\(\?<?[=!]")
_SPECIAL = ".^$\\"
_Anchors = frozenset[str] | None


class CompiledPatterns(dict[int, re.Pattern[str]]):
    """Patterns by their number, each compiled when it is first asked for: of many, few are ever needed."""

    def __init__(self, sources: Sequence[str]) -> None:
        self._sources = sources

    def __missing__(self, number: int) -> re.Pattern[str]:
        pattern = self[number] = re.compile(self._sources[number])
        return pattern


class PatternIndex:
    """An index of regular expressions by the literal characters that any match of theirs must hold.

    Patterns are numbered from 0 in the order given.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self._sources = list(patterns)
        self._patterns = CompiledPatterns(self._sources)
        # All others are literals: where these are candidates, they match.
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
        """The numbers of the patterns that may match somewhere in ``text``; no other can."""
        if not self._automaton:
            return self._always
        return self._always.union(*[numbers for _, numbers in self._automaton.iter(text)])

    def matching(self, text: str) -> set[int]:
        """The numbers of the patterns that match somewhere in ``text``."""
        found = self.candidates(text)
        return found - {n for n in found & self._expressions if not self._patterns[n].search(text)}

    def places(self, text: str) -> list[int]:
        """Offsets in order, of which every match of any of the patterns in ``text`` holds one."""
        assert not self._always, "a pattern without an anchor may match anywhere"
        return [last for last, _ in self._automaton.iter(text)]

    def first_in(self, text: str) -> int | None:
        """The number of the first pattern that matches somewhere in ``text``."""
        found = self.candidates(text)
        return next((n for n in sorted(found) if self._patterns[n].search(text)), None) if found else None


class EndingIndex:
    """Finds words of which many end alike (names of laws: 法, 条例; names of days: 日, 周).

    It reads backwards: at most characters of a text an automaton looks through the first characters of all
    its words, one after another, and their last ones are far fewer.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._automaton = ahocorasick.Automaton()
        for word in words:
            self._automaton.add_word(word[::-1], word)
        self._automaton.make_automaton()

    def find(self, text: str) -> list[tuple[int, str]]:
        """Offset and word of each occurrence, in the order of the offsets."""
        found = [(len(text) - 1 - last, word) for last, word in self._automaton.iter(text[::-1])]
        return found[::-1]


def finditer_around(
    hints: Iterable[int], pattern: re.Pattern[str], text: str, *, before: int, after: int
) -> Iterator[re.Match[str]]:
    """What ``pattern.finditer(text)`` gives, but tried only around ``hints``.

    ``hints`` are offsets in order, of which every match holds one. Matches begin at most ``before``
    characters before their hint; what begins there ends, what the pattern looks at behind it included, at
    most ``after`` characters behind.
    """
    done = 0
    for hint in hints:
        match = pattern.search(text, max(done, hint - before), hint + after)
        if match and match.start() <= hint:
            done = match.end()
            yield match


def anchors(pattern: str) -> _Anchors:
    """Literal strings of which every match of ``pattern`` holds at least one; ``None`` where none is sure.

    Understands literals, groups, alternatives, character classes, quantifiers and look-around; no flags.
    """
    return _alternatives(pattern, 0)[0]


def _alternatives(pattern: str, at: int) -> tuple[_Anchors, int]:
    """The anchors of a group's content that begins at ``at``, and the offset of what ends it."""
    found, at = _sequence(pattern, at)
    while at < len(pattern) and pattern[at] == "|":
        branch, at = _sequence(pattern, at + 1)
        found = None if found is None or branch is None else found | branch
    return found, at


def _sequence(pattern: str, at: int) -> tuple[_Anchors, int]:
    sure: list[frozenset[str]] = []
    run = ""
    while at < len(pattern) and pattern[at] not in "|)":
        here, literal = at, pattern[at]
        part: _Anchors = None
        if literal == "(":
            part, at = _group(pattern, at)
            if _LOOK_AROUND.match(pattern, here):
                continue
        elif literal == "[":
            part, at = _character_class(pattern, at)
        elif literal in _SPECIAL:
            at += 2 if literal == "\\" else 1
        else:
            at += 1
            part = frozenset({literal})
        quantifier = _QUANTIFIER.match(pattern, at)
        at = quantifier.end() if quantifier else at
        if quantifier and (quantifier.group()[0] in "?*" or quantifier.group("least") in ("", "0")):
            part = None
        if at - here == 1 and part:
            run += literal
            continue
        sure += [frozenset({run})] if run else []
        sure += [part] if part else []
        run = ""
    sure += [frozenset({run})] if run else []
    return min(sure, key=_frequency, default=None), at


def _frequency(words: frozenset[str]) -> float:
    """How often any of ``words`` is to be expected, were one character in fifty the one looked for."""
    return sum(50.0 ** -len(word) for word in words)


def _group(pattern: str, at: int) -> tuple[_Anchors, int]:
    opening = re.compile(r"\((?:\?(?::|P<\w+>|<?[=!]))?").match(pattern, at)
    assert opening
    found, end = _alternatives(pattern, opening.end())
    return None if opening.group()[-1] in "=!" else found, end + 1


def _character_class(pattern: str, at: int) -> tuple[_Anchors, int]:
    end = pattern.index("]", at + 2)
    members = pattern[at + 1 : end]
    plain = not members.startswith("^") and "-" not in members and "\\" not in members
    return frozenset(members) if plain else None, end + 1
