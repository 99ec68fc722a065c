"""Numerals as they are written in reports."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.extractors.language.numerals import is_approximate, is_number, parse_number

DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """``number`` (1 to 99999) in Chinese numerals, 零 for a run of zeros inside."""
    written, gap = "", False
    for value, name in ((10000, "万"), (1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // value % 10
        if digit:
            written += ("零" if gap and written else "") + DIGITS[digit] + name
        gap = not digit
    return written


@given(st.integers(1, 99999))
def test_chinese_numerals(number: int) -> None:
    assert parse_number(in_chinese(number)) == number


@given(st.integers(10, 19))
def test_teens_without_their_one(number: int) -> None:
    assert parse_number(in_chinese(number).removeprefix("一")) == number


@given(st.integers(0, 10**9), st.sampled_from(",，"))
def test_thousands_separators(number: int, separator: str) -> None:
    assert parse_number(f"{number:,}".replace(",", separator)) == number


@given(
    st.integers(0, 10**6),
    st.sampled_from([("百", 2), ("千", 3), ("万", 4), ("百万", 6), ("千万", 7), ("亿", 8), ("万亿", 12)]),
)
def test_multipliers(hundredths: int, multiplier: tuple[str, int]) -> None:
    name, power = multiplier
    whole, part = divmod(hundredths, 100)

    assert parse_number(f"{whole}.{part:02}{name}") == hundredths * 10 ** (power - 2)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("25.37万", 253700),
        ("1.2亿", 120000000),
        ("98.5", 98.5),
        ("１２", 12),
        ("〇", 0),
        ("两百", 200),
        ("百", 100),
        ("百万", 1000000),
        ("三百万", 3000000),
        ("二十五万", 250000),
        ("一万二千", 12000),
        ("两千零五", 2005),
        ("二百五", 250),
        ("二〇二三", 2023),
    ],
)
def test_numeral(written: str, value: float) -> None:
    assert parse_number(written) == value
    assert isinstance(parse_number(written), type(value))


@pytest.mark.parametrize(
    ("written", "lower"),
    [
        ("七八", 7),
        ("三四十", 30),
        ("十一二", 11),
        ("两三百", 200),
        ("一百二三十", 120),
        ("五六千", 5000),
        ("二三十万", 200000),
    ],
)
def test_approximate_numbers_count_as_the_lower(written: str, lower: int) -> None:
    assert is_approximate(written)
    assert parse_number(written) == lower


@given(st.integers(1, 99999))
def test_plain_numerals_are_not_approximate(number: int) -> None:
    assert not is_approximate(in_chinese(number))


@given(st.text(alphabet="零〇一二两三四五六七八九十百千万亿0123456789.,，余几 ", max_size=8))
@settings(max_examples=300)
def test_anything_else_is_refused_with_a_word(written: str) -> None:
    try:
        number = parse_number(written)
    except ValueError as error:
        complaint = str(error)
    else:
        complaint = ""
        assert number >= 0
    assert complaint in ("", f"“{written}” is no numeral")
    assert is_number(written) == (complaint == "")
