"""Charts over the years, figures beside others of their kind, and briefs of several years."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser

from fazhi.kg.cli import run
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.opening import open_store
from fazhi.web.answer import Answer
from fazhi.web.brief.body import body_brief
from fazhi.web.brief.file import PaperSite
from fazhi.web.brief.text import to_lines
from fazhi.web.content.enforcement import enforcement_charts
from fazhi.web.content.figures import figures_of
from fazhi.web.content.plots import Plot, Point, over_the_years, plot
from fazhi.web.content.things import Body, bodies, reporting
from fazhi.web.pages import rendered
from fazhi.web.site import NotFound, Site

#: What a body's reports say of cases and of events; there is none on 2020.
YEARS = {
    2018: ("立案处罚行政违法案件9起，罚款8万元", "普法宣传活动12场"),
    2019: ("立案处罚行政违法案件31起，罚款40.1万元", "普法宣传活动18场"),
    2021: ("上半年立案处罚行政违法案件8起", "普法宣传活动20余场"),
    2022: ("立案处罚行政违法案件18起，罚款20.5万元", "普法宣传活动25场"),
    2023: ("立案处罚行政违法案件21起，罚款25.37万元", "普法宣传活动25场"),
}
LONG, PLAN = "长河经济开发区", "组织开展行政执法人员业务培训。"


def write(folder: Path, name: str, year: int, cases: str, events: str, more: str = "") -> None:
    """A report and its issuer."""
    (folder / f"{name}{year}.txt").write_text(
        f"{name}{year}年法治政府建设情况报告\n{year}年，本区认真学习宣传贯彻《民法典》，有关情况报告如下。\n"
        f"一、主要工作\n（一）规范执法。全年{cases}。{more}\n（二）普法宣传。全年开展{events}。\n"
        "二、存在问题\n法治宣传还不够深入，基层执法人员业务能力有待提高。\n"
        f"三、下一步打算\n{PLAN}健全重大行政决策合法性审查机制。\n",
        "utf-8",
    )
    sidecar = yaml.safe_dump({"issuer": name, "year": year}, allow_unicode=True)
    (folder / f"{name}{year}.meta.yaml").write_text(sidecar, "utf-8")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    """A body's reports on several years, and two others of its kind."""
    folder = tmp_path_factory.mktemp("years")
    for year, (cases, events) in YEARS.items():
        more = "组织开展行政执法人员业务培训3期。" if year == 2023 else ""
        write(folder, LONG, year, cases, events, more)
    write(folder, "短河经济开发区", 2023, "立案处罚行政违法案件10余起，开展行政检查200次", "普法宣传活动5场")
    write(folder, "大河经济开发区", 2023, "立案处罚行政违法案件5起，开展行政检查100次", "普法宣传活动15场")
    assert run(["build", str(folder), "--store", str(folder / "store")]) == 0
    with open_store(folder / "store", read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def site(store: GraphStore) -> Site:
    """The site over it."""
    return Site(store, "zh", address="http://localhost", asked="")


@pytest.fixture(scope="module")
def plots(site: Site) -> dict[str, Plot]:
    """The charts of the body with many years, by the beginning of their titles."""
    body = next(one for one in bodies(site.store).values() if one.name == LONG)
    figures = figures_of(site, [report.iri for report in body.reports])
    return {one.title.partition("：")[0]: one for one in over_the_years(site, body.reports, figures)}


def test_a_gap_is_never_nought(plots: dict[str, Plot]) -> None:
    """No report, or none that gives the year's figure: told, not drawn, and no line runs through it."""
    fines = plots["罚款金额"]
    assert fines.title == "罚款金额：2023年25.37万元，比上年增加4.87万元（24%）"
    assert [mark.point.name for mark in fines.marks] == ["2018", "2019", "2020", "2021", "2022", "2023"]
    assert [mark.point.label for mark in fines.marks] == [
        "8万元",
        "40.1万元",
        "无报告",
        "未写到",
        "20.5万元",
        "25.37万元",
    ]
    assert [mark.height for mark in fines.marks if mark.point.value is None] == [0, 0]
    assert len(fines.lines) == 2
    assert sum(line.count(",") for line in fines.lines) == 4
    assert "2020 无报告" in fines.told


def test_a_part_of_a_year_is_told_and_not_drawn(plots: dict[str, Plot]) -> None:
    """Half a year is no year; what is no exact number keeps its words and looks different."""
    cases = plots["行政处罚立案（查处、办理）件数"].marks
    assert (cases[3].point.label, cases[3].point.value) == ("上半年8起", None)
    (events,) = (one for title, one in plots.items() if "普法宣传" in title)
    about = [mark.point for mark in events.marks if mark.point.about]
    assert [point.label for point in about] == ["20余场"]
    assert "与上年持平" in events.title


def test_heights_are_in_proportion(site: Site) -> None:
    """From nought; all alike where all are nought."""
    points = [Point(str(year), str(value), value=value) for year, value in ((2022, 5), (2023, 20))]
    low, high = plot(site, "", points).marks
    assert high.height == pytest.approx(4 * low.height)
    assert [mark.height for mark in plot(site, "", [Point("a", "0", value=0)] * 2).marks] == [0, 0]


def test_a_chart_on_a_page(site: Site) -> None:
    """Its words are read aloud, its labels stand in it; a body with one report has none."""
    page = LexborHTMLParser(rendered(site, "body", LONG, {}))
    charts = page.css("figure.plot")
    assert len(charts) == 3
    for chart in charts:
        assert "2020 无报告" in (chart.css_first("svg").attributes["aria-label"] or "")
        assert chart.css_first("figcaption").text().strip()
    assert not LexborHTMLParser(rendered(site, "body", "短河经济开发区", {})).css("figure.plot")


def test_a_brief_of_several_years(site: Site) -> None:
    """Last year's figure, the median of the kind with its number, what became of plans, the years as bars."""
    lines = list(to_lines(body_brief(site, _body(site, LONG))))
    brief = "\n".join(lines)
    assert any("罚款金额" in line and line.endswith("▲ 4.87万元 (+24%)") for line in lines)
    # 5, more than 10, 21: what is no exact number makes no exact median.
    assert any(
        "21起" in line and "▲ 3 (+17%)" in line and "约10起（3）" in line for line in brief.splitlines()
    )
    assert any("普法宣传" in line and "15场（3）" in line for line in brief.splitlines())
    assert "2022年报告的计划2项：● 报告写到 1、◐ 仍列为计划 1、· 没有写到 0" in brief
    assert "2020  无报告" in brief
    assert "未写到" in brief


def test_an_earlier_year(site: Site) -> None:
    """Is told as it was then; years without a report are named."""
    brief = "\n".join(to_lines(body_brief(site, _body(site, LONG), "2021")))
    assert "没有2020年度的报告，不能与上年比较" in brief
    assert "25.37" not in brief
    with pytest.raises(NotFound, match="2018、2019、2021、2022、2023"):
        body_brief(site, _body(site, LONG), "2020")


def test_counts_and_rates_by_body(site: Site) -> None:
    """A rate only where one report gives both numbers; a count says that it is one."""
    rates, *counts = enforcement_charts(site, reporting(site.store), "2023")
    assert [(bar.name, bar.label) for bar in rates.bars] == [
        ("大河经济开发区", "5"),
        ("短河经济开发区", "约5"),
    ]
    assert "两个数见于同一份报告" in rates.note
    assert counts
    assert all("不是比率" in chart.title for chart in counts)
    assert [bar.label for bar in counts[0].bars] == ["21起", "约10起", "5起"]


def test_the_page_of_a_brief(site: Site) -> None:
    """Leads to the other years and to the Word file; passages lead into the reader."""
    page = LexborHTMLParser(rendered(site, "brief", LONG, {"year": "2022"}))
    assert page.css_first("h1").text() == f"{LONG}2022年度报告要点"
    assert [node.text() for node in page.css(".years a")] == ["2018", "2019", "2021", "2023"]
    assert all("/zh/reader/" in (node.attributes["href"] or "") for node in page.css(".sources a"))
    answer = rendered(site, "brief", f"{LONG}.docx", {"year": "2022"})
    assert isinstance(answer, Answer)
    assert docx.Document(io.BytesIO(answer.body)).paragraphs[0].text == f"{LONG}2022年度报告要点"
    assert "filename*=UTF-8''" in answer.headers[0][1]


def test_the_page_of_all(site: Site) -> None:
    """Medians, the order of bodies with its warning, years to choose from; the same as a Word file."""
    page = LexborHTMLParser(rendered(site, "brief", "", {"year": "2023"}))
    text = page.css_first("article").text()
    assert "经济开发区（3）" in text
    assert "不说做了多少" in text
    assert [node.text() for node in page.css(".years b")] == ["2023"]
    assert isinstance(rendered(site, "brief", "all.docx", {}), Answer)
    for year in ("1999", "<b>"):
        with pytest.raises(NotFound, match="2018"):
            rendered(site, "brief", "", {"year": year})


def test_in_english(store: GraphStore) -> None:
    """Pages and briefs speak it."""
    english = PaperSite(store, "en")
    brief = "\n".join(to_lines(body_brief(english, _body(english, LONG))))
    assert "What stands out" in brief
    assert "Not reported is not" in brief or "not “not done”" in brief


def _body(site: Site, name: str) -> Body:
    return next(one for one in bodies(site.store).values() if one.name == name)
