"""Findings on reports: those of the example reports, and what each damage done to one adds to them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from fazhi.extractors import extract, read_bytes, read_file
from fazhi.kg.checks import Finding, explanation, explanations
from fazhi.kg.checks.registry import CHECKS, check
from fazhi.ontology.errors import FazhiError

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "reports"
SYNTHETIC = ROOT / "tests" / "gold" / "synthetic"

GANMEI = EXAMPLES / "ganmei-south-park-2023.txt"
JIYUAN = EXAMPLES / "jiyuan-hightech-zone-2022.txt"
ECONOMIC_ZONE = EXAMPLES / "qidong-economic-zone-2023.txt"
LIFE_PARK = EXAMPLES / "qidong-life-health-park-2023.txt"
TAIZHOU = EXAMPLES / "taizhou-medical-zone-2024.txt"
TOWN = SYNTHETIC / "a1-shuangtangbu-town-2023.txt"
COUNTY = SYNTHETIC / "a3-tingyang-county-2023.txt"
ZONE = SYNTHETIC / "b1-hightech-zone-2023.txt"
BONDED = SYNTHETIC / "b5-bonded-zone-2025.txt"

#: Every finding on the five reports: code and the words in question.
FINDINGS = {
    GANMEI: [
        ("FZ314", ","),
        ("FZ308", "第一责任人"),
        ("FZ313", "“"),
        ("FZ307", "法制政府"),
        ("FZ307", "区法制办"),
    ],
    JIYUAN: [
        ("FZ104", "《企业领导干部廉洁从业若干规定》"),
        ("FZ105", "《法治政府建设实施纲要(2022—2025年)》"),
        ("FZ314", "("),
        ("FZ304", "2023年7月12日"),
    ],
    ECONOMIC_ZONE: [],
    LIFE_PARK: [
        ("FZ314", ","),
        ("FZ309", "一是"),
        ("FZ316", "1、"),
        ("FZ307", "共处罚金"),
        ("FZ101", "《合同法》"),
    ],
    TAIZHOU: [("FZ314", ","), ("FZ308", "第一责任人")],
}


def findings_on(text: str) -> list[Finding]:
    return check(extract(read_bytes(text.encode(), source="draft.txt")))


def signs(findings: list[Finding]) -> Counter[tuple[str, str]]:
    return Counter((finding.code, finding.text) for finding in findings)


@pytest.mark.parametrize("path", FINDINGS, ids=lambda path: path.stem)
def test_findings_on_the_example_reports(path: Path) -> None:
    found = check(extract(read_file(path)))
    assert [(finding.code, finding.text) for finding in found] == FINDINGS[path]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a1-shuangtangbu-town-2023", {"FZ303": 1, "FZ314": 1, "FZ316": 1}),
        ("a2-yunxiu-emergency-bureau-2022", {"FZ303": 1, "FZ314": 1, "FZ315": 1}),
        ("a3-tingyang-county-2023", {"FZ107": 1, "FZ110": 2, "FZ111": 2, "FZ314": 1, "FZ316": 1}),
        ("a4-lan-economic-zone-2024", {"FZ111": 1, "FZ303": 1, "FZ314": 1, "FZ315": 1}),
        ("a5-chenghu-market-regulation-2021", {"FZ303": 1}),
        ("b1-hightech-zone-2023", {"FZ303": 1}),
        ("b2-street-office-2022", {"FZ303": 1, "FZ315": 1, "FZ316": 1}),
        ("b3-housing-bureau-2024", {"FZ111": 1, "FZ303": 1}),
        ("b4-industrial-park-2021", {"FZ107": 1, "FZ111": 1, "FZ308": 1, "FZ314": 1, "FZ316": 1}),
        ("b5-bonded-zone-2025", {"FZ107": 1, "FZ110": 1, "FZ111": 1, "FZ303": 1, "FZ316": 1}),
    ],
)
def test_misprints_of_the_synthetic_reports(name: str, expected: dict[str, int]) -> None:
    found = check(extract(read_file(SYNTHETIC / f"{name}.txt")))
    assert Counter(finding.code for finding in found) == expected


#: (report, what stands there, what is put there instead, codes of the findings that this adds)
MUTATIONS: list[tuple[Path, str, str, list[str]]] = [
    # Citations
    (GANMEI, "《中华人民共和国安全生产法》", "《中华人民共和国侵权责任法》", ["FZ101"]),
    (GANMEI, "《信访工作条例》", "《信访条例》", ["FZ101"]),
    (LIFE_PARK, "以事前", "以《中华人民共和国物权法》和事前", ["FZ101"]),
    # However many of its articles are cited.
    (LIFE_PARK, "以事前", "以《中华人民共和国物权法》第五条、第六条和事前", ["FZ101"]),
    (JIYUAN, "《中华人民共和国审计法》", "国务院《信访条例》", ["FZ102"]),
    (ECONOMIC_ZONE, "《中华人民共和国行政处罚法》", "《公平竞争审查条例》", ["FZ103"]),
    (ECONOMIC_ZONE, "《中华人民共和国行政处罚法》", "《中华人民共和国行政处罚罚法》", ["FZ104"]),
    (ECONOMIC_ZONE, "《江苏省行政程序条例》", "《江苏省行政程续条例》", ["FZ104"]),
    (JIYUAN, "《重大行政决策程序暂行条例》", "《重大行政决策程序暂行条列》", ["FZ104"]),
    (ECONOMIC_ZONE, "实施纲要（2021-2025年）", "实施纲要（2020-2025年）", ["FZ105"]),
    # The short form of a title is no slip, whatever its title is.
    (
        ECONOMIC_ZONE,
        "实施纲要（2021-2025年）》的要求",
        "实施纲要（2020-2025年）》（以下简称《纲要》）的要求，对照《纲要》",
        ["FZ105"],
    ),
    (
        ECONOMIC_ZONE,
        "《江苏省行政程序条例》",
        "《江苏省行政程续条例》（以下简称《条例》）、对照《条例》",
        ["FZ104"],
    ),
    (TAIZHOU, "实施纲要(2021—2025年)", "实施纲要(2015—2020年)", ["FZ106"]),
    (TAIZHOU, "深入实施“八五”普法规划", "深入实施“七五”普法规划", ["FZ106"]),
    (GANMEI, "《中国共产党党内监督条例》", "《中国共产党党内监督条例", ["FZ107"]),
    (GANMEI, "《保障农民工工资支付条例》", "保障农民工工资支付条例》", ["FZ107"]),
    (LIFE_PARK, "责任落实督察工作规定》，", "责任落实督察工作规定》（厅字〔2018〕28号），", ["FZ108"]),
    (ECONOMIC_ZONE, "《法治政府建设实施纲要（2021-2025年）》的要求", "《纲要》的要求", ["FZ109"]),
    (
        JIYUAN,
        "认真贯彻落实国务院《重大行政决策程序暂行条例》，",
        "认真贯彻落实《决策条例》和国务院《重大行政决策程序暂行条例》（以下简称《决策条例》），",
        ["FZ109"],
    ),
    (TAIZHOU, "实施纲要(2021—2025年)", "实施纲要(20212025年)", ["FZ110"]),
    (LIFE_PARK, "通委法办〔2023〕4", "通委法办[2023]4", ["FZ111"]),
    # Figures
    (LIFE_PARK, "2023 年共立案处罚 21 起", "2023 年共立案处罚 25 起", ["FZ201"]),
    (LIFE_PARK, "罚款 25.37 万元", "罚款 24.37 万元", ["FZ201"]),
    (LIFE_PARK, "金 25 余万元", "金 35 余万元", ["FZ201"]),
    (ECONOMIC_ZONE, "集访 19 批 251 人次", "集访 19 批 551 人次", ["FZ202"]),
    (TOWN, "化解206件", "化解226件", ["FZ202"]),
    (ZONE, "采纳21条", "采纳81条", ["FZ202"]),
    (GANMEI, "调解成功率达到95%", "调解成功率达到105%", ["FZ203"]),
    (TOWN, "化解率96.7%", "化解率98.7%", ["FZ204"]),
    (BONDED, "降幅约40%", "降幅约60%", ["FZ204"]),
    (COUNTY, "继续有效241件", "继续有效251件", ["FZ205"]),
    (TOWN, "其余2处正在", "其余3处正在", ["FZ205"]),
    (TOWN, "从7人增加到12人", "从17人增加到12人", ["FZ206"]),
    (COUNTY, "从9.8%降至6.9%", "从5.8%降至6.9%", ["FZ206"]),
    # Form
    (GANMEI, "发布日期:2024-03-27", "发布日期:2024-04-01", ["FZ304"]),
    (GANMEI, "发布日期:2024-03-27", "发布日期:2023-11-27", ["FZ306"]),
    (TOWN, "发布时间：2024-01-19", "发布时间：2024-01-09", ["FZ306"]),
    (LIFE_PARK, "\n2023年度法治政府建设情况报告", "\n2022年度法治政府建设情况报告", ["FZ305"]),
    (TAIZHOU, "三、2025年度推进", "三、2024年度推进", ["FZ305"]),
    (TAIZHOU, "\n2025年,我区将深入", "\n2024年,我区将深入", ["FZ305"]),
    (ECONOMIC_ZONE, "二、主要负责人履行推进法治建设第一责任人职责情况", "二、其他情况", ["FZ308"]),
    (ECONOMIC_ZONE, "（八）健全矛盾", "（九）健全矛盾", ["FZ309"]),
    (ECONOMIC_ZONE, "二是强化统筹谋划", "三是强化统筹谋划", ["FZ309"]),
    (GANMEI, "2023年园区36名", "2023年园区XX名", ["FZ310"]),
    (GANMEI, "聘请专业律师担任", "聘请【】律师担任", ["FZ310"]),
    (GANMEI, "聘请专业律师担任", "聘请××律师担任", ["FZ310"]),
    (ZONE, "4月26日世界", "4月31日世界", ["FZ311"]),
    (LIFE_PARK, "“6·26”", "“6·25”", ["FZ312"]),
    (TAIZHOU, "“八五”普法规划等", "“八五普法规划等", ["FZ313"]),
]


@pytest.mark.parametrize(
    ("path", "written", "put", "codes"), MUTATIONS, ids=[f"{m[3][0]}-{m[2].strip()[:24]}" for m in MUTATIONS]
)
def test_damage_adds_just_its_finding(path: Path, written: str, put: str, codes: list[str]) -> None:
    source = path.read_text("utf-8")
    assert source.count(written) == 1
    before, after = signs(findings_on(source)), signs(findings_on(source.replace(written, put)))
    assert Counter(code for code, _ in (after - before).elements()) == Counter(codes)
    assert {code for code, _ in before - after} <= set(codes)


def without(source: str, start: str, end: str) -> str:
    """The text without the part from ``start`` up to ``end``."""
    return source[: source.index(start)] + source[source.index(end) :]


@pytest.mark.parametrize(
    ("start", "end", "part"),
    [
        ("三、存在不足和原因", "四、下一年度推进", "存在的不足和原因"),
        ("四、下一年度推进", "", "下一年度的主要安排"),
    ],
)
def test_a_missing_part_is_named(start: str, end: str, part: str) -> None:
    source = ECONOMIC_ZONE.read_text("utf-8")
    cut = without(source, start, end) if end else source[: source.index(start)]
    found = findings_on(cut.replace("四、下一年度", "三、下一年度"))
    assert [finding.code for finding in found] == ["FZ303"]
    assert part in found[0].message_zh


def test_a_report_without_year_and_issuer() -> None:
    work = (
        "一、主要举措和成效\n坚持依法行政，开展执法检查，组织学法用法和普法宣传，落实行政执法“三项制度”。\n"
        * 6
    )
    report = f"法治政府建设情况报告\n现将法治政府建设情况报告如下。\n{work}二、存在的不足\n法治意识有待增强。"
    codes = {finding.code for finding in findings_on(report)}
    assert {"FZ301", "FZ302"} <= codes
    named = report.replace("法治政府建设情况报告", "泊川工业园区管理委员会2023年度法治政府建设情况报告", 1)
    assert not {"FZ301", "FZ302"} & {finding.code for finding in findings_on(named)}


def test_other_texts_are_told_apart() -> None:
    recipe = "番茄炒蛋的做法：先把鸡蛋打散，加少许盐；番茄切块。热锅放油，倒入蛋液，炒至凝固后盛出备用。" * 5
    assert [finding.code for finding in findings_on(recipe)] == ["FZ300"]
    accounts = "柳河市水利局2023年度部门决算公开\n一、收入支出总体情况\n依据《合同法》支出，收入3000万元。"
    assert [finding.code for finding in findings_on(accounts)] == ["FZ300"]


def test_a_short_part_on_measures_is_a_part() -> None:
    report = "清塘镇2023年度法治政府建设情况报告\n一、主要举措和成效\n开展普法宣传12场，检查企业40家次。\n"
    rest = "二、存在的不足\n执法力量不足。\n三、下一步打算\n加强学习。\n"
    assert not [f for f in findings_on(report + rest) if "举措" in f.message_zh]


@pytest.mark.parametrize(
    ("sentence", "code", "text"),
    [
        ("依据《行政处罚法》第八十七条处罚。", "FZ112", "《行政处罚法》第八十七条"),
        ("依据《民法典》第一千二百六十一条处理。", "FZ112", "《民法典》第一千二百六十一条"),
        ("查处案件45件，其中食品类25件、药品类22件。", "FZ207", "25件、药品类22件"),
        ("全年受理申请60件，审结68件。", "FZ208", "68件"),
        ("整改率97%，未整改率5%。", "FZ209", "5%"),
    ],
)
def test_what_cannot_be_is_found(sentence: str, code: str, text: str) -> None:
    source = TAIZHOU.read_text("utf-8")
    marker = "全面推进信访工作法治化"
    added = signs(findings_on(source.replace(marker, f"{sentence}{marker}"))) - signs(findings_on(source))
    assert added == Counter({(code, text): 1})


@pytest.mark.parametrize(
    "sentence",
    [
        # One figure rounded or approximate, the other exact.
        "全年共发放资料12345份。全年共发放资料1.2万余份。",
        "全年共处罚款25.37万元。全年共处罚款25万余元。",
        # Another scope, time or kind.
        "全年共立案21起。上半年共立案9起。",
        "全年共立案21起。其中食品类共立案9起。",
        "全年共立案21起。在安全生产领域共立案9起。",
        "全年共立案21起，去年共立案30起。",
        # Parts that need not be within the whole, or not add up.
        "受理矛盾纠纷20件，化解25件（含上年结转8件）。",
        "全年办理案件20件，其中罚款30万元、2人。",
        "清理文件38件，废止6件。",
        "全年共办理行政复议案件120件，其中受理108件，审结101件，维持61件，撤销8件，终止32件。",
        "发现一般隐患300条、重大隐患3条，完成整改302条。",
        "排查隐患100条，其中重大隐患3条，已完成整改98条，整改率98%。",
        "清理文件56件，废止5件，继续有效的政府文件30件、部门文件21件。",
        "制定规范性文件5件，废止8件。",
        "驳回和维持62件，撤销12件，合计减免金额30万元。",
        # Rates that may pass 100 %, or are of something else.
        "全年收案量同比增长137.7%，目标完成率105%。",
        "排查矛盾纠纷3件，化解2件，化解率66.6%。",
        "排查矛盾纠纷213件，化解206件，化解率比上年提高1.2个百分点。",
        "发现一般隐患200条、重大隐患4项，整改率分别为99.4%、100%。",
        "受理信访事项100件，办结98件，按期办结率100%。",
        "受理矛盾纠纷200件，调处195件，就地化解率90%。",
        "结案率105%，资金到位率120%。",
        "全省排名由15位上升至8位。",
        "2022年共立案30起。2024年共立案21起。三年来共立案81起。2021年以来，共立案95起。",
        # The last article, and a law whose articles are not counted.
        "依据《行政处罚法》第八十六条、《江苏省行政程序条例》第九百条处理。",
        # Kinds that overlap, cases carried over, several matters in one sentence.
        "选派干部45人，其中女性25人、党员40人。查处案件45件，其中食品类25件、涉企案件22件。",
        "全年受理申请60件，审结68件（含上年结转10件）。受理投诉120件，复议新收5件，办结130件。",
        "抽检合格率98%，不合格率2%。",
        # Another field of work in the same section.
        "全年共开展宣传活动38场。结合民法典宣传月，共开展宣传活动12场。",
        # Numbers that start again, and items named otherwise.
        "一是抓学习；二要抓执法；三是抓监督。",
        # A short form that says whose it is.
        "深入学习贯彻党的二十届三中全会《决定》精神。",
        "修订《行政执法手册》，开设《法治在线》栏目，放映《第二十条》。",
        # A day that is named by its date alone.
        "开展“12·4”宣传日活动。",
        # Dashes, brackets and marks that are in order.
        "贯彻《市委关于印发《法治建设方案》的通知》（1）抓落实；（2）抓考核。",
        "联系人：陈××，联系电话：0719-866××××。",
        "签发人：宋××。",
        "王××不服处罚，申请复议。",
        "主要任务：其中1)制定方案；2)组织实施。",
        "原县法制办的职责由县司法局承担，县法制办并入县司法局。",
        "人民法院判处有期徒刑，附加处以罚金2万元。",
        # A plan to come that the body is to write itself.
        "谋划好“九五”普法规划。",
        # The law of the past, named as such.
        "民法典施行后，原《合同法》同时废止。",
        "依据《侵权责任法》第三十八条（现《民法典》第一千二百条）处理旧案。",
    ],
)
def test_what_a_careful_reader_would_not_object_to(sentence: str) -> None:
    source = TAIZHOU.read_text("utf-8")
    marker = "全面推进信访工作法治化"
    assert source.count(marker) == 1
    assert signs(findings_on(source.replace(marker, f"{sentence}{marker}"))) == signs(findings_on(source))


def test_a_title_that_the_province_has_too_is_a_note_once() -> None:
    source = JIYUAN.read_text("utf-8")
    words = "对照《优化营商环境条例》清理文件。落实《优化营商环境条例》。"
    (found,) = _new_findings(source, words)
    assert (found.code, found.severity, found.text) == ("FZ113", "note", "《优化营商环境条例》")
    for message in (found.message_zh, found.message_en):
        assert "《河南省优化营商环境条例》" in message
    assert found.suggestion_zh == "写明是哪一部：《河南省优化营商环境条例》，或者国务院《优化营商环境条例》"
    for told in ("国务院《优化营商环境条例》", "《河南省优化营商环境条例》", "《安全生产法》"):
        assert _new_findings(source, f"认真贯彻{told}。") == []


def test_a_repeal_is_told_where_no_other_instrument_can_be_meant() -> None:
    source = JIYUAN.read_text("utf-8")
    assert _new_findings(source, "认真贯彻《河南省安全生产条例》。") == []
    assert _new_findings(source, "认真贯彻《安全生产条例》。") == []
    assert [f.code for f in _new_findings(source, "认真贯彻《合同法》。")] == ["FZ101"]
    # The nation's ended on 1 May 2022, the province's is law: which is meant, the text must say.
    (note,) = _findings_in_zhengzhou("认真贯彻《信访条例》。")
    assert note.code == "FZ113"
    assert "国务院《信访条例》（已于2022-05-01废止）" in note.message_zh
    assert [f.code for f in _findings_in_zhengzhou("认真贯彻国务院《信访条例》。")] == ["FZ101"]


def test_a_repeal_is_told_where_all_that_may_be_meant_have_ended() -> None:
    """The city and the province each had one of this name until 2005 and 2002."""
    (found,) = _findings_in_zhengzhou("认真贯彻《企业职工失业保险条例》。")
    assert found.code == "FZ101"
    assert "《郑州市企业职工失业保险条例》还是《河南省企业职工失业保险条例》，都已废止" in found.message_zh


def test_a_short_form_that_only_an_earlier_title_explains_is_still_undefined() -> None:
    (found,) = _findings_in_zhengzhou("学习宣传《河南省优化营商环境条例》，按照《条例》清理文件。")
    assert (found.code, found.text) == ("FZ109", "《条例》")
    assert (
        _findings_in_zhengzhou("学习《河南省优化营商环境条例》（以下简称《条例》），按照《条例》清理文件。")
        == []
    )


def _findings_in_zhengzhou(words: str) -> list[Finding]:
    """The findings on citations in a short report of 2023."""
    text = (
        f"郑州市人民政府2023年度法治政府建设情况报告\n一、主要工作\n{words}全面推进依法行政，开展普法宣传活动3场，"
        "依法决策水平不断提高，法治政府建设取得成效。行政执法三项制度全面落实，合法性审查应审尽审，执法人员持证上岗，"
        "政府信息依法公开，矛盾纠纷多元化解，群众满意度持续提升。\n二、存在问题\n一是执法力量不足。\n"
        "三、下一步打算\n一是加强普法宣传。\n"
    )
    return [finding for finding in findings_on(text) if finding.code.startswith("FZ1")]


def _new_findings(source: str, words: str) -> list[Finding]:
    """What ``words`` in the part on work done add to the findings on a report."""
    before = signs(findings_on(source))
    marker = source.index("。", source.index("一、")) + 1
    found = findings_on(source[:marker] + words + source[marker:])
    return [f for f in found if (f.code, f.text) not in before]


def test_places_are_those_of_the_source_text() -> None:
    lines = LIFE_PARK.read_text("utf-8").split("\n")
    found = next(f for f in check(extract(read_file(LIFE_PARK))) if f.code == "FZ101")
    assert lines[found.line - 1][found.column - 1 :].startswith("《合同法》")
    assert found.place.end_column - found.column == len("《合同法》")
    assert found.sentence[found.mark_start : found.mark_end] == "《合同法》"
    assert "2021年1月1日" in found.message_zh
    assert "2021-01-01" in found.message_en
    assert "民法典" in found.suggestion_zh


def test_a_date_of_the_metadata_is_shown_where_it_stands() -> None:
    source = GANMEI.read_text("utf-8").replace("2024-03-27", "2024-05-06")
    found = next(f for f in findings_on(source) if f.code == "FZ304")
    line = source.split("\n")[found.line - 1]
    assert line[found.column - 1 :].startswith("2024-05-06")
    assert found.text == "2024-05-06"


def test_a_contradiction_names_the_other_place() -> None:
    source = LIFE_PARK.read_text("utf-8").replace("2023 年共立案处罚 21 起", "2023 年共立案处罚 25 起")
    found = next(f for f in findings_on(source) if f.code == "FZ201")
    lines = source.split("\n")
    assert "25" in lines[found.line - 1]
    assert "21" in lines[found.related[0].line - 1]
    assert "21起" in found.message_zh


def test_management_committees_are_not_said_to_be_named_by_article_24() -> None:
    why = explanation("FZ304").why_zh
    assert "第二十四条" in why
    assert "没有点名园区管理机构" in why


def test_codes_to_leave_out() -> None:
    extraction = extract(read_file(JIYUAN))
    assert [f.code for f in check(extraction, ignore=["FZ304"])] == ["FZ104", "FZ105", "FZ314"]
    assert check(extraction, ignore=list(CHECKS)) == []


def test_every_check_is_explained_in_both_languages() -> None:
    assert list(explanations()) == list(CHECKS)
    for entry in explanations().values():
        words = (entry.title_zh, entry.why_zh, entry.suggestion_zh, entry.title_en, entry.why_en)
        assert all(words), entry.code
        assert entry.severity in ("error", "warning", "note")


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(FazhiError, match="FZ999 is no code"):
        explanation("FZ999")


@pytest.mark.parametrize(
    "words",
    [
        # Words that other words are made of: the ways to read them once doubled with each.
        f"，{'矛盾纠纷' * 40}数90%",
        f"，{'保持在' * 40}的比例90%",
        f"组织学习《安全生产法》{'法律法规' * 40}。",
    ],
)
def test_words_made_of_other_words_are_read_at_once(words: str) -> None:
    text = TOWN.read_text("utf-8")
    assert signs(findings_on(text)) <= signs(findings_on(f"{text[:400]}{words}。\n{text[400:]}"))
