"""Words of a text as the search index has them, and as a person types them.

A run of Chinese characters (汉字) gives its bigrams and, at its end, its last character: 安全生产法 gives
安全 全生 生产 产法 法. So every character begins one word, a phrase of words is a stretch of the text, and a
single character is found as the beginning of a word. Letters and digits that stand together are one word.
Width and case are folded (NFKC); simplified and traditional characters stay as they are written.

Offsets count Unicode code points of the text from 0, ends are exclusive.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

#: What a person types is read so far, in characters and in terms.
LONGEST = 200
MOST_TERMS = 16

_HAN = "〇々\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_IS_HAN = re.compile(f"[{_HAN}]")
#: A stretch of letters, digits and Chinese characters; figures have marks inside: 12·4, 25.37, 1,200.
_PART = re.compile(r"(?:[^\W_]|(?<=\d)[.,·・/:\-–—~](?=\d))+")
_STATE_NAME = "中华人民共和国"


@dataclass(frozen=True)
class Word:
    """One word of a text and where it stands."""

    word: str
    start: int
    end: int


@dataclass(frozen=True)
class Term:
    """What must stand together: its ``words`` in a row, the last of them perhaps only begun (``open``).

    ``text`` is what was typed, folded.
    """

    text: str
    words: tuple[str, ...]
    open: bool

    @property
    def latin(self) -> str:
        """The term, if it is one word of the letters a to z; else empty."""
        return self.words[0] if len(self.words) == 1 and re.fullmatch("[a-z]+", self.words[0]) else ""


def words(text: str) -> list[Word]:
    """The words of a text in the order of their starts."""
    found: list[Word] = []
    for han, run in _runs(text):
        if not han:
            found.append(Word("".join(c for c, _ in run), run[0][1], run[-1][1] + 1))
            continue
        for (first, start), (second, end) in pairwise(run):
            found.append(Word(first + second, start, end + 1))
        found.append(Word(run[-1][0], run[-1][1], run[-1][1] + 1))
    return found


def key(name: str) -> str:
    """What all ways to write a name have in common: its folded letters, digits and Chinese characters.

    中华人民共和国 in front is left out.
    """
    return _without_state_name("".join(c for _, run in _runs(name) for c, _ in run))


def terms(typed: str) -> list[Term]:
    """What a person asks for: the parts between spaces and marks, a figure's own marks apart.

    Only the first :data:`LONGEST` characters and :data:`MOST_TERMS` terms are read.
    """
    found: dict[Term, None] = {}
    for part in _PART.findall("".join(map(_folded, typed[:LONGEST]))):
        in_part = [word.word for word in words(_without_state_name(part))]
        if not in_part:
            continue
        last = in_part[-1]
        if len(in_part) > 1 and _IS_HAN.match(last) and len(in_part[-2]) == 2 and in_part[-2][1] == last:
            in_part.pop()
            found[Term(part, tuple(in_part), open=False)] = None
        else:
            found[Term(part, tuple(in_part), open=not last.isdigit())] = None
    return list(found)[:MOST_TERMS]


def places(text: str, wanted: Sequence[Term]) -> tuple[tuple[int, int], ...]:
    """Where the terms stand in a text: spans that do not overlap, in order."""
    in_text = words(text)
    spans = sorted(span for term in wanted for span in _spans(in_text, term))
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _without_state_name(text: str) -> str:
    return text.removeprefix(_STATE_NAME) or text


def _spans(in_text: list[Word], term: Term) -> Iterator[tuple[int, int]]:
    *first, last = term.words
    for i in range(len(in_text) - len(first)):
        end = in_text[i + len(first)]
        if [word.word for word in in_text[i : i + len(first)]] != first:
            continue
        if end.word == last:
            yield in_text[i].start, end.end
        elif term.open and end.word.startswith(last):
            yield in_text[i].start, end.start + 1 if _IS_HAN.match(last) else end.end


def _runs(text: str) -> Iterator[tuple[bool, list[tuple[str, int]]]]:
    """Runs of folded characters with their offsets: of Chinese ones (True), of letters and digits (False)."""
    folded = [(c, offset) for offset, original in enumerate(text) for c in _folded(original) or " "]
    for kind, run in groupby(folded, lambda item: _kind(item[0])):
        if kind:
            yield kind == "han", list(run)


def _folded(character: str) -> str:
    return (
        character
        if "\u4e00" <= character <= "\u9fff"
        else unicodedata.normalize("NFKC", character).casefold()
    )


def _kind(character: str) -> str:
    if _IS_HAN.match(character):
        return "han"
    return "word" if character.isalnum() else ""
