"""What a report states more than once is one fact; what differs stays apart; a part leads to its whole."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from fazhi.extractors import extract, read_bytes
from fazhi.kg.facts import Fact, facts_of
from fazhi.kg.graph.report import map_report
from fazhi.kg.linking.report import LinkedReport, link_report, read_report
from fazhi.ontology.namespaces import FZ

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples" / "reports").glob("*.txt"))
SYNTHETIC = sorted((ROOT / "tests" / "gold" / "synthetic").glob("*.txt"))
TEMPLATE = """清溪镇人民政府2023年度法治政府建设情况报告

2023年，清溪镇认真落实法治政府建设各项要求。现将有关情况报告如下：

一、2023年推进法治政府建设的主要举措和成效
（一）依法履职。{}
（二）规范执法。{}

二、存在的不足
一是执法力量不足。

三、2024年工作安排
一是继续做好普法工作。
"""


def linked(first: str, second: str = "") -> LinkedReport:
    return link_report(extract(read_bytes(TEMPLATE.format(first, second).encode())))


def told(report: LinkedReport, record_type: str) -> list[tuple[Fact, list[str]]]:
    """The facts of one type, each with the words of its records."""
    facts = [fact for fact in facts_of(report) if fact.type == record_type]
    return [(fact, [report.records[p].text for p in fact.records]) for fact in facts]


def values(report: LinkedReport) -> list[float]:
    return [fact.fields["value"] for fact, _ in told(report, "observation")]


@pytest.mark.parametrize(
    ("first", "second", "stated"),
    [
        ("全年立案处罚21起，罚款25.37万元。", "共立案处罚21起，共处罚金25余万元。", [21, 253700]),
        ("共处罚金25余万元。", "全年罚款25.37万元。", [253700]),
        ("全年检查企业272家次。", "2023年共检查企业272家次。", [272]),
        ("排查隐患1081条。", "全年排查安全隐患1081条。", [1081]),
    ],
)
def test_a_figure_stated_again_is_one(first: str, second: str, stated: list[float]):
    """The exact figure wins, wherever it stands."""
    assert values(linked(first, second)) == stated


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("开展法治讲座3场。", "开展禁毒宣传3场。"),
        ("全年检查企业272家次。", "全年检查企业281家次。"),
        ("全年立案处罚21起。", "罚款21万元。"),
        ("上半年立案处罚21起。", "全年立案处罚41起。"),
        ("全年罚款25余万元。", "全年罚款31.2万元。"),
    ],
)
def test_what_differs_stays_apart(first: str, second: str):
    """Another thing, value, unit or time."""
    assert len(values(linked(first, second))) == 2


@pytest.mark.parametrize(
    ("words", "whole", "parts"),
    [
        ("办理行政处罚案件31件，其中普通程序24件、简易程序7件。", 31, [24, 7]),
        ("清理规范性文件37件，其中保留28件、修改3件、废止6件。", 37, [28, 3, 6]),
        ("全年接待上访总量149批，其中集访19批。无赴京访，到市上访15批。", 149, [19, 15]),
        ("全年接待上访总量149批451人次，到市上访15批31人次。", 451, [31]),
        ("排查矛盾纠纷213件，化解206件。", 213, [206]),
        ("审结行政复议案件139件（含上年结转18件）。", 139, [18]),
    ],
)
def test_a_part_leads_to_its_whole(words: str, whole: int, parts: list[int]):
    """And bears no indicator of its own where that is the whole's."""
    report = linked(words)
    facts = {fact.fields["value"]: fact for fact, _ in told(report, "observation")}
    for part in parts:
        position = facts[part].whole
        assert position is not None, part
        assert report.records[position].fields["value"] == whole
        own = facts[part].fields.get("indicator")
        assert own is None or own != facts[whole].fields.get("indicator")


def test_a_range_keeps_both_bounds_and_is_not_the_figure_within():
    report = linked("全年检查企业100至150家次。", "全年检查企业120家次。")
    assert values(report) == [100, 120]
    graph = map_report(report, program_version="0")
    bounds = {quad.object.value for quad in graph if quad.predicate == NamedNode(FZ + "upperBound")}
    assert bounds == {"150"}


def test_a_figure_of_one_field_is_part_of_the_years_total():
    """环保领域立案5起 beside 全年共立案21起, in another part of the report."""
    report = linked("生态环境领域专项行动中立案处罚5起。", "全年共立案处罚21起。")
    facts = {fact.fields["value"]: fact for fact, _ in told(report, "observation")}
    assert report.records[facts[5].whole].fields["value"] == 21
    assert facts[21].whole is None


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("罚没金额由213.4万元降至164.9万元。", {2134000: "此前", 1649000: None}),
        ("行政处罚立案由上年的76件降至58件。", {76: "上年", 58: None}),
        ("全县公职律师由29人增加到37人。", {29: "此前", 37: None}),
        ("平均用时从15天缩短为7天。", {15: "此前", 7: None}),
        ("排查隐患368条，整改率提高到98%。", {368: None, 98: None}),
    ],
)
def test_a_value_that_has_changed_since_is_of_an_earlier_time(text: str, periods: dict[int, str | None]):
    """It does not count for the year, in sums and cases."""
    facts = (fact.fields for fact, _ in told(linked(text), "observation"))
    assert {fields["value"]: fields.get("period") for fields in facts} == periods


def cases(report: LinkedReport) -> list[dict[str, float]]:
    """The figures of the enforcement cases that have any, by indicator."""
    return [
        {
            name: sum(report.records[p].fields["value"] for p in found)
            for name, found in fact.case_figures.items()
        }
        for fact, _ in told(report, "activity")
        if fact.case_figures
    ]


@pytest.mark.parametrize(
    ("first", "second", "figures"),
    [
        ("立案21起，罚款25.37万元。", "共立案处罚21起，共处罚金25余万元。", (21, 253700)),
        ("立案查处违法案件31件，其中简易程序7件，罚款118.62万元。", "", (31, 1186200)),
        ("行政处罚立案由上年的76件降至58件。", "", (58, None)),
        ("行政处罚立案58件，罚没金额由213.4万元降至164.9万元。", "", (58, 1649000)),
        ("适用简易程序处罚18起、立案查处普通程序案件7起，罚款4.06万元。", "", (25, 40600)),
        ("办理行政处罚案件38件，其中普通程序7件、简易程序31件，罚款4.06万元。", "", (38, 40600)),
        ("立案21起，罚款25万元，对9起轻微违法行为不予处罚，减免罚款3万元。", "", (21, 250000)),
    ],
)
def test_an_enforcement_case_is_counted_once(first: str, second: str, figures: tuple[int, int | None]):
    """Clauses that carry its figures are its evidence; parts, other years and waived fines are not added."""
    (case,) = cases(linked(first, second))
    assert (case["penalty_case_count"], case.get("penalty_amount")) == figures


def test_parts_are_cases_if_their_whole_is_none():
    """The total stands in an introduction that tells of no case, the cases of each office further on."""
    text = (
        "启东经济开发区2023年度法治政府建设情况报告\n\n"
        "2023年，全年办理行政处罚案件65件，企业满意。\n\n一、主要工作\n\n"
        "安全领域立案46起，罚款312.5万元。生态环境领域立案19起，处罚款186.4万元。\n"
    )
    report = link_report(extract(read_bytes(text.encode())))
    assert [case["penalty_case_count"] for case in cases(report)] == [46, 19]


@pytest.mark.parametrize(
    ("record_type", "first", "second"),
    [
        ("citation", "根据《安全生产法》开展检查。", "严格执行《中华人民共和国安全生产法》。"),
        ("counsel", "聘请东海律师事务所为常年法律顾问。", "法律顾问参与合同审查。"),
        ("duty", "重大决策必须经合法性审查。", "重大决策必须经合法性审查。"),
    ],
)
def test_other_statements_made_again_are_one(record_type: str, first: str, second: str):
    """One node, two sentences."""
    (found,) = told(linked(first, second), record_type)
    assert len(found[1]) == 2


def test_purposes_and_articles_keep_citations_apart():
    """A law as ground and a law made known are two statements; so are two articles."""
    report = linked(
        "根据《安全生产法》第九条开展检查。", "宣传《安全生产法》。根据《安全生产法》第十条处罚。"
    )
    assert len(told(report, "citation")) == 3


@pytest.mark.parametrize("path", [*EXAMPLES, *SYNTHETIC], ids=lambda path: path.stem)
def test_every_record_belongs_to_one_fact(path: Path):
    """Nothing is lost, nothing told twice, and a whole is never smaller than its part."""
    report = read_report(path)
    facts = facts_of(report)
    positions = [position for fact in facts for position in fact.records]
    assert sorted(positions) == [p for p, record in enumerate(report.records) if record.type != "report"]
    assert facts
    best = {fact.record: fact for fact in facts}
    for fact in facts:
        if fact.whole is not None:
            assert best[fact.whole].fields["value"] >= fact.fields["value"]
            assert best[fact.whole].whole != fact.record


def test_sums_over_the_graph_are_true():
    """The sum that anybody would write gives what 启东生命健康产业园 reports: 21 cases, 253,700 yuan."""
    quads = map_report(
        read_report(ROOT / "examples/reports/qidong-life-health-park-2023.txt"), program_version=""
    )
    is_case = {q.subject for q in quads if q.object == NamedNode(FZ + "EnforcementCase")}
    sums = {
        name: sum(
            Decimal(q.object.value)
            for q in quads
            if q.subject in is_case and q.predicate == NamedNode(FZ + name) and isinstance(q.object, Literal)
        )
        for name in ("caseCount", "fineAmount")
    }
    assert sums == {"caseCount": 21, "fineAmount": 253700}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_statements_keep_their_iris_when_the_text_shifts(path: Path):
    """One character inserted at the start of a report moves every offset and renames nothing."""
    text = path.read_text("utf-8")
    nodes = []
    for source in (text, "\n".join(["　", text])):
        quads = map_report(link_report(extract(read_bytes(source.encode()))), program_version="")
        rule = NamedNode(FZ + "extractionRule")
        nodes.append({q.subject.value for q in quads if q.predicate == rule})
    assert nodes[0] == nodes[1]
    assert len(nodes[0]) > 20


CLAUSES = st.sampled_from(
    [
        *(
            "立案21起",
            "罚款25.37万元",
            "罚款25余万元",
            "其中简易程序9起",
            "共立案处罚21起",
            "罚款由上年的3万元降至2万元",
        ),
        *(
            "检查企业272家次",
            "其余3家正在整改",
            "含上年结转2件",
            "同比增长12%",
            "对9起不予处罚",
            "分别为3件、5件",
        ),
        *(
            "依据《安全生产法》第九条",
            "宣传《安全生产法》",
            "聘请法律顾问",
            "在国家宪法日",
            "必须经审查",
            "二〇二三年",
        ),
    ]
)


@given(st.lists(st.tuples(CLAUSES, st.sampled_from("，。；、\n")), max_size=30))
@settings(max_examples=60, deadline=None)
def test_whatever_clauses_follow_each_other_each_record_has_one_fact(clauses: list[tuple[str, str]]):
    """No order of clauses loses a record, tells it twice, or makes a figure part of itself."""
    report = linked("".join(clause + mark for clause, mark in clauses))
    facts = facts_of(report)
    positions = [position for fact in facts for position in fact.records]
    assert sorted(positions) == [p for p, record in enumerate(report.records) if record.type != "report"]
    whole = {fact.record: fact.whole for fact in facts if fact.whole is not None}
    for start in whole:
        seen, at = {start}, start
        while at in whole:
            at = whole[at]
            assert at not in seen, "a figure is part of itself"
            seen.add(at)
