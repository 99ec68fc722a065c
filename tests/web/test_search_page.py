"""The page of what is found: a question with its answer, things and sentences by kind."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlencode

import pytest

from fazhi.kg.cli import run as command

from .client import Client, serving
from .reading import Element, read


def searched(server: Client, text: str, language: str = "zh", **given: str) -> Element:
    """The page of what is found for a text."""
    reply = server.ask(f"/{language}/search?{urlencode({'q': text, **given})}")
    assert reply.status == 200
    return read(reply.text)


def hits(page: Element) -> list[tuple[str, str]]:
    """The text and address of each thing that was found."""
    return [
        (line.all("a")[0].text, unquote(line.all("a")[0].attributes["href"]))
        for found in page.all("ol", class_="hits")
        for line in found.all("li")
    ]


def test_things_are_found_by_kind_and_lead_to_their_pages(server: Client) -> None:
    """With what was typed marked, and how many there are."""
    page = searched(server, "合同法")
    found = hits(page)
    assert ("合同法", "/zh/law/合同法") in found
    assert any(href.startswith("/zh/reader/启东生命健康产业园/2023#char=") for _, href in found)
    assert {mark.text for found in page.all("ol", class_="hits") for mark in found.all("mark")} == {"合同法"}
    assert ("安全生产法", "/zh/law/安全生产法") in hits(searched(server, "aqscf"))
    assert ("启东经济开发区", "/en/body/启东经济开发区") in hits(searched(server, "启东", "en"))


def test_all_of_a_kind_is_shown_in_pages(server: Client) -> None:
    """With no row twice."""
    page = searched(server, "安全", kind="instrument")
    second = searched(server, "安全", kind="instrument", page="2")
    assert len(hits(page)) == len(hits(second)) == 30
    assert not set(hits(page)) & set(hits(second))
    assert "第31至60项" in second.text
    assert searched(server, "安全", kind="nothing", page="-1").all("h2")


def test_a_question_in_words_is_answered_above_what_is_found(server: Client) -> None:
    """As it was read, with the way to change it; one that may be meant is told."""
    page = searched(server, "哪些园区引用了安全生产法")
    (understood,) = page.all("section", class_="understood")
    assert "理解为：哪些报告引用了某部法律，法律文件 安全生产法" in understood.text
    assert len(understood.all("tbody")[0].all("tr")) == 2
    change = next(link for link in understood.all("a") if link.text == "修改")
    assert unquote(change.attributes["href"]) == "/zh/question/cites-law?law=安全生产法"
    unsure = searched(server, "启东罚款多少")
    assert not unsure.all("section", class_="understood")
    assert "可能是问" in unsure.text


@pytest.mark.parametrize(
    "text", ["", "zzzzqq", '"><script>alert(1)</script>', "' OR 1=1 --", "\0", "安" * 5000]
)
def test_whatever_is_typed_is_text(server: Client, text: str) -> None:
    """And no syntax of anything."""
    page = searched(server, text)
    assert not [script for script in page.all("script") if "alert" in script.text]
    assert page.all("h1")


def test_what_is_not_found_is_said(server: Client) -> None:
    """With what to do."""
    assert "没有找到" in searched(server, "zzzzqq").text
    assert server.ask("/zh/search/x?q=1").status == 404


def test_an_export_is_searched_like_a_store_and_offers_no_endpoint(built: Path, tmp_path: Path) -> None:
    """By an index that is made beside it; without an endpoint, no page leads to one."""
    file = tmp_path / "reports.nq"
    assert command(["export", "-o", str(file), "--store", str(built)]) == 0
    with serving("--data", file, "--no-sparql") as server:
        assert ("合同法", "/zh/law/合同法") in hits(searched(server, "合同法"))
        assert server.ask("/zh/query").status == 404
        assert "/zh/query" not in server.ask("/zh/question/counsel").text
