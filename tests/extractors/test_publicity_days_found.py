"""Days, weeks and months of publicity: once each, with the date where the text gives it."""

from collections.abc import Callable

import pytest

from fazhi.extractors import Record

Find = Callable[[str, str], list[Record]]

#: Reason, text, the (name, date) found.
DAYS = [
    (
        "dates in quotes",
        "利用“3·15”国际消费者权益日、“4·15”全民国家安全教育日开展宣传。",
        [("国际消费者权益日", "--03-15"), ("全民国家安全教育日", "--04-15")],
    ),
    ("a date in words", "在12月4日国家宪法日开展活动。", [("国家宪法日", "--12-04")]),
    ("the date behind", "围绕世界知识产权日（4月26日）开展普法。", [("世界知识产权日", "--04-26")]),
    ("a half-width dot", "借助6.26国际禁毒日开展宣传。", [("国际禁毒日", "--06-26")]),
    ("a week", "结合“12·4”国家宪法日和宪法宣传周宣传。", [("国家宪法日", "--12-04"), ("宪法宣传周", None)]),
    ("a month with its date", "6月“安全生产月”期间发放资料。", [("安全生产月", "--06")]),
    ("a quoted name", "结合全国“安全生产月”开展演练。", [("全国“安全生产月”", None)]),
    ("a date in numerals", "在“六五”环境日开展宣传。", [("环境日", "--06-05")]),
    ("a plan's number is no date", "组织“八五”民法典宣传月活动。", [("民法典宣传月", None)]),
    ("a month without", "开展民法典宣传月活动。", [("民法典宣传月", None)]),
    ("once a report", "“12·4”国家宪法日开展宣传。国家宪法日当天悬挂横幅。", [("国家宪法日", "--12-04")]),
    ("工作日, 接待日, 党日", "3个工作日内办结，设立局长接待日，开展主题党日、支部主题日活动。", []),
    ("one of a series", "结合爱鸟周等一系列纪念日开展宣传。", [("爱鸟周", None)]),
    ("no name of its own", "利用各类宣传日、重要节日开展宣传。", []),
    ("numerals that are none", "在“十十·五一”世界环境日开展宣传。", [("世界环境日", None)]),
    ("a month of the whole country", "结合全国安全用药月开展宣传。", [("全国安全用药月", None)]),
    ("working days", "审批时间压缩至1.5个工作日。", []),
    ("a day of the house", "举办管委会开放日活动2次。", []),
    ("a diary", "推出“一线反诈日记”专题栏目。", []),
    ("a newspaper", "开设“反诈日报”栏目。", []),
    ("an open day", "举办“消防站开放日”活动3次。", []),
    ("a title", "观看《世界环境日》专题片。", []),
    ("it dates a speech", "学习领导同志在全国防灾减灾日到来之际发表的重要讲话。", []),
    ("the day of a year", "12月4日是第十个国家宪法日，开展集中宣传。", [("国家宪法日", "--12-04")]),
    (
        "a date and a subject in a row, 日 left out",
        "在“4·15”国家安全教育、“11·9”消防等节点设点宣传。",
        [(None, "--04-15"), (None, "--11-09")],
    ),
    ("the date of an accident", "吸取“7·12”火灾、“3·9”爆炸等事故教训。", []),
    ("numbers in a row", "抓住3·15、6·26等时间节点开展宣传。", [(None, "--03-15"), (None, "--06-26")]),
    ("a span of days", "11月2日至8日，开展集中宣传。", []),
    (
        "a verb before it",
        "紧抓学雷锋纪念日、世界读书日宣传。",
        [("学雷锋纪念日", None), ("世界读书日", None)],
    ),
    ("only a date", "2023年3月15日，召开会议。", []),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*row[1:], id=row[0]) for row in DAYS])
def test_days(records_in: Find, text: str, expected: list[tuple[str, str | None]]) -> None:
    found = records_in("publicity_day", text)

    assert [(record.fields.get("name"), record.fields.get("date")) for record in found] == expected
