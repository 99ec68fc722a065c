"""The marked page: the text as it was, every record findable, overlaps kept apart."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from fazhi.ontology.concepts import concept_labels
from fazhi.ontology.namespaces import ID
from fazhi.ontology.record_types import record_types
from fazhi.viz.kinds import TEMPLATES
from fazhi.viz.marked import marked_page
from fazhi.viz.spans import lanes, paragraphs

TEXT = "一、工作情况\n学习《宪法》和《民法典》，培训 3 场。\n\n没有标注的一段。"


def record(kind: str, words: str, **fields: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    place = {"start": start, "end": start + len(words), "section": "1"}
    return {"type": kind, "text": words, **place, **fields, "rule": f"{kind}.test", "confidence": 0.9}


RECORDS = [
    record("activity", "学习《宪法》和《民法典》", **{"class": "law_study"}),
    record("citation", "《宪法》", title="宪法", purpose="study"),
    record("citation", "《民法典》", title="民法典", purpose="study"),
    record("plan", "和《民法典》，培训"),
    record("observation", "培训 3 场", value=3, unit="场"),
]
SECTIONS = [
    {"id": "1", "level": 1, "number": "一、", "title": "工作情况", "role": "work_done", "start": 0, "end": 41}
]


def test_pieces_put_together_are_the_text() -> None:
    found = paragraphs(TEXT, RECORDS, SECTIONS)
    lines = ["".join(piece.text for piece in paragraph.pieces) for paragraph in found]
    assert lines == [line for line in TEXT.split("\n") if line]
    assert [paragraph.level for paragraph in found] == [1, 0, 0]


def test_each_record_covers_exactly_its_characters() -> None:
    for index, wanted in enumerate(RECORDS):
        pieces = [p for paragraph in paragraphs(TEXT, RECORDS, SECTIONS) for p in paragraph.pieces]
        covered = "".join(piece.text for piece in pieces if index in piece.records)
        assert covered == wanted["text"]
        assert sum(index in piece.opens for piece in pieces) == 1


def test_overlapping_records_are_drawn_on_different_lines() -> None:
    lane_of = lanes(RECORDS)
    for a in range(len(RECORDS)):
        for b in range(a):
            first, second = RECORDS[a], RECORDS[b]
            if first["start"] < second["end"] and second["start"] < first["end"]:
                assert lane_of[a] != lane_of[b]
    assert max(lane_of) == 2


def test_gold_report_shows_every_record(
    marked_report: tuple[str, list[dict[str, Any]]], tmp_path: Path, page_data: Callable[[Path], Any]
) -> None:
    text, records = marked_report
    path = tmp_path / "marked.html"
    path.write_text(marked_page(title="报告", text=text, records=records), encoding="utf-8")
    assert len(page_data(path)["records"]) == len(records)
    page = path.read_text(encoding="utf-8")
    assert page.count("<tr data-record=") == len(records)
    marked = {i for found in re.findall(r'data-records="([\d ]+)"', page) for i in found.split()}
    assert marked == {str(i) for i in range(len(records))}
    body = page.split('<div class="text">')[1].split("</div>")[0]
    assert "".join(html.unescape(re.sub(r"<[^>]+>", "", body)).split()) == "".join(text.split())


def test_page_is_self_contained_and_the_same_every_time(
    tmp_path: Path, active_content: Callable[[str], list[str]]
) -> None:
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_text(
            marked_page(title="报告", text=TEXT, records=RECORDS, sections=SECTIONS), encoding="utf-8"
        )
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert active_content(page) == []
    assert (tmp_path / "b.html").read_text(encoding="utf-8") == page


def test_hostile_text_stays_text(tmp_path: Path, page_data: Callable[[Path], Any]) -> None:
    text = '<script>alert(1)</script><img src="https://example.org/x">'
    hostile = {
        "type": "citation", "text": text, "start": 0, "end": len(text), "section": '"><b>',
        "title": text, "rule": text, "confidence": 0.5,
    }  # fmt: skip
    section = {"id": '1"><i>', "level": 1, "number": text, "title": text, "role": text, "start": 0, "end": 9}
    path = tmp_path / "marked.html"
    path.write_text(
        marked_page(title=text, text=text, records=[hostile], sections=[section]), encoding="utf-8"
    )
    page = path.read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<i>" not in page
    assert page_data(path)["records"][0]["text"] == text


def test_span_outside_the_text_is_one_clear_line() -> None:
    wrong = {**RECORDS[0], "end": 4000}
    with pytest.raises(ValueError, match="span 7-4000 lies outside the text"):
        marked_page(title="报告", text=TEXT, records=[wrong])


def test_every_type_is_drawn_in_its_own_way() -> None:
    looks = yaml.safe_load((TEMPLATES / "record_types.yaml").read_text(encoding="utf-8"))
    assert set(looks) == set(record_types())
    assert len({(look["color"], look["line"]) for look in looks.values()}) == len(looks)


def test_fields_and_values_are_called_as_the_table_and_the_schemes_call_them(
    tmp_path: Path, page_data: Callable[[Path], Any]
) -> None:
    (tmp_path / "marked.html").write_text(
        marked_page(title="报告", text=TEXT, records=RECORDS), encoding="utf-8"
    )
    activity, citation, *_ = page_data(tmp_path / "marked.html")["records"]
    study = concept_labels("activity-class")["law_study"]
    field = record_types()["activity"].fields["class"]
    assert activity["fields"] == [[field.label_zh, field.label_en.capitalize(), *study]]
    assert citation["fields"][1][2:] == [*concept_labels("purpose")["study"]]


def test_instruments_go_by_their_names(tmp_path: Path, page_data: Callable[[Path], Any]) -> None:
    possible = [f"{ID}instrument/江苏省优化营商环境条例", f"{ID}instrument/优化营商环境条例"]
    records = [record("citation", "《宪法》", instrument=possible[0], candidates=possible)]
    (tmp_path / "marked.html").write_text(
        marked_page(title="报告", text=TEXT, records=records), encoding="utf-8"
    )
    (citation,) = page_data(tmp_path / "marked.html")["records"]
    shown = [field[2] for field in citation["fields"]]
    assert shown == ["江苏省优化营商环境条例", "江苏省优化营商环境条例；优化营商环境条例"]


def test_browser_runs_the_page_without_error(
    marked_report: tuple[str, list[dict[str, Any]]], tmp_path: Path, rendered: Callable[[Path], str]
) -> None:
    text, records = marked_report
    (tmp_path / "marked.html").write_text(
        marked_page(title="报告", text=text, records=records), encoding="utf-8"
    )
    root = re.search(r"<html[^>]*>", rendered(tmp_path / "marked.html"))
    assert root
    assert 'data-ready="true"' in root[0]
    assert "data-error" not in root[0]
