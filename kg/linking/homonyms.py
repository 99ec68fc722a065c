"""Which of several instruments of one name is meant (同名法律文件).

A bare name (《优化营商环境条例》) can be the full title of a national instrument and the short form of those
of a province and its cities, whose titles begin with the place. Words of the report decide first: a document
number, the issuer before the title, the full titles beside it, an earlier citation. Then the reported year:
what was not yet made, or no longer law, is not meant. What is left is meant where it is one, and told as
``ambiguous`` where it is several.

To read a bare title as a local instrument departs from the words. Where they have a reading of their own, a
local instrument is looked for only if it was law in the reported year. A national instrument may be meant
for some years after its repeal: to cite repealed law by its own title is the mistake that readers look for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property

from fazhi.kg.linking.attribution import Attribution, attributed, attributed_by_number
from fazhi.kg.linking.link import Link, Reason
from fazhi.kg.linking.titles import GENERIC_TITLES
from fazhi.ontology.divisions import Division, ancestors
from fazhi.ontology.reference import Instrument
from fazhi.ontology.titles import title_key

#: How many years after its repeal a national instrument may still be cited by mistake; our estimate: a report
#: is drafted on the model of the last ones, and the plans that it carries out run for five years.
_STILL_CITED = 5
_BRACKETS_END = re.compile(r"\([^()]*\)$")
#: Before 《决定》 these words say whose it is.
_NAMED_BEFORE = re.compile(r"(?:全会|大会|会议)$")


class Earlier:
    """The citations before a title in a report, each a title key and its link, by what is asked of them."""

    def __init__(self) -> None:
        self._names: dict[str, set[str]] = defaultdict(set)
        self._in_full: dict[str, dict[str, Link]] = defaultdict(dict)

    def add(self, key: str, link: Link) -> None:
        """Note one more citation, behind those noted before."""
        if link.instrument:
            self._names[link.instrument.id].add(key)
        bare = _BRACKETS_END.sub("", key)
        for word in GENERIC_TITLES:
            if bare.endswith(word) and bare != word:
                self._in_full[word][key] = link

    def names(self, instrument: Instrument) -> Set[str]:
        """The title keys under which the instrument was cited."""
        return self._names.get(instrument.id, frozenset())

    def in_full(self, word: str) -> Mapping[str, Link]:
        """The titles cited that a mere 《条例》 may be short for, each with the link it had last."""
        return self._in_full.get(word, {})


@dataclass(frozen=True)
class Surroundings:
    """What a report says around a cited title.

    ``before`` and ``after`` are the words directly around it. ``beside`` are the title keys of the titles in
    the same list, ``earlier`` the citations before it in the report. ``issued``: the
    report says that its own body issued the instrument.
    """

    before: str = ""
    after: str = ""
    beside: frozenset[str] = frozenset()
    earlier: Earlier = field(default_factory=Earlier)
    issued: bool = False


ALONE = Surroundings()


@dataclass(frozen=True)
class Circumstances:
    """What tells homonyms apart: the reported year, the body's place, the document number, the surroundings.

    ``told`` is whose the title itself says it is, if it does.
    """

    year: int | None = None
    place: Division | None = None
    number: str | None = None
    around: Surroundings = ALONE
    told: Attribution | None = None

    @cached_property
    def whose(self) -> Attribution:
        """Whose the title, the words around it and the number say it is."""
        if self.told:
            return self.told
        words = attributed(self.around.before, self.around.after, self.place)
        return words | attributed_by_number(self.number, self.place)

    @property
    def places(self) -> tuple[Division, ...]:
        """The places whose instruments may be meant, nearest first, then those that the text names."""
        home = (self.place, *ancestors(self.place)) if self.place else ()
        return (*home, *(place for place in self.whose.places if place not in home))


@dataclass(frozen=True)
class Candidate:
    """An instrument that may be meant.

    ``place`` is where it holds, None for the nation. ``literal``: the title as written is its own or a listed
    alias; else the title lacks the place at the head of its own.
    """

    instrument: Instrument
    place: Division | None
    literal: bool


Narrowing = Callable[[Sequence[Candidate], Circumstances, str], list[Candidate]]


def narrowed(
    candidates: Iterable[Candidate], case: Circumstances, key: str
) -> tuple[list[Candidate], tuple[Reason, ...]]:
    """Those of the ``candidates`` for the title ``key`` that may be meant, and what told them from the rest.

    None is left where the text says that the title is another body's, or none existed in the reported year.
    """
    left = list(candidates)
    reasons: list[Reason] = []
    for reason, narrowing in _NARROWINGS:
        found = narrowing(left, case, key)
        if len(found) < len(left):
            left = found
            reasons.append(reason)
        if not left:
            break
    return left, tuple(reasons)


def _of_number(candidates: Sequence[Candidate], case: Circumstances, key: str) -> list[Candidate]:
    number = title_key(case.number) if case.number else ""
    same = [c for c in candidates if number and title_key(c.instrument.document_number or "") == number]
    return same or list(candidates)


def _of_words(candidates: Sequence[Candidate], case: Circumstances, key: str) -> list[Candidate]:
    """What the words allow; the number has gone before, and may be that of the register."""
    number = title_key(case.number) if case.number else ""
    return [
        c
        for c in candidates
        if not case.whose
        or case.whose.allows(c.place)
        or (number and title_key(c.instrument.document_number or "") == number)
    ]


def _issued_here(candidates: Sequence[Candidate], case: Circumstances, key: str) -> list[Candidate]:
    if not case.around.issued:
        return list(candidates)
    own = [c for c in candidates if c.place is not None and c.place == case.place]
    return own or [c for c in candidates if c.literal]


def _not_beside(candidates: Sequence[Candidate], case: Circumstances, key: str) -> list[Candidate]:
    """Nobody lists one instrument twice in a row: a title in full beside it is another one."""
    beside = case.around.beside
    others = [c for c in candidates if (own := title_key(c.instrument.title)) == key or own not in beside]
    return others or list(candidates)


def _cited_before(candidates: Sequence[Candidate], case: Circumstances, key: str) -> list[Candidate]:
    """What the same words meant before, else what was cited before in other words."""
    names = [case.around.earlier.names(c.instrument) for c in candidates]
    if any(key in cited for cited in names):
        return [c for c, cited in zip(candidates, names, strict=True) if key in cited]
    return [c for c, cited in zip(candidates, names, strict=True) if cited] or list(candidates)


def _law_of_year(candidates: Sequence[Candidate], case: Circumstances, key: str) -> list[Candidate]:
    law = [c for c in candidates if (_may_be_cited if c.literal else _was_law)(c.instrument, case.year)]
    if law:
        return law
    literal = [c for c in candidates if c.literal]
    return literal or [c for c in candidates if _existed(c.instrument, case.year)]


#: What decides, in this order.
_NARROWINGS: tuple[tuple[Reason, Narrowing], ...] = (
    (Reason.OWN_NUMBER, _of_number),
    (Reason.WORDS_SAY_WHOSE, _of_words),
    (Reason.ISSUED_HERE, _issued_here),
    (Reason.LISTED_BESIDE, _not_beside),
    (Reason.CITED_BEFORE, _cited_before),
    (Reason.LAW_OF_YEAR, _law_of_year),
)


def _existed(instrument: Instrument, year: int | None) -> bool:
    return year is None or instrument.status_in(year) != "not_yet"


def _was_law(instrument: Instrument, year: int | None) -> bool:
    """Whether it was law in the year; of today where the year, or the instrument's dates, are not known."""
    status = instrument.status_in(year) if year else "unknown"
    return (
        instrument.status != "repealed" if status == "unknown" else status in ("in_force", "repealed_within")
    )


def _may_be_cited(instrument: Instrument, year: int | None) -> bool:
    ended = instrument.repealed_on
    long_ago = year is not None and ended is not None and ended.year < year - _STILL_CITED
    return _existed(instrument, year) and not long_ago


def nearest_first(candidates: Iterable[Candidate], case: Circumstances) -> tuple[Instrument, ...]:
    """The instruments of the candidates, those of the nearest place first, the nation's last."""
    places = case.places

    def distance(candidate: Candidate) -> tuple[int, str]:
        known = candidate.place in places
        return (
            places.index(candidate.place) if known and candidate.place else len(places)
        ), candidate.instrument.id

    return tuple(candidate.instrument for candidate in sorted(candidates, key=distance))


def antecedent(key: str, around: Surroundings) -> Link | None:
    """What a mere 《条例》 that the report does not define stands for: the one such title cited before.

    None where several titles of that kind were cited before, or where the words before it say whose it is.
    """
    if key not in GENERIC_TITLES or _NAMED_BEFORE.search(around.before):
        return None
    before = list(around.earlier.in_full(key).values())
    if len(before) != 1 or not (before[0].instrument or before[0].candidates):
        return None
    return before[0]
