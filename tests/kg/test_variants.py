"""How much damage a title may have to be told: one slip or two, by the length of what is left."""

from __future__ import annotations

import pytest

from fazhi.kg.linking.variants import VariantIndex, confusable, slip_cost

#: Characters that are in no pair easily typed for each other and distinguish no instruments.
OWN = "碧螺春茶园花卉牧马歌谣画册"


@pytest.mark.parametrize(
    ("known", "written", "found"),
    [
        ("保障农民工工资条例", "保障农名工工资条例", True),
        ("保障农民工工资条例", "保障农名工工姿条例", True),
        ("保障农民工薪条例", "保障农名工薪条例", True),
        ("保障农民工薪条例", "保障农名工心条例", False),
        ("消防法", "消访法", True),
        ("消防法", "销访法", False),
        ("宪法", "现法", False),
    ],
    ids=["9, 1", "9, 2", "8, 1", "8, 2", "3, 1", "3, 2", "2, 1"],
)
def test_two_slips_are_borne_from_nine_characters_on_and_one_from_three(known, written, found):
    """Length of the title, number of slips."""
    assert len(known) == len(written)
    assert VariantIndex([known]).search(written) == (known if found else None)


def test_of_two_titles_as_likely_none_is_told_and_of_two_the_likelier():
    index = VariantIndex(["安全生产法", "安全声产法"])
    assert index.search("安全升产法") is None
    assert index.search("安全生产法") == "安全生产法"
    # A character that sounds alike costs less than one that is left out.
    assert (
        VariantIndex(["粮食流通管理条例", "粮食流通管里办条例"]).search("粮食流通管里条例")
        == "粮食流通管理条例"
    )


def damaged(length: int, *places: int, put: str = "凹") -> tuple[str, str]:
    """A title with this many characters of its own, and the same with other characters at ``places``."""
    own = OWN[:length]
    assert len(own) == length
    spoilt = "".join(put if place in places else character for place, character in enumerate(own))
    return f"{spoilt}条例", f"{own}条例"


@pytest.mark.parametrize(
    ("length", "places", "put", "slip"),
    [
        (6, (2,), "凹", True),
        (5, (2,), "凹", False),
        (4, (2,), "", True),
        (3, (1,), "", False),
        (13, (2, 8), "凹", False),
        (13, (2,), "凹", True),
        (6, (0,), "凹", True),
    ],
)
def test_wrong_characters_are_slips_where_enough_of_a_title_is_left(length, places, put, slip):
    """Six characters for one that is changed, four for one that is dropped, fourteen for two."""
    written, known = damaged(length, *places, put=put)
    assert (slip_cost(written, known) is not None) == slip


def test_two_wrong_characters_are_slips_in_fourteen_and_apart():
    known, place = f"{OWN}棉条例", OWN[2]
    assert slip_cost(known.replace(place, "凹").replace(OWN[8], "凸"), known) is not None
    assert slip_cost(known.replace(place, "凹").replace(OWN[3], "凸"), known) is None


def test_the_characters_of_these_titles_are_not_confusable():
    assert not any(confusable(character, other) for character in OWN for other in "凹凸")


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("陆生野生动物保护条例", "水生野生动物保护条例"),
        ("契税法", "关税法"),
        ("第三次全国经济普查办法", "第四次全国经济普查办法"),
        ("南通市水利工程条例", "南京市水利工程条例"),
    ],
)
def test_what_tells_instruments_apart_is_no_slip(written, known):
    assert slip_cost(written, known) is None


def test_the_last_character_of_a_place_may_be_wrong_and_no_other_of_it():
    assert slip_cost("江苏凹行政程序条例", "江苏省行政程序条例") is not None
    assert slip_cost("江凹省行政程序条例", "江苏省行政程序条例") is None


def test_a_final_word_of_one_character_may_be_swapped_in_four_and_not_in_three():
    assert slip_cost("消法防", "消防法") is None
    assert slip_cost("公务法员", "公务员法") is not None
