"""Numbers as Word writes them in front of paragraphs (ECMA-376 Part 1, 17.18.59 ST_NumberFormat)."""

from __future__ import annotations

from collections.abc import Callable

import cn2an

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
#: Numbers above this are written in digits: those of a list are small, and Roman ones would grow.
_LARGEST = 9999


def written(number: int, form: str) -> str:
    """``number`` in the number format ``form``: ``written(11, "chineseCounting")`` is ``十一``.

    In Arabic digits where the format is not known, or has no sign for the number.
    """
    write = _FORMATS.get(form)
    return (write and 0 < number <= _LARGEST and write(number)) or str(number)


def raised(text: str) -> str:
    """``text`` as a superscript (上标): ``²`` of ``2``, no part of a figure.

    A power or the mark of a note; what is more than a number stays as it is.
    """
    return text.translate(_RAISED) if text.isdecimal() else text


def _signs(signs: str) -> Callable[[int], str]:
    """One sign a number, from 1."""
    return lambda number: signs[number - 1 : number]


def _block(first: str, length: int) -> Callable[[int], str]:
    """So many characters in a row of Unicode, from ``first``."""
    return _signs("".join(chr(ord(first) + offset) for offset in range(length)))


def _counting(number: int) -> str:
    return str(cn2an.an2cn(number, "low"))


def _japanese_counting(number: int) -> str:
    """百十一: neither 一 before a unit, nor 零."""
    return (
        _counting(number).replace("零", "").replace("一百", "百").replace("一千", "千").replace("一十", "十")
    )


def _digits(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))


def _full_width(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def _counting_below_100(number: int) -> str:
    return _counting(number) if number < 100 else _digits(number)


def _legal(number: int) -> str:
    return str(cn2an.an2cn(number, "up"))


def _letter(number: int) -> str:
    """A to z, then aa, bb …"""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        text += letters * times
    return text


def _sexagenary(number: int) -> str:
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12]


_CIRCLED = _block("①", 20)
_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _counting_below_100,
    "chineseCountingThousand": _counting,
    "taiwaneseCounting": _counting_below_100,
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _japanese_counting,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "ideographTraditional": _signs(_STEMS),
    "ideographZodiac": _signs(_BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    "ideographEnclosedCircle": _block("㊀", 10),
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": _block("⑴", 20),
    "decimalEnclosedFullstop": _block("⒈", 20),
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalZero": lambda number: f"{number:02d}",
    "numberInDash": lambda number: f"- {number} -",
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
