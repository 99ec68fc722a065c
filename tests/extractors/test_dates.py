"""Dates of prose, in figures and in Chinese numerals."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.extractors.language.dates import date_spans, find_dates, month_day

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
        "2023年1月0日",
        "2023年1月32日",
        "2023年4月31日",
        "2023年0月1日",
        "2023年13月1日",
        "2023-02-29",
        "1899年12月31日",
        "2100年1月1日",
        "二〇二三年一月三十二日",
        "二〇二三年二月二十九日",
        "二〇二三年五月一一日",
        "二〇二三年五月十十日",
        "二〇二三年五月一二十日",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1900年1月1日", "1900-01-01"),
        ("2099年12月31日", "2099-12-31"),
        ("2024年2月29日", "2024-02-29"),
        ("二〇二四年元月十日", "2024-01-10"),
        ("二〇二六年一月20日", "2026-01-20"),
        ("2026年十月廿九日", "2026-10-29"),
        ("一九九九年十二月卅一日", "1999-12-31"),
    ],
)
def test_the_first_and_the_last_that_are_dates(text: str, day: str) -> None:
    assert find_dates(text) == [day]


def test_a_date_is_found_where_it_stands() -> None:
    assert date_spans("于2024年3月1日印发，2023年2月30日，二〇二三年五月六日") == [
        ("2024-03-01", 1, 10),
        ("2023-05-06", 24, 33),
    ]


def test_dates_come_in_the_order_of_the_text() -> None:
    text = "2024年3月1日印发，二〇二三年十二月三十一日制定，２０２４年３月２７日发布"

    assert find_dates(text) == ["2024-03-01", "2023-12-31", "2024-03-27"]


@pytest.mark.parametrize(
    ("month", "day", "expected"),
    [
        (3, 15, "--03-15"),
        (5, None, "--05"),
        (2, 29, "--02-29"),
        (1, 1, "--01-01"),
        (12, 31, "--12-31"),
        (1, None, "--01"),
        (12, None, "--12"),
        (2, 30, None),
        (4, 31, None),
        (12, 32, None),
        (1, 0, None),
        (13, 1, None),
        (13, None, None),
        (0, 1, None),
        (0, None, None),
    ],
)
def test_days_of_a_year(month: int, day: int | None, expected: str | None) -> None:
    assert month_day(month, day) == expected
