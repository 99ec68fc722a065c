"""What is read in a text: the note under its title, its closing article, its articles."""

from __future__ import annotations

import pytest

from fazhi.kg.register_builder.history import read_history
from fazhi.kg.register_builder.law_text import ON_PUBLICATION, read_law_text


@pytest.mark.parametrize(
    ("note", "steps"),
    [
        (
            "1999年5月6日 第九届全国人民代表大会常务委员会第十次会议通过\n\n"
            "2010年7月8日 第十一届全国人民代表大会常务委员会第三次会议《关于修改〈水井法〉的决定》修正",
            [("1999-05-06", "passed"), ("2010-07-08", "amended")],
        ),
        (
            "2001年3月4日 中华人民共和国国务院令第300号公布　\n\n2001年5月1日 施行",
            [("2001-03-04", "published"), ("2001-05-01", "in_force")],
        ),
        (
            "(2003年5月9日交通部令第3号公布 自2003年6月1日起施行)",
            [("2003-05-09", "published"), ("2003-06-01", "in_force")],
        ),
        (
            "2018年1月5日 甲市第九届人民代表大会常务委员会第二次会议通过并经2018年3月1日乙省第八届人民代表"
            "大会常务委员会第五次会议批准的《关于修改〈甲市水井条例〉的决定》修正",
            [("2018-03-01", "amended")],
        ),
        (
            "甲部令\n\n2021年 第1号\n\n《水井管理办法》已经甲部2021年1月5日第1次部务会议通过，现予公布，"
            "自2021年3月1日起施行。\n\n部长 某某\n\n2021年1月26日",
            [("2021-01-05", "passed"), ("2021-03-01", "in_force"), ("2021-01-26", "published")],
        ),
    ],
)
def test_the_note_gives_the_steps_of_a_text(note: str, steps: list[tuple[str, str]]) -> None:
    assert [(event.day, event.kind) for event in read_history(note)] == steps


@pytest.mark.parametrize(
    ("note", "decree"),
    [
        ("2001年3月4日 中华人民共和国国务院令第300号公布", "国务院令第300号"),
        ("2009年6月17日国土资源部第45号令公布", "国土资源部令第45号"),
        ("2016年9月2日交通运输部令2016年第85号公布", "交通运输部令2016年第85号"),
        ("２０１２年１２月１９日 公安部令第１２５号发布", "公安部令第125号"),
    ],
)
def test_a_decree_is_written_one_way(note: str, decree: str) -> None:
    assert [event.decree for event in read_history(note)] == [decree]


def text(*articles: str) -> str:
    body = "\n\n".join(articles)
    return f"# 甲省水井保护条例\n\n2001年3月4日 甲省人民代表大会通过\n\n<!-- INFO END -->\n\n{body}\n"


def test_the_closing_article_tells_commencement_and_repeals() -> None:
    read = read_law_text(
        text(
            "第一条 为了保护水井，根据《中华人民共和国水井法》《井台条例》，制定本条例。",
            "第二条 从略。",
            "第三条 本条例自2001年5月1日起施行。1990年2月3日甲省人民政府发布的《甲省水井管理办法》"
            "（甲省人民政府令第9号）、《甲省井台管理规定》同时废止。",
        )
    )
    assert read.commencement == "2001-05-01"
    assert [repeal.title for repeal in read.repeals] == ["甲省水井管理办法", "甲省井台管理规定"]
    assert "甲省人民政府令第9号" in read.repeals[0].before
    assert read.bases == ("中华人民共和国水井法", "井台条例")
    assert read.last_article == 3


def test_commencement_on_publication_has_no_day_of_its_own() -> None:
    assert (
        read_law_text(text("第一条 从略。", "第二条 本条例自公布之日起施行。")).commencement == ON_PUBLICATION
    )


@pytest.mark.parametrize(
    "articles",
    [
        ("第一条 从略。", "第三条 本条例自2001年5月1日起施行。"),  # one is missing
        ("第一条 从略。", "第二条 从略。"),  # the end is missing
        ("第二条 从略。", "第三条 本条例自2001年5月1日起施行。"),  # the beginning is missing
    ],
)
def test_the_last_article_of_a_text_that_is_not_whole_is_not_told(articles: tuple[str, ...]) -> None:
    assert read_law_text(text(*articles)).last_article is None


def test_a_decision_named_in_the_history_of_a_repealed_text_is_no_instrument() -> None:
    read = read_law_text(
        text(
            "第一条 从略。",
            "第二条 本条例自2001年5月1日起施行。1990年2月3日甲省人民代表大会常务委员会第五次会议通过，根据"
            "1995年6月7日甲省人民代表大会常务委员会第九次会议《关于修改〈甲省水井条例〉的决定》修正的"
            "《甲省水井条例》同时废止。",
        )
    )
    assert [repeal.title for repeal in read.repeals] == ["甲省水井条例"]
