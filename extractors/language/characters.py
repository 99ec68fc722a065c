"""Folding of width and punctuation variants, one character for one, so that offsets stay valid."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate

_FOLD: dict[str, str] = (
    {chr(0xFF10 + i): str(i) for i in range(10)}
    | {chr(0xFF21 + i): chr(ord("A") + i) for i in range(26)}
    | {chr(0xFF41 + i): chr(ord("a") + i) for i in range(26)}
    | dict.fromkeys("•・‧∙⋅●．", "·")
    | dict.fromkeys("—–－−─‐―~～", "-")
    | dict.fromkeys("[［【﹝", "〔")
    | dict.fromkeys("]］】﹞", "〕")
    | dict(zip("％:;()?!＜＞「」『』", "%：；（）？！〈〉“”“”", strict=True))
)
# Few characters of a text have a variant: finding those is ten times faster than str.translate on all.
_VARIANT = re.compile("[" + "".join(map(re.escape, _FOLD)) + "]")
_FULL_WIDTH_POINT = re.compile(r"．(?<=\d．)(?=\d)")
_CLAUSE_COMMA = re.compile(r",(?:(?<![0-9],)|(?![0-9]{3}))")


# A report is folded for its outline and again for its records.
@lru_cache(maxsize=4)
def fold(text: str) -> str:
    """``text`` with half-width punctuation made full, full-width digits and letters made ASCII.

    Same length as ``text``. A comma between figures stays (千分位); dashes become ``-``, and
    ``[]【】`` become ``〔〕`` as document numbers have them.
    """
    return _VARIANT.sub(
        lambda match: _FOLD[match.group()], _CLAUSE_COMMA.sub("，", _FULL_WIDTH_POINT.sub(".", text))
    )


def blank_out(names: re.Pattern[str], text: str) -> str:
    """``text`` with every match of ``names`` turned to ``□``, a character for a character."""
    return names.sub(lambda match: "□" * len(match.group()), text)


def unspaced_offsets(text: str) -> list[int]:
    """How many characters that are no white space stand before each offset of ``text``, its end included."""
    return list(accumulate((not character.isspace() for character in text), initial=0))


def strip_space(text: str) -> str:
    """``text`` without any white space (spaces, line breaks, tabs, U+3000)."""
    return "".join(text.split())
