"""Everyone can use every kind of page: axe-core finds nothing, on a desk and a phone, in light and dark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from fazhi.web.pages import KINDS

from .axe import violations
from .kinds import PAGES, address

pytestmark = pytest.mark.browser

OPEN_ALL = "document.querySelectorAll('details').forEach((details) => { details.open = true; })"
#: Elements that reach beyond the page's width, outside of what scrolls within itself.
BEYOND = """() => [...document.querySelectorAll('body *')]
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll, pre'))
  .map((e) => e.outerHTML.slice(0, 120))"""


def test_every_kind_of_page_is_looked_at() -> None:
    """A new one must be named in ``PAGES``."""
    assert set(PAGES) >= KINDS


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", PAGES)
def test_nothing_keeps_anyone_out(visit: Callable[..., Page], kind: str, language: str) -> None:
    """With all that folds opened; and on a phone nothing is wider than the page."""
    page = visit()
    page.goto(address(kind, language))
    page.evaluate(OPEN_ALL)
    for width in (1440, 360):
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            assert page.evaluate(BEYOND) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == [], f"{width} px"
    # The theme changes colours alone, and the width of a page none of them.
    page.emulate_media(color_scheme="dark")
    assert violations(page, runOnly=["color-contrast"]) == [], "dark"
