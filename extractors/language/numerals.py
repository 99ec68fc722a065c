"""Converts Chinese and Arabic numerals in official prose to numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

import cn2an

ARABIC = r"\d{1,3}(?:[,，]\d{3}){1,5}(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
#: Decimal multipliers that may follow a figure (25.37万, 3百万).
MULTIPLIERS = {"百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}

_FIGURE = re.compile(rf"({ARABIC})(百万|千万|万亿|[百千万亿])?")
#: Figures with multipliers side by side (25万6千, 1亿2千万, 1千零20).
MIXED = (
    rf"(?:{ARABIC})[千万亿](?:零?(?:{ARABIC})(?:百万|千万|[百千万])){{1,4}}(?:零\d+)?"
    rf"|(?:{ARABIC})[百千万亿]零\d+"
)
_MIXED = re.compile(MIXED)
_CHINESE = re.compile(r"[零〇一二两三四五六七八九十百千万亿]+")
_DIGIT = "零〇一二两三四五六七八九"
#: 概数: two digits side by side in the place of one (三四十, 十一二, 两三百).
_PAIR = re.compile(rf"(?<![{_DIGIT}])([一二两三四五六七八九])[一二两三四五六七八九](?![{_DIGIT}])")


@lru_cache(maxsize=4096)
def parse_number(written: str) -> int | float:
    """The value of an Arabic (``1,081``, ``25.37万``) or Chinese (``二十``, ``百``, ``三万二``) numeral.

    A trailing 万 or 亿 multiplies the figure (``25.37万`` is 253700); 百, 千 or 万 on its own means one of
    that unit; figures with multipliers add up (``25万6千`` is
    256000). An approximate number (:func:`is_approximate`) has the lower of its values (``三四十`` is 30).
    Raises ``ValueError`` for anything else.
    """
    if match := _FIGURE.fullmatch(written):
        figure, multiplier = match.groups()
        value = Decimal(re.sub("[,，]", "", figure)) * MULTIPLIERS.get(multiplier, 1)
    elif _MIXED.fullmatch(written):
        value = sum(
            map(Decimal, (parse_number(part.group()) for part in _FIGURE.finditer(written))), Decimal()
        )
    elif _CHINESE.fullmatch(written):
        value = _chinese(written)
    else:
        raise ValueError(f"“{written}” is no numeral")
    return int(value) if value == value.to_integral_value() else float(value)


def is_number(written: str) -> bool:
    """Whether :func:`parse_number` accepts ``written``."""
    try:
        parse_number(written)
    except ValueError:
        return False
    return True


def is_approximate(written: str) -> bool:
    """Whether a Chinese numeral gives two digits to mean “about that many” (概数: ``七八``, ``三四十``)."""
    return bool(_PAIR.search(written))


def _chinese(written: str) -> Decimal:
    spelled = _PAIR.sub(r"\1", written).replace("〇", "零")
    if spelled[0] in "百千万亿":
        spelled = f"一{spelled}"
    try:
        return Decimal(str(cn2an.cn2an(spelled, "smart")))
    except (ValueError, KeyError) as error:
        raise ValueError(f"“{written}” is no numeral") from error
