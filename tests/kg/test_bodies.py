"""A report's body has one name over years and spellings, its kind, and a place only where it is sure."""

from __future__ import annotations

from pathlib import Path

import pytest

from fazhi.kg.linking.bodies import Body
from fazhi.kg.linking.identification import identify
from fazhi.kg.linking.namesakes import names_one_body
from fazhi.kg.linking.places import leading_place
from fazhi.ontology.divisions import divisions, short_name

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"


def text_of(name: str) -> str:
    return (EXAMPLES / f"{name}.txt").read_text(encoding="utf-8")


def place_code(body: Body) -> str | None:
    return body.place.code if body.place else None


def parents(body: Body) -> list[str]:
    return [] if body.parent is None else [body.parent.name, *parents(body.parent)]


def test_the_text_gives_the_fuller_name() -> None:
    body = identify("生命健康产业园", text=text_of("qidong-life-health-park-2023"))
    assert body.name == "启东生命健康产业园"
    assert body.kind == "IndustrialPark"
    assert "生命健康产业园" in body.alternatives
    assert place_code(body) == "320681"
    assert parents(body) == ["启东市人民政府", "南通市人民政府", "江苏省人民政府"]
    assert body.key == identify("启东生命健康产业园").key


def test_a_second_name_in_brackets_is_kept_and_places_the_body() -> None:
    body = identify("泰州医药高新区(高港区)", text=text_of("taizhou-medical-zone-2024"))
    assert body.kind == "HighTechZone"
    assert {"泰州医药高新区", "高港区"} <= set(body.alternatives)
    assert place_code(body) == "321203"
    assert parents(body)[0] == "泰州市人民政府"
    bureau = identify("医药高新区(高港区)司法局", text=text_of("taizhou-medical-zone-2024"))
    assert bureau.kind == "GovernmentDepartment"
    assert bureau.parent is not None
    assert bureau.parent.key == body.key


def test_zones_of_the_other_example_reports() -> None:
    qidong = identify("启东经济开发区", text=text_of("qidong-economic-zone-2023"))
    assert (qidong.kind, place_code(qidong)) == ("EconomicDevelopmentZone", "320681")
    jiyuan = identify("济源高新技术产业开发区管理办公室", text=text_of("jiyuan-hightech-zone-2022"))
    assert (jiyuan.name, jiyuan.kind) == ("济源高新技术产业开发区", "HighTechZone")
    assert place_code(jiyuan) == "419001"
    ganmei = identify("甘眉工业园区南区管理委员会", text=text_of("ganmei-south-park-2023"))
    assert (ganmei.name, ganmei.kind) == ("甘眉工业园区南区", "IndustrialPark")
    assert (place_code(ganmei), ganmei.parent) == ("511400", None)


@pytest.mark.parametrize(
    "spellings",
    [
        [
            "启东经济开发区",
            "启东市经济开发区",
            "江苏启东经济开发区管委会",
            "江苏省启东经济开发区",
            "启东经济开发区党工委管委会",
        ],
        ["济源高新区", "济源高新技术产业开发区", "济源高新技术产业开发区管理办公室", "济源市高新区管委会"],
        ["启东市", "启东市人民政府", "江苏省南通市启东市人民政府", "江苏省启东市"],
        ["南京市鼓楼区司法局", "江苏省南京市鼓楼区司法局"],
        ["启东市惠萍镇", "启东市惠萍镇人民政府", "南通市启东市惠萍镇人民政府"],
        ["启东市司法局", "启东市司法局 2023年度", "启东市司法局关于2023年法治政府建设情况的报告"],
        ["昆山综合保税区管理局", "昆山综保区"],
    ],
)
def test_spellings_of_one_body_have_one_key(spellings: list[str]) -> None:
    assert len({identify(spelling).key for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("issuer", "kind", "parent"),
    [
        ("启东市人民政府", "LocalGovernment", "南通市人民政府"),
        ("上海市浦东新区人民政府", "LocalGovernment", "上海市人民政府"),
        ("启东市汇龙镇人民政府", "LocalGovernment", "启东市人民政府"),
        ("昆明市盘龙区鼓楼街道办事处", "LocalGovernment", "盘龙区人民政府"),
        ("启东市应急管理局", "GovernmentDepartment", "启东市人民政府"),
        ("江苏省司法厅", "GovernmentDepartment", "江苏省人民政府"),
        ("中共启东市委全面依法治市委员会办公室", "PartyCommittee", None),
        ("浙江大学", "PublicBody", None),
        ("南京江北新区管理委员会", "NewArea", "南京市人民政府"),
        ("昆山综合保税区", "BondedZone", "昆山市人民政府"),
        ("苏州工业园区管理委员会", "IndustrialPark", "苏州市人民政府"),
        ("济源产城融合示范区管理委员会", "Park", "济源市人民政府"),
        ("海门经济技术开发区应急管理局", "GovernmentDepartment", "海门经济技术开发区"),
    ],
)
def test_kind_and_parent(issuer: str, kind: str, parent: str | None) -> None:
    body = identify(issuer)
    assert body.kind == kind
    assert (body.parent.name if body.parent else None) == parent


def test_no_place_is_read_out_of_the_middle_of_a_name_or_of_the_text() -> None:
    assert place_code(identify("深汕特别合作区管委会")) == "440000"
    body = identify("临空产业园管委会", text="与苏州市、无锡市企业签约，赴上海市招商。")
    assert (body.place, body.parent) == (None, None)
    assert identify("苏州宿迁工业园区").place == divisions()["321300"]


def test_namesakes_stay_open_unless_something_decides() -> None:
    assert identify("鼓楼区人民政府").place is None
    assert identify("朝阳区司法局").place is None
    decided = identify("鼓楼区人民政府", text="在徐州市委、市政府的领导下")
    assert (place_code(decided), decided.name) == ("320302", "徐州市鼓楼区人民政府")
    assert place_code(identify("朝阳区司法局", place_hint="北京市朝阳区人民政府")) == "110105"


def test_metadata_place_a_body_whose_name_has_no_place() -> None:
    town = identify("惠萍镇人民政府", place_hint="启东市惠萍镇")
    assert (town.name, place_code(town)) == ("启东市惠萍镇人民政府", "320681")
    assert identify("市司法局", place_hint="启东市人民政府").name == "启东市司法局"
    zone = identify("综保区", place_hint="沔南综合保税区管理委员会")
    assert (zone.name, zone.kind) == ("沔南综合保税区", "BondedZone")


def test_the_title_serves_where_the_issuer_is_missing() -> None:
    assert identify("", title="启东市司法局2023年法治政府建设情况报告").name == "启东市司法局"
    with pytest.raises(ValueError, match="a body needs a name"):
        identify("", title="")


@pytest.mark.parametrize(
    ("spellings", "other"),
    [
        (
            ["云溪工业园（西区）", "云溪工业园(西区)管委会", "云溪工业园西区", "云溪工业园管委会（西区）"],
            ["云溪工业园（东区）", "云溪工业园东区管委会", "云溪工业园"],
        ),
        (["云溪工业园（一期）", "云溪工业园一期管委会"], ["云溪工业园（二期）"]),
        (["云溪（西区）", "云溪西区管委会"], ["云溪（东区）", "云溪区"]),
        (["靖江经济技术开发区（新桥园区）"], ["靖江经济技术开发区", "靖江经济技术开发区（滨江园区）"]),
        (["泰兴经济开发区", "泰兴经济开发区（泰兴市滨江镇）"], ["泰兴高新区"]),
        (["华容区人民政府"], ["华容县人民政府"]),
        (["湖北省华容区经济开发区"], ["湖南省华容县经济开发区"]),
        (["承德市经济开发区", "承德经济开发区"], ["承德县经济开发区"]),
    ],
)
def test_what_tells_bodies_apart_is_in_their_keys(spellings: list[str], other: list[str]) -> None:
    keys = {identify(spelling).key for spelling in spellings}
    assert len(keys) == 1
    assert not keys & {identify(name).key for name in other}


@pytest.mark.parametrize(
    "name",
    [
        "经济开发区管理委员会",
        "高新区",
        "临空产业园管委会",
        "市场监督管理局",
        "城市管理局",
        "市司法局",
        "惠萍镇人民政府",
        "鼓楼区人民政府",
        "华容经济开发区",
        "高新区应急管理局",
    ],
)
def test_a_name_that_several_bodies_bear_is_shared_by_no_two_reports(name: str) -> None:
    one, other = (identify(name, document=digest * 64) for digest in "ab")
    assert one.name == other.name
    assert one.key != other.key


@pytest.mark.parametrize(
    "name", ["启东经济开发区", "白鹿经济开发区", "云岫县应急管理局", "汀阳县人民政府", "白鹿高新区应急管理局"]
)
def test_a_name_that_says_which_body_it_is_has_one_key_in_all_reports(name: str) -> None:
    assert len({identify(name, document=digest * 64).key for digest in "ab"}) == 1


def test_a_county_in_the_metadata_tells_a_common_name_apart() -> None:
    digest = "a" * 64
    zone = identify("经济开发区管委会", place_hint="启东市人民政府", document=digest)
    assert zone.key == identify("启东经济开发区").key
    bureau = identify("市场监督管理局", place_hint="启东市人民政府", document=digest)
    assert bureau.key == identify("启东市市场监督管理局").key
    # A city has many such offices.
    assert identify("市场监督管理局", place_hint="南通市人民政府", document=digest).key.endswith("a" * 12)


def test_a_zone_that_is_a_government_too_is_both() -> None:
    zone = identify("泰州医药高新区(高港区)")
    assert zone.kinds == ("HighTechZone", "LocalGovernment")
    assert zone.key == identify("泰州医药高新区").key
    assert identify("泰州医药高新区").kinds == ("HighTechZone",)
    bureau = identify("泰州医药高新区(高港区)司法局")
    assert bureau.parent is not None
    assert (bureau.kinds, bureau.parent.kinds) == (("GovernmentDepartment",), zone.kinds)
    # Where a zone lies is no second body.
    assert identify("启东经济开发区（启东市）").kinds == ("EconomicDevelopmentZone",)


def test_divisions_form_one_tree_with_short_names() -> None:
    table = divisions()
    assert len(table) > 3_200
    assert all(d.parent is None or d.parent in table for d in table.values())
    assert [d.code for d in table.values() if d.name == "启东市"] == ["320681"]
    shortened = {
        name: short_name(name)
        for name in ("内蒙古自治区", "甘孜藏族自治州", "沛县", "鄂温克族自治旗", "浦东新区")
    }
    assert shortened["内蒙古自治区"] == "内蒙古"
    assert shortened["甘孜藏族自治州"] == "甘孜"
    assert shortened["沛县"] == "沛县"


def test_leading_place_prefers_full_names() -> None:
    place, rest = leading_place("吉林市船营区司法局")
    assert place is not None
    assert (place.name, rest) == ("船营区", "司法局")
    place, _ = leading_place("吉林省司法厅")
    assert place is not None
    assert place.code == "220000"


def test_a_general_name_of_four_characters_has_the_place_before_it_and_one_of_three_has_not() -> None:
    """开发区 and 司法局 stand behind the names of many places."""
    text = "启东{0}2023年法治政府建设情况报告。启东{0}认真履行职责。"
    park, zone = (identify(name, text=text.format(name)) for name in ("产业园区", "开发区"))
    assert (park.name, place_code(park)) == ("启东产业园", "320681")
    assert (zone.name, place_code(zone)) == ("开发区", None)


@pytest.mark.parametrize(
    ("name", "zone", "expected"),
    [
        ("白鹿经济开发区管理委员会", "白鹿经济开发区", True),
        ("经济开发区管理委员会", "经济开发区", False),
        ("国家级高新技术产业开发区", "国家级高新技术产业开发区", False),
        ("第二十一期工业园区", "第二十一期工业园区", False),
        ("大数据产业园东区", "大数据产业园东区", False),
        ("泓坪县市场监督管理局", None, True),
        ("市场监督管理局", None, False),
        ("城市管理局", None, False),
        ("鼓楼区司法局", None, False),
        ("国务院办公厅", None, True),
        ("中共泓坪县委", None, True),
    ],
)
def test_a_name_that_many_bear_is_nobody_s(name: str, zone: str | None, expected: bool) -> None:
    assert names_one_body(name, zone) == expected
