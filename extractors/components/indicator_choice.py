"""What the words around a figure say of its indicator (指标): what is counted, and what was done to it.

The words are data: ``names``, ``nouns``, ``verbs``, ``within`` and ``unless`` of
ontology/data/indicators.yaml, and lexicon/indicator_words.yaml beside them. Each indicator with words enough
is weighed: long words near the figure, with its unit, weigh most.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from fazhi.extractors.components.indicator_words import (
    MARKS,
    Place,
    Words,
    adjuncts,
    filler_words,
    head,
    listed_indicators,
    places,
    sort_of,
    unit_weight,
    words_for,
)

FIGURE = "▢"
#: The longest part of a word that counts, by how far off it is: 行政处罚案件 tells hardly more than 处罚案件,
#: and of words in clauses before, the nearest counts, not the longest.
_LONGEST = (5, 5, 2)
#: What it costs a noun to stand in a modifier: 清理涉及行政处罚的文件12件.
_MODIFIER = 0.8
#: The least that words must weigh.
_LEAST = 2.4
#: How many of an indicator's nouns and verbs are tried, however often a text repeats them.
_MOST_HITS = 8
_ROW_MARKS = "、和及与"
_ROW = (*_ROW_MARKS, "等")


class Frame(NamedTuple):
    """The words around a figure, folded: the clauses ``before``, the part of its ``clause`` up to the figure
    before it, the words to its ``left``, its ``unit`` and the words to its ``right``."""

    before: str
    clause: str
    left: str
    unit: str
    right: str


class Choice(NamedTuple):
    """The id of the ``indicator`` that words speak for, ``None`` if they show that it is none, and their
    weight."""

    indicator: str | None
    weight: float


class _Hit(NamedTuple):
    """A word in the text of a frame, what it costs to be where it is, how far off that is and what it weighs.

    Zone 0 is beside the figure, 1 in its clause, 2 in a clause before.
    """

    start: int
    end: int
    cost: float
    zone: int
    weight: float


class _Found(NamedTuple):
    """The words found of one indicator, by what they do for it."""

    names: list[_Hit]
    nouns: list[_Hit]
    verbs: list[_Hit]
    unless: list[_Hit]

    @property
    def saying(self) -> list[_Hit]:
        """Those that speak for it."""
        return [*self.names, *self.nouns, *self.verbs]


def choose_indicator(
    frame: Frame, *, change: bool = False, part: bool = False, near: bool = False
) -> Choice | None:
    """What the words of ``frame`` say of its indicator, or ``None`` if they say nothing.

    If the figure is a rate of ``change``, the indicator may have any unit; if it is a ``part`` of another,
    what was done to the whole was done to it. With ``near``, only words beside the figure count.
    """
    text = _Text(frame, part)
    words = words_for(None if change else sort_of(frame.unit))
    text.find_in_clause(words)
    choice = _best(frame, text, change=change, near=near)
    if near or not text.said or (choice and not part):
        return choice
    text.find_before(words)
    return _best(frame, text, change=change, near=near)


def _best(frame: Frame, text: _Text, *, change: bool, near: bool) -> Choice | None:
    best: Choice | None = None
    listed = listed_indicators()
    for owner in text.sufficient():
        indicator = listed[owner] if owner < len(listed) else None
        if indicator and indicator.within and not text.in_sentence(indicator.within):
            continue
        found = text.found(owner)
        if indicator and text.names_another(found):
            continue
        weight = _weight(text, found, near=near)
        if weight is None:
            continue
        if indicator and not change:
            weight += unit_weight(frame.unit, indicator.id) or 0
        if weight >= _LEAST and (best is None or weight > best.weight):
            best = Choice(indicator.id if indicator else None, weight)
    return best


class _Text:
    """The text of a frame, with the figure's place."""

    def __init__(self, frame: Frame, part: bool) -> None:
        lead = f"{frame.before}，{frame.clause}，"
        self._sentence = frame.before.rfind("。") + 1
        self._clause = len(frame.before) + 1
        self._left = len(lead)
        self._figure = len(lead) + len(frame.left)
        self._behind = self._figure + 1 + len(frame.unit)
        #: Where the figure's noun phrase has its head: behind the last 的; and up to where it is a row.
        self._head = len(lead) + frame.left[:-1].rfind("的")
        self._row = len(lead) + max(map(frame.left.rfind, _ROW))
        self._part = part
        self._unit = frame.unit
        # 列入污水处理厂扩建、用地出让等4项: examples are no noun.
        self._examples = frame.left.endswith("等")
        counted = head().search(frame.left)
        #: Where the noun ends that is counted for sure.
        self._counted = self._left + counted.end(1) if counted else None
        self.words = f"{lead}{frame.left}{FIGURE}{frame.unit}{frame.right}"
        self._places: list[Place] = []
        #: The indicators, a bit for each, of whose names, nouns and verbs one is found.
        self._names = self._nouns = self._verbs = 0

    def find_in_clause(self, words: Words) -> None:
        """Find words in the figure's clause."""
        self._places = places(words.near, self.words, self._clause, len(self.words))
        for _, _, word in self._places:
            self._names |= word.names
            self._nouns |= word.nouns
            self._verbs |= word.verbs

    def find_before(self, words: Words) -> None:
        """Find words of the same indicators in the clauses before."""
        said = self.said
        before = places(words.far, self.words, 0, self._clause)
        for _, _, word in before:
            self._nouns |= word.nouns & said
            self._verbs |= word.verbs & said
        self._places += before

    @property
    def said(self) -> int:
        """The indicators, a bit for each, for which a word speaks."""
        return self._names | self._nouns | self._verbs

    def sufficient(self) -> Iterator[int]:
        """The numbers of the indicators for which the words found may suffice, in order."""
        rest = self._names | (self._nouns & self._verbs)
        while rest:
            number = (rest & -rest).bit_length() - 1
            rest ^= 1 << number
            yield number

    def found(self, number: int) -> _Found:
        """The words found of one indicator; in the clause first, then those before it."""
        found = _Found([], [], [], [])
        owner = 1 << number
        for start, end, word in self._places:
            if owner & (word.names | word.nouns):
                hit = self._hit(start, end, is_noun=True)
                if owner & word.names:
                    found.names.append(hit)
                if owner & word.nouns:
                    found.nouns.append(hit)
            if owner & (word.verbs | word.unless):
                hit = self._hit(start, end, is_noun=False)
                if owner & word.verbs:
                    found.verbs.append(hit)
                if owner & word.unless:
                    found.unless.append(hit)
        return found

    def _hit(self, start: int, end: int, *, is_noun: bool) -> _Hit:
        zone = 0
        if start == self._figure:
            # A unit says less than a word of its length.
            cost = 2.0
        elif start > self._figure:
            # 27个问题: what directly follows the unit is what is counted.
            apart = start - self._behind
            cost = -0.3 if apart == 0 else 0.3 + min(0.7, 0.06 * max(0, apart))
        elif start >= self._left:
            cost = -0.2 if end <= self._row else (0.09 if is_noun else 0.03) * max(0, self._figure - end)
            cost += _MODIFIER if is_noun and start < self._head else 0
        elif start >= self._clause:
            zone, cost = 1, 0.8 + 0.04 * (self._left - end)
        else:
            stops = self.words.count("。", end, self._clause) + self.words.count("；", end, self._clause)
            commas = self.words.count("，", end, self._clause - 1)
            zone, cost = 2, 1.2 + 0.2 * min(5, commas) + 1.5 * stops
        return _Hit(start, end, cost, zone, min(end - start, _LONGEST[zone]) - cost)

    def names_another(self, found: _Found) -> bool:
        """Whether another thing than that of ``found`` stands right before the figure."""
        if self._counted is None:
            return False
        # 隐患和违规问题297个: the first of a row may be the one.
        return not any(
            hit.end == self._counted or self.words[hit.end : hit.end + 1] in _ROW_MARKS
            for hit in found.saying
        )

    def in_sentence(self, words: Iterable[str]) -> bool:
        """Whether one of ``words`` stands in the figure's sentence."""
        return any(self.words.find(word, self._sentence) >= 0 for word in words)

    def unsaid(self, found: _Found) -> int:
        """How many characters beside the figure are left over by ``found`` and by words that name nothing."""
        rest = [*self.words]
        fillers = places(filler_words(), self.words, self._clause, len(self.words))
        spans = [(hit.start, hit.end) for hit in found.saying]
        spans += [(start, end) for start, end, _ in fillers]
        spans += [match.span() for match in adjuncts().finditer(self.words, self._left)]
        for start, end in [*spans, (self._figure, self._behind)]:
            if end > self._left:
                rest[start:end] = " " * (end - start)
        return len(MARKS.sub("", "".join(rest[self._left :])))

    def leave(self, evidence: tuple[_Hit, ...]) -> int:
        """How much may be unsaid beside a figure if ``evidence`` stands partly in other clauses.

        A name needs no other word. In 镇村干部420人次参加 the words left over are those who took part.
        """
        if len(evidence) == 1:
            return 0
        if self._examples:
            return 30
        if self._part:
            return 12
        counts_persons = sort_of(self._unit) in ("person", "attendance")
        return 8 if counts_persons and evidence[1].zone == 0 else 1

    def excluded(self, hits: Iterable[_Hit], start: int) -> bool:
        """Whether one of ``hits`` is beside the figure, before the noun at ``start`` or behind it."""
        start = self._sentence if self._part else start
        return any(hit.zone == 0 or hit.end == start or hit.start >= start for hit in hits)


def _weight(text: _Text, found: _Found, *, near: bool) -> float | None:
    """What the words found of one indicator weigh; ``None`` if they do not suffice or are excluded."""
    best: float | None = None
    unsaid: int | None = None
    for evidence, weight, zone in _evidence(found):
        if (near and zone) or (best is not None and weight <= best):
            continue
        if zone == 2 or (zone and len(evidence) == 1):
            if unsaid is None:
                unsaid = text.unsaid(found)
            if unsaid > text.leave(evidence):
                continue
        if not (found.unless and text.excluded(found.unless, evidence[0].start)):
            best = weight
    return best


def _evidence(found: _Found) -> Iterator[tuple[tuple[_Hit, ...], float, int]]:
    """What suffices, with its weight and its farthest zone: a name beside the figure or in its clause; a noun
    and a verb, one of them beside it."""
    for name in found.names:
        if name.zone < 2:
            yield (name,), 1.0 + name.weight, name.zone
    verbs = _cheapest(found.verbs)
    for noun in _cheapest(found.nouns):
        for verb in verbs:
            apart = noun.end <= verb.start or verb.end <= noun.start
            if apart and not (noun.zone and verb.zone):
                yield (noun, verb), 0.5 + (noun.weight + verb.weight), max(noun.zone, verb.zone)


def _cheapest(hits: Sequence[_Hit]) -> Sequence[_Hit]:
    return hits if len(hits) <= _MOST_HITS else sorted(hits, key=lambda hit: hit.cost)[:_MOST_HITS]
