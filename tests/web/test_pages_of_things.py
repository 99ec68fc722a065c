"""The explorer's pages of things: bodies, laws, obligations, places, days, firms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import escape
from importlib import import_module
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import html5rdf
import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser

from fazhi.kg.cli import run
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.opening import open_store
from fazhi.web.content.figures import figures_of
from fazhi.web.content.findings import found, found_on
from fazhi.web.content.laws import citations
from fazhi.web.content.things import bodies, body_called, reporting, reports
from fazhi.web.pages import LANGUAGES, rendered
from fazhi.web.site import NotFound, Site

from .client import Client, serving

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
THINGS = (
    "home",
    "bodies",
    "body",
    "day",
    "days",
    "firm",
    "law",
    "laws",
    "matrix",
    "obligation",
    "obligations",
    "place",
)
PARK = "启东生命健康产业园"
#: What would be markup if a page did not write it as text.
HOSTILE = "<script>alert(1)</script>\"'><b>"
NAME = '江苏“<i>双&随机’"区 100%#?单位'


@pytest.fixture(scope="module")
def examples(built: Path) -> Iterator[GraphStore]:
    """The store of the example reports."""
    with open_store(built, read_only=True) as store:
        yield store


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, bare_store: Path) -> Path:
    """A store with two reports of a body of a hostile name, on consecutive years."""
    folder = tmp_path_factory.mktemp("small")
    for year, count, more in ((2022, 20, ""), (2023, 25, "开展行政执法人员培训3期。2023年立案处罚21起。")):
        plan = "组织开展行政执法人员业务培训。" if year == 2022 else "完善制度。"
        again = "2023年立案处罚23起。" if year == 2023 else ""
        (folder / f"{year}.txt").write_text(
            f"{year}年法治政府建设情况报告\n一、主要工作\n组织学习《民法典》{HOSTILE}。"
            f"全年共开展普法宣传活动{count}场。{more}"
            f"宣传《合同法》{HOSTILE}等法律。{again}\n二、存在问题\n法治宣传{HOSTILE}还不够深入。\n三、下一步打算\n{plan}\n",
            "utf-8",
        )
        sidecar = yaml.safe_dump({"issuer": NAME, "year": year}, allow_unicode=True)
        (folder / f"{year}.meta.yaml").write_text(sidecar, "utf-8")
    assert run(["build", str(folder), "--store", str(folder / "store")]) == 0
    return folder / "store"


def site(store: GraphStore, language: str = "zh") -> Site:
    """The site over a store."""
    return Site(store, language, address="http://localhost", asked="")


def some_keys(kind: str, store: GraphStore) -> list[str]:
    """The keys of all pages of a kind; of laws only those that reports cite, as there are thousands."""
    keys = import_module(f"fazhi.web.pages.{kind}").keys(site(store))
    cited = {site(store).key(law) for law in citations(store)}
    return [key for key in keys if kind != "law" or key in cited]


def checked(html: str) -> LexborHTMLParser:
    """The page; fails unless it is HTML without an error, and free of what the server's policy forbids."""
    html5rdf.HTMLParser(strict=True).parse(html)
    page = LexborHTMLParser(html)
    identifiers = [node.attributes["id"] for node in page.css("[id]")]
    assert len(identifiers) == len(set(identifiers))
    assert not page.css("[style], style, [onclick]")
    assert all(script.attributes.get("src") and not script.text() for script in page.css("script"))
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page(examples: GraphStore, language: str) -> None:
    """Can be made, is valid, has one title, and leads only to pages and places that there are."""
    known = {kind: set(import_module(f"fazhi.web.pages.{kind}").keys(site(examples))) for kind in THINGS}
    pages = {}
    for kind in THINGS:
        for place, key in enumerate(some_keys(kind, examples)):
            # Pages of a kind are made alike: in English, and by the strict parser, some will do.
            if language == "zh" or place % 4 == 0:
                html = rendered(site(examples, language), kind, key, {})
                pages[kind, key] = LexborHTMLParser(html) if place % 16 else checked(html)
    assert len(pages) > (250 if language == "zh" else 60)
    places = {path: {node.attributes["id"] for node in page.css("[id]")} for path, page in pages.items()}
    for path, page in pages.items():
        assert len(page.css("h1")) == 1, path
        for link in page.css("a[href]"):
            address = urlsplit(link.attributes["href"] or "")
            parts = unquote(address.path).split("/", 3)
            if address.scheme or len(parts) < 3 or parts[1] != language or parts[2] not in {*THINGS, ""}:
                continue
            target = (parts[2] or "home", parts[3] if len(parts) > 3 else "")
            if target[0] == "matrix" and target[1].endswith((".csv", ".xlsx")):
                continue
            assert target[1] in known[target[0]], (path, target)
            if address.fragment and target in places:
                assert unquote(address.fragment) in places[target], (path, address)


@pytest.mark.parametrize("language", LANGUAGES)
def test_through_the_server(server: Client, examples: GraphStore, language: str) -> None:
    """A page of each kind comes as it is made."""
    for kind in THINGS:
        key = next(iter(some_keys(kind, examples)))
        path = f"/{language}/{kind if kind != 'home' else ''}{'/' + quote(key) if key else ''}"
        reply = server.ask(path)
        assert reply.status == 200, path
        assert reply.headers["content-type"] == "text/html; charset=utf-8"
        assert "script-src 'self'" in reply.headers["content-security-policy"]
        checked(reply.text)


@pytest.mark.parametrize("kind", THINGS)
def test_what_is_not_there(server: Client, kind: str) -> None:
    """Is told in a page, in the reader's language, also where the name is that of something else."""
    for key in (
        "没有",
        "a/b/c",
        quote("<script>"),
        "%00",
        "..%2f..",
        quote(PARK) if kind != "body" else "宪法",
    ):
        reply = server.ask(f"/en/{kind}/{quote(key, safe='%/')}")
        assert reply.status == 404
        assert "No such page" in checked(reply.text).css_first("h1").text()


@pytest.mark.parametrize("value", [HOSTILE, "-1", "9" * 30, "２", "\0"])
def test_parameters_are_text(examples: GraphStore, value: str) -> None:
    """Whatever they say: it is shown as such, or as a choice that nothing fits."""
    names = (
        "q",
        "year",
        "kind",
        "place",
        "reach",
        "law",
        "page",
        "rows",
        "scope",
        "status",
        "silent",
        "finding",
    )
    for kind in THINGS:
        key = some_keys(kind, examples)[0]
        alone = [{name: value} for name in names] if value == HOSTILE else []
        for asked in (*alone, dict.fromkeys(names, value)):
            page = LexborHTMLParser(rendered(site(examples), kind, key, asked))
            assert len(page.css("h1")) == 1
            assert all(script.attributes.get("src") for script in page.css("script"))


def test_hostile_parameters_reach_the_page(server: Client) -> None:
    """As they were sent."""
    page = checked(server.ask(f"/zh/laws?q={quote(HOSTILE)}").text)
    assert page.css_first("input[name=q]:not([type=search])").attributes["value"] == HOSTILE


def test_a_body_says_what_its_report_says(server: Client) -> None:
    """Findings, figures as written, counsel and days, each with its sentence and the way to the text."""
    page = checked(server.ask(f"/zh/body/{quote(PARK)}").text)
    text = " ".join(page.css_first("main").text().split())
    for words in (
        "产业园区",
        "启东市人民政府",
        "2023：引用《合同法》，该文件2021-01-01起失效，由《民法典》取代",
        "东晋律师事务所",
    ):
        assert words in text
    assert "25.37万元" in text.replace(" ", "")
    assert "没有读到公开日期或落款日期" in text
    assert "报告没有写到，不等于没有做" in text
    quoted = [node.text() for node in page.css(".finding mark")]
    assert "《合同法》" in quoted
    addresses = [node.attributes["href"] or "" for node in page.css(".evidence figcaption a")]
    reader = f"/zh/reader/{quote(PARK)}/2023#char="
    assert addresses
    assert all(address.startswith(reader) for address in addresses)


def test_figures_are_as_written(examples: GraphStore) -> None:
    """Every figure of every report stands in its text so, modifiers and units included."""
    texts = {
        row["report"]: "".join(unicodedata.normalize("NFKC", row["text"]).split())
        for row in site(examples).rows("SELECT ?report ?text { ?report fz:readingText/nif:isString ?text }")
    }
    figures = figures_of(site(examples), list(reports(examples)))
    assert len(figures) > 50
    shown = {f"{figure.written}{figure.unit}" for figure in figures}
    assert {"25.37万元", "20余场", "30000余份", "100余个", "1.66亿+条"} <= shown
    for figure in figures:
        words = unicodedata.normalize("NFKC", figure.written + figure.unit)
        assert re.sub("^(增加|减少|持平)", "", words) in texts[figure.report]


def test_what_a_sign_of_the_matrix_leads_to(server: Client) -> None:
    """The words on the page of the body, in an entry of their own."""
    matrix = checked(server.ask("/zh/matrix?year=2023&reach=reaching").text)
    links = [node.attributes["href"] or "" for node in matrix.css(".matrix td a")]
    assert len(links) > 20
    for address in links[:: len(links) // 5]:
        path, _, fragment = address.partition("#")
        body = checked(server.ask(path).text)
        entry = next(node for node in body.css("li[id]") if node.attributes["id"] == unquote(fragment))
        assert entry.css(".evidence blockquote")


def test_the_matrix_can_be_narrowed(server: Client) -> None:
    """By year, kind, place and law; what binds and what only reaches are not shown together."""

    def shown(query: str) -> tuple[set[str], int]:
        page = checked(server.ask(f"/zh/matrix?{query}").text)
        return {node.text() for node in page.css(".matrix th.body a")}, len(page.css(".matrix tbody tr"))

    bodies, direct = shown("year=2023")
    assert bodies == {PARK, "启东经济开发区", "甘眉工业园区南区"}
    assert shown("year=2023&place=320681")[0] == {PARK, "启东经济开发区"}
    assert shown("year=2022")[0] == {"济源高新技术产业开发区"}
    assert shown("year=2023&kind=LocalGovernment")[0] == set()
    assert shown("year=2023&reach=reaching")[1] > direct
    assert shown(f"year=2023&reach=reaching&law={quote('行政处罚法')}")[1] < direct


def test_a_law_says_who_cites_it(server: Client) -> None:
    """And that it is out of force, what replaced it, its versions and obligations."""
    page = checked(server.ask(f"/zh/law/{quote('合同法')}").text)
    text = page.css_first("main").text()
    assert "2021-01-01起失效" in text
    assert "失效之后仍引用它" in text
    assert [row.css_first("th").text().strip() for row in page.css("table.cards tbody tr")] == [PARK]
    assert any(node.attributes["href"] == f"/zh/law/{quote('民法典')}" for node in page.css("dl a"))
    park = checked(server.ask(f"/zh/law/{quote('安全生产法')}").text)
    assert any(node.attributes["href"] == "/zh/obligation/park-accident-plan" for node in park.css("a"))
    assert len(park.css("ol.line li")) > 3


def test_an_obligation_says_who_speaks_of_it(server: Client) -> None:
    """With sentences; of who does not, nothing more is claimed."""
    page = checked(server.ask("/zh/obligation/head-leads-in-person").text)
    assert "第一责任人职责规定》第" in page.css_first("dl").text()
    lines = page.css(".line-of")
    assert lines
    assert all(line.css(".evidence") for line in lines)
    silent = checked(server.ask("/zh/obligation/enforce-full-record").text)
    assert not silent.css(".line-of")
    assert "不等于没有做" in silent.css_first("main").text()


def test_bodies_can_be_narrowed(server: Client) -> None:
    """By kind, place with what lies in it, year, and what was found."""

    def shown(query: str) -> set[str]:
        return {row.text().strip() for row in checked(server.ask(f"/zh/bodies?{query}").text).css("tbody th")}

    assert len(shown("")) == 5
    assert shown("place=320000") == {PARK, "启东经济开发区", "泰州医药高新技术产业开发区"}
    assert shown("kind=IndustrialPark&year=2023") == {PARK, "甘眉工业园区南区"}
    assert len(shown("kind=Park")) == 5
    assert shown("kind=LocalGovernment") == {"泰州医药高新技术产业开发区"}
    assert shown("finding=late") == {"济源高新技术产业开发区"}
    assert shown("year=1999") == set()


def test_hostile_reports_come_out_as_text(small: Path) -> None:
    """Words of reports and names of bodies are never markup, and their pages are found by their addresses."""
    with serving("--store", small) as server, open_store(small, read_only=True) as store:
        (body,) = reporting(store)
        for path in ("", "bodies", "laws?scope=all", "matrix", "obligations", f"law/{quote('合同法')}"):
            html = server.ask(f"/zh/{path}").text
            assert checked(html).css("h1")
            assert HOSTILE not in html
        page = server.ask(site(store).href("body", site(store).key(body.iri)))
        assert page.status == 200
        assert checked(page.text).css_first("h1").text() == body.name
        assert escape(HOSTILE.split('"')[0]) in page.text
        assert HOSTILE not in page.text
        assert "<i>" in body.name


def test_two_years_stand_side_by_side(small: Path) -> None:
    """What changed is told with both values beside it, and what became of a plan."""
    with open_store(small, read_only=True) as store:
        (body,) = reporting(store)
        page = checked(rendered(site(store), "body", site(store).key(body.iri), {}))
    rows = ["".join(row.text().split()) for row in page.css("table.cards tbody tr")]
    assert any("20场" in row and "25场" in row and "▲5(+25%)" in row for row in rows)
    assert "2023年报告写到" in page.css_first("main").text()
    findings = [" ".join(node.text().split()) for node in page.css(".finding")]
    assert any("“2023年立案处罚21起”，“2023年立案处罚23起”" in words for words in findings)


def test_the_findings_of_a_body_alone_are_its_part_of_all(examples: GraphStore) -> None:
    every = found(examples)
    assert every
    for body in reporting(examples):
        assert found_on(examples, body.reports) == [one for one in every if one.report.body == body.iri]
        assert body_called(examples, body.iri) == body


def test_findings_name_report_and_words(examples: GraphStore) -> None:
    """Each leads to a report that there is, and to its words unless it is about what is not there."""
    kinds = {one.kind: one for one in found(examples)}
    assert set(kinds) == {"not-in-force", "late", "title", "no-date"}
    assert kinds["not-in-force"].report.year == "2023"
    assert all(one.evidence for kind, one in kinds.items() if kind != "no-date")
    assert all(one.report.iri in reports(examples) for one in found(examples))


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_reports(bare_store: Path, language: str) -> None:
    """Lists say why they are empty and what fills them."""
    with open_store(bare_store, read_only=True) as store:
        for kind in ("home", "bodies", "laws", "matrix", "obligations"):
            assert (
                checked(rendered(site(store, language), kind, "", {})).css(".empty") or kind == "obligations"
            )


def test_bodies_that_only_others_name(examples: GraphStore) -> None:
    """Have a page that says so, with those below them."""
    parent = next(body for body in bodies(examples).values() if body.name == "启东市人民政府")
    page = checked(rendered(site(examples), "body", site(examples).key(parent.iri), {}))
    assert "没有该单位自己的报告" in page.css_first("main").text()
    assert any(PARK in node.text() for node in page.css("main a"))


def test_a_page_of_another_kind_of_thing(examples: GraphStore) -> None:
    """Is not made of what has the same name."""
    for kind in ("law", "obligation", "day", "firm", "place", "body"):
        with pytest.raises(NotFound):
            rendered(site(examples), kind, "没有", {})
