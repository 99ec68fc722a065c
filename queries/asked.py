"""Understands what is asked in plain Chinese or English: which question of the catalogue, and of what.

An asking is read once for every question. Years, days and names of things in the store become parameters
where the question takes such; the other words stand for meanings (asked.yaml), which are compared with those
of the ways to ask the question (``asked`` in its header). The more of both agree the better, rarer
meanings weighing more; words that nothing is known of, names that the question has no use for, and a negation
on one side only count against it. Where no question is near enough, or two are equally near, none is taken:
the near ones are told instead.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from fazhi.queries.asked_names import PROPER, Mention, Names, dated
from fazhi.queries.asked_words import Unit, lexicon, units, word_key
from fazhi.queries.catalogue import Parameter, Question, catalogue
from fazhi.queries.names import KINDS

#: An asking is read so far, in characters.
LONGEST = 200
#: A question is understood from this score on (0 to 1), and only if it is this much better than any other.
SURE = 0.66
AHEAD = 0.04
#: Questions of this score or more are near, and so many of them are told.
NEAR = 0.2
MOST_NEAR = 5
#: What a character that nothing is known of, and another word, leaves of a score.
_UNKNOWN_CHARACTER = 0.8
_UNKNOWN_WORD = 0.65
#: How much of a difference is what is asked and not wanted; the rest is wanted and not asked (Tversky).
_ASKED_ONLY = 0.6
#: So much of either side must be on the other one too.
_LEAST = 0.6
#: Meanings of less weight tell little: with them, what is not known counts twice.
_LITTLE = 2.5
#: What is left of a score where the question has no use for a name, or where no question tells what is asked.
_USELESS = 0.6
#: What is left of a score where a word is taken for a name that also means what other questions are about.
_ORDINARY = 0.85
#: What is left of a score where one side is negated and the other not.
_OTHERWISE = 0.4
_NEGATION = "none"
#: A time that is not told in figures, which only some questions are about.
_TIMES = frozenset({"this_year", "last_year", "since", "before", "when"})
#: The name of a thing or a year alone is no asking.
_NAMES_ALONE = frozenset(f"{{{kind}}}" for kind in (*PROPER, "year", "date"))
#: Whom every question is about: it may be said or left out.
_SUBJECTS = frozenset({"body", "report"})
_BEYOND = "beyond"
#: No word of asked.yaml has more folded characters.
_LONGEST_WORD = 40
_NO_NAMES = Names({}, {}, {})
#: Named in a way to ask: {law}, a parameter of the question.
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Given:
    """A parameter found in an asking: its ``value`` for the catalogue, what that is called, and the words.

    ``words`` are those of the asking that it was taken from, at ``start`` to ``end`` (code points from 0).
    """

    parameter: Parameter
    value: str
    label: str
    words: str
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """An asking taken for a question: how well it fits (``score``, 0 to 1), and what parameters it lacks."""

    question: Question
    given: tuple[Given, ...]
    score: float
    missing: tuple[Parameter, ...] = ()

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters as :func:`fazhi.queries.run` takes them."""
        return {given.parameter.name: given.value for given in self.given}


@dataclass(frozen=True)
class Asked:
    """What an asking was understood as, None if that is unsure; ``near`` has other readings, best first."""

    text: str
    understood: Reading | None
    near: tuple[Reading, ...]


#: What it names, a meaning, or a unit of which nothing is known.
_Piece = Mention | str | Unit


@dataclass(frozen=True)
class _Read:
    """An asking as one question reads it: meanings, parameters, and the share that is understood."""

    meanings: frozenset[str]
    mentions: tuple[tuple[Parameter, Mention], ...]
    share: float


@dataclass(frozen=True)
class _Way:
    """One way to ask a question: its meanings, the parameters that it names, the share that is understood."""

    meanings: frozenset[str]
    parameters: frozenset[str]
    share: float


def understand(text: str, names: Names) -> Asked:
    """What is asked, with the ``names`` of the store that it is asked of (:func:`fazhi.queries.names_in`)."""
    asked = text[:LONGEST]
    pieces: dict[tuple[str, ...], list[_Piece]] = {}
    readings: list[Reading] = []
    called = [question for question in catalogue().values() if word_key(asked) in _called(question.name)]
    for question in called or catalogue().values():
        kinds = tuple(sorted(PROPER | {p.type for p in question.parameters if p.type in KINDS}))
        if kinds not in pieces:
            pieces[kinds] = list(_pieces(asked, names, kinds))
        readings += _readings(asked, question, pieces[kinds], names)
    readings.sort(key=lambda reading: (-reading.score, len(reading.missing), reading.question.name))
    sure = [reading for reading in readings if reading.score >= SURE and not reading.missing]
    best = sure[0] if sure else None
    if best and any(other.score > best.score - AHEAD for other in readings if other is not best):
        best = None
    near = [reading for reading in readings if reading is not best and reading.score >= NEAR]
    return Asked(text, best, tuple(near[:MOST_NEAR]))


def _readings(text: str, question: Question, pieces: Iterable[_Piece], names: Names) -> Iterator[Reading]:
    """The asking taken for the question: several readings where it names what has several meanings."""
    read = _read(text, question, pieces)
    if word_key(text) in _called(question.name):
        score = 1.0
    else:
        score = max((_score(read, way, question) for way in ways(question.name)), default=0.0)
    named = {parameter.name for parameter, _ in read.mentions}
    missing = tuple(
        p for p in question.parameters if p.required and p.default is None and p.name not in named
    )
    choices = [mention.kinds[parameter.type] for parameter, mention in read.mentions]
    for values in product(*choices):
        given = tuple(
            Given(
                parameter,
                value,
                names.label(value),
                text[mention.start : mention.end],
                mention.start,
                mention.end,
            )
            for (parameter, mention), value in zip(read.mentions, values, strict=True)
        )
        yield Reading(question, given, round(score, 3), missing)


@cache
def _called(name: str) -> frozenset[str]:
    """What the question of this name is called: who says just that means it and no other."""
    return frozenset(word_key(text) for text in (name, *catalogue()[name].title.values()))


def _score(read: _Read, way: _Way, question: Question) -> float:
    """How well an asking fits a way to ask, 0 to 1."""
    required = {p.name for p in question.parameters if p.required and p.default is None}
    named = {parameter.name for parameter, _ in read.mentions}
    # A parameter that neither side must have is no sign of the question.
    telling = required | way.parameters
    asked = read.meanings | {f"{{{_type(question, name)}}}" for name in named & telling}
    wanted = way.meanings | {f"{{{_type(question, name)}}}" for name in telling}
    both, only_asked = _weight(asked & wanted), _weight(asked - wanted - _SUBJECTS)
    only_wanted = _weight(wanted - asked)
    if not both:
        return 0.0
    score = both / (both + _ASKED_ONLY * only_asked + (1 - _ASKED_ONLY) * only_wanted)
    score *= read.share * way.share
    if both < _LITTLE:
        score *= read.share
    matter = wanted - _NAMES_ALONE
    if (
        (asked & _TIMES) - wanted
        or not asked & (matter - _SUBJECTS or matter)
        or both < _LEAST * (both + max(only_asked, only_wanted))
    ):
        score *= _USELESS
    return score * _OTHERWISE if (_NEGATION in asked) != (_NEGATION in wanted) else score


def _type(question: Question, name: str) -> str:
    return next(parameter.type for parameter in question.parameters if parameter.name == name)


def _read(text: str, question: Question, pieces: Iterable[_Piece]) -> _Read:
    meanings: set[str] = set()
    mentions: list[tuple[Parameter, Mention]] = []
    share = 1.0
    takes = list(question.parameters)
    for piece in pieces:
        if isinstance(piece, Mention):
            taken = next((p for p in takes if p.type in piece.kinds), None)
            if taken:
                takes.remove(taken)
                mentions.append((taken, piece))
                share *= _ORDINARY if _ordinary(text[piece.start : piece.end]) else 1
            else:
                share *= _USELESS
        elif isinstance(piece, Unit):
            share *= _unknown(piece)
        elif piece == _BEYOND:
            share *= _USELESS
        elif piece:
            meanings.add(piece)
    return _Read(frozenset(meanings), tuple(mentions), share)


def _ordinary(name: str) -> bool:
    """Whether a name, unless it is an id, consists of words that have a meaning of their own: 罚款金额."""
    return not re.search("[._]", name) and all(
        isinstance(piece, str) and piece for piece in _pieces(name, _NO_NAMES, ())
    )


def _unknown(unit: Unit) -> float:
    return _UNKNOWN_WORD if unit.end - unit.start > 1 else _UNKNOWN_CHARACTER


def _pieces(text: str, names: Names, kinds: Sequence[str]) -> Iterator[_Piece]:
    """The asking in pieces: things of these kinds, meanings (empty words have none), units not known."""
    words = lexicon()
    of_text = units(text)
    by_start = {mention.start: mention for mention in dated(text)}
    position = 0
    while position < len(of_text):
        start = of_text[position].start
        if start in by_start:
            mention = by_start[start]
            yield mention
            while position < len(of_text) and of_text[position].start < mention.end:
                position += 1
            continue
        key, length = "", 0
        found: _Piece | None = None
        for end in range(position, len(of_text)):
            if of_text[end].start in by_start and end > position:
                break
            key += of_text[end].key
            if len(key) > max(names.longest, _LONGEST_WORD):
                break
            values = names.values(key, kinds)
            if values:
                found, length = Mention(start, of_text[end].end, values), end + 1 - position
            elif key in words.beyond:
                found, length = _BEYOND, end + 1 - position
            elif key in words.meanings or key in words.empty:
                found, length = words.meanings.get(key, ""), end + 1 - position
        yield of_text[position] if found is None else found
        position += length or 1


@cache
def ways(name: str) -> tuple[_Way, ...]:
    """The ways to ask the question of this name."""
    question = catalogue()[name]
    return tuple(dict.fromkeys(_way(text) for texts in question.asked.values() for text in texts))


def _way(text: str) -> _Way:
    pieces = list(_pieces(_SLOT.sub(" ", text), _NO_NAMES, ()))
    return _Way(
        frozenset(piece for piece in pieces if isinstance(piece, str) and piece),
        frozenset(_SLOT.findall(text)),
        math.prod(_unknown(piece) for piece in pieces if isinstance(piece, Unit)),
    )


@cache
def _weights() -> Mapping[str, float]:
    """What each meaning tells: the fewer questions it may belong to the more."""
    questions: dict[str, set[str]] = defaultdict(set)
    for question in catalogue().values():
        for way in ways(question.name):
            for meaning in way.meanings:
                questions[meaning].add(question.name)
        for parameter in question.parameters:
            if parameter.required:
                questions[f"{{{parameter.type}}}"].add(question.name)
    return {meaning: math.log(2 * len(catalogue()) / len(names)) for meaning, names in questions.items()}


def _weight(meanings: Iterable[str]) -> float:
    weights = _weights()
    # What no way to ask has is as rare as can be.
    return sum(weights.get(meaning, math.log(2 * len(catalogue()))) for meaning in meanings)
