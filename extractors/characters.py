"""Folding of width and punctuation variants, one character for one, so that offsets stay valid."""

from __future__ import annotations

import re

_FOLD: dict[int, str] = (
    {0xFF10 + i: str(i) for i in range(10)}
    | {0xFF21 + i: chr(ord("A") + i) for i in range(26)}
    | {0xFF41 + i: chr(ord("a") + i) for i in range(26)}
    | {ord(c): "·" for c in "•・‧∙⋅●．"}
    | {ord(c): "-" for c in "—–－−─‐―~～"}
    | {ord(c): "〔" for c in "[［【﹝"}
    | {ord(c): "〕" for c in "]］】﹞"}
    | dict(zip(map(ord, "％:;()?!＜＞「」『』"), "%：；（）？！〈〉“”“”", strict=True))
)
_CLAUSE_COMMA = re.compile(r"(?<![0-9]),|,(?![0-9]{3})")


def fold(text: str) -> str:
    """``text`` with half-width punctuation made full, full-width digits and letters made ASCII.

    Same length as ``text``. A comma between figures stays (千分位); dashes become ``-``, and
    ``[]【】`` become ``〔〕`` as document numbers have them.
    """
    return _CLAUSE_COMMA.sub("，", text).translate(_FOLD)


def strip_space(text: str) -> str:
    """``text`` without any white space (spaces, line breaks, tabs, U+3000)."""
    return "".join(text.split())
