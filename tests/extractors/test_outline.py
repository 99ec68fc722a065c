"""The section tree: numbers, nesting and the role of each section."""

from collections.abc import Callable

import pytest

from fazhi.extractors import Record
from fazhi.extractors.language.characters import fold
from fazhi.extractors.language.headings import heading_marker, ordinal
from fazhi.extractors.outline import heading_role, outline
from fazhi.extractors.report_text import ReportText

#: Reason, text, and per section: id, number, title, role.
TREES = [
    (
        "the order of GB/T 9704",
        "某镇2023年度法治政府建设情况报告\n一、主要工作\n（一）加强领导\n1.开展学习。组织学法5次。\n2.加强考核。\n"
        "（二）规范执法\n查处案件3件。\n二、存在问题\n力量不足。\n三、下一步打算\n（一）继续学习\n（二）加强宣传",
        [
            ("0", "", "", "preamble"),
            ("1", "一、", "主要工作", "work_done"),
            ("1.1", "（一）", "加强领导", "work_done"),
            ("1.1.1", "1.", "开展学习", "work_done"),
            ("1.1.2", "2.", "加强考核", "work_done"),
            ("1.2", "（二）", "规范执法", "work_done"),
            ("2", "二、", "存在问题", "problems"),
            ("3", "三、", "下一步打算", "plans"),
            ("3.1", "（一）", "继续学习", "plans"),
            ("3.2", "（二）", "加强宣传", "plans"),
        ],
    ),
    (
        "a level left out in one branch",
        "一、工作情况\n1.学习。\n（1）学法。\n（2）考法。\n2.宣传。\n二、存在的不足\n（一）人员少。",
        [
            ("1", "一、", "工作情况", "work_done"),
            ("1.1", "1.", "学习", "work_done"),
            ("1.1.1", "（1）", "学法", "work_done"),
            ("1.1.2", "（2）", "考法", "work_done"),
            ("1.2", "2.", "宣传", "work_done"),
            ("2", "二、", "存在的不足", "problems"),
            ("2.1", "（一）", "人员少", "problems"),
        ],
    ),
    (
        "brackets outside, 一、 inside",
        "（一）组织领导\n一、学习\n（二）宣传",
        [
            ("1", "（一）", "组织领导", "work_done"),
            ("1.1", "一、", "学习", "work_done"),
            ("2", "（二）", "宣传", "work_done"),
        ],
    ),
    (
        "parts",
        "第一部分 工作开展情况\n第二部分 主要问题\n第三部分 下一年度工作安排",
        [
            ("1", "第一部分", "工作开展情况", "work_done"),
            ("2", "第二部分", "主要问题", "problems"),
            ("3", "第三部分", "下一年度工作安排", "plans"),
        ],
    ),
    (
        "the four parts that the rules on these reports ask for",
        "一、2022年推进法治政府建设的主要举措和成效\n二、存在的不足和原因\n"
        "三、党政主要负责人履行推进法治建设第一责任人职责的有关情况\n四、2023年推进法治政府建设的主要安排",
        [
            ("1", "一、", "2022年推进法治政府建设的主要举措和成效", "work_done"),
            ("2", "二、", "存在的不足和原因", "problems"),
            ("3", "三、", "党政主要负责人履行推进法治建设第一责任人职责的有关情况", "leader_duties"),
            ("4", "四、", "2023年推进法治政府建设的主要安排", "plans"),
        ],
    ),
    (
        "a lone （三） does not hold 二、",
        "（三）规范执法\n二、存在的问题\n（一）人员少。\n三、下一步打算",
        [
            ("1", "（三）", "规范执法", "work_done"),
            ("2", "二、", "存在的问题", "problems"),
            ("2.1", "（一）", "人员少", "problems"),
            ("3", "三、", "下一步打算", "plans"),
        ],
    ),
    (
        "tasks are plans below the problems only",
        "一、重点工作\n开展执法。\n二、存在的问题\n人员少。\n三、重点工作\n加强培训。",
        [
            ("1", "一、", "重点工作", "work_done"),
            ("2", "二、", "存在的问题", "problems"),
            ("3", "三、", "重点工作", "plans"),
        ],
    ),
    (
        "the year after the reported one",
        "某镇2024年法治政府建设情况报告\n一、2024年工作\n开展执法。\n二、关于2025年工作\n加强培训。",
        [
            ("0", "", "", "preamble"),
            ("1", "一、", "2024年工作", "work_done"),
            ("2", "二、", "关于2025年工作", "plans"),
        ],
    ),
    (
        "what was put right among the problems",
        "一、工作情况\n开展执法。\n二、存在问题及整改情况\n（一）存在问题\n人员少。\n（二）整改情况\n招聘3人。",
        [
            ("1", "一、", "工作情况", "work_done"),
            ("2", "二、", "存在问题及整改情况", "problems"),
            ("2.1", "（一）", "存在问题", "problems"),
            ("2.2", "（二）", "整改情况", "work_done"),
        ],
    ),
    (
        "numbered anew within the plans",
        "一、工作情况\n开展执法。\n二、下一步打算\n一、加强培训。\n二、加强普法。\n三、其他情况\n无。",
        [
            ("1", "一、", "工作情况", "work_done"),
            ("2", "二、", "下一步打算", "plans"),
            ("2.1", "一、", "加强培训", "plans"),
            ("2.2", "二、", "加强普法", "plans"),
            ("2.3", "三、", "其他情况", "plans"),
        ],
    ),
    (
        "two parts without numbers",
        "一、主要工作\n开展执法。\n二、存在问题\n人员少。\n2024年工作计划\n一、加强培训\n办班。\n二、加强普法\n宣讲。",
        [
            ("1", "一、", "主要工作", "work_done"),
            ("2", "二、", "存在问题", "problems"),
            ("2.1", "", "2024年工作计划", "plans"),
            ("2.1.1", "一、", "加强培训", "plans"),
            ("2.1.2", "二、", "加强普法", "plans"),
        ],
    ),
    (
        "headings without numbers",
        "某镇2023年法治政府建设工作总结和下年工作打算\n主要成效\n开展执法3次。\n存在的问题\n人员少。\n下一步打算\n加强培训。",
        [
            ("0", "", "", "work_done"),
            ("1", "", "存在的问题", "problems"),
            ("2", "", "下一步打算", "plans"),
        ],
    ),
    (
        "work and problems under one heading",
        "一、主要做法、成效及存在的问题\n（一）主要做法和成效\n1.学法。组织学法5次。\n（二）存在的问题\n1.人员少。\n二、打算",
        [
            ("1", "一、", "主要做法、成效及存在的问题", "work_done"),
            ("1.1", "（一）", "主要做法和成效", "work_done"),
            ("1.1.1", "1.", "学法", "work_done"),
            ("1.2", "（二）", "存在的问题", "problems"),
            ("1.2.1", "1.", "人员少", "problems"),
            ("2", "二、", "打算", "plans"),
        ],
    ),
    (
        "the problems that such a heading names begin in the prose below it",
        "一、工作情况及存在问题\n开展执法3次，查处案件2件。但还存在人手不足、装备老旧等问题。\n二、下一步打算\n加强培训。",
        [
            ("1", "一、", "工作情况及存在问题", "work_done"),
            ("1.problems", "", "", "problems"),
            ("2", "二、", "下一步打算", "plans"),
        ],
    ),
    ("no heading at all", "依法行政，成效明显。", [("0", "", "", "work_done")]),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*tree[1:], id=tree[0]) for tree in TREES])
def test_tree(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert [(s.id, s.number, s.title, s.role) for s in outline(text)] == expected


@pytest.mark.parametrize("text", [tree[1] for tree in TREES])
def test_sections_lie_within_their_parents(text: str) -> None:
    sections = {section.id: section for section in outline(text)}
    assert sections
    for section in sections.values():
        assert 0 <= section.start < section.end <= len(text)
        if section.parent:
            parent = sections[section.parent]
            assert parent.start <= section.start
            assert section.end <= parent.end


def test_a_section_of_problems_ends_where_the_plans_begin() -> None:
    text = (
        "一、主要工作\n开展执法。\n二、存在的问题\n执法力量不足，培训较少。下一步，我们将加强培训，充实队伍。"
    )

    plans = ReportText(text, outline(text)).section(text.index("充实"))

    assert plans.role == "plans"
    assert text[plans.start : plans.end].startswith("下一步")


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("与先进园区相比，依法办事还存在一些不足。", "problems"),
        ("存在的主要问题是执法力量薄弱。", "problems"),
        ("我镇还存在执法不规范、普法不深入等问题。", "problems"),
        ("2023年，园区将法治建设纳入考核。", "work_done"),
        ("2024年工作打算：一是加强培训。", "plans"),
        ("逐项排查制度执行中存在的短板，列出清单。", "work_done"),
        ("会议研究经费安排，帮助司法所解决存在的困难。", "work_done"),
    ],
)
def test_where_problems_begin_without_a_heading(sentence: str, role: str) -> None:
    text = f"一、主要工作\n开展执法检查12次。{sentence}"

    assert ReportText(text, outline(text)).role(text.index(sentence)) == role


@pytest.mark.parametrize(
    ("line", "style"),
    [
        ("一、加强领导", "chinese"),
        ("十二、其他", "chinese"),
        ("（三）规范执法", "bracketed"),
        ("(三)规范执法", "bracketed"),
        ("1.学习", "arabic"),
        ("3、学习", "arabic"),
        ("3．学习", "arabic"),
        (fold("3．学习"), "arabic"),
        (fold("三．学习"), "chinese"),
        ("３、学习", "arabic"),
        ("（2）考法", "arabic_bracketed"),
        ("①普法", "circled"),
        ("第一部分 工作", "chapter"),
        ("一是加强学习", "item"),
        ("首先，加强学习", "item"),
    ],
)
def test_heading_numbers(line: str, style: str) -> None:
    marker = heading_marker(line)
    assert marker is not None
    assert marker.style == style


@pytest.mark.parametrize(
    ("number", "value"),
    [("①", 1), ("⑳", 20), ("（三）", 3), ("十二、", 12), ("12.", 12), ("一是", 1), ("首先，", 0)],
)
def test_ordinals_of_heading_numbers(number: str, value: int) -> None:
    assert ordinal(number) == value


@pytest.mark.parametrize(
    "line",
    [
        "2023年，园区开展执法",
        "12.5%的企业",
        "3.15活动",
        "一年来，园区",
        "十项措施落地",
        "第十四届会议",
        "1200余家企业",
    ],
)
def test_what_only_looks_like_a_heading_number(line: str) -> None:
    assert heading_marker(line) is None


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("存在的主要问题", "problems"),
        ("工作中的短板和不足", "problems"),
        ("下一步工作计划", "plans"),
        ("2024年工作打算", "plans"),
        ("党政主要负责人履行推进法治建设第一责任人职责情况", "leader_duties"),
        ("2023年主要任务完成情况", None),
        ("明年工作", "plans"),
        ("“十五五”时期工作思路", "plans"),
        ("“十四五”时期工作回顾", None),
        ("今后五年主要任务", "plans"),
        ("改进措施和下步打算", "plans"),
        ("制定年度工作计划", None),
        ("执法工作计划性不强", None),
        ("聚焦突出问题整改", None),
        ("存在问题整改情况", "rectification"),
        ("存在的问题及整改措施", "problems"),
        ("亟待解决的问题", "problems"),
        ("存在的薄弱环节和努力方向", "problems"),
        ("主要做法及存在的问题", "work_done"),
        ("工作开展情况、存在不足和下一步打算", "work_done"),
        ("问题整改情况及存在的不足", "rectification"),
        ("规范执法", None),
    ],
)
def test_roles_of_headings(title: str, role: str | None) -> None:
    assert heading_role(title) == role


def test_notes_below_the_signature_are_no_plans(records_in: Callable[[str, str], list[Record]]) -> None:
    text = (
        "槐溪县水务局2023年度法治政府建设情况报告\n2023年，依法行政工作取得新成效。\n一、主要工作\n"
        "全年办理行政处罚案件127件。\n二、下一步打算\n2024年，我局将继续开展普法宣传。\n"
        "槐溪县水务局\n2024年1月12日\n（此件公开发布）\n案件数以结案时间为准。\n罚款以实际缴纳为准。"
    )

    assert [plan.text for plan in records_in("plan", text)] == ["2024年，我局将继续开展普法宣传"]
    assert [report.fields["published"] for report in records_in("report", text)] == ["2024-01-12"]


@pytest.mark.parametrize("text", ["", "法", "\n", "法\n", "\n\n\n"])
def test_texts_of_hardly_anything_have_an_end(text: str) -> None:
    assert [section.id for section in outline(text)] in ([], ["0"])
