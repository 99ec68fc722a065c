"""Spellings of one title, or of one publicity day's name, meet under one key; other names do not."""

import pytest

from fazhi.ontology.titles import day_key, title_key

OUTLINE = "法治政府建设实施纲要(2021-2025)"


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("《中华人民共和国安全生产法》", "安全生产法"),
        ("中华人民\u3000共和国\n安全生产法", "安全生产法"),
        ("法治政府建设实施纲要（２０２１－２０２５年）", OUTLINE),
        ("法治政府建设实施纲要〔2021——2025年〕", OUTLINE),
        ("法治政府建设实施纲要（20212025年）", OUTLINE),
        ("法治政府建设实施纲要2021至2025年", OUTLINE),
        ("国家安全法（1993年）", "国家安全法(1993)"),
        ("“八五”普法规划", "八五普法规划"),
        ("产品修理、更换，退货责任规定", "产品修理更换退货责任规定"),
        ("中华人民共和国", "中华人民共和国"),
        ("安全⽣产法", "安全生产法"),  # a radical (U+2F63) for the character, as some PDF files have it
    ],
)
def test_spellings_of_a_title_meet(title: str, key: str) -> None:
    assert title_key(title) == key
    assert title_key(key) == key


def test_what_tells_titles_apart_may_be_kept() -> None:
    with_commas, without = "产品修理、更换、退货责任规定", "产品修理更换退货责任规定"
    assert title_key(with_commas, commas=True) != title_key(without, commas=True)
    assert title_key(with_commas, commas=True) == title_key("《产品修理，更换,退货责任规定》", commas=True)
    assert title_key("中华人民共和国宪法", state_name=True) != title_key("宪法", state_name=True)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("国家宪法日", "宪法日"),
        ("“12·4”国家宪法日", "宪法日"),
        ("12月4日全国法制宣传日", "法制宣传日"),
        ("全国“安全生产月”", "安全生产月"),
        ("《信访工作条例》 宣传月", "信访工作条例宣传月"),
        ("110宣传日", "110宣传日"),
        ("3·15", "3·15"),
    ],
)
def test_names_of_a_publicity_day_meet(name: str, key: str) -> None:
    assert day_key(name) == key
