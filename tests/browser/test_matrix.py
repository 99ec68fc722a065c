"""The matrix: what is chosen, the words behind a cell, keyboard and phone; in the explorer and as a file."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Locator, Page, expect

from fazhi.kg.cli import run
from fazhi.kg.store.opening import open_store
from fazhi.web.files import site_files

from ..web.client import Client
from .axe import violations

pytestmark = pytest.mark.browser

PARK = "启东生命健康产业园"
REACHING = "/zh/matrix?year=2023&reach=reaching"


def path(page: Page) -> str:
    """Where the page is, as one reads it."""
    return unquote(page.evaluate("location.pathname + location.search + location.hash"))


def cells(page: Page, outcome: str) -> Locator:
    """The cells of an outcome, by its class in the style sheet."""
    return page.locator(f".matrix tr[data-row] td.{outcome}")


def saved(page: Page, name: str, folder: Path) -> list[list[str]]:
    """What is shown, taken along as CSV."""
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    file = folder / name
    download.value.save_as(file)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


def test_what_is_chosen_is_in_the_address(page: Page) -> None:
    """Rows and columns without anything that fits go; back and reload lead to the same."""
    page.goto("/zh/matrix?year=2023")
    expect(page.locator("th.body")).to_have_count(3)
    page.locator("[name=year]").select_option("2022")
    expect(page.get_by_role("heading", level=1)).to_have_text("法定义务的体现 2022")
    expect(page.locator("th.body")).to_have_count(1)
    page.locator("[name=year]").select_option("2023")
    page.locator("[name=reach]").select_option("reaching")
    expect(page).to_have_url(re.compile("reach=reaching"))
    rows = page.locator(".matrix tr[data-row]")
    before = rows.count()
    page.get_by_role("button", name="已体现").click()
    expect(page.get_by_role("button", name="已体现")).to_have_attribute("aria-pressed", "true")
    assert 0 < rows.count() < before
    assert cells(page, "is-doubtful").count() == cells(page, "is-silent").count() == 0
    expect(page.locator(".matrix-status")).to_contain_text(f"{rows.count()}项义务")
    asked, fewer = path(page), rows.count()
    page.locator("[name=group]").select_option("topic")
    expect(page.locator(".matrix .group").first).to_contain_text(re.compile("[0-9]+/[0-9]+"))
    page.go_back()
    page.reload()
    assert (path(page), rows.count()) == (asked, fewer)
    page.get_by_role("button", name="清除条件").click()
    expect(page.get_by_role("button", name="清除条件")).to_be_hidden()
    assert path(page) == "/zh/matrix"
    page.get_by_label("义务含").fill("没有这样的义务")
    expect(page.locator(".matrix-status")).to_contain_text("没有符合条件")
    expect(page.locator(".matrix")).to_be_hidden()


def test_a_cell_opens_its_words_beside(page: Page) -> None:
    """In place; its address leads there again, and from there into the report."""
    page.goto(REACHING)
    cell = cells(page, "is-good").first
    cell.click()
    panel = page.locator("#cell")
    expect(panel.locator("blockquote mark").first).to_be_visible()
    words = panel.locator("mark").first.inner_text()
    expect(panel).to_contain_text("已体现")
    assert "#cell=" in path(page)
    page.goto(f"/zh/matrix#{page.url.partition('#')[2]}")
    page.reload()
    expect(panel.locator("mark").first).to_have_text(words)
    expect(page.locator(".matrix td.chosen")).to_be_in_viewport()
    panel.get_by_role("link", name="在报告中看").first.click()
    expect(page).to_have_url(re.compile(r"/reader/.+#char="))
    expect(page.locator("a.mark.chosen").first).to_be_in_viewport()
    page.go_back()
    expect(panel.locator("mark").first).to_have_text(words)


def test_silence_is_told_for_what_it_is(page: Page) -> None:
    """On hover and in the panel."""
    page.goto(REACHING)
    silent = cells(page, "is-silent").first
    assert "不等于没有做" in (silent.get_attribute("title") or "")
    silent.click()
    expect(page.locator("#cell")).to_contain_text("不等于没有做")
    expect(page.locator("#cell blockquote")).to_have_count(0)


def test_it_is_walked_with_arrows(page: Page) -> None:
    """From cell to cell and to the names; Enter opens, Escape closes and leads back."""
    page.goto(REACHING)
    first = page.locator(".matrix tr[data-row] td:not(.counts):not(:empty)").first
    first.click()
    page.keyboard.press("Escape")
    expect(page.locator("#cell")).to_be_hidden()
    expect(first).to_be_focused()
    for key in ("ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"):
        page.keyboard.press(key)
    expect(first).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".matrix th a:focus")).to_have_count(1)
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.locator("#cell h2")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#cell")).to_be_hidden()
    expect(page.locator(".matrix td:focus")).to_have_count(1)
    assert "#" not in path(page)


@pytest.mark.parametrize(
    "asked",
    [
        "year=2023",
        "year=all&reach=both&group=topic&order=count&columns=count",
        "year=all&reach=reaching&outcome=evidenced,partly&group=none&order=name",
        "year=all&by=place&reach=both",
        "year=2023&reach=reaching&place=320681&rows=spoken&q=处罚",
        "year=all&by=kind&outcome=contrary&reach=reaching",
    ],
)
def test_the_browser_shows_what_the_server_does(
    page: Page, server: Client, tmp_path: Path, asked: str
) -> None:
    """What one takes along is the same."""
    for language in ("zh", "en"):
        page.goto(f"/{language}/matrix?{asked}")
        shown = saved(page, "shown.csv", tmp_path)
        link = page.get_by_role("link", name="XLSX").get_attribute("href") or ""
        told = server.ask(link.removeprefix(server.address).replace(".xlsx", ".csv")).body.decode("utf-8-sig")
        assert shown == list(csv.reader(told.splitlines()))
        assert len(shown) > 1


def test_the_name_of_a_group_leads_into_it(page: Page) -> None:
    """From kinds to their reports, and back."""
    page.goto("/zh/matrix?year=2023&reach=reaching&by=kind")
    page.get_by_role("link", name="园区（3）").click()
    expect(page.locator("th.body")).to_have_count(3)
    assert "kind=Park" in path(page)
    page.go_back()
    expect(page.get_by_role("link", name="园区（3）")).to_be_visible()


def test_on_a_phone_the_words_come_from_below(visit: Callable[..., Page]) -> None:
    """As a sheet over the table; nobody is kept out, in the dark either."""
    page = visit(width=360, height=740, color_scheme="dark")
    page.goto(REACHING)
    cells(page, "is-good").first.click()
    panel = page.locator("#cell")
    expect(panel.locator("mark").first).to_be_visible()
    box = panel.bounding_box()
    assert box
    assert (box["x"], box["width"]) == (0, 360)
    assert box["y"] + box["height"] == pytest.approx(740, abs=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []
    panel.get_by_role("button", name="关闭").click()
    expect(panel).to_be_hidden()


def test_all_of_it_is_for_everyone(page: Page) -> None:
    """With the panel open, reports put together, both reaches side by side."""
    for asked in (f"{REACHING}&group=topic", "/en/matrix?by=kind&year=all&reach=both"):
        page.goto(asked)
        page.locator(".matrix tr[data-row] td:not(.counts):not(:empty)").first.click()
        expect(page.locator("#cell h2")).to_be_visible()
        assert violations(page) == []


def test_its_words_lead_into_a_marked_page_beside_it(
    visit: Callable[..., Page], built: Path, tmp_path: Path
) -> None:
    """Scrolled there, with the record chosen."""
    report = Path(__file__).parents[2] / "examples/reports/qidong-life-health-park-2023.txt"
    store = ["--store", str(built)]
    assert run(["explain", str(report), "-o", str(tmp_path / f"{report.stem}.html"), *store]) == 0
    assert run(["view", "matrix", "-o", str(tmp_path / "matrix.html"), *store]) == 0
    page = visit(at=Client(tmp_path.as_uri()))
    page.goto((tmp_path / "matrix.html").as_uri() + "#year=2023&reach=reaching")
    head = page.locator("th.body", has_text=PARK)
    column = head.evaluate("(head) => head.cellIndex")
    page.locator(f".matrix tr[data-row] td:nth-child({column + 1}).is-good").first.click()
    words = page.locator("#cell mark").first.inner_text()
    page.locator("#cell").get_by_role("link", name="在报告中看").first.click()
    expect(page.locator(".m.chosen").first).to_be_in_viewport()
    text = "".join(page.locator(".m.chosen").all_inner_texts())
    assert text in words or words in text


@pytest.mark.parametrize("kind", ["a page of its own", "the site as files"])
def test_as_a_file(visit: Callable[..., Page], built: Path, tmp_path: Path, kind: str) -> None:
    """It does the same without a server: from a folder, with the words."""
    page = visit(at=Client(tmp_path.as_uri()))
    file = tmp_path / "matrix.html"
    if kind == "a page of its own":
        assert run(["view", "matrix", "-o", str(file), "--store", str(built)]) == 0
    else:
        with open_store(built, read_only=True) as store:
            for name, body in site_files(store):
                if name.startswith(("static/", "zh/matrix")):
                    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
                    (tmp_path / name).write_bytes(body)
                if name.startswith("en/"):
                    break
        file = tmp_path / "zh" / "matrix.html"
    page.goto(file.as_uri())
    page.locator("[name=year]").select_option("2023")
    page.locator("[name=reach]").select_option("reaching")
    assert "reach=reaching" in path(page)
    cells(page, "is-good").first.click()
    expect(page.locator("#cell mark").first).to_be_visible()
    words = page.locator("#cell mark").first.inner_text()
    page.reload()
    expect(page.locator("#cell mark").first).to_have_text(words)
    assert len(saved(page, "shown.csv", tmp_path)[0]) == 5 + 3
    # axe-core would fetch the style sheet, which browsers forbid among files.
    assert violations(page, preload=False) == []
