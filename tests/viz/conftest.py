"""Graphs and records for the pages' tests, made from the annotated reports."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import networkx
import pytest

from ..chromium import CHROMIUM, FLAGS

TESTS = Path(__file__).parents[1]
REPORTS = TESTS.parent / "examples" / "reports"
GOLD = [p for p in sorted((TESTS / "gold" / "real").glob("*.jsonl")) if (REPORTS / f"{p.stem}.txt").exists()]
BASE = "https://w3id.org/fazhi/id/"

#: record type -> node kind, Chinese and English label of the edge from the report
RECORD_NODES = {
    "leading_group": ("LeadingGroup", "设立", "sets up"),
    "counsel": ("LegalCounsel", "聘用", "retains"),
    "observation": ("Observation", "报告数据", "observes"),
    "duty": ("StatedDuty", "载明职责", "states duty"),
    "problem": ("Problem", "承认问题", "admits"),
    "plan": ("Plan", "计划", "plans"),
    "activity": ("Activity", "开展", "reports activity"),
}
SHARED_NODES = {
    "citation": ("Instrument", "instrument", "title", "引用", "cites"),
    "publicity_day": ("PublicityDay", "publicity-day", "name", "宣传日", "observes day"),
}


def gold_text(path: Path) -> str:
    """The report of a gold file with all white space removed, as the gold's texts count it."""
    return "".join((REPORTS / f"{path.stem}.txt").read_text(encoding="utf-8").split())


def gold_records(path: Path) -> list[dict[str, Any]]:
    """The gold records in the form of ``Record.to_dict``, found one after the other in the text."""
    text = gold_text(path)
    records = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        record = json.loads(line)
        start = max(text.find(record["text"]), 0)
        place = {"start": start, "end": start + len(record["text"]), "section": "1"}
        trust = {"rule": f"{record['type']}.example", "confidence": 0.6 + number % 5 / 10}
        records.append({**record, **place, **trust})
    return records


def sentence(text: str, start: int, end: int) -> str:
    first = max(text.rfind(mark, 0, start) for mark in "。；：") + 1
    ends = [found for mark in "。；" if (found := text.find(mark, end)) >= 0]
    return text[first : min(ends, default=len(text)) + 1]


def add_report(graph: networkx.MultiDiGraph, path: Path, key: str) -> None:
    """One gold report as nodes and edges after the attribute contract of ``fazhi.viz.page``."""
    text, records = gold_text(path), gold_records(path)
    report = next(record for record in records if record["type"] == "report")
    home = f"{BASE}report/{key}"
    body = f"{BASE}body/{key}"
    name = str(report.get("issuer") or path.stem)
    graph.add_node(
        home,
        label=f"{name} {report['year']}",
        kind="Report",
        iri=home,
        details=[("年度", "Year", str(report["year"])), ("题名", "Title", report["title"] or "")],
        evidence=[],
    )
    graph.add_node(body, label=name, kind="Park", iri=body, details=[], evidence=[])
    graph.add_edge(home, body, label_zh="发布机构", label_en="issuer")
    for record in records:
        quote = sentence(text, record["start"], record["end"])
        if record["type"] in SHARED_NODES:
            kind, path_part, field, zh, en = SHARED_NODES[record["type"]]
            node = f"{BASE}{path_part}/{record[field]}"
            graph.add_node(node, label=record[field], kind=kind, iri=node, details=[], evidence=[])
        elif record["type"] in RECORD_NODES:
            kind, zh, en = RECORD_NODES[record["type"]]
            node = f"{home}/{record['type']}/{record['start']}-{record['end']}"
            fields = [(k, k, str(v)) for k, v in record.items() if k not in {"type", "text", "start", "end"}]
            graph.add_node(node, label=record["text"], kind=kind, iri=node, details=fields, evidence=[quote])
        else:
            continue
        graph.add_edge(home, node, label_zh=zh, label_en=en, evidence=[quote])


@pytest.fixture(scope="session")
def gold_graph() -> networkx.MultiDiGraph:
    graph = networkx.MultiDiGraph()
    for path in GOLD:
        add_report(graph, path, path.stem)
    return graph


@pytest.fixture(scope="session")
def large_graph() -> networkx.MultiDiGraph:
    """Forty-eight reports: each gold report sixteen times over, under keys of their own."""
    graph = networkx.MultiDiGraph()
    for copy in range(16):
        for path in GOLD:
            add_report(graph, path, f"{path.stem}-{copy}")
    return graph


OFFLINE = [*FLAGS, "--virtual-time-budget=4000", "--dump-dom"]


@pytest.fixture
def rendered(tmp_path: Path) -> Callable[[Path], str]:
    """A function that gives a page's document as a real browser leaves it after its scripts have run."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: the page was not opened in a browser")

    def render(page: Path) -> str:
        command = [CHROMIUM, *OFFLINE, f"--user-data-dir={tmp_path / 'profile'}", page.as_uri()]
        finished = subprocess.run(command, capture_output=True, check=False, timeout=180)
        return finished.stdout.decode("utf-8")

    return render


@pytest.fixture
def active_content() -> Callable[[str], list[str]]:
    """A function that gives what a browser would load, follow or run from attributes and style sheets."""

    def collect(html: str) -> list[str]:
        collector = _ActiveContent()
        collector.feed(html)
        return collector.found

    return collect


class _ActiveContent(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        loading = {"src", "href", "srcset", "action", "data", "poster"}
        # Links inside the page load nothing.
        self.found += [v or "" for name, v in attrs if name in loading and not (v or "").startswith("#")]
        self.found += [name for name, _ in attrs if name.startswith("on")]
        style = next((v or "" for name, v in attrs if name == "style"), "")
        self.found += re.findall(r"url\([^)]*\)", style)

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] == "style":
            self.found += re.findall(r"url\([^)]*\)|@import[^;]*", data)


@pytest.fixture
def page_data() -> Callable[[Path], Any]:
    """A function that gives the JSON that a page carries for its scripts."""

    def read(page: Path) -> Any:
        html = page.read_text(encoding="utf-8")
        match = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
        assert match
        return json.loads(match[1])

    return read


@pytest.fixture(scope="session")
def marked_report() -> tuple[str, list[dict[str, Any]]]:
    """Text and records of one gold report."""
    path = GOLD[-1]
    return gold_text(path), gold_records(path)
