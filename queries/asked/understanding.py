"""Taking an asking for a question of the catalogue, or for none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from fazhi.queries.asked.names import PROPER, Names
from fazhi.queries.asked.pieces import Piece, pieces
from fazhi.queries.asked.score import read, score, ways
from fazhi.queries.asked.words import word_key
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


def understand(text: str, names: Names) -> Asked:
    """What is asked, with the ``names`` of the store that it is asked of (:func:`fazhi.queries.names_in`)."""
    asked = text[:LONGEST]
    of_text: dict[tuple[str, ...], list[Piece]] = {}
    readings: list[Reading] = []
    called = [question for question in catalogue().values() if word_key(asked) in _called(question.name)]
    for question in called or catalogue().values():
        kinds = tuple(sorted(PROPER | {p.type for p in question.parameters if p.type in KINDS}))
        if kinds not in of_text:
            of_text[kinds] = list(pieces(asked, names, kinds))
        readings += _readings(asked, question, of_text[kinds], names)
    readings.sort(key=lambda reading: (-reading.score, len(reading.missing), reading.question.name))
    sure = [reading for reading in readings if reading.score >= SURE and not reading.missing]
    best = sure[0] if sure else None
    if best and any(other.score > best.score - AHEAD for other in readings if other is not best):
        best = None
    near = [reading for reading in readings if reading is not best and reading.score >= NEAR]
    return Asked(text, best, tuple(near[:MOST_NEAR]))


def _readings(text: str, question: Question, in_pieces: Iterable[Piece], names: Names) -> Iterator[Reading]:
    """The asking taken for the question: several readings where it names what has several meanings."""
    asked = read(text, question, in_pieces)
    if word_key(text) in _called(question.name):
        fit = 1.0
    else:
        fit = max((score(asked, way, question) for way in ways(question.name)), default=0.0)
    named = {parameter.name for parameter, _ in asked.mentions}
    missing = tuple(
        p for p in question.parameters if p.required and p.default is None and p.name not in named
    )
    choices = [mention.kinds[parameter.type] for parameter, mention in asked.mentions]
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
            for (parameter, mention), value in zip(asked.mentions, values, strict=True)
        )
        yield Reading(question, given, round(fit, 3), missing)


@cache
def _called(name: str) -> frozenset[str]:
    """What the question of this name is called: who says just that means it and no other."""
    return frozenset(word_key(text) for text in (name, *catalogue()[name].title.values()))
