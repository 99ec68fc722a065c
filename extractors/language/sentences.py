"""Sentences and clauses of Chinese official prose. Offsets: 0-based code points, end exclusive."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

_STOP = "。！？!?"
_END = re.compile(rf"[{_STOP}]+[”』）)]*|\n")
#: What lies between two ends, the stop at its own included, white space around it not.
_SENTENCE = re.compile(
    rf"(?:[^\s{_STOP}][^{_STOP}\n]*+)?[{_STOP}]+[”』）)]*|[^\s{_STOP}](?:[^{_STOP}\n]*[^\s{_STOP}])?"
)


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The sentences of ``text[start:end]``, final stop included, white space at either end left out."""
    for match in _SENTENCE.finditer(text, start, len(text) if end is None else end):
        yield match.span()


@lru_cache(maxsize=4)
def all_sentences(text: str) -> list[tuple[int, int]]:
    """The spans of all sentences of ``text``, for those who ask for parts of them. Not to be changed."""
    return [match.span() for match in _SENTENCE.finditer(text)]


def sentences_between(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of ``text[start:end]``, where at either offset a sentence begins or ends."""
    spans = all_sentences(text)
    for number in range(bisect_left(spans, (start, start)), len(spans)):
        if spans[number][0] >= end:
            break
        yield spans[number]


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the sentence, or run of sentences, that holds ``text[start:end]``."""
    begin = 0
    for match in _END.finditer(text, 0, start):
        begin = match.end()
    closing = _END.search(text, max(end - 1, start))
    stop = closing.end() if closing else len(text)
    return _trimmed(text, begin, stop) or (start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
