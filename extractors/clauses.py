"""Clauses of a sentence. Offsets: 0-based code points of the folded text, end exclusive."""

from __future__ import annotations

import re
from functools import cache

MARKS = "，；。！？\n"
_PAIRS = {"“": "”", "（": "）", "《": "》"}

@cache
def _stop(marks: str) -> re.Pattern[str]:
    return re.compile("[" + re.escape(marks) + "".join(_PAIRS) + "".join(_PAIRS.values()) + "]")


def clause_spans(folded: str, start: int, end: int, *, marks: str = MARKS) -> list[tuple[int, int]]:
    """Split ``folded[start:end]`` at ``marks`` outside quotation marks and brackets; marks are left out."""
    spans: list[tuple[int, int]] = []
    begin, closing = start, ""
    for stop in _stop(marks).finditer(folded, start, end):
        index, character = stop.start(), stop.group()
        if closing:
            if character == closing or character == "\n":
                closing = ""
            continue
        if character in _PAIRS and folded.find(_PAIRS[character], index, min(end, index + 60)) > 0:
            closing = _PAIRS[character]
        elif character in marks:
            if begin < index:
                spans.append((begin, index))
            begin = index + 1
    if begin < end:
        spans.append((begin, end))
    return spans
