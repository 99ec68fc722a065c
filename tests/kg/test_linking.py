"""Titles as reports write them lead to the right instrument of the register, and nothing else does."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fazhi.kg.linking.instruments import Linker, Reason, definitions_in, guess_kind
from fazhi.kg.linking.titles import names_a_law
from fazhi.kg.linking.variants import confusable
from fazhi.ontology.divisions import divisions_by_name
from fazhi.ontology.reference import Instrument, instruments

(JIANGSU,) = divisions_by_name()["江苏省"]
NOT_INSTRUMENTS = (Path(__file__).parent / "data" / "not_instruments.txt").read_text(encoding="utf-8").split()
EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(instruments())


def linked_id(linker: Linker, title: str, kind: str, **circumstances: object) -> str | None:
    link = linker.link(title, **circumstances)  # type: ignore[arg-type]
    assert link.kind == kind, (title, link)
    return link.instrument.id if link.instrument else None


def suggested_id(linker: Linker, title: str) -> str | None:
    link = linker.link(title)
    assert link.kind == "variant", (title, link)
    assert link.instrument is None
    return link.suggestion.id if link.suggestion else None


@pytest.mark.parametrize(
    "title",
    [
        "法治政府建设实施纲要（2021-2025年）",
        "《法治政府建设实施纲要(2021—2025)》",
        "法治政府建设实施纲要（２０２１－２０２５年）",
        "法治政府建设实施纲要(2021年至2025年)",
        "法治政府建设实施纲要（2021～2025年）",
        "法治政府建设 实施纲要（20212025年）",
        "法治政府建设实施纲要2021-2025年",
    ],
)
def test_spellings_of_one_title_are_exact(linker: Linker, title: str) -> None:
    assert linked_id(linker, title, "exact") == "法治政府建设实施纲要（2021－2025年）"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("党章", "中国共产党章程"),
        ("中华人民共和国安全生产法（2021年修正）", "安全生产法"),
        ("行政处罚法(2021修订)", "行政处罚法"),
        ("新修订的行政复议法", "行政复议法"),
        ("中国共产党党务公开条例", "中国共产党党务公开条例（试行）"),
        ("法治政府建设实施纲要", "法治政府建设实施纲要（2021－2025年）"),
        ("国务院关于印发〈全面推进依法行政实施纲要〉的通知", "全面推进依法行政实施纲要"),
        ("关于印发《全国安全生产专项整治三年行动计划》的通知", "全国安全生产专项整治三年行动计划"),
        ("关于加强法治政府建设的意见", "国务院关于加强法治政府建设的意见"),
        (
            "中共中央办公厅 国务院办公厅关于推进城市安全发展的意见（中办发〔2018〕1号）",
            "关于推进城市安全发展的意见",
        ),
        ("中办、国办《法治政府建设与责任落实督察工作规定》", "法治政府建设与责任落实督察工作规定"),
        ("江苏行政程序条例", "江苏省行政程序条例"),
        ("盐税条例", "盐税条例（草案）"),
    ],
)
def test_other_names_are_aliases(linker: Linker, title: str, expected: str) -> None:
    assert linked_id(linker, title, "alias") == expected


def test_a_plan_with_wrong_years_is_suggested_never_linked(linker: Linker) -> None:
    expected = "法治政府建设实施纲要（2021－2025年）"
    assert suggested_id(linker, "法治政府建设实施纲要(2022—2025年)") == expected
    assert suggested_id(linker, "法治政府建设实施纲要（2021－2026年）") == expected
    assert suggested_id(linker, "法制政府建设实施纲要（2021－2025年）") == expected
    assert linker.link("法治政府建设实施纲要（2031－2040年）").kind == "none"


def test_a_local_bodys_own_plan_is_not_the_national_one(linker: Linker) -> None:
    for title in (
        "济源产城融合示范区法治政府建设实施方案(2022—2025年)",
        "济源产城融合示范区法治政府建设实施方案",
        "启东市法治政府建设实施方案（2021－2025年）",
        "江苏省法治政府建设实施纲要（2021－2025年）",
        "江苏省人民政府关于加强法治政府建设的意见",
        "南通市重大行政决策程序暂行条例",
        "关于贯彻落实《法治政府建设实施纲要（2021－2025年）》的实施方案",
    ):
        assert linker.link(title).kind == "none", title


def test_the_reported_year_decides_between_namesakes(linker: Linker) -> None:
    for year in (1993, 2014):
        assert linked_id(linker, "国家安全法", "exact", year=year) == "国家安全法（1993年）"
    assert linked_id(linker, "中华人民共和国国家安全法", "exact", year=2015) == "国家安全法"
    assert linked_id(linker, "国家安全法", "exact") == "国家安全法"
    assert (
        linked_id(linker, "法治政府建设实施纲要", "alias", year=2018)
        == "法治政府建设实施纲要（2015－2020年）"
    )
    for year, adopted in ((2003, 1999), (2004, 2004), (2005, 2004)):
        assert linked_id(linker, "宪法修正案", "alias", year=year) == f"宪法修正案（{adopted}年）"


@pytest.mark.parametrize(
    ("year", "meant"),
    [
        (None, "甲规划（2020－2022年）"),
        (2015, "甲规划（2016－2025年）"),
        (2016, "甲规划（2016－2025年）"),
        (2019, "甲规划（2016－2025年）"),
        (2020, "甲规划（2020－2022年）"),
        (2022, "甲规划（2020－2022年）"),
        (2023, "甲规划（2016－2025年）"),
        (2025, "甲规划（2016－2025年）"),
        (2026, "甲规划（2020－2022年）"),
    ],
)
def test_a_title_without_years_means_the_plan_that_covers_the_year(year: int | None, meant: str) -> None:
    """From its first year to its last; the one that began last if several do, or none."""
    plan = instruments()["法治政府建设实施纲要（2021－2025年）"]
    titles = ("甲规划（2016－2025年）", "甲规划（2020－2022年）")
    plans = {title: replace(plan, id=title, title=title, short_title=title, aliases=()) for title in titles}
    assert linked_id(Linker(plans), "甲规划", "alias", year=year) == meant


def test_definitions_of_the_report_go_first(linker: Linker) -> None:
    text = (
        "按照《法治政府建设实施纲要（2021－2025年）》（以下简称《纲要》）和《江苏省优化营商环境条例》"
        "(以下简称“条例”)、《中华人民共和国行政处罚法》（2021年修订，以下简称新《处罚法》）要求，"
        "落实《甲法》《乙法》（以下简称“两法”）"
    )
    definitions = definitions_in(text)
    assert definitions["纲要"] == "法治政府建设实施纲要（2021－2025年）"
    assert definitions["条例"] == "江苏省优化营商环境条例"
    assert "两法" not in definitions
    link = linker.link("纲要", definitions=definitions)
    assert link.kind == "alias"
    assert link.instrument is not None
    assert link.instrument.id == "法治政府建设实施纲要（2021－2025年）"
    assert linker.link("纲要").kind == "none"


def test_a_document_number_tells_another_bodys_paper_of_that_title(linker: Linker) -> None:
    title = "关于加强法治政府建设的意见"
    assert linker.link(title, document_number="国发〔2010〕33号").kind == "alias"
    other = linker.link(title, document_number="通政发〔2011〕3号")
    assert other.kind == "variant"
    assert other.instrument is None


@pytest.mark.parametrize(
    ("title", "circumstances", "reasons"),
    [
        ("安全生产法", {}, [Reason.OWN_TITLE]),
        ("国家安全法", {"year": 2014}, [Reason.NAMESAKE_OF_YEAR]),
        ("党章", {}, [Reason.OTHER_NAME]),
        ("法治政府建设实施纲要", {}, [Reason.YEARS_LEFT_OUT]),
        ("行政处罚法(2021修订)", {}, [Reason.VERSION, Reason.OWN_TITLE]),
        ("新修订的行政复议法", {}, [Reason.NEWLY_REVISED, Reason.OWN_TITLE]),
        ("关于印发《法治政府建设实施纲要》的通知", {}, [Reason.COVERING_NOTICE, Reason.YEARS_LEFT_OUT]),
        ("中办、国办法治政府建设与责任落实督察工作规定", {}, [Reason.ISSUER, Reason.OWN_TITLE]),
        ("行政程序条例", {"place": JIANGSU}, [Reason.PLACES_SHORT_FORM]),
        (
            "处罚法",
            {"definitions": {"处罚法": "中华人民共和国行政处罚法"}},
            [Reason.DEFINED_SHORT_FORM, Reason.OWN_TITLE],
        ),
        (
            "关于加强法治政府建设的意见",
            {"document_number": "通政发〔2011〕3号"},
            [Reason.OTHER_NAME, Reason.NUMBER_DIFFERS],
        ),
        ("关于做好某某的意见", {"document_number": "国发〔2010〕33号"}, [Reason.NUMBER_OF_ANOTHER]),
        ("法治政府建设实施纲要(2022—2025年)", {}, [Reason.OTHER_YEARS]),
        ("法治政府建设实施纲要(2031—2040年)", {}, [Reason.OTHER_YEARS]),
        ("中华人名共和国安全生产法", {}, [Reason.STATE_NAME_SLIP]),
        ("安全生厂法", {}, [Reason.CLOSE]),
        ("国际法", {}, [Reason.FIELD_OF_LAW]),
        ("江苏省养犬管理条例", {}, []),
    ],
)
def test_a_link_says_why(
    linker: Linker, title: str, circumstances: dict[str, Any], reasons: list[Reason]
) -> None:
    assert list(linker.link(title, **circumstances).reasons) == reasons


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("安全生厂法", "安全生产法"),
        ("中华人名共和国安全生产法", "安全生产法"),
        ("中国共产党纪律处分条列", "中国共产党纪律处分条例"),
        ("信仿条例", "信访条例"),
        ("重大行政决策程序暂行条倒", "重大行政决策程序暂行条例"),
        ("保障农民工工资之付条例", "保障农民工工资支付条例"),
        ("反电信网络炸骗法", "反电信网络诈骗法"),
        (
            "党政主要负责人履行推进法制建设第一责任人职责规定",
            "党政主要负责人履行推进法治建设第一责任人职责规定",
        ),
        ("政府信息公开条例例", "政府信息公开条例"),
        ("个人信息护保法", "个人信息保护法"),
        ("企业领导干部廉洁从业若干规定", "国有企业领导人员廉洁从业若干规定"),
    ],
)
def test_slips_are_suggested(linker: Linker, written: str, meant: str) -> None:
    assert suggested_id(linker, written) == meant


@pytest.mark.parametrize(
    "title",
    [
        "招标法",
        "渔政法",
        "江苏省养犬管理条例",
        "浙江省行政程序条例",
        "苏州市扬尘污染防治条例",
        "上海市公厕管理条例",
        "青岛市城市供气条例",
        "刑法修正案（二十）",
        "中华人民共和国安全生产法实施条例",
        "空气污染防治法",
        "税法",
        "企业资产法",
        "国际法",
    ],
)
def test_another_title_is_no_slip(linker: Linker, title: str) -> None:
    assert linker.link(title).kind == "none"


def test_known_neighbours_are_kept_apart(linker: Linker) -> None:
    for title in ("环境保护法", "海洋环境保护法", "审计法", "统计法", "会计法", "商标法", "契税法", "关税法"):
        assert linked_id(linker, title, "exact") == title


def test_every_name_in_the_register_leads_to_its_row(linker: Linker) -> None:
    assert any(instrument.aliases for instrument in instruments().values())
    for instrument in instruments().values():
        for name in (instrument.title, instrument.short_title, instrument.id):
            assert linked_id(linker, name, "exact") == instrument.id
        for alias in instrument.aliases:
            assert linker.link(alias).instrument is instrument


def test_works_and_programmes_are_not_linked(linker: Linker) -> None:
    assert len(NOT_INSTRUMENTS) >= 200
    linked = [
        title for title in NOT_INSTRUMENTS if linker.link(title, year=2023, place=JIANGSU).kind != "none"
    ]
    assert linked == []


def test_titles_of_the_example_reports(linker: Linker) -> None:
    """Two near misses; what only a local body issued is not in the register."""
    kinds: dict[str, set[str]] = {"exact": set(), "alias": set(), "variant": set(), "none": set()}
    for path in EXAMPLES.glob("*.txt"):
        text = re.sub(r"\s", "", path.read_text(encoding="utf-8"))
        for title in re.findall("《[^》]+》", text):
            kinds[linker.link(title).kind].add(title)
    assert kinds["variant"] == {
        "《法治政府建设实施纲要(2022—2025年)》",
        "《企业领导干部廉洁从业若干规定》",
    }
    assert kinds["none"] == {
        "《2023年启东经济开发区普法依法治理工作计划》",
        "《健全治理欠薪工作长效机制意见》",
        "《关于全面推进镇街提级法治督察全覆盖三年行动方案》",
        "《关于进一步加强“三重一大”事项决策的议事规则》",
        "《县级社会矛盾纠纷调处服务中心工作规范》",
        "《启东市镇（园区、街道）合法性审查工作规范》",
        "《江苏省行政执法监督办法》",
        "《济源产城融合示范区法治政府建设实施方案(2022—2025年)》",
        "《济源市政府法律顾问工作暂行规定》",
    }


SPELLINGS: dict[str, Callable[[str, random.Random], str]] = {
    "space": lambda title, rng: _insert(title, rng, rng.choice(" \u3000\n")),
    "marks": lambda title, rng: f"《{title.replace('《', '〈').replace('》', '〉')}》",
    "brackets": lambda title, rng: title.translate(str.maketrans("（）“”", '()""')),
    "width": lambda title, rng: title.translate({ord("0") + i: ord("０") + i for i in range(10)}),
    "dash": lambda title, rng: re.sub(r"(?<=\d)[－—-](?=\d)", rng.choice("-–—~～至－"), title),
    "short": lambda title, rng: title.removeprefix("中华人民共和国"),
}


def _insert(title: str, rng: random.Random, character: str) -> str:
    position = rng.randrange(len(title) + 1)
    return title[:position] + character + title[position:]


def _one_wrong_character(
    title: str, rng: random.Random, likely: dict[str, list[str]], every: list[str]
) -> str:
    """Half the wrong characters sound or look like the right one, as typed; half are arbitrary."""
    for _ in range(50):
        position = rng.randrange(len(title))
        right = title[position]
        pool = likely.get(right, []) if rng.random() < 0.5 else every
        if "\u4e00" <= right <= "\u9fff" and pool and (wrong := rng.choice(pool)) != right:
            return title[:position] + wrong + title[position + 1 :]
    raise AssertionError(f"no Chinese character in {title}")


def test_ten_thousand_damaged_titles(linker: Linker) -> None:
    rng = random.Random(20240401)
    register = list(instruments().values())
    every = sorted({c for i in register for c in i.title if "\u4e00" <= c <= "\u9fff"})
    likely = {c: [d for d in every if d != c and confusable(c, d)] for c in every}
    damaged, found, false = 0, 0, []
    for number in range(10_000):
        instrument: Instrument = rng.choice(register)
        name = rng.choice(instrument.names)
        if number % 5:
            spelled = SPELLINGS[rng.choice(sorted(SPELLINGS))](name, rng)
            link = linker.link(spelled)
            assert link.kind in ("exact", "alias"), (spelled, link)
            assert link.instrument is not None
            assert link.instrument is instrument or _comma_twins(link.instrument, instrument), (spelled, link)
            continue
        if not re.search("[\u4e00-\u9fff]{2}", name):
            continue
        wrong = _one_wrong_character(name, rng, likely, every)
        link = linker.link(wrong)
        hit = link.instrument or link.suggestion
        damaged += 1
        found += hit is instrument
        if hit is not None and hit is not instrument:
            false.append((name, wrong, hit.id))
    assert damaged > 1_900
    # Titles of few words that an arbitrary character turned into possible other titles stay unlinked.
    assert found / damaged >= 0.85
    assert (8_000 + found) / (8_000 + damaged) >= 0.95
    assert len(false) / damaged <= 0.01


def test_titles_that_the_register_lacks_stay_unlinked() -> None:
    """Half the register is taken away: hardly any of its titles may pass for a slip of one that is left."""
    register = instruments()
    kept = set(random.Random(1).sample(sorted(register), len(register) // 2))
    half = Linker({id_: instrument for id_, instrument in register.items() if id_ in kept})
    missing = [instrument for id_, instrument in register.items() if id_ not in kept]
    kinds = [half.link(instrument.title).kind for instrument in missing]
    assert kinds.count("variant") / len(missing) <= 0.005
    # What is still linked are drafts and trial versions of what is left.
    assert (kinds.count("exact") + kinds.count("alias")) / len(missing) <= 0.01


def _comma_twins(one: Instrument, other: Instrument) -> bool:
    return one.title.replace("、", "") == other.title.replace("、", "")


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("中华人民共和国某某促进法", "law"),
        ("江苏省某某管理条例", "local_regulation"),
        ("某某管理条例", "administrative_regulation"),
        ("启东市规范性文件管理办法", "local_government_rule"),
        ("某某监督检查办法（试行）", "department_rule"),
        ("中国共产党某某工作条例", "party_regulation"),
        ("关于进一步加强某某工作的实施意见", "policy_document"),
        ("2024年普法依法治理工作要点", "policy_document"),
        ("某某安全技术规范", "standard"),
        ("最高人民法院关于审理某某案件若干问题的解释", "judicial_interpretation"),
        ("今日说法", None),
        ("宪法学", None),
        ("习近平法治思想学习纲要", None),
    ],
)
def test_guess_kind(title: str, kind: str | None) -> None:
    assert guess_kind(title) == kind


@pytest.mark.parametrize(
    ("title", "is_law"),
    [
        ("安全生产法", True),
        ("安全生产法(2021年修正)", True),
        ("刑法修正案(十一)", True),
        ("行政规范性文件管理办法", False),
        ("行政规范性文件管理办法(试行)", False),
        ("安全生产条例(2021年修正)", False),
    ],
)
def test_titles_of_laws(title: str, is_law: bool) -> None:
    assert names_a_law(title) == is_law
