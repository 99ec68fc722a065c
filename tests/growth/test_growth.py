"""Reading takes no more than in proportion to the length of a text, whatever the text repeats."""

import os
from collections.abc import Callable
from contextlib import suppress
from time import process_time

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from fazhi.extractors import ReadError, extract, read_bytes

pytestmark = pytest.mark.growth

#: What may be repeated: where figures, titles, articles, items, holders, rules and days begin or end.
UNITS = (
    "1", "一", "千", "、", "，", "《", "》", "“", "（", "|", "的", "法", "　", "\n", "、\n", "。", "条例",
    "1件", "增长1%", "5万元", "百分之", "开展检查5次，", "其中", "分别", "2023年", "12·4", "世界环境日",
    "《安全生产法》", "《安全生产法》、", "《安全生产法", "学习宪法", "公司法、",
    "第1条", "第一条", "该法第一条",
    "要求·", "扫一扫", "分享到", "首页>", "一是", "一、", "一、\n", "（一）", "存在问题\n", "下一步\n",
    "律师", "法律顾问", "领导小组", "组长由", "主任任组长，", "应当", "未经", "每季度", "不得", "镇人民政府",
)  # fmt: skip
FRAMES = ("{}", "清塘镇2023年法治政府建设情况报告\n一、主要举措和成效\n{}\n")
#: What a page may repeat.
TAGS = (
    "<div>", "<p>", "<br>", "<b>", "<font><p>", "<a href=x>", "<a href=x>法</a>", "<p>法，</p>", "<li>法",
    "<ol>", "<ol><li>法，", "<table>", "<table><tr><td>", "<tr><td>法<td>治", "<td>", "<dt>索引号<dd>1",
    "<!--", "<!-- -->", "<script>", "<style>", "<p a='", "<p a b=\"", "<", "&", "&nbsp;", "&#27861;",
    "<div class='foot'>法，", "<h1>法治报告</h1>", "<meta name=a content=b>", "发布日期：2024-01-01<br>",
    "<iframe src=x>", "<pre>\n",
)  # fmt: skip
PAGE = "<html><body>{}<p>2023年，清塘镇认真落实法治政府建设各项任务，取得新的成效。</p>"
Grows = Callable[[Callable[[int], float], int], str | None]
#: Characters of the text that is compared with one of twice its length: to find what grows, and to be sure.
LENGTH, SURE_LENGTH = 10_000, 40_000


@pytest.fixture(autouse=True, scope="module")
def _warm() -> None:
    _seconds("清塘镇2023年法治政府建设情况报告\n一、主要举措\n学习《安全生产法》，开展检查5次。")


def _seconds(text: str) -> float:
    start = process_time()
    with suppress(ReadError):
        extract(read_bytes(text.encode()))
    return process_time() - start


def _repeated(unit: str, frame: str, length: int) -> str:
    return frame.format(unit * max(1, length // len(unit)))


def _check(grows: Grows, unit: str, frame: str) -> None:
    def seconds(length: int) -> float:
        return _seconds(_repeated(unit, frame, length))

    # What never ends ends nowhere: 200 characters of it say so before 20,000 do.
    found = grows(seconds, 100) or grows(seconds, LENGTH)
    sure = found and grows(seconds, SURE_LENGTH)
    assert not sure, f"{unit!r} repeated: {sure}"


@pytest.mark.parametrize("frame", FRAMES, ids=("bare", "in_a_report"))
@pytest.mark.parametrize("unit", UNITS)
def test_what_is_repeated_is_read_in_proportion(grows: Grows, unit: str, frame: str) -> None:
    _check(grows, unit, frame)


@pytest.mark.parametrize("unit", TAGS)
def test_what_a_page_repeats_is_read_in_proportion(grows: Grows, unit: str) -> None:
    _check(grows, unit, PAGE)


@given(st.lists(st.sampled_from(UNITS), min_size=2, max_size=3).map("".join), st.sampled_from(FRAMES))
@settings(
    max_examples=40,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@example("《安全生产法》第1条", FRAMES[1])
@example("1件1", FRAMES[0])
def test_what_is_repeated_together_is_read_in_proportion(grows: Grows, unit: str, frame: str) -> None:
    _check(grows, unit, frame)


#: FAZHI_TORTURE=2 tries them all.
LONG_UNITS = ("1", "一", "千", "、", "《", "《安全生产法", "要求·", "扫一扫", "|", "、\n")


@pytest.mark.parametrize("unit", UNITS if float(os.environ.get("FAZHI_TORTURE", "1")) > 1 else LONG_UNITS)
def test_long_texts_are_read_in_proportion(grows: Grows, unit: str) -> None:
    found = grows(lambda length: _seconds(_repeated(unit, FRAMES[1], length)), 50_000)
    assert not found, f"{unit!r} repeated: {found}"


@pytest.mark.parametrize("text", ["字{}|字", "{}", "《民法典》第一条第{}", "一、{}"])
@pytest.mark.parametrize("run", [" ", "　", "1", "一"])
def test_one_long_run_is_read_in_proportion(grows: Grows, text: str, run: str) -> None:
    _check(grows, run, f"清塘镇2023年法治政府建设情况报告\n一、主要举措和成效\n按照{text}\n")
