"""What the words around a figure say of its indicator: which it is, that it is none, or nothing."""

import pytest

from fazhi.extractors.components.indicators import choose_indicator


@pytest.mark.parametrize(
    ("unit", "context", "indicator"),
    [
        ("次", "▢听取法治建设工作汇报", "leadership_meeting_count"),
        ("起", "共对企业的行政违法行为立案▢", "penalty_case_count"),
        ("件", "全年接收企业诉求▢", None),
        ("名", "▢工作人员一次通过执法资格考试", "law_exam_passed_count"),
    ],
)
def test_words_speak_for_an_indicator_or_for_none(unit: str, context: str, indicator: str | None) -> None:
    choice = choose_indicator(unit, context)

    assert choice is not None
    assert choice.indicator == indicator


@pytest.mark.parametrize(
    ("unit", "context"),
    [
        ("件", "编号▢的材料"),
        # 通过 as a means is no pass; 办实事项目 are no 事项 of a service counter.
        ("名", "▢工作人员通过法治教育网进行网络培训"),
        ("项", "统筹实施▢法治为民办实事项目"),
    ],
)
def test_words_that_say_nothing_leave_the_choice_open(unit: str, context: str) -> None:
    assert choose_indicator(unit, context) is None
