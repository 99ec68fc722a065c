"""Dates of prose, in figures and in Chinese numerals."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.extractors.language.dates import find_dates, month_day

DIGITS = "〇一二三四五六七八九"
FORMS = (
    "{0.year}年{0.month}月{0.day}日",
    "{0.year} 年 {0.month} 月 {0.day} 日",
    "{0.year}-{0.month:02}-{0.day:02}",
    "{0.year}.{0.month}.{0.day}",
    "{0.year}/{0.month}/{0.day}",
)
DATES = st.dates(date(1949, 10, 1), date(2099, 12, 31))


def in_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")


@given(DATES, st.sampled_from(FORMS))
def test_figures(day: date, form: str) -> None:
    assert find_dates(f"启明产业园管委会{form.format(day)}") == [day.isoformat()]


@given(DATES, st.sampled_from("〇○零O0Ｏ"))
def test_chinese_numerals(day: date, zero: str) -> None:
    year = "".join(DIGITS[int(digit)] for digit in str(day.year)).replace("〇", zero)

    assert find_dates(f"{year}年{in_chinese(day.month)}月{in_chinese(day.day)}日") == [day.isoformat()]


@pytest.mark.parametrize(
    "text",
    [
        "2023年2月30日",
        "二〇二三年十三月一日",
        "2023年12月",
        "12月4日",
        "〔2023〕4号",
        "12023年1月1日",
        "2023-12-345",
        "二〇二三年",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text) == []


def test_dates_come_in_the_order_of_the_text() -> None:
    text = "2024年3月1日印发，二〇二三年十二月三十一日制定，２０２４年３月２７日发布"

    assert find_dates(text) == ["2024-03-01", "2023-12-31", "2024-03-27"]


@pytest.mark.parametrize(
    ("month", "day", "expected"),
    [
        (3, 15, "--03-15"),
        (5, None, "--05"),
        (2, 29, "--02-29"),
        (2, 30, None),
        (13, 1, None),
        (0, None, None),
    ],
)
def test_days_of_a_year(month: int, day: int | None, expected: str | None) -> None:
    assert month_day(month, day) == expected
