"""The marked page with the findings of a check: each in the list and at its words, with links both ways."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fazhi.kg.cli import run
from fazhi.viz.findings import SEVERITIES
from fazhi.viz.marked import marked_page

ROOT = Path(__file__).parents[2]
DRAFT = ROOT / "examples" / "draft.txt"
YEARS = ROOT / "tests" / "kg" / "data" / "follow-up"
TEXT = "一、工作情况\n宣传《合同法》，立案21起。\n立案18起。"


def finding(words: str, severity: str = "error", **fields: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    sentences = {name: (f"{name}-zh", f"{name}-en") for name in ("message", "why", "todo")}
    place = {"start": start, "end": start + len(words), "line": 2}
    said = {"code": "FZ101", "severity": severity, "quote": ("宣传", words, "，"), "related": []}
    return {**said, **sentences, **place, **fields}


def page_with(*findings: dict[str, Any], **fields: Any) -> str:
    return marked_page(title="报告", text=TEXT, findings=findings, **fields)


@pytest.fixture(scope="module")
def checked_draft(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the example draft, held against another report."""
    path = tmp_path_factory.mktemp("page") / "draft.html"
    against = str(YEARS / "wanhe-park-2022.txt")
    assert run(["check", str(DRAFT), "--against", against, "--store", "none", "-o", str(path)]) == 1
    return path.read_text("utf-8")


def test_every_finding_leads_to_its_words_and_back(checked_draft: str) -> None:
    listed = re.findall(r'class="finding [\w-]+" id="finding-(\d+)"', checked_draft)
    assert listed == [str(number) for number in range(1, 9)]
    ids = set(re.findall(r'id="([^"]+)"', checked_draft))
    links = set(re.findall(r'href="#([^"]+)"', checked_draft))
    assert {f"at-{number}" for number in listed} | {f"finding-{number}" for number in listed} <= links
    assert links <= ids


def test_words_are_marked_where_they_stand_with_sign_and_number(checked_draft: str) -> None:
    text = checked_draft.split('<div class="text">')[1].split("</div>")[0]
    assert re.search(r'data-sign="✕3"[^>]*></a><mark class="f is-error">《合同法》</mark>', text)
    assert re.search(
        r'data-sign="⚠\ufe0e4"[^>]*></a><mark class="f is-warning">“12·5”国家宪法日</mark>', text
    )
    words = html.unescape(re.sub(r"<[^>]+>", "", text))
    assert "".join(words.split()) == "".join(DRAFT.read_text("utf-8").split())


def test_the_other_place_of_a_finding_is_marked_too() -> None:
    start = TEXT.index("18起")
    page = page_with(finding("21起", related=[{"start": start, "end": start + 3, "line": 3}]))
    assert 'id="at-1-1" href="#finding-1" data-sign="✕1"' in page
    assert '<mark class="f is-error place">18起</mark>' in page
    assert 'href="#at-1-1"' in page


def test_findings_that_overlap_are_marked_by_the_gravest() -> None:
    page = page_with(finding("宣传《合同法》", "note"), finding("《合同法》", "error"))
    assert '<mark class="f is-note">宣传</mark>' in page
    assert '<mark class="f is-error">《合同法》</mark>' in page


def test_a_finding_without_words_in_the_text_is_listed_only() -> None:
    page = page_with(finding("《合同法》", start=3, end=3))
    assert 'id="finding-1"' in page
    assert "at-1" not in page


def test_the_summary_stands_above_the_findings(checked_draft: str) -> None:
    summary, findings, text = (checked_draft.index(f'id="{i}"') for i in ("summary", "findings", "at-1"))
    assert summary < findings < text
    told = checked_draft[summary:findings]
    assert "未提及不等于未做" in told
    assert "《安全生产法》" in told
    assert told.index("直接约束的6项") < told.index("间接适用的37项")
    assert "<u>拍摄方言普法短剧</u>" in told
    assert told.count('class="article"') == 43


def test_without_findings_the_page_says_so() -> None:
    assert "没有发现问题" in page_with()
    assert "没有发现问题" not in marked_page(title="报告", text=TEXT, records=[])


def test_records_and_findings_stand_together(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    assert run(["explain", str(DRAFT), "--store", "none", "-o", str(path)]) == 0
    page = path.read_text("utf-8")
    assert page.count('class="finding ') == 8
    assert 'id="findings-only"' in page
    assert '<mark class="f is-error"><span class="m"' in page
    listed = set(re.findall(r'<tr data-record="(\d+)"', page))
    assert {i for found in re.findall(r'data-records="([\d ]+)"', page) for i in found.split()} == listed


def test_hostile_words_stay_text(active_content: Callable[[str], list[str]]) -> None:
    hostile = '<script>alert(1)</script><img src="https://example.org/x">'
    wording = {"sentence": hostile, "words": hostile, "whose": (hostile, hostile)}
    item = {"article": hostile, "asks": (hostile, hostile), "remarks": [], "wording": wording}
    group = {"heading": (hostile, hostile), "laws": [(hostile, [item])], "rest": [], "more": 0}
    promises = {"heading": (hostile, hostile), "plans": [{"sentence": hostile, "words": hostile}]}
    summary = {"heading": (hostile, hostile), "groups": [group], "promises": promises}
    wrong = finding("《合同法》", message=(hostile, hostile), quote=(hostile, hostile, hostile))
    page = page_with(wrong, summary=summary)
    assert active_content(page) == []
    assert "<img" not in page
    assert "<script>alert" not in page


def test_the_page_works_in_a_browser(
    checked_draft: str, tmp_path: Path, rendered: Callable[[Path], str]
) -> None:
    path = tmp_path / "page.html"
    path.write_text(checked_draft, encoding="utf-8")
    document = rendered(path)
    assert 'id="finding-8"' in document
    assert "data-error" not in document


def test_severities_are_those_of_the_checks() -> None:
    from fazhi.kg.checks import SEVERITIES as OF_CHECKS

    assert {name: zh for name, (_, zh, _) in SEVERITIES.items()} == OF_CHECKS


def test_a_page_is_asked_for_by_its_suffix(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.HTM"
    assert run(["check", "--store", "none", "--json", str(DRAFT), "-o", str(page)]) == 1
    assert len(json.loads(capsys.readouterr().out)) == 8
    assert 'id="summary"' in page.read_text("utf-8")
    assert '<html lang="zh-CN">' in page.read_text("utf-8")
    assert run(["check", "--no-summary", "--lang", "en", str(DRAFT), "-o", str(page)]) == 1
    assert f"page: {page}" in capsys.readouterr().err
    assert 'id="summary"' not in page.read_text("utf-8")
    assert '<html lang="en">' in page.read_text("utf-8")
