"""Names in the order of a dictionary."""

import random

import pytest

from fazhi.ontology.collation import by_sound


def test_names_are_in_the_order_of_their_sound():
    names = [
        "12·4国家宪法日",
        "2023年度普法计划",
        "ABC园区",
        "安全生产法",
        "长沙市人民政府",
        "重庆市人民政府",
        "法治政府建设实施纲要",
        "甘眉工业园区南区",
        "济源高新技术产业开发区",
        "启东经济开发区",
        "启东生命健康产业园",
        "泰州医药高新技术产业开发区",
        "厦门市司法局",
        "银行法",
    ]
    mixed = random.Random(1).sample(names, len(names))
    assert sorted(mixed, key=by_sound) == names


@pytest.mark.parametrize("name", ["", "a b", "𠮷村", "\ud800", "（试行）", "ⅣA·1", "é\u0301"])
def test_any_text_has_a_place(name):
    assert len(by_sound(name)) == len(name)
