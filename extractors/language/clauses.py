"""Clauses of a sentence. Offsets: 0-based code points of the folded text, end exclusive."""

from __future__ import annotations

import re
from functools import cache


def clause_spans(folded: str, start: int, end: int, marks: str = "，；。！？\n") -> list[tuple[int, int]]:
    """Split ``folded[start:end]`` at ``marks`` outside quotation marks and brackets, dropping the marks."""
    return [match.span() for match in _clause(marks).finditer(folded, start, end)]


@cache
def _clause(marks: str) -> re.Pattern[str]:
    """The text between two marks; marks inside a short “…”, （…） or 《…》 belong to it."""
    return re.compile(
        rf"(?>(?:[^{re.escape(marks)}“（《]++|“(?:[^”\n]{{0,58}}”)?|（(?:[^）\n]{{0,58}}）)?|《(?:[^》\n]{{0,58}}》)?)+)"
    )
