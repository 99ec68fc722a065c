"""The reader: a report's text as it was read, with what the store knows of it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import pytest

from fazhi.kg.cli import run as command
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.opening import open_store

from .client import Client, serving
from .reading import Element, read

WORD = Path(__file__).parents[2] / "examples" / "draft.docx"
PARK = "启东生命健康产业园/2023"
TEXTS = "SELECT ?report ?text { ?report fz:readingText/nif:isString ?text } ORDER BY ?report"
EVIDENCE = """
SELECT DISTINCT ?evidence {
  ?item fz:inReport? ?report ; fz:mainEvidence|fz:hasEvidence ?evidence ; fz:extractionRule ?rule
  FILTER(STRENDS(STR(?report), "/report/%s")) }"""


@pytest.fixture(scope="module")
def store(built: Path) -> Iterator[GraphStore]:
    """The store that is served."""
    with open_store(built, read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def park(server: Client) -> Element:
    """The page of one report."""
    return read(server.ask(f"/zh/reader/{quote(PARK)}").text)


def article(page: Element) -> Element:
    """The part of the page that has the report's text."""
    (found,) = page.all("article")
    return found


def start_of(part: Element, place: Element) -> int:
    """How many characters of a part stand before an element in it."""
    before = 0

    def seek(element: Element) -> bool:
        nonlocal before
        for child in element.parts:
            if child is place:
                return True
            if isinstance(child, str):
                before += len(child)
            elif seek(child):
                return True
        return False

    assert seek(part)
    return before


def test_the_text_is_the_reading_text(server: Client, store: GraphStore) -> None:
    """Character by character, of every report, in both languages of the page."""
    rows = list(store.select(TEXTS))
    assert len(rows) == 5
    for row in rows:
        key = unquote(row["report"].value.partition("/report/")[2])
        for language in ("zh", "en"):
            reply = server.ask(f"/{language}/reader/{quote(key)}")
            assert reply.status == 200
            assert article(read(reply.text)).text == row["text"].value


def test_the_marks_are_the_evidence_of_the_store(park: Element, store: GraphStore) -> None:
    """All of it: each passage has a place of its name, which begins where the name says."""
    evidence = {row["evidence"].value.partition("#")[2] for row in store.select(EVIDENCE % PARK)}
    text = article(park)
    places = {e.attributes["id"]: e for e in text.all() if e.attributes.get("id", "").startswith("char=")}
    assert evidence <= places.keys()
    for name, element in places.items():
        start, end = map(int, name.removeprefix("char=").split(","))
        assert start_of(text, element) == start
        assert text.text[start:end].startswith(element.text[: end - start].split("\n")[0])


def test_mark_and_entry_lead_to_one_another(park: Element) -> None:
    """Every mark to an entry, every entry to its words."""
    entries = {element.attributes["id"]: element for element in park.all("div", class_="entry-body")}
    marks = article(park).all("a", class_="mark")
    assert {mark.attributes["href"].removeprefix("#") for mark in marks} <= entries.keys()
    ids = {element.attributes["id"] for element in park.all() if "id" in element.attributes}
    for entry in entries.values():
        assert all(
            link.attributes["href"].removeprefix("#") in ids
            for link in entry.all("a")
            if link.attributes["href"].startswith("#")
        )


def test_an_entry_tells_fact_thing_rule_and_confidence(park: Element) -> None:
    """Of the citation of a repealed law, of a fine."""
    (cited,) = [
        e for e in park.all("details", class_="of-citation") if "《合同法》" in e.all("summary")[0].text
    ]
    assert ("引用目的", "宣传") in facts(cited)
    law = next(link for link in cited.all("a") if "/law/" in link.attributes["href"])
    assert unquote(law.attributes["href"]) == "/zh/law/合同法"
    assert re.search(r"规则：\S+.* 置信度 0\.\d\d", cited.text)
    copied = cited.all("button")[0].attributes["data-copy"]
    assert "《合同法》" in copied
    assert copied.endswith(f"/zh/reader/{quote(PARK)}#char=2103,2108）")
    fined = next(e for e in park.all("details", class_="of-observation") if "25.37万元" in e.text)
    assert ("数值", "253,700元") in facts(fined)


def facts(entry: Element) -> set[tuple[str, str]]:
    """What an entry tells, as pairs."""
    return {
        (line.all("dt")[0].text.strip(), line.all("dd")[0].text.strip())
        for line in entry.all("dl")[0].all("div")
    }


def test_findings_stand_beside_the_text_and_at_their_words(park: Element) -> None:
    """A sign without words in the text, so that this stays as it is."""
    (finding,) = [one for one in park.all("div", class_="finding") if "合同法" in one.text]
    assert "2021-01-01" in finding.text
    (sign,) = article(park).all("a", class_="sign")
    assert sign.attributes["href"] == f"#{finding.attributes['id']}"
    assert sign.text == ""
    assert start_of(article(park), sign) == 2103


def test_the_outline_leads_to_the_headings(park: Element) -> None:
    """In their order."""
    links = [link for item in park.all("ol", class_="outline") for link in item.all("a")]
    headings = {e.attributes["id"]: e.text for e in article(park).all() if e.tag in ("h2", "h3", "h4")}
    assert len(links) >= 9
    for link in links:
        assert headings[link.attributes["href"].removeprefix("#")].startswith(link.text)


def test_kinds_are_switched_without_a_script(park: Element) -> None:
    """All are shown at first, each by a box of its own."""
    boxes = park.all("input", type="checkbox")
    assert {"citation", "activity", "observation"} <= {box.attributes["data-kind"] for box in boxes}
    assert all("checked" in box.attributes for box in boxes)
    assert not [element for element in park.all() if "style" in element.attributes]


@pytest.mark.parametrize(
    "key",
    [
        "",
        "启东生命健康产业园",
        "启东生命健康产业园/1999",
        "启东生命健康产业园/2023/section/1",
        "../启东生命健康产业园/2023",
        "启东生命健康产业园\0/2023",
        "启东生命健康产业园/2023>",
        "<b>/\"'",
        "\ud800/2023",
    ],
)
def test_what_is_no_report(server: Client, key: str) -> None:
    """Is not found."""
    reply = server.ask(f"/zh/reader/{quote(key.encode('utf-8', 'surrogatepass'))}")
    assert (reply.status, "没有这份报告" in reply.text) == (404, True)


def test_words_of_a_report_are_text(fresh_store: Callable[..., Path], tmp_path: Path) -> None:
    """Whatever they look like to a browser or a spreadsheet: of a report of no body, read by its digest.

    Of a Word file beside it, the paragraph is told.
    """
    report = tmp_path / "report.txt"
    report.write_text(
        "年度法治政府建设情况报告\n\n一、主要举措和成效\n"
        "学习《宪法》<script>alert(1)</script>&amp;，开展😀普法宣传3场。\n"
        "二、存在问题\n"
        '一是=HYPERLINK("http://x")<script>alert(2)</script>工作人员法治意识不强。\n',
        "utf-8",
    )
    store = fresh_store()
    assert command(["build", "--force", str(report), str(WORD), "--store", str(store)]) == 0
    with open_store(store, read_only=True) as opened:
        texts = {r["report"].value.partition("/report/")[2]: r["text"].value for r in opened.select(TEXTS)}
    ((key, text),) = [(key, text) for key, text in texts.items() if key.startswith("document/")]
    with serving("--store", store) as server:
        assert "第4段" in server.ask(f"/zh/reader/{quote('云溪产业园/2023')}").text
        page = server.ask(f"/en/reader/{key}").text
        answer = server.ask("/zh/question/low-confidence").text
        rows = csv.reader(io.StringIO(server.ask("/zh/question/low-confidence.csv").text))
    for shown in (page, answer):
        assert "<script>alert" not in shown
        assert "&lt;script&gt;" in shown
    assert article(read(page)).text == text
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
