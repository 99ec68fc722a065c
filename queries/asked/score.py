"""How well an asking fits a question: the meanings of both sides and what weighs against it."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from fazhi.queries.asked.names import PROPER, Mention
from fazhi.queries.asked.pieces import BEYOND, NO_NAMES, Piece, pieces
from fazhi.queries.asked.words import Unit
from fazhi.queries.catalogue import Parameter, Question, catalogue

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
#: Named in a way to ask: {law}, a parameter of the question.
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Read:
    """An asking as one question reads it: meanings, parameters, and the share that is understood."""

    meanings: frozenset[str]
    mentions: tuple[tuple[Parameter, Mention], ...]
    share: float


@dataclass(frozen=True)
class Way:
    """One way to ask a question: its meanings, the parameters that it names, the share that is understood."""

    meanings: frozenset[str]
    parameters: frozenset[str]
    share: float


def read(text: str, question: Question, in_pieces: Iterable[Piece]) -> Read:
    """An asking as a question reads it: names of which it has a parameter are its parameters."""
    meanings: set[str] = set()
    mentions: list[tuple[Parameter, Mention]] = []
    share = 1.0
    takes = list(question.parameters)
    for piece in in_pieces:
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
        elif piece == BEYOND:
            share *= _USELESS
        elif piece:
            meanings.add(piece)
    return Read(frozenset(meanings), tuple(mentions), share)


def score(read: Read, way: Way, question: Question) -> float:
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
    fit = both / (both + _ASKED_ONLY * only_asked + (1 - _ASKED_ONLY) * only_wanted)
    fit *= read.share * way.share
    if both < _LITTLE:
        fit *= read.share
    matter = wanted - _NAMES_ALONE
    another_time = (asked & _TIMES) - wanted
    same_matter = asked & (matter - _SUBJECTS or matter)
    if another_time or not same_matter or both < _LEAST * (both + max(only_asked, only_wanted)):
        fit *= _USELESS
    return fit * _OTHERWISE if (_NEGATION in asked) != (_NEGATION in wanted) else fit


def _type(question: Question, name: str) -> str:
    return next(parameter.type for parameter in question.parameters if parameter.name == name)


def _ordinary(name: str) -> bool:
    """Whether a name, unless it is an id, consists of words that have a meaning of their own: 罚款金额."""
    return not re.search("[._]", name) and all(
        isinstance(piece, str) and piece for piece in pieces(name, NO_NAMES, ())
    )


def _unknown(unit: Unit) -> float:
    return _UNKNOWN_WORD if unit.end - unit.start > 1 else _UNKNOWN_CHARACTER


@cache
def ways(name: str) -> tuple[Way, ...]:
    """The ways to ask the question of this name."""
    question = catalogue()[name]
    return tuple(dict.fromkeys(_way(text) for texts in question.asked.values() for text in texts))


def _way(text: str) -> Way:
    of_text = list(pieces(_SLOT.sub(" ", text), NO_NAMES, ()))
    return Way(
        frozenset(piece for piece in of_text if isinstance(piece, str) and piece),
        frozenset(_SLOT.findall(text)),
        math.prod(_unknown(piece) for piece in of_text if isinstance(piece, Unit)),
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
