"""``fazhi brief``: what a reviewer takes into a meeting, from the five example reports."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import docx
import html5rdf
import pytest
from selectolax.lexbor import LexborHTMLParser

from fazhi.kg.cli import run
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.opening import open_store
from fazhi.web.brief.body import body_brief
from fazhi.web.brief.docx import to_docx
from fazhi.web.brief.file import PaperSite, to_html
from fazhi.web.brief.overview import overview
from fazhi.web.brief.parts import Brief, Grid, Lines
from fazhi.web.brief.text import to_lines
from fazhi.web.content.things import reporting

PARK = "启东生命健康产业园"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def store(built: Path) -> Iterator[GraphStore]:
    """The store of the example reports."""
    with open_store(built, read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def briefs(store: GraphStore) -> list[Brief]:
    """The briefs of all five bodies."""
    site = PaperSite(store, "zh")
    return [body_brief(site, body) for body in reporting(store)]


def flat(text: str) -> str:
    """Text without what readings may differ in: white space, width of characters."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def grids(brief: Brief) -> list[Grid]:
    """The tables of a brief."""
    return [block for section in brief.sections for block in section.blocks if isinstance(block, Grid)]


def test_every_figure_stands_in_its_passage(store: GraphStore, briefs: list[Brief]) -> None:
    """As it is written, modifier and unit included; and the passage stands in the report's text."""
    rows = PaperSite(store, "zh").rows("SELECT ?text { ?report fz:readingText/nif:isString ?text }")
    text = flat("".join(row["text"] for row in rows))
    written = set()
    for brief in briefs:
        for row in (row for grid in grids(brief) for row in grid.rows):
            (number,) = row[1].notes
            evidence = brief.notes[number - 1].evidence
            assert flat(row[1].text) in flat(evidence.words), row
            assert flat(evidence.far + evidence.before + evidence.words + evidence.after) in text
            assert evidence.section
            written.add(row[1].text)
    assert {"25.37万元", "21起", "272家次", "1081条", "20余场", "149批", "145件", "20余起", "95%"} <= written


def test_what_a_brief_says(briefs: list[Brief]) -> None:
    """Findings first, what is out of force marked; silence is not taken for more than it is."""
    brief = next(one for one in briefs if one.title.startswith(PARK))
    lines = list(to_lines(brief))
    text = "\n".join(lines)
    assert lines[0] == f"{PARK}2023年度报告要点"
    assert text.index("值得注意") < text.index("主要数据") < text.index("法定义务") < text.index("出处")
    assert "⚠ 线索  引用《合同法》，该文件2021-01-01起失效，由《民法典》取代[1]" in text
    assert "⚠ 已失效  《合同法》[1]  宣传；2021-01-01起失效，由《民法典》取代" in text
    assert re.search(r"罚款金额 +25\.37万元\[\d+\]", text)
    assert "没有2022年度的报告，不能与上年比较。" in text
    assert "给出同一数据的产业园区不足3个，不列中位数。" in text
    assert "没有上年报告，看不出上年计划的后续。" in text
    assert "不等于没有做" in text
    standing = brief.sections[0].blocks[0]
    assert isinstance(standing, Lines)
    assert len(standing.lines) == 3
    assert standing.rest == "另有1条：没有读到日期的报告1条"


def test_parts_are_told_beside_their_whole(briefs: list[Brief]) -> None:
    """And stand in no row of their own."""
    brief = next(one for one in briefs if one.title.startswith("启东经济开发区"))
    rows = [(row[0].text, row[0].hint, row[1].text) for grid in grids(brief) for row in grid.rows]
    assert ("信访（来访、上访、接访）批次", "其中集访19批、到南通上访1批等", "149批") in rows
    assert not any("19批" in row[2] for row in rows)


def test_the_forms_say_the_same(store: GraphStore, briefs: list[Brief]) -> None:
    """Page, Word file and text: every line of one is in the others; their numbers lead to passages."""
    for brief in briefs[:2]:
        page = to_html(PaperSite(store, "zh"), brief)
        html5rdf.HTMLParser(strict=True).parse(page)
        parsed = LexborHTMLParser(page)
        data = to_docx(brief)
        assert data == to_docx(brief)
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
        told = flat("".join(body.itertext()))
        shown = flat(parsed.css_first("main").text())
        typed = flat("\n".join(to_lines(brief)))
        for section in brief.sections:
            for block in section.blocks:
                words = [line.text for line in block.lines] if isinstance(block, Lines) else []
                words += [e.text for row in block.rows for e in row] if isinstance(block, Grid) else []
                for form in (told, shown, typed):
                    assert all(flat(each) in form for each in words)
        targets = {node.attributes["id"] for node in parsed.css("[id]")}
        links = [node.attributes["href"] or "" for node in parsed.css("a")]
        assert links
        assert all(link[1:] in targets for link in links)
        marks = {mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")}
        assert {link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")} == marks


#: The order of some elements' parts in the standard (ECMA-376 Part 1, 17.3 to 17.6), those that are used.
ORDER = {
    "pPr": "pStyle keepNext shd tabs spacing ind jc rPr sectPr",
    "rPr": "rStyle rFonts b bCs i color sz szCs u vertAlign lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan tcBorders shd tcMar vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar cols docGrid",
}


def test_word_opens_the_file(store: GraphStore, briefs: list[Brief]) -> None:
    """Parts stand in the order that Word insists on, and cells fill the grid of their table."""
    for brief in (briefs[0], overview(PaperSite(store, "zh"))):
        body = docx.Document(io.BytesIO(to_docx(brief))).element.body
        for name, order in ORDER.items():
            places = {f"{W}{part}": place for place, part in enumerate(order.split())}
            for element in body.iter(f"{W}{name}"):
                found = [places[part.tag] for part in element]
                assert found == sorted(found), (name, [part.tag for part in element])
        for table in body.iter(f"{W}tbl"):
            columns = len(list(table.iter(f"{W}gridCol")))
            for row in table.iter(f"{W}tr"):
                spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.iter(f"{W}tc")]
                assert sum(1 if span is None else int(span.get(f"{W}val")) for span in spans) == columns


def test_links_to_a_server(store: GraphStore) -> None:
    """With its address, passages lead into its reader, in the file's language."""
    body = next(body for body in reporting(store) if body.name == "启东生命健康产业园")
    brief = body_brief(PaperSite(store, "en", "http://127.0.0.1:8000/"), body)
    assert all(note.evidence.reader.startswith("http://127.0.0.1:8000/en/reader/") for note in brief.notes)
    assert brief.title.endswith(": brief")


def test_the_overview_ranks_with_a_word_on_what_that_says(store: GraphStore) -> None:
    """Bodies of a kind only; one that is alone of its kind is counted."""
    brief = overview(PaperSite(store, "zh"))
    text = "\n".join(to_lines(brief))
    assert "5个单位各自最新的一份" in text
    assert "引用报告年度已失效的法律文件：1份报告" in text
    assert "排序只说报告写到了多少项直接约束该单位的义务，不说做了多少、做得好坏" in text
    assert "同一类单位给出同一数据的不足3个，不列中位数。" in text
    assert "另有3个单位没有同类。" in text
    (ranking,) = grids(brief)
    assert [row[0].text for row in ranking.rows] == ["1", "2"]
    assert {row[1].text for row in ranking.rows} == {PARK, "甘眉工业园区南区"}
    assert "2023年度3份" in "\n".join(to_lines(overview(PaperSite(store, "zh"), "2023")))


def test_the_command(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Prints text, or writes a page or a Word file and says so."""
    assert run(["brief", PARK, "--store", str(built)]) == 0
    assert capsys.readouterr().out.startswith(f"{PARK}2023年度报告要点\n")
    for name, begins in (("a.html", b"<!DOCTYPE html>"), ("b.DOCX", b"PK")):
        file = tmp_path / name
        assert run(["brief", PARK, "--year", "2023", "-o", str(file), "--store", str(built)]) == 0
        assert file.read_bytes().lstrip().startswith(begins)
        assert capsys.readouterr().err == f"{file}: {PARK}2023年度报告要点\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "name a body, or give --all"),
        ([PARK, "--all"], "name a body, or give --all"),
        ([PARK, "-o", "x.pdf"], "name the file .html or .docx"),
        (["没有这个单位"], "no body “没有这个单位”"),
        ([PARK, "--year", "1999"], f"{PARK}没有1999年度的报告，有：2023"),
        (["--all", "--year", "1999"], "没有1999年度的报告，有：2022、2023、2024"),
    ],
)
def test_mistakes(built: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One line says what is wrong and what there is."""
    assert run(["brief", *arguments, "--store", str(built)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert told.err.count("\n") == 1
