"""What a user comes for: find a body, read where it says so, ask, take the answer along."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from urllib.parse import unquote, urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from fazhi.ontology.collation import by_sound

from .kinds import address

pytestmark = pytest.mark.browser

ZONE = "启东经济开发区"
PARK = "启东生命健康产业园"
LAW = "安全生产法"
REPORTS = "SELECT ?year { ?report a fz:Report ; fz:reportedYear ?year } ORDER BY ?year"


def path(page: Page) -> str:
    """Where the page is, as one reads it."""
    return unquote(page.evaluate("location.pathname + location.search + location.hash"))


def column(page: Page, number: int) -> list[str]:
    """What stands in a column of the only table, counted from 0."""
    return [row.locator("th, td").nth(number).inner_text() for row in page.locator("tbody tr").all()]


def expect_words_marked(page: Page, words: str) -> None:
    """The page stands at these words, which are selected and marked, with what was read in them opened."""
    expect(page).to_have_url(re.compile(r"/reader/.+#char=\d+,\d+$"))
    expect(page.locator("details.entry.chosen[open]")).to_be_in_viewport()
    assert page.evaluate("getSelection().toString()") == words
    marked = page.locator("a.mark.chosen", has_text=words)
    expect(marked.first).to_be_in_viewport()
    assert page.locator("a.mark:not(.chosen)").count() > page.locator("a.mark.chosen").count()


def test_a_body_is_found_by_pinyin(page: Page) -> None:
    """Its initials, typed where the keyboard already is."""
    page.goto(address("home"))
    page.keyboard.press("/")
    page.keyboard.type("qdjjkfq")
    page.keyboard.press("Enter")
    page.locator("ol.hits").get_by_role("link", name=ZONE).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ZONE)
    assert path(page) == f"/zh/body/{ZONE}"


@pytest.mark.parametrize(
    ("kind", "words"), [("law", "《安全生产法》"), ("body", "《合同法》")], ids=["from a law", "from a body"]
)
def test_a_citation_leads_to_its_sentence(page: Page, kind: str, words: str) -> None:
    """In the reader, scrolled there; with the way back."""
    page.goto(address(kind))
    before = path(page)
    passage = page.locator("details", has=page.locator("mark", has_text=words)).first
    passage.locator("summary").first.click()
    passage.locator("figure", has_text=words).get_by_role("link", name="在报告中看").first.click()
    expect_words_marked(page, words)
    page.reload()
    expect_words_marked(page, words)
    page.go_back()
    expect(page.locator("h1")).to_have_text(LAW if kind == "law" else PARK)
    assert path(page) == before


def test_in_the_reader_words_and_entries_lead_to_each_other(page: Page) -> None:
    """A mark opens its entry beside, an entry its words; the address names them."""
    page.goto(address("reader"))
    mark = page.locator("a.mark", has_text="《法治政府建设与责任落实督察工作规定》").first
    mark.click()
    entry = page.locator("details.entry.chosen")
    expect(entry).to_have_count(1)
    expect(entry).to_have_attribute("open", "")
    opened = entry.locator("summary").inner_text()
    assert "#char=" in path(page)
    page.reload()
    expect(page.locator("details.entry.chosen summary")).to_have_text(opened)
    last = page.locator("details.entry").last
    last.locator("summary").click()
    last.get_by_role("link", name="在文中").first.click()
    expect(page.locator("a.mark.chosen").first).to_be_in_viewport()
    page.get_by_label("引用").uncheck()
    expect(page.locator("details.entry.of-citation").first).to_be_hidden()
    expect(mark).to_be_visible()


def test_a_question_is_asked_sorted_and_taken_along(page: Page, tmp_path: Path) -> None:
    """As a form, a table, a file."""
    page.goto("/zh/question/cites-law")
    field = page.locator("form.ask").get_by_label("法律文件")
    field.fill(LAW)
    field.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(2)
    for mark in ("▲", "▼"):
        page.locator("thead").get_by_role("link", name="单位").click()
        expect(page.locator("thead")).to_contain_text(mark)
        assert column(page, 0) == sorted(column(page, 0), key=by_sound, reverse=mark == "▼")
    first, second = column(page, 0)
    assert {first, second} == {ZONE, "甘眉工业园区南区"}
    asked = path(page)
    page.get_by_role("link", name="单位").first.click()
    page.go_back()
    expect(page.locator("form.ask").get_by_label("法律文件")).to_have_value(LAW)
    page.reload()
    assert (path(page), column(page, 0)) == (asked, [first, second])
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    assert file.suffix == ".csv"
    assert {row[0] for row in rows[1:]} == {first, second}


def test_filters_are_in_the_address(page: Page) -> None:
    """So that the way back and a reload lead to the same list."""
    page.goto(address("bodies"))
    page.locator("select[name=year]").select_option("2023")
    page.get_by_role("button", name="筛选").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    filtered = path(page)
    page.get_by_role("link", name=PARK).click()
    expect(page.locator("h1")).to_have_text(PARK)
    page.go_back()
    page.reload()
    assert path(page) == filtered
    expect(page.locator("select[name=year]")).to_have_value("2023")
    expect(page.locator("tbody tr")).to_have_count(3)


def test_an_example_of_sparql_is_run(page: Page, tmp_path: Path) -> None:
    """Its rows lead to pages, it is kept at its address, and can be taken along."""
    page.goto("/zh/query")
    page.locator("summary", has_text="引用的法律文件").click()
    page.get_by_role("link", name="被引用最多的法律文件").click()
    page.wait_for_url("**/query?example=*")
    page.get_by_role("button", name="查询").click()
    rows = page.locator("#result tbody tr")
    expect(rows.first).to_be_visible()
    found = rows.count()
    assert found > 10
    asked = path(page)
    assert asked.startswith("/zh/query?query=")
    with page.expect_download() as download:
        page.locator("#downloads").get_by_role("button", name="CSV").click()
    file = tmp_path / "answer.csv"
    download.value.save_as(file)
    with file.open(encoding="utf-8", newline="") as lines:
        assert len(list(csv.reader(lines))) == found + 1
    page.goto(page.get_by_role("link", name="固定链接").get_attribute("href") or "")
    expect(rows).to_have_count(found)
    assert path(page) == asked
    rows.first.get_by_role("link").first.click()
    expect(page.locator("h1")).to_be_visible()
    page.go_back()
    expect(rows).to_have_count(found)


def test_a_mistake_in_sparql_is_shown_at_its_place(page: Page) -> None:
    """With a script and without one; once mended, it is gone."""
    wrong = REPORTS.replace(";", "; ;;; 年", 1)
    page.goto("/zh/query")
    field = page.get_by_role("textbox", name="查询语句")
    field.fill(wrong)
    field.press("Control+Enter")
    told = page.get_by_role("alert")
    expect(told).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    assert_points_at_the_place(told, wrong)
    page.goto(f"/zh/query?{urlencode({'query': wrong})}")
    assert_points_at_the_place(page.get_by_role("alert"), wrong)
    field.fill(REPORTS)
    page.get_by_role("button", name="查询").click()
    expect(page.locator("#result tbody tr")).to_have_count(5)
    expect(field).not_to_have_attribute("aria-invalid", "true")
    expect(told).to_have_count(0)


def assert_points_at_the_place(told: Locator, wrong: str) -> None:
    """A triangle stands below the first thing that cannot be there."""
    line, before = (
        told.locator("pre").inner_text().split("\n")[0],
        told.locator(".unprinted").text_content() or "",
    )
    assert line == wrong
    assert wrong.index(";") < len(before) <= wrong.index("年") + 1
