"""Problems admitted and plans made: each a record with its own words."""

from collections.abc import Callable

import pytest

from fazhi.extractors import Record

Find = Callable[[str, str], list[Record]]

PROBLEMS = [
    (
        "a row of clauses behind 看到, each with its own subject",
        "我们也清醒地看到，基层执法力量薄弱，普法形式较为单一，部分干部用法能力不足。",
        ["基层执法力量薄弱", "普法形式较为单一", "部分干部用法能力不足"],
    ),
    (
        "clauses behind 看到 that go on with one matter",
        "我们也看到，执法队伍年龄偏大，难以胜任新任务，影响办案质量。",
        ["执法队伍年龄偏大，难以胜任新任务，影响办案质量"],
    ),
    (
        "a list ended by 等问题",
        "我镇法治建设工作中还存在执法力量不足、干部学法不深、普法形式单一等问题。",
        ["执法力量不足", "干部学法不深", "普法形式单一"],
    ),
    (
        "a list with commas, and what is to be done about it",
        "对照上级要求，我局还存在着法治人才缺乏，应诉能力需进一步提升等问题，需在今后不断改进。",
        ["法治人才缺乏", "应诉能力需进一步提升"],
    ),
    (
        "what some are short of is one",
        "个别执法人员存在重实体轻程序、文书制作不规范、说理不充分等问题。",
        ["个别执法人员存在重实体轻程序、文书制作不规范、说理不充分等问题"],
    ),
    (
        "behind an introduction without a colon",
        "园区法治建设还有差距，表现为执法边界不清，协同不畅；专业人员紧缺；少数企业重效益、轻安全。",
        ["执法边界不清，协同不畅", "专业人员紧缺", "少数企业重效益、轻安全"],
    ),
    (
        "what was achieved comes first",
        "虽然取得了一些成绩，但执法人员力量仍显不足，普法实效性不强。",
        ["执法人员力量仍显不足，普法实效性不强"],
    ),
    (
        "that there are problems is none, nor is their cause or a promise",
        "法治政府建设仍面临一些困难。基层法治力量薄弱。主要原因是编制偏紧。对此，我们将认真加以解决。",
        ["基层法治力量薄弱"],
    ),
    (
        "parts of an item",
        "（一）败诉案件集中在征收领域；“类案不同罚”仍未杜绝。\n（二）文书粗糙。有的说理不够；有的缺页。",
        ["败诉案件集中在征收领域", "“类案不同罚”仍未杜绝", "文书粗糙。有的说理不够；有的缺页"],
    ),
    (
        "a sentence behind the last item",
        "一是学法不够深入；二是普法不够广泛。同时，个别干部法治意识不强。",
        ["学法不够深入", "普法不够广泛", "同时，个别干部法治意识不强"],
    ),
    (
        "examples",
        "工作中还存在不少困难，如执法人员少、执法任务重、执法经费紧张等，离要求还有一定差距。",
        ["执法人员少", "执法任务重", "执法经费紧张"],
    ),
    (
        "that there is a gap, then the problems",
        "法治建设与要求仍有较大差距，个别干部法治意识不强；普法工作不够深入。",
        ["个别干部法治意识不强", "普法工作不够深入"],
    ),
    (
        "a gap in one matter is a problem",
        "普法与群众需求还有较大差距，内容不新。",
        ["普法与群众需求还有较大差距，内容不新"],
    ),
    (
        "a row of clauses",
        "部分干部法治意识淡薄、执法队伍力量不足、普法工作形式单一。",
        ["部分干部法治意识淡薄", "执法队伍力量不足", "普法工作形式单一"],
    ),
    (
        "a list that 等方面 closes",
        "主要体现在执法素养参差不齐；群众参与不高；审查把关不严等方面。",
        ["执法素养参差不齐", "群众参与不高", "审查把关不严"],
    ),
    (
        "items with a dash",
        "主要有：\n——法治观念淡薄。少数干部不重视。\n——执法不够规范。文书不完整。",
        ["法治观念淡薄。少数干部不重视", "执法不够规范。文书不完整"],
    ),
    (
        "Chinese numbers in a line",
        "还存在两方面的不足：一、法治队伍力量薄弱。二、法治宣传不够深入。",
        ["法治队伍力量薄弱", "法治宣传不够深入"],
    ),
    (
        "causes below an item",
        "（一）学法不够深入。\n（二）执法能力不足。\n原因分析：一是认识不到位；二是机制不健全。",
        ["学法不够深入", "执法能力不足"],
    ),
    (
        "the cause of all behind the last item",
        "一是力量不足。二是装备老化。究其原因，主要是经费有限。",
        ["力量不足", "装备老化"],
    ),
]

PLANS = [
    ("half-width stops", "1、制定计划表.2、推进联合检查,减少干扰.3、开展宣讲.", 3),
    ("numbered anew", "一、组织学法测试。\n二、开展案卷评查。", 2),
    (
        "one sentence",
        "2024年，我镇将从以下方面着手：一是深化学习，二是强化执法，三是做实普法。以上报告，请审阅。",
        3,
    ),
    ("prose", "坚持依法行政这一根本要求。进一步健全决策机制。进一步加大普法力度，培训干部2次。", 3),
    (
        "headings that only hold items",
        "（一）在制度上下功夫。1.完善规定。2.强化考核。\n（二）在执法上下功夫。一是加强培训；二是加强监督。",
        4,
    ),
    ("two on a line", "1、组织学法测试。2、开展案卷评查。", 2),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case[1:], id=case[0]) for case in PROBLEMS])
def test_problems(records_in: Find, text: str, expected: list[str]) -> None:
    report = f"一、主要工作\n开展普法宣传3场。\n二、存在的不足\n{text}\n三、下一步打算\n一是加强学习。"

    assert [record.text for record in records_in("problem", report)] == expected


@pytest.mark.parametrize(("text", "number"), [pytest.param(*case[1:], id=case[0]) for case in PLANS])
def test_plans(records_in: Find, text: str, number: int) -> None:
    report = f"一、主要工作\n开展普法宣传3场。\n二、下一步打算\n{text}"

    assert len(records_in("plan", report)) == number
