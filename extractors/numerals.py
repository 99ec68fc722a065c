"""Chinese and Arabic numerals of official prose -> numbers."""

from __future__ import annotations

import re
from decimal import Decimal

import cn2an

ARABIC = r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
CHINESE = r"[零〇一二两三四五六七八九十百千]+"
MULTIPLIERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000, "万亿": 10**12}


def parse_number(written: str) -> int | float:
    """The value of an Arabic (``1,081``, ``25.37``) or Chinese (``二十``, ``两百``, ``百``) numeral.

    A trailing 万 or 亿 multiplies (``25.37万`` is 253700). Raises ``ValueError`` for anything else.
    """
    match = re.fullmatch(rf"({ARABIC}|{CHINESE})?(百万|千万|万亿|[百千万亿])?", written)
    if not match or not written:
        raise ValueError(f"“{written}” is no numeral")
    digits, multiplier = match.groups()
    value = Decimal(1) if digits is None else _plain(digits)
    value *= MULTIPLIERS.get(multiplier or "", 1)
    return int(value) if value == value.to_integral_value() else float(value)


def _plain(digits: str) -> Decimal:
    if digits[0].isdigit():
        return Decimal(re.sub("[,，]", "", digits))
    if digits[0] in "百千" :
        digits = "一" + digits
    try:
        return Decimal(str(cn2an.cn2an(digits.replace("〇", "零"), "smart")))
    except ValueError as error:
        raise ValueError(f"“{digits}” is no numeral") from error
