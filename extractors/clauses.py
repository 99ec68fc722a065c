"""Clauses of a sentence. Offsets: 0-based code points of the folded text, end exclusive."""

from __future__ import annotations

_PAIRS = {"“": "”", "（": "）", "《": "》"}


def clause_spans(folded: str, start: int, end: int, marks: str = "，；。！？\n") -> list[tuple[int, int]]:
    """Split ``folded[start:end]`` at ``marks`` outside quotation marks and brackets; marks are left out."""
    spans: list[tuple[int, int]] = []
    begin, closing = start, ""
    for index in range(start, end):
        character = folded[index]
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
