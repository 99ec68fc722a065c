"""Sentences and clauses of Chinese official prose. Offsets: 0-based code points, end exclusive."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"[。！？!?]+[”』）)]*|\n")


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The sentences of ``text[start:end]``, final stop included, white space at either end left out."""
    stop = len(text) if end is None else end
    begin = start
    for match in _END.finditer(text, start, stop):
        if span := _trimmed(text, begin, match.end()):
            yield span
        begin = match.end()
    if span := _trimmed(text, begin, stop):
        yield span


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
