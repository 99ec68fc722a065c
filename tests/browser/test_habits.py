"""What holds on every page: language, dark and light, keyboard, paper, no script."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Page, expect

from .kinds import PAGES, address

pytestmark = pytest.mark.browser

GROUND = "getComputedStyle(document.body).backgroundColor"
LIGHT, DARK, PAPER = "rgb(246, 246, 243)", "rgb(14, 17, 22)", "rgb(255, 255, 255)"
#: What is of no use on paper.
NAVIGATION = "header.site nav, nav a, form, button, input, select, textarea, .skip, .switches"


@pytest.mark.parametrize("kind", ["home", "body", "question", "matrix", "search", "reader", "wrong query"])
def test_the_other_language_and_back(page: Page, kind: str) -> None:
    """The same page with what was asked of it."""
    page.goto(address(kind))
    start = unquote_plus(page.url)
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    assert unquote_plus(page.url) == start


def test_dark_and_light(visit: Callable[..., Page]) -> None:
    """As the system has it, at once; the button overrules it, on the next pages as well."""
    page = visit(color_scheme="dark")
    page.goto(address("home"))
    assert page.evaluate(GROUND) == DARK
    page.emulate_media(color_scheme="light")
    assert page.evaluate(GROUND) == LIGHT
    page.get_by_role("button", name="深色").click()
    assert page.evaluate(GROUND) == DARK
    page.get_by_role("link", name="法律文件", exact=True).click()
    expect(page.locator("h1")).to_have_text("法律文件")
    assert page.evaluate(GROUND) == DARK
    page.goto(address("reader", "en"))
    page.get_by_role("button", name="Light").click()
    page.emulate_media(color_scheme="dark")
    page.reload()
    assert page.evaluate(GROUND) == LIGHT


def test_the_keyboard_alone(page: Page) -> None:
    """First the way past the head, then what stands there in its order; where one is can be seen."""
    page.goto(address("bodies"))
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="跳到正文")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    seen = []
    for _ in range(4):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.closest('header.site *').outerHTML.slice(0, 9)"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"
    assert [re.sub(r"\W.*", "", tag[1:]) for tag in seen] == ["a", "input", "button", "a"]
    skip.focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("类别")).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    page.locator("tbody a").first.focus()
    page.keyboard.press("/")
    search = page.get_by_role("searchbox")
    expect(search).to_be_focused()
    expect(search).to_have_value("")
    page.keyboard.type("a/b")
    expect(search).to_have_value("a/b")


def test_what_folds_opens_by_keyboard(page: Page) -> None:
    """And shows its sentence in place."""
    page.goto(address("body"))
    folded = page.locator("details.words").first
    folded.locator("summary").first.focus()
    expect(folded.locator("blockquote").first).to_be_hidden()
    page.keyboard.press("Enter")
    expect(folded.locator("blockquote").first).to_be_visible()


@pytest.mark.parametrize("kind", PAGES)
def test_all_can_be_read_without_a_script(visit: Callable[..., Page], kind: str) -> None:
    """The same words, but for what only a script can do."""
    words = []
    for scripts in (True, False):
        page = visit(java_script_enabled=scripts)
        page.goto(address(kind))
        assert page.locator("main").is_visible()
        if kind == "matrix":  # A script can do more with it; the table is the same.
            words.append(
                ["".join(text.split()) for text in page.locator(".matrix :is(th, td)").all_text_contents()]
            )
            continue
        text = page.locator("main").inner_text()
        made_by_script = "#downloads:visible, .copy:visible, .table-tools:visible, #graph:visible"
        for made in page.locator(made_by_script).all():
            text = text.replace(made.inner_text(), "", 1)
        words.append(text.split())
    assert words[0] == words[1]
    assert len("".join(words[0])) > 10


@pytest.mark.parametrize("kind", PAGES)
def test_paper_has_the_page_alone(visit: Callable[..., Page], kind: str) -> None:
    """No navigation, and dark ink on white even where the screen is dark."""
    page = visit(color_scheme="dark")
    page.goto(address(kind))
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator(NAVIGATION).filter(visible=True).count() == 0
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate(GROUND) == PAPER
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(27, 36, 48)"


def test_what_is_large_on_the_screen_is_readable_at_twice_its_size(visit: Callable[..., Page]) -> None:
    """At 200 % zoom a desk is 720 pixels wide, and nothing goes off the page."""
    page = visit(width=720, height=450, device_scale_factor=2)
    for kind in PAGES:
        page.goto(address(kind))
        assert page.evaluate("document.documentElement.scrollWidth") <= 720, kind
