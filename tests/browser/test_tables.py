"""Tables: a filter for each column, sorting, density, arrow keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from .axe import violations

pytestmark = pytest.mark.browser


def rows(page: Page) -> Locator:
    """The rows that are shown."""
    return page.locator("table.cards tbody tr:visible")


def column(page: Page, number: int) -> list[str]:
    """What stands in a column, counted from 0."""
    return [row.locator("th, td").nth(number).inner_text() for row in rows(page).all()]


def test_columns_are_filtered(page: Page) -> None:
    """By words and by numbers; it says how many are left; reload and back keep it."""
    page.goto("/zh/laws?scope=all")
    expect(rows(page)).to_have_count(50)
    page.get_by_role("button", name="逐列筛选").click()
    page.get_by_role("searchbox", name="筛选：种类").fill("法律")
    assert {"法律" in kind for kind in column(page, 1)} == {True}
    kinds = rows(page).count()
    assert 0 < kinds < 50
    expect(page.locator(".table-tools")).to_contain_text(f"50项中的{kinds}项，只在本页中")
    page.get_by_role("searchbox", name="筛选：引用的报告").fill(">1")
    cited = rows(page).count()
    assert 0 < cited < kinds
    assert all(int(number) > 1 for number in column(page, 5))
    page.reload()
    expect(rows(page)).to_have_count(cited)
    rows(page).first.get_by_role("link").first.click()
    page.go_back()
    expect(rows(page)).to_have_count(cited)
    expect(page.get_by_role("searchbox", name="筛选：种类")).to_have_value("法律")
    page.get_by_role("button", name="逐列筛选").click()
    expect(rows(page)).to_have_count(50)
    assert "#" not in page.url


def test_a_click_sorts_and_sorts_back(page: Page) -> None:
    """Numbers as numbers, what is not known last; the keyboard does it, too."""
    page.goto("/zh/laws")
    first = column(page, 0)
    head = page.locator("thead th", has_text="引用的单位")
    button = head.get_by_role("button")
    button.click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    numbers = [int(number) for number in column(page, 4)]
    assert numbers == sorted(numbers)
    button.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    assert [int(number) for number in column(page, 4)] == sorted(numbers, reverse=True)
    page.reload()
    assert [int(number) for number in column(page, 4)] == sorted(numbers, reverse=True)
    button.press(" ")
    assert column(page, 0) == first
    ended = page.locator("thead th", has_text="失效").get_by_role("button")
    for _ in range(2):
        ended.click()
        days = column(page, 3)
        known = len([day for day in days if day])
        assert 0 < known < len(days)
        assert all(days[:known])


def test_density_is_remembered(page: Page) -> None:
    """By the browser, for all tables."""
    page.goto("/zh/laws")
    cell = page.locator("tbody td").first
    wide = cell.bounding_box()
    page.get_by_role("button", name="紧凑").click()
    narrow = cell.bounding_box()
    assert wide
    assert narrow
    assert narrow["height"] < wide["height"]
    page.goto("/en/question/reports")
    expect(page.locator("html")).to_have_attribute("data-density", "compact")
    page.goto("/zh/laws")
    expect(page.get_by_role("button", name="紧凑")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="紧凑").click()
    page.reload()
    assert cell.bounding_box() == wide


def test_arrow_keys_lead_down_a_column(page: Page) -> None:
    page.goto("/zh/laws")
    links = page.locator("tbody th a")
    links.first.focus()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("thead .sort").first).to_be_focused()


def test_an_answer_is_filtered_as_well(page: Page) -> None:
    """Its head sorts the whole of it, which the server does."""
    page.goto("/zh/question/activities-by-class")
    page.get_by_role("button", name="逐列筛选").click()
    before = rows(page).count()
    page.locator(".column-filters input").first.fill("启东")
    assert 0 < rows(page).count() < before
    assert page.locator(".sort").count() == 0


@pytest.mark.parametrize("path", ["/zh/laws", "/en/question/publicity-days"])
def test_filters_are_for_everyone(visit: Callable[..., Page], path: str) -> None:
    """On a phone the fields stand above the cards."""
    page = visit(width=360, height=740)
    page.goto(path)
    page.locator(".table-tools button").first.click()
    expect(page.locator(".column-filters input").first).to_be_focused()
    page.keyboard.type("安全")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []
