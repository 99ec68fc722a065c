"""What an activity names: the instruments, publicity days and counsel that its own words lead to."""

from __future__ import annotations

from pathlib import Path

import pytest

from fazhi.extractors import extract, read_bytes
from fazhi.kg.facts import facts_of
from fazhi.kg.linking.report import LinkedReport, link_report, read_report

ROOT = Path(__file__).parents[2]
EXAMPLES, SYNTHETIC = ROOT / "examples" / "reports", ROOT / "tests" / "gold" / "synthetic"
TEMPLATE = """清溪镇人民政府2023年度法治政府建设情况报告

一、2023年推进法治政府建设的主要举措和成效
（一）依法履职。{}

二、存在的不足
一是执法力量不足。
"""


def names(report: LinkedReport) -> dict[str, list[str]]:
    """The words of what each activity names, by its own words; activities that name nothing left out."""
    return {
        report.records[fact.record].text: [report.records[position].text for position in fact.names]
        for fact in facts_of(report)
        if fact.names
    }


def named_in(text: str) -> dict[str, list[str]]:
    return names(link_report(extract(read_bytes(TEMPLATE.format(text).encode()))))


def of_activity(report: LinkedReport, opening: str) -> list[str]:
    """What the one activity whose words begin so names."""
    (found,) = (named for words, named in names(report).items() if words.startswith(opening))
    return found


@pytest.mark.parametrize(
    ("file", "activity", "named"),
    [
        (
            "qidong-life-health-park-2023.txt",
            "通过设置宣传栏",
            [
                *("《消费者权益保护法》", "《合同法》", "《劳动法》"),
                *("“3·15”国际消费者权益日", "“4·26”世界知识产权日", "“5.1”国际劳动节", "“6·26”国际禁毒日"),
                "全国安全生产月",
            ],
        ),
        (
            "qidong-economic-zone-2023.txt",
            "组织行政执法人员开展学习",
            ["《中华人民共和国行政处罚法》"],
        ),
        (
            "qidong-economic-zone-2023.txt",
            "组织开展各类法治宣传活动20余场",
            ["“4·15国家安全日”", "“6·26禁毒日”", "“12·4宪法日”", "反邪教宣传月", "平安建设宣传月"],
        ),
        (
            "jiyuan-hightech-zone-2022.txt",
            "认真执行《济源市政府法律顾问工作暂行规定》",
            ["《济源市政府法律顾问工作暂行规定》", "我单位与律师事务所签订律师聘用协议"],
        ),
        (
            "ganmei-south-park-2023.txt",
            "法律顾问对行政决策的合法性",
            ["三是聘请专业律师担任园区法律顾问"],
        ),
    ],
)
def test_an_activity_of_a_real_report_names(file: str, activity: str, named: list[str]):
    assert of_activity(read_report(EXAMPLES / file), activity) == named


def test_the_days_of_a_sentence_are_those_of_each_activity_that_publicises_instruments():
    """And of the first activity; what comes last (发放宣传资料) may have been done at any time."""
    report = read_report(SYNTHETIC / "d1-jichuan-hightech-zone-2023.txt")
    events = of_activity(report, "举办“法律进园区”活动36场")
    assert len(events) == 7
    assert of_activity(report, "宣讲《中华人民共和国民法典》")[3:] == events
    assert not any(words.startswith("发放宣传资料1.2万余份") for words in names(report))


def test_a_case_names_what_any_of_its_clauses_names():
    """立案查处…61宗，结案58宗，罚款412.7万元 are one case."""
    report = read_report(SYNTHETIC / "c3-shiyu-environment-branch-2024.txt")
    (case,) = (fact for fact in facts_of(report) if fact.case_figures)
    assert len(case.records) == 1
    assert [report.records[position].text for position in case.names] == [
        "《中华人民共和国水污染防治法》",
        "《排污许可管理条例》",
    ]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        # A basis leads on to the next clause; what was issued or studied does not.
        (
            "劳动监察大队依据《保障农民工工资支付条例》，为312名农民工追回工资687.5万元。",
            {
                "劳动监察大队依据《保障农民工工资支付条例》，为312名农民工追回工资687.5万元": [
                    "《保障农民工工资支付条例》"
                ]
            },
        ),
        (
            "印发《柳河铺镇2023年法治建设任务清单》（柳政发〔2023〕8号），分解任务27项。",
            {
                "印发《柳河铺镇2023年法治建设任务清单》（柳政发〔2023〕8号），分解任务27项": [
                    "《柳河铺镇2023年法治建设任务清单》（柳政发〔2023〕8号）"
                ]
            },
        ),
        # A list goes on behind a comma.
        (
            "宣传《中华人民共和国劳动合同法》，《中华人民共和国工会法》和《江苏省安全生产条例》，发放口袋书6000册。",
            {
                "宣传《中华人民共和国劳动合同法》，《中华人民共和国工会法》和《江苏省安全生产条例》": [
                    *("《中华人民共和国劳动合同法》", "《中华人民共和国工会法》", "《江苏省安全生产条例》")
                ]
            },
        ),
        # A group of days ends where the next begins, and at a semicolon.
        (
            "在“4·15”全民国家安全教育日，宣传《国家安全法》3场，在“12·4”国家宪法日，宣传《宪法》2场。",
            {
                "宣传《国家安全法》3场": ["《国家安全法》", "“4·15”全民国家安全教育日"],
                "在“12·4”国家宪法日，宣传《宪法》2场": ["《宪法》", "“12·4”国家宪法日"],
            },
        ),
        (
            "利用“12·4”国家宪法日，组织讲座37场；官方微信推送案例86条，宣传《民法典》9条。",
            {"利用“12·4”国家宪法日，组织讲座37场": ["“12·4”国家宪法日"], "宣传《民法典》9条": ["《民法典》"]},
        ),
        # The firm is that of the clause before; government lawyers are others.
        (
            "续聘衡川明理律师事务所为常年法律顾问，该所派2名律师驻区，公职律师参与案件会审13次。",
            {
                "续聘衡川明理律师事务所为常年法律顾问，该所派2名律师驻区": [
                    "续聘衡川明理律师事务所为常年法律顾问"
                ],
                "公职律师参与案件会审13次": ["公职律师参与案件会审13次"],
            },
        ),
    ],
)
def test_what_stands_in_no_activity_is_named_by_the_one_it_leads_to(text: str, named: dict[str, list[str]]):
    found = named_in(text)
    assert {words: sorted(found[words]) for words in found} == {w: sorted(named[w]) for w in named}


def test_what_another_activity_names_is_not_taken_over():
    """One sentence, two activities, each with its own instrument."""
    found = named_in("组织集体学习《行政处罚法》3次，举办《民法典》宣传活动20场。")
    assert found == {
        "组织集体学习《行政处罚法》3次": ["《行政处罚法》"],
        "举办《民法典》宣传活动20场": ["《民法典》"],
    }
