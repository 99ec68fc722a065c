"""The graph as a reader uses it: it grows and folds, finds what is not drawn, and its address keeps it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from urllib.parse import quote, unquote

import networkx
import pytest
from lxml import etree
from playwright.sync_api import Page, expect

from fazhi.kg.cli import run
from fazhi.viz.page import graph_page

from ..web.client import Client
from .axe import violations

pytestmark = pytest.mark.browser

GRAPH = "/zh/graph"
PARK = "body/启东生命健康产业园"


def boxes(page: Page) -> dict[str, list[float]]:
    found: dict[str, list[float]] = page.evaluate("drawnBoxes()")
    return found


def overlapping(page: Page) -> list[tuple[str, str]]:
    return [
        (one, other)
        for (one, a), (other, b) in combinations(boxes(page).items(), 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]


def opened(page: Page, address: str = GRAPH) -> Page:
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("data-ready", "true")
    return page


def point(page: Page, node: str) -> tuple[float, float]:
    """Where the middle of a node is on the screen."""
    x, y = page.evaluate(
        """(id) => { const b = drawnBoxes()[id]; const p = network.canvasToDOM({x: (b[0] + b[2]) / 2,
        y: (b[1] + b[3]) / 2}); const s = document.getElementById('stage').getBoundingClientRect();
        return [s.left + p.x, s.top + p.y]; }""",
        node,
    )
    return x, y


def test_a_click_opens_what_a_node_is_joined_to_and_another_folds_it(page: Page) -> None:
    opened(page)
    core = boxes(page)
    assert len(core) <= 60
    assert overlapping(page) == []
    page.mouse.click(*point(page, PARK))
    panel = page.locator("#panel")
    expect(panel).to_contain_text("江苏省 南通市 启东市")
    grown = boxes(page)
    assert set(core) < set(grown)
    assert overlapping(page) == []
    assert grown[PARK][1] == pytest.approx(core[PARK][1], abs=1), "what was opened stays where it is"
    stack = next(node for node in grown if node.startswith(f"{PARK}*Activity"))
    page.locator(f'#listed button[data-node="{stack}"]').click()
    panel.get_by_role("button", name="展开").click()
    assert len(boxes(page)) >= len(grown) + 20
    assert overlapping(page) == []
    page.locator(f'#listed button[data-node="{PARK}"]').click()
    panel.get_by_role("button", name="收起").click()
    assert set(boxes(page)) == set(core)


def test_the_search_finds_what_is_not_drawn_and_brings_it_in(page: Page) -> None:
    opened(page)
    page.locator("#find").fill("罚款")
    expect(page.locator("#found")).to_contain_text("找到")
    kinds = page.locator("#hits .kind").all_inner_texts()
    assert "行政执法案件" in kinds
    before = set(boxes(page))
    page.locator("#hits button", has_text="罚款25.37万元").first.click()
    (new,) = set(boxes(page)) - before
    assert "EnforcementCase@" in new
    assert overlapping(page) == []
    quote_ = page.locator("#panel blockquote")
    expect(quote_).to_contain_text("罚款25.37万元")
    quote_.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/zh/reader/.*#char=\d+,\d+$"))


def test_the_address_keeps_what_is_selected_and_opened(page: Page) -> None:
    opened(page, f"{GRAPH}#node={quote('instrument/合同法')}")
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("合同法")
    expect(panel).to_contain_text("2021-01-01 已废止")
    expect(panel).to_contain_text("民法典")
    panel.get_by_role("button", name="展开").click()
    drawn = boxes(page)
    assert "instrument/民法典" in drawn
    assert unquote(page.url).count("instrument/合同法") == 2
    page.reload()
    expect(panel.locator("h2")).to_have_text("合同法")
    assert set(boxes(page)) == set(drawn)


def test_the_keyboard_reaches_every_node(page: Page) -> None:
    opened(page)
    core = set(boxes(page))
    page.locator("#find").focus()
    seen = []
    for _ in core:
        page.keyboard.press("ArrowDown")
        seen.append(page.evaluate("document.activeElement.dataset.node"))
    assert set(seen) == core
    page.locator(f'#listed button[data-node="{PARK}"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("启东生命健康产业园")
    page.keyboard.press("Enter")
    assert set(boxes(page)) > core
    page.keyboard.press("Escape")
    expect(page.locator("#panel h2")).to_have_text("图中所示")
    page.locator("#stage").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#said")).not_to_be_empty()
    page.keyboard.press("Enter")
    assert "open=" in page.url


def test_what_is_said_on_hover_stays_in_the_picture_and_goes(page: Page) -> None:
    opened(page)
    page.mouse.move(*point(page, "instrument/合同法"))
    tip = page.locator("#tip")
    expect(tip).to_contain_text("合同法")
    inside, stage = tip.bounding_box(), page.locator("#stage").bounding_box()
    assert inside
    assert stage
    assert inside["x"] >= stage["x"]
    assert inside["x"] + inside["width"] <= stage["x"] + stage["width"]
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_groups_can_be_hidden(page: Page) -> None:
    opened(page)
    page.get_by_label("宣传日").uncheck()
    expect(page.locator("#listed button", has_text="国家宪法日")).to_have_count(0)
    assert "hide=day" in page.url
    page.reload()
    expect(page.get_by_label("宣传日")).not_to_be_checked()


def test_files_have_what_is_drawn(page: Page) -> None:
    opened(page)
    files = {}
    for name in ("CSV", "SVG", "PNG"):
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).click()
        files[name] = Path(download.value.path()).read_bytes()
    rows = list(csv.reader(io.StringIO(files["CSV"].decode("utf-8-sig"))))
    assert any({"启东生命健康产业园", "合同法", "引用：宣传"} <= set(row) for row in rows)
    words = "".join(etree.fromstring(files["SVG"]).itertext())
    assert "启东生命健康产业园" in words
    assert "2021-01-01 已废止" in words
    assert files["PNG"].startswith(b"\x89PNG")


def test_all_is_in_english_too(page: Page) -> None:
    opened(page, "/en/graph")
    expect(page.locator("h1")).to_have_text("All reports")
    expect(page.locator("#listed")).to_contain_text("Publish the annual rule-of-law government report")
    assert overlapping(page) == []
    page.locator(f'#listed button[data-node="{PARK}"]').click()
    expect(page.locator("#panel")).to_contain_text("Reported years")


def test_the_offline_page_does_the_same(
    visit: Callable[..., Page], built: Path, tmp_path: Path, server: Client
) -> None:
    path = tmp_path / "graph.html"
    assert run(["view", "all", "-o", str(path), "--store", str(built)]) == 0
    page = visit(width=360, height=740, at=Client(f"file://{path.parent}/"))
    opened(page, path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="All reports", exact=True)).to_be_visible()
    assert overlapping(page) == []
    page.locator("#find").fill("罚款")
    page.locator("#hits button").first.click()
    expect(page.locator("#panel blockquote").first).to_be_visible()
    assert violations(page) == []


def test_hostile_words_stay_words_whatever_one_clicks(visit: Callable[..., Page], tmp_path: Path) -> None:
    hostile = "</script><img src=x onerror=\"document.documentElement.dataset.owned='yes'\">"
    graph = networkx.MultiDiGraph()
    for number in range(80):
        words = f"{hostile}{number}"
        said = {"class_zh": words, "class_en": words, "status": ("!", words, words, "finding")}
        kind = "Activity" if number else "Park"
        details = [(words, words, words)]
        graph.add_node(words, label=words, kind=kind, evidence=[words], iri=words, details=details, **said)
        graph.add_edge(f"{hostile}0", words, label_zh=words, label_en=words, evidence=[words])
    path = tmp_path / "graph.html"
    path.write_text(graph_page(graph, title=hostile), "utf-8")
    page = opened(visit(at=Client(f"file://{tmp_path}/")), path.as_uri())
    page.locator("#listed button").first.click()
    page.locator("#panel .act").click()
    page.locator("#find").fill("onerror")
    page.locator("#hits button").last.click()
    page.mouse.move(*point(page, f"{hostile}0"))
    for name in ("SVG", "CSV"):
        with page.expect_download():
            page.get_by_role("button", name=name, exact=True).click()
    assert page.locator("img[src=x]").count() == 0
    assert page.evaluate("document.documentElement.dataset.owned") is None
