"""The topic of a plan or problem: the activity class that it is plainly about."""

from collections.abc import Callable

import pytest

from fazhi.extractors import Record

Find = Callable[[str, str], list[Record]]


@pytest.mark.parametrize(
    ("plan", "topic"),
    [
        ("继续开展法治宣传进园区、进企业活动。", "publicity"),
        ("继续抓好领导干部学法用法，提高法治意识。", "law_study"),
        ("改进普法方式，面向务工人员拍摄短剧。", "publicity"),
        # The first clause names the matter, although the others have more words of another class.
        (
            "进一步规范重大行政决策程序，健全保障公职律师、法律顾问有效参与决策论证、提供法律意见的机制。",
            "decision_procedure",
        ),
        ("加强法治政府建设的组织领导，带头推动形成化解矛盾靠法的法治环境。", "leadership"),
        # What an end is for is not what it is about, and nothing else is plain.
        ("锻造躬身力行的优良作风，为持续优化法治化营商环境提供坚实保障。", None),
        ("把任务目标细化到部门、细化到人头。", None),
    ],
)
def test_topic(records_in: Find, plan: str, topic: str | None) -> None:
    text = f"一、主要工作\n全年开展普法宣传活动3场。\n二、下一步打算\n一是{plan}\n"

    (record,) = records_in("plan", text)

    assert record.fields.get("topic") == topic
