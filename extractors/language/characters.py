"""Folds width and punctuation variants one character to one, so that offsets stay valid."""

from __future__ import annotations

import re
import unicodedata
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
# Few characters of a text are variants: finding those is ten times faster than str.translate on them all.
_VARIANT = re.compile("[" + "".join(map(re.escape, _FOLD)) + "]")
#: Half-width marks as Chinese text has them, for ``str.translate``.
FULL_WIDTH = str.maketrans(",;:?!()", "，；：？！（）")
_FULL_WIDTH_POINT = re.compile(r"．(?<=\d．)(?=\d)")
#: A half-width point behind a Chinese word ends a sentence (时间表.2、推进…), but 一. is a heading's number.
_HALF_WIDTH_STOP = re.compile(
    r"\.(?<=[一-龥”》]\.)(?<![\s第（(一二三四五六七八九十，。；：、][一二三四五六七八九十]\.)"
    r"(?<!^[一二三四五六七八九十]\.)(?![A-Za-z.])"
)
_CLAUSE_COMMA = re.compile(r",(?:(?<![0-9],)|(?![0-9]{3}))")


#: The ideographs that radicals of the supplement (U+2E80 to U+2EF3) are written like, where Unicode's
#: decompositions (NFKC) give none; after the names of the radicals (⻓ is C-SIMPLIFIED LONG).
_RADICALS = dict(
    zip(
        "⺠⻄⻅⻆⻈⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰",
        "民西见角讠贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙",
        strict=True,
    )
)
_RADICAL = re.compile("[\u2e80-\u2fdf]")


def without_radicals(text: str) -> str:
    """``text`` with the ideograph in place of each radical (部首) that looks like it: 人 for ⼈ (U+2F08).

    Text that was copied out of a PDF often has them. The result is as long as ``text``.
    """
    return _RADICAL.sub(
        lambda match: _RADICALS.get(match.group()) or unicodedata.normalize("NFKC", match.group()), text
    )


# A report is folded once for its outline and again for its records.
@lru_cache(maxsize=4)
def fold(text: str) -> str:
    """``text`` with half-width punctuation made full-width, and full-width digits and letters made ASCII.

    The result is as long as ``text``. A comma between digits (千分位) is kept; dashes become ``-``, and
    ``[]【】`` become ``〔〕``, the form used in document numbers.
    """
    text = _HALF_WIDTH_STOP.sub("。", _FULL_WIDTH_POINT.sub(".", text))
    return _VARIANT.sub(lambda match: _FOLD[match.group()], _CLAUSE_COMMA.sub("，", text))


def blank_out(names: re.Pattern[str], text: str) -> str:
    """``text`` with every character of each match of ``names`` replaced by ``□``."""
    return names.sub(lambda match: "□" * len(match.group()), text)


def unspaced_offsets(text: str) -> list[int]:
    """The number of non-white-space characters before each offset of ``text``, including its end."""
    return list(accumulate((not character.isspace() for character in text), initial=0))


def strip_space(text: str) -> str:
    """``text`` without any white space (spaces, line breaks, tabs, U+3000)."""
    return "".join(text.split())
