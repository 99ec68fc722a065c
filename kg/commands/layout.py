"""Text laid out in the cells of a terminal, where a Chinese character takes two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

#: What no line begins with, and what none ends with (禁则).
_NEVER_FIRST = frozenset("，。；：、？！）》〉”’】〕…—,.;:?!)]}")
_NEVER_LAST = frozenset("（《〈“‘【〔([{")
#: What stays together on a line: the characters of a Western word; each Chinese one is by itself.
_PIECE = re.compile(r"\s+|[!-~\u00a1-\u024f]+|[^\s!-~\u00a1-\u024f]")


def cells(text: str) -> int:
    """How many cells ``text`` takes."""
    if text.isascii():
        return len(text)
    return sum(map(_cells_of, text))


def _cells_of(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" or character in "“”‘’…—" else 1


def padded(text: str, width: int) -> str:
    """``text`` with spaces behind it up to ``width`` cells."""
    return text + " " * (width - cells(text))


def wrapped(text: str, width: int) -> list[str]:
    """The lines of ``text``, none of more than ``width`` cells; line feeds of the text stay.

    A Western word is broken only where it is longer than a line; no line begins with a Chinese comma or ends
    with an opening bracket.
    """
    return [line for paragraph in text.split("\n") for line in _wrapped(paragraph, max(width, 2))]


def _wrapped(paragraph: str, width: int) -> Iterator[str]:
    if cells(paragraph) <= width:
        yield paragraph
        return
    line = ""
    for piece in _pieces(paragraph):
        if cells(line) + cells(piece.rstrip()) <= width:
            line += piece
            continue
        if line.strip():
            yield line.rstrip()
        line = piece.lstrip()
        while cells(line) > width:
            head = _head(line, width)
            yield head
            line = line[len(head) :]
    if line.strip():
        yield line.rstrip()


def _pieces(paragraph: str) -> Iterator[str]:
    """Words, each with what must stay on its line: commas behind it, brackets in front of it."""
    held = ""
    for found in _PIECE.finditer(paragraph):
        piece = found[0]
        if held and piece[0] not in _NEVER_FIRST and held[-1] not in _NEVER_LAST:
            yield held
            held = ""
        held += piece
    if held:
        yield held


def _head(text: str, width: int) -> str:
    """As much of ``text`` as ``width`` cells hold, one character at least."""
    taken = 0
    for position, character in enumerate(text):
        taken += _cells_of(character)
        if taken > width and position:
            return text[:position]
    return text
