"""Clauses of a sentence. Offsets: 0-based code points of the folded text, end exclusive."""

from __future__ import annotations

import re

_MARKS = "，；。！？\n"
_PAIRS = {"“": "”", "（": "）", "《": "》"}


_STOP = re.compile("[" + _MARKS + "".join(_PAIRS) + "".join(_PAIRS.values()) + "]")


def clause_spans(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split ``folded[start:end]`` at ，；。！？ and line breaks outside quotation marks and brackets; marks are left out."""
    spans: list[tuple[int, int]] = []
    begin, closing = start, ""
    for stop in _STOP.finditer(folded, start, end):
        index, character = stop.start(), stop.group()
        if closing:
            if character == closing or character == "\n":
                closing = ""
            continue
        if character in _PAIRS and folded.find(_PAIRS[character], index, min(end, index + 60)) > 0:
            closing = _PAIRS[character]
        elif character in _MARKS:
            if begin < index:
                spans.append((begin, index))
            begin = index + 1
    if begin < end:
        spans.append((begin, end))
    return spans
