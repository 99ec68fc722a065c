"""Sentences of Chinese official prose. Offsets: 0-based code points, end exclusive."""

from __future__ import annotations

import re
from collections.abc import Iterator

_STOP = "。！？!?"
#: What ends a sentence: stops with the closing marks behind them, or a line break.
SENTENCE_END = re.compile(rf"[{_STOP}]+[”』）)]*|\n")
#: What lies between two ends, the stop at its own included, white space around it not.
_SENTENCE = re.compile(
    rf"(?:[^\s{_STOP}][^{_STOP}\n]*+)?[{_STOP}]+[”』）)]*|[^\s{_STOP}](?:[^{_STOP}\n]*[^\s{_STOP}])?"
)


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The sentences of ``text[start:end]``, including their final stops but no surrounding white space."""
    for match in _SENTENCE.finditer(text, start, len(text) if end is None else end):
        yield match.span()
