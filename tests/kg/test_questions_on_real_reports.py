"""Every question of the catalogue, put to the five real reports: one answer each that can be read in them."""

import pytest

from fazhi.kg.store.opening import open_store
from fazhi.queries import catalogue, run

JIYUAN, LIFE, QIDONG, GANMEI = (
    "济源高新技术产业开发区",
    "启东生命健康产业园",
    "启东经济开发区",
    "甘眉工业园区南区",
)

TITLE = "甘眉工业园区南区管理委员会2023年度法治政府建设工作报告"
DATE_LINE = "责任编辑:甘眉工业园区南区 文章来源:眉山机械产业园区 发布日期:2024-03-27 点 击 量:"

#: Question -> its parameters, and values that stand together in one row of the answer.
ANSWERS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "activities": ({"class": "penalty", "body": LIFE}, (LIFE, "2023", "行政处罚")),
    "activities-by-class": ({"body": JIYUAN}, (JIYUAN, "2022", "普法宣传")),
    "activity-shares": ({"class": "publicity"}, ("2022", "普法宣传", "16", "28.6")),
    "bodies-and-places": ({}, (LIFE, "启东市人民政府", "320681")),
    "citations-by-purpose": ({}, (JIYUAN, "2022", "依据")),
    "cited-in-place": ({"place": "江苏省", "law": "安全生产法"}, (QIDONG, "2023", "江苏省", "CN", "宣传")),
    "cites-law": ({"law": "安全生产法"}, (GANMEI, "2023", "中华人民共和国安全生产法")),
    "co-cited-laws": ({"law": "合同法"}, ("合同法", "消费者权益保护法")),
    "contrary-assessments": ({}, (JIYUAN, "2022", "落款日期晚于期限")),
    "counsel": ({}, (LIFE, "2023", "东晋律师事务所")),
    "deadlines": ({"date": "2024-04-01"}, ("4月1日前公开年度法治政府建设报告", "before --04-01", "政府部门")),
    "enforcement-cases": ({}, (LIFE, "2023", "21", "253700")),
    "fines-per-case": ({}, (LIFE, "2023", "21", "253700", "12080.95")),
    "in-force-on": ({"date": "2023-12-31", "body": LIFE}, (LIFE, "合同法", "2021-01-01", "false")),
    "indicator-summary": ({"indicator": "penalty_amount"}, ("罚款金额", "元", "253700")),
    "issued-documents": ({}, (GANMEI, "2023年度普法工作规划")),
    "late-publication": ({}, (JIYUAN, "2023-07-12", "2023年7月12日")),
    "law-version": ({"law": "保守国家秘密法"}, (LIFE, "2023", "2010-04-29", "2010-10-01", "2024-04-30")),
    "laws-cited": ({"body": LIFE}, (LIFE, "2023", "合同法")),
    "laws-by-activity": ({"class": "law_study"}, ("2022", "学法", "民法典", "1")),
    "laws-by-day": ({"day": "国际劳动节"}, (LIFE, "2023", "国际劳动节", "劳动法")),
    "leading-groups": (
        {},
        (GANMEI, "法治政府建设工作领导小组", "园区管委会主任", "分管领导", "园区各部门负责人"),
    ),
    "local-law-bases": ({}, (QIDONG, "2023", "江苏省行政程序条例")),
    "low-confidence": ({"body": GANMEI}, (GANMEI, "2023", "组织领导")),
    "missing-parts": ({}, (GANMEI, "2023", "第一责任人履职", TITLE)),
    "most-cited-laws": ({}, ("2023", "安全生产法", "2")),
    "near-miss-titles": ({}, (JIYUAN, "国有企业领导人员廉洁从业若干规定")),
    "no-lost-case": ({}, (QIDONG, "2023", "本年度共化解行政诉讼案件2件，未发生行政败诉案件。")),
    "not-in-force": ({}, (LIFE, "合同法", "2021-01-01", "民法典")),
    "obligation-evidence": (
        {"obligation": "report-publish-before-april"},
        (GANMEI, "发布日期在期限之内", DATE_LINE),
    ),
    "obligation-matrix": ({"body": LIFE}, (LIFE, "履职情况列入年终述职")),
    "obligations": ({}, ("4月1日前公开年度法治政府建设报告", "第二十四条")),
    "obligations-from-law": ({"law": "安全生产法"}, ("园区制定生产安全事故应急预案", "第八十条")),
    "obligations-through-parent": ({"body": LIFE}, ("启东市人民政府", "定期培训人民调解员", "第十四条")),
    "observations": ({"indicator": "hazard_found_count"}, (LIFE, "1081", "条")),
    "observes-day": ({"day": "国际消费者权益日"}, (GANMEI, "国际消费者权益日")),
    "outcome-shares": ({"reach": "direct"}, (JIYUAN, "2022", "直接约束", "已体现", "1", "8.3")),
    "plans": ({"body": GANMEI}, (GANMEI, "2023")),
    "problems": ({"body": GANMEI}, (GANMEI, "普法宣传")),
    "problems-by-topic": ({}, ("2022", "组织领导", "1")),
    "publicity-days": ({"body": QIDONG}, (QIDONG, "--04-15")),
    "records-by-rule": ({"rule": "counsel.government_lawyer"}, ("法律顾问：公职律师", "2024")),
    "reports": ({}, (GANMEI, "2023", "2024-03-27", TITLE, DATE_LINE)),
    "reports-since": ({"since": "2023"}, (GANMEI, "2023", "2024-03-27", TITLE)),
    "rules": ({}, ("引用：书名号内的名称",)),
    "stated-duties": ({"body": LIFE}, (LIFE, "40", "学时", "未提及")),
    "studied-laws": ({"law": "保守国家秘密法"}, (LIFE, "2023", "学法")),
    "studied-not-applied": ({"body": LIFE}, (LIFE, "保守国家秘密法")),
    "training-and-exams": ({"body": GANMEI}, (GANMEI, "2023", "考试")),
    "unknown-instruments": ({}, (QIDONG, "江苏省行政执法监督办法")),
    "unreported-obligations": (
        {"year": "2022", "reach": "reaching"},
        ("2022", "至少每2年演练一次事故预案", "间接适用"),
    ),
}
#: No answer, and why that is right for these five reports.
EMPTY = {
    "basis-chains": "no repealed instrument is cited as a basis",
    "conflicting-figures": "no figure contradicts another; 149批 and 19批 are whole and part",
    "no-counsel": "all five speak of counsel",
    "not-yet-adopted": "nothing is cited before it was adopted",
    "plan-follow-up": "each body has one year here",
    "problems-with-plans": "no problem has the topic of a plan of its report",
    "recurring-problems": "each body has one year here",
    "shared-firms": "one firm is named, by one body",
    "year-on-year": "each body has one year here",
}


def _rows(store: object, name: str, parameters: dict[str, str]) -> list[set[str]]:
    with open_store(store, read_only=True) as opened:  # type: ignore[arg-type]
        rows = run(opened.dataset, name, parameters).rows
    return [{getattr(value, "value", str(value)) for value in row if value is not None} for row in rows]


def test_every_question_is_tried() -> None:
    assert set(catalogue()) == set(ANSWERS) | set(EMPTY)


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_the_answer_holds_what_the_report_says(built, name: str) -> None:
    parameters, expected = ANSWERS[name]

    assert any(set(expected) <= row for row in _rows(built, name, parameters))


def test_penalties_are_told_once(built) -> None:
    """One row for the one case of the five reports that has figures; legal aid and lenient cases are none."""
    (row,) = _rows(built, "enforcement-cases", {})
    assert {LIFE, "21", "253700"} <= row
    (summary,) = _rows(built, "indicator-summary", {"indicator": "penalty_case_count"})
    assert {"2023", "21"} <= summary


def test_rates_have_no_total(built) -> None:
    """100 % and 95 % of two reports are not 195 %."""
    with open_store(built, read_only=True) as opened:
        answer = run(opened.dataset, "indicator-summary", {})
    unit, total = answer.columns.index("unit"), answer.columns.index("total")
    rates = [row for row in answer.rows if getattr(row[unit], "value", "") == "%"]
    assert rates
    assert all(row[total] is None for row in rates)


def test_answers_stand_in_the_order_of_the_report(built) -> None:
    """By offset, not by the letters of the offset: 964 before 1239."""
    with open_store(built, read_only=True) as opened:
        answer = run(opened.dataset, "activities", {"class": "law_study", "body": LIFE})
    places = [str(row[answer.columns.index("evidence")]) for row in answer.rows]
    offsets = [int(place.split("#char=")[1].split(",")[0]) for place in places]
    assert len(offsets) > 3
    assert offsets == sorted(offsets)


@pytest.mark.parametrize("name", sorted(EMPTY))
def test_no_answer_where_the_reports_give_none(built, name: str) -> None:
    assert _rows(built, name, {}) == []
