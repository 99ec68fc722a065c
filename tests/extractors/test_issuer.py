"""Whose work a report tells of: the body's fullest name that the text gives."""

from collections.abc import Callable

import pytest

from fazhi.extractors import Record

Find = Callable[[str, str], list[Record]]

WORK = "\n一、主要工作\n（一）依法行政。开展执法检查12次。\n"

#: Reason, text before or around the work, the issuer.
ISSUERS = [
    (
        "a zone in the title",
        "白鹿经济开发区2023年度法治政府建设情况报告\n2023年，我区认真履职。",
        "白鹿经济开发区",
    ),
    (
        "a fuller name in the opening",
        "经济开发区2024年度法治政府建设情况报告\n2024年启东经济开发区扎实推进依法行政。",
        "启东经济开发区",
    ),
    (
        "no title, a name in the opening",
        "2021年，白鹿经济技术开发区坚持依法办事，现将法治政府建设情况报告如下。",
        "白鹿经济技术开发区",
    ),
    (
        "no title, only the kind of zone",
        "2023年，高新区坚持依法行政，服务广东水网建设等中心任务。现将法治政府建设情况报告如下。",
        "高新区",
    ),
    (
        "the portal's name above is another body's",
        "白鹿区人民政府 2024年3月5日星期二\n滨河街道2023年度法治政府建设情况报告\n街道认真履职。",
        "滨河街道",
    ),
]


@pytest.mark.parametrize(("head", "issuer"), [pytest.param(*row[1:], id=row[0]) for row in ISSUERS])
def test_issuer(records_in: Find, head: str, issuer: str) -> None:
    (report,) = records_in("report", head + WORK)

    assert report.fields["issuer"] == issuer


def test_the_closing_date_of_a_very_short_report(records_in: Find) -> None:
    body = "白鹿经济开发区法治政府建设报告\n2023年，我区坚持依法行政，开展执法检查12次，成效明显。"
    assert len(body) < 60

    (report,) = records_in("report", f"{body}\n2024年3月15日\n（此件公开发布）\n联系人：张三，电话：12345")

    assert (report.fields["issuer"], report.fields["published"]) == ("白鹿经济开发区", "2024-03-15")
