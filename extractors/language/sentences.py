"""Sentences of Chinese official prose. Offsets: 0-based code points, end exclusive."""

from __future__ import annotations

import re
from collections.abc import Iterator

_STOP = "。！？!?"
#: What goes on for longer (table cells, lists without a stop) is cut: work on a sentence stays bounded.
_LONGEST = 1000
#: What ends a sentence: stops with the closing marks behind them, or a line break.
SENTENCE_END = re.compile(rf"[{_STOP}]+[”』）)]*|\n")
#: What lies between two ends, the stop at its own included, white space around it not.
_SENTENCE = re.compile(
    rf"(?:[^\s{_STOP}][^{_STOP}\n]{{0,{_LONGEST}}}+)?[{_STOP}]+[”』）)]*"
    rf"|[^\s{_STOP}](?:[^{_STOP}\n]{{0,{_LONGEST}}}[^\s{_STOP}])?"
)


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The sentences of ``text[start:end]``, including their final stops but no surrounding white space.

    Words without a stop or line break are cut after about a thousand characters.
    """
    for match in _SENTENCE.finditer(text, start, len(text) if end is None else end):
        yield match.span()
