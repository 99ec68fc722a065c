"""Clauses of a sentence. Offsets: 0-based code points of the folded text, end exclusive."""

from __future__ import annotations

import re

#: What stands between two marks; a mark within “”, （） or 《》, if these are closed soon, belongs to it.
_CLAUSE = re.compile(
    r"(?:[^，；。！？\n“（《]+|“(?:[^”\n]{0,58}”)?|（(?:[^）\n]{0,58}）)?|《(?:[^》\n]{0,58}》)?)+"
)


def clause_spans(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split ``folded[start:end]`` at ，；。！？ and line breaks outside quotation marks and brackets; marks are left out."""
    return [match.span() for match in _CLAUSE.finditer(folded, start, end)]
