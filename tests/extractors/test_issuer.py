"""Whose work a report tells of: the body's fullest name that the text gives."""

from collections.abc import Callable

import pytest

from fazhi.extractors import Record

Find = Callable[[str, str], list[Record]]

WORK = "\n一、主要工作\n（一）依法行政。开展执法检查12次。\n"

#: Reason, text before or around the work, the issuer.
ISSUERS = [
    (
        "its full name as the source of the page",
        "槐岭镇2023年法治政府建设情况报告\n来源：柳河县槐岭镇人民政府 发布时间：2024-01-12\n2023年，履职。",
        "柳河县槐岭镇人民政府",
    ),
    ("a bureau whose place the text leaves out", "2023年，区水务局坚持依法治水。", "区水务局"),
    ("a ministry", "水利部2023年度法治政府建设情况报告\n2023年，水利部坚持依法治水。", "水利部"),
    (
        "the title announced in the text",
        "现将《柳河市水务局2023年度法治政府建设情况报告》予以公布。\n2023年，市水务局认真履职。",
        "柳河市水务局",
    ),
    (
        "a column's code is no body",
        "发文机构：hly1\n柳河县槐岭镇人民政府\n2023年法治政府建设工作情况报告\n2023年，我镇认真履职。",
        "柳河县槐岭镇人民政府",
    ),
    ("a university", "柳河师范大学2023年依法治校工作报告\n2023年，学校坚持依法治校。", "柳河师范大学"),
    (
        "a zone in the title",
        "白鹿经济开发区2023年度法治政府建设情况报告\n2023年，我区认真履职。",
        "白鹿经济开发区",
    ),
    (
        "its place and kind of body, in the text only",
        "槐岭镇2023年法治政府建设情况报告\n2023年，柳河县槐岭镇人民政府认真履职。",
        "柳河县槐岭镇人民政府",
    ),
    (
        "its full name, given once with its short form",
        "白石产业园2023年法治政府建设工作总结\n白石产业园建设服务中心（以下简称园区）认真履职。",
        "白石产业园建设服务中心",
    ),
    (
        "another body behind its name",
        "白石产业园2023年法治政府建设工作总结\n白石产业园邀请省物流协会（以下简称协会）指导。",
        "白石产业园",
    ),
    (
        "another body's name begins alike",
        "槐岭镇2023年法治政府建设情况报告\n2023年，槐岭镇人民政府办公室牵头抓总。",
        "槐岭镇",
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
    (
        "a street that is called 街",
        "榆钱街2022年法治政府建设年度报告\n2022年，榆钱街坚持依法行政。",
        "榆钱街",
    ),
    ("a street in the opening", "2022年，榆钱街持续推进依法行政，现将法治政府建设情况报告如下：", "榆钱街"),
    (
        "the body whose report is announced, not the short name before it",
        "2023年，榆钱街道推进法治建设。现将榆钱街道办事处2023年法治政府建设年度报告如下。",
        "榆钱街道办事处",
    ),
    (
        "an office, not the government that it serves",
        "槐溪市人民政府办公室2023年度法治政府建设情况报告\n2023年，市政府办公室坚持依法行政。",
        "槐溪市人民政府办公室",
    ),
    (
        "a team, not the bureau that it belongs to",
        "槐溪市公安局交通警察支队2023年法治政府建设情况报告\n2023年，支队坚持依法行政。",
        "槐溪市公安局交通警察支队",
    ),
    (
        "an honour is no body",
        "2023年法治政府建设情况报告\n2023年，槐岭镇荣获全省法治示范乡镇称号。槐岭镇设立了普法站。",
        "槐岭镇",
    ),
    (
        "no title, its work is what the opening speaks of",
        "市委依法治市办：\n2023年，槐岭乡法治政府建设工作在乡党委政府领导下稳步推进。现将情况报告如下。",
        "槐岭乡",
    ),
    (
        "no title, what begins with a verb is no name",
        "2023年，将依法治理纳入镇党委工作。现将法治政府建设情况报告如下。",
        None,
    ),
    (
        "no title, what begins with another verb is no name",
        "2023年，全年召开县委专题会，抓好县政府党组学法。现将法治政府建设情况报告如下。",
        None,
    ),
    (
        "a county whose name ends as that of another",
        "槐岭镇人民政府2023年度法治政府建设情况报告\n2023年，沅泸县槐岭镇人民政府认真履职。",
        "沅泸县槐岭镇人民政府",
    ),
    (
        "a title below a dash",
        "谱写法治建设新篇章\n——槐岭镇2023年度法治政府建设情况报告\n2023年，全镇认真履职。",
        "槐岭镇",
    ),
]

#: Reason, the lines below the text, the issuer and the day of publication.
SIGNATURES = [
    ("a street", "榆钱街\n2024年1月8日", "榆钱街", "2024-01-08"),
    ("an office", "槐溪市人民政府办公室\n2024年1月8日", "槐溪市人民政府办公室", "2024-01-08"),
    ("the seal beside it", "槐溪县水务局（盖章） 2024年1月8日", "槐溪县水务局", "2024-01-08"),
    ("a label before it", "单位：槐溪县水务局\n日期：2024年1月8日", "槐溪县水务局", "2024-01-08"),
    ("two kinds of figures", "槐溪县水务局\n二〇二四年一月20日", "槐溪县水务局", "2024-01-20"),
    ("the first month as 元月", "槐溪县水务局\n2024年元月8日", "槐溪县水务局", "2024-01-08"),
]


@pytest.mark.parametrize(("head", "issuer"), [pytest.param(*row[1:], id=row[0]) for row in ISSUERS])
def test_issuer(records_in: Find, head: str, issuer: str | None) -> None:
    (report,) = records_in("report", head + WORK)

    assert report.fields.get("issuer") == issuer


@pytest.mark.parametrize(
    ("below", "issuer", "day"), [pytest.param(*row[1:], id=row[0]) for row in SIGNATURES]
)
def test_signature(records_in: Find, below: str, issuer: str, day: str) -> None:
    text = f"2023年度法治政府建设情况报告\n2023年，依法行政工作取得新成效。{WORK}{below}\n"

    (report,) = records_in("report", text)

    assert (report.fields["issuer"], report.fields["published"]) == (issuer, day)


def test_the_closing_date_of_a_very_short_report(records_in: Find) -> None:
    body = "白鹿经济开发区法治政府建设报告\n2023年，我区坚持依法行政，开展执法检查12次，成效明显。"
    assert len(body) < 60

    (report,) = records_in("report", f"{body}\n2024年3月15日\n（此件公开发布）\n联系人：张三，电话：12345")

    assert (report.fields["issuer"], report.fields["published"]) == ("白鹿经济开发区", "2024-03-15")


#: Reason, the line below the title, the day of publication.
DAYS = [
    ("the last change, where nothing else is given", "来源：司法局 更新时间：2024-03-21", "2024-03-21"),
    ("publication, not the last change", "更新时间：2024-03-21 发布时间：2024-02-20", "2024-02-20"),
    ("glued to the source", "信息来源：本网 法规科发布日期：2024-01-12浏览量：7", "2024-01-12"),
    ("a labelled cell behind an empty one", "| 主题分类： | 发布日期：2024-01-12 |", "2024-01-12"),
    ("the day the page was filled in", "作者：管理员 录入时间：2024-01-12 15:20", "2024-01-12"),
    (
        "the letter above the report",
        "市委：\n现呈送我镇报告，请审阅。\n槐岭镇人民政府\n2024年2月6日\n槐岭镇法治报告",
        "2024-02-06",
    ),
]


@pytest.mark.parametrize(("line", "day"), [pytest.param(*row[1:], id=row[0]) for row in DAYS])
def test_day_of_publication(records_in: Find, line: str, day: str) -> None:
    text = f"槐岭镇2023年法治政府建设情况报告\n{line}\n2023年，全镇认真履职。{WORK}"

    (report,) = records_in("report", text)

    assert report.fields["published"] == day


def test_a_signature_is_surer_than_the_last_change(records_in: Find) -> None:
    text = f"更新时间：2025-03-21\n槐岭镇2023年法治政府建设情况报告\n2023年，全镇认真履职。{WORK}"

    (report,) = records_in("report", f"{text}槐岭镇人民政府\n2024年1月8日\n")

    assert report.fields["published"] == "2024-01-08"


TITLE = "槐岭镇2023年法治政府建设情况报告"
#: Reason, the lines above the text, the title.
TITLES = [
    ("a path above", f"县水务局>公开专栏>法治政府建设年度报告\n{TITLE}", TITLE),
    ("a path with slashes above", f"县水务局 / 公开专栏 / 法治政府建设年度报告\n{TITLE}", TITLE),
    ("a path with hyphens above", f"县水务局-公开专栏-法治政府建设年度报告\n{TITLE}", TITLE),
    ("the column's name above", f"法治政府建设工作报告\n{TITLE}", TITLE),
    ("a line without a body above", f"2023年度法治政府建设工作报告\n{TITLE}", TITLE),
    ("a path before it", f"公开专栏 > {TITLE}", TITLE),
    ("a path and nothing else", ">> 法治政府建设年度报告", "法治政府建设年度报告"),
    ("a slogan above", f"执法为民 依法行政\n{TITLE}", TITLE),
    ("its day behind it", f"{TITLE}2024-03-01", TITLE),
    ("its day before it", f"[2024-03-01]{TITLE}", TITLE),
    ("source and day behind it", f"{TITLE} 来源：本站 时间：2024-03-01 10:20", TITLE),
    ("its day in brackets behind it", f"{TITLE}【2024-03-01】", TITLE),
    ("its number in brackets behind it", f"{TITLE}(槐政字〔2024〕6号)", TITLE),
    ("twice on a line", f"{TITLE} {TITLE} |", TITLE),
    ("the superior addressed behind it", f"{TITLE} 柳河县人民政府：", TITLE),
    (
        "broken within the year",
        "槐岭镇人民政府关于2023年\n度法治政府建设情况的报告",
        "槐岭镇人民政府关于2023年度法治政府建设情况的报告",
    ),
    (
        "the body above",
        "槐岭镇人民政府\n关于报送2023年法治政府建设情况的报告",
        "槐岭镇人民政府关于报送2023年法治政府建设情况的报告",
    ),
    (
        "with the next year's plans",
        "槐岭镇2023年法治建设工作总结和2024年工作打算",
        "槐岭镇2023年法治建设工作总结和2024年工作打算",
    ),
    (
        "a notice around it",
        f"关于印发槐岭镇法治报告的通知\n各村：\n现将报告印发给你们，请认真贯彻执行。\n{TITLE}",
        TITLE,
    ),
    ("a letter", "关于报送2023年法治政府建设情况报告的函", "关于报送2023年法治政府建设情况报告的函"),
]


@pytest.mark.parametrize(("head", "title"), [pytest.param(*row[1:], id=row[0]) for row in TITLES])
def test_title(records_in: Find, head: str, title: str) -> None:
    (report,) = records_in("report", f"{head}\n2023年，槐岭镇坚持依法行政。{WORK}")

    assert report.fields["title"] == title


#: Reason, title, words of the text, the year reported on.
YEARS = [
    ("in the title", "槐岭镇2023年度法治政府建设情况报告", "2024年1月5日，全镇召开大会。", 2023),
    (
        "an instrument's years are not",
        "槐岭镇法治政府建设情况报告",
        "按照《纲要（2021—2025年）》，2023年履职。",
        2023,
    ),
    ("by a date in spring", "槐岭镇法治政府建设情况报告", "发布日期：2024-02-03\n全镇认真履职。", 2023),
    ("by a date in winter", "槐岭镇法治政府建设情况报告", "发布日期：2023-12-20\n全镇认真履职。", 2023),
]


@pytest.mark.parametrize(("title", "words", "year"), [pytest.param(*row[1:], id=row[0]) for row in YEARS])
def test_year(records_in: Find, title: str, words: str, year: int) -> None:
    (report,) = records_in("report", f"{title}\n{words}{WORK}")

    assert report.fields["year"] == year


def test_labels_glued_to_the_values_before_them(records_in: Find) -> None:
    line = "索引号：HL01-2024-00017发布机构：槐岭镇人民政府发布日期：2024-01-15文号：槐政〔2024〕2号"

    (report,) = records_in("report", f"{line}\n{TITLE}\n2023年，全镇认真履职。{WORK}")

    assert {
        key: report.fields[key] for key in ("index_number", "publisher", "published", "document_number")
    } == {
        "index_number": "HL01-2024-00017",
        "publisher": "槐岭镇人民政府",
        "published": "2024-01-15",
        "document_number": "槐政〔2024〕2号",
    }
