"""The reviewer's pen: a person corrects what was read, adds what was missed, and sees it in the graph."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ..web.test_editing import edited
from .axe import violations
from .kinds import address

pytestmark = pytest.mark.browser

#: Selects words of the report as a mouse does.
SELECT = """(words) => {
  const walker = document.createTreeWalker(document.getElementById('text'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const start = walker.currentNode.data.indexOf(words);
    if (start < 0) continue;
    getSelection().setBaseAndExtent(walker.currentNode, start, walker.currentNode, start + words.length);
    return;
  }
}"""


def test_a_person_corrects_and_adds(visit: Callable[..., Page], built: Path, tmp_path: Path) -> None:
    """From the address that was shown at the start to the pages of the laws that the report now cites."""
    with edited(Path(shutil.copytree(built, tmp_path / "store"))) as person:
        page = visit(at=person.client)
        page.goto(person.entry)
        page.goto(address("reader"))
        panel = page.locator("#pen")
        panel.get_by_role("textbox").fill("王芳")
        panel.get_by_role("button", name="开始审校").click()
        expect(panel).to_contain_text("审校人：王芳")

        entry = page.locator("details.entry.of-citation", has_text="《合同法》").first
        entry.locator("summary").first.click()
        entry.get_by_role("link", name="更正").click()
        expect(entry).to_have_attribute("open", "")
        assert violations(page) == []
        page.set_viewport_size({"width": 360, "height": 740})
        page.emulate_media(color_scheme="dark")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert violations(page) == []
        page.set_viewport_size({"width": 1440, "height": 900})
        entry.get_by_label("原文文件名称").fill("民法典")
        entry.get_by_role("button", name="保存").click()
        expect(entry.locator(".said")).to_contain_text("王芳")
        expect(entry.locator(".said")).to_contain_text("尚未写入图谱")

        offer = page.locator("#marked")
        expect(offer).to_be_hidden()
        page.evaluate(SELECT, "工作总结")
        expect(offer).to_contain_text("工作总结")
        offer.get_by_label("补录为").select_option("citation")
        offer.get_by_role("button", name="继续").click()
        form = page.locator("form.pen-form", has_text="工作总结")
        form.locator("[name='field.title']").fill("水法")
        form.locator("[name='field.purpose']").select_option("basis")
        assert violations(page) == []
        form.get_by_role("button", name="保存").click()
        expect(panel).to_contain_text("有审校尚未写入图谱")

        panel.get_by_role("button", name="写入图谱").click()
        expect(panel).to_contain_text("审校已全部写入图谱")
        assert violations(page) == []
        for law in ("民法典", "水法"):
            page.goto(f"/zh/law/{law}")
            expect(page.locator("main")).to_contain_text("启东生命健康产业园")
