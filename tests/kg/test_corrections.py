"""What findings say of their correction, and ``fazhi check --fix``: only what is certain is corrected."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as WordDocument

from fazhi.extractors import extract, read_bytes
from fazhi.kg.checks.registry import check
from fazhi.kg.cli import run
from fazhi.kg.markup.docx import marked

from .word_copies import W, assert_only_commented, part

EXAMPLES = Path(__file__).parents[2] / "examples"
DRAFT = (EXAMPLES / "draft.txt").read_text("utf-8")
WORDS = "宣传《安全生产法》《合同法》，"


def fixes(words: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Code and corrections of the findings on citations and marks, in the draft with other words."""
    text = DRAFT.replace(WORDS, words)
    assert text != DRAFT or words == WORDS
    lines = text.split("\n")
    return [
        (
            finding.code,
            [
                (lines[each.place.line - 1][each.place.column - 1 : each.place.end_column - 1], each.text)
                for each in finding.fix
            ],
        )
        for finding in check(extract(read_bytes(text.encode())))
        if finding.code in ("FZ101", "FZ102", "FZ111", "FZ314")
    ]


def test_the_one_successor_of_a_title_that_stands_alone() -> None:
    assert fixes(WORDS) == [("FZ101", [("合同法", "民法典")])]
    assert fixes("宣传《中华人民共和国合同法》，") == [
        ("FZ101", [("中华人民共和国合同法", "中华人民共和国民法典")])
    ]


@pytest.mark.parametrize(
    "words",
    [
        "依据《合同法》第五十二条，",
        "宣传《合同法》《物权法》，",
        "宣传《合同法》《民法典》，",
        "宣传《信访条例》，",
        "宣传《合同法》（以下简称《合同》），",
    ],
)
def test_what_is_not_certain_is_not_corrected(words: str) -> None:
    found = fixes(words)
    assert [code for code, _ in found][:1] == ["FZ101"]
    assert all(not edits for code, edits in found if code == "FZ101")


def test_years_and_brackets() -> None:
    years = next(each for each in check(extract(read_bytes(DRAFT.encode()))) if each.code == "FZ105")
    assert [each.text for each in years.fix] == ["2021"]
    assert fixes("印发云政发[2023] 第4号文件，") == [("FZ111", [("[", "〔"), ("] 第", "〕")])]
    assert fixes("印发云政发[2023]第04号文件，") == [("FZ111", [("[", "〔"), ("]第0", "〕")])]


def test_orders_keep_their_number() -> None:
    assert fixes("依据中国人民银行令（2022）第5号，") == [("FZ111", [("（", "〔"), ("）第", "〕第")])]


def test_half_width_marks_of_a_report_are_told_once_and_corrected() -> None:
    found = fixes("宣传《安全生产法》,共12,000人:其中(园区)3,200人;见《通知(试行)》,比例3:1,")
    assert found == [
        (
            "FZ314",
            [
                (",", "，"),
                (":", "："),
                ("(", "（"),
                (")", "）"),
                (";", "；"),
                ("(", "（"),
                (")", "）"),
                (",", "，"),
            ],
        )
    ]
    assert fixes("推进“三步走”(2021至2023年),开展宣传，") == [
        ("FZ314", [("(", "（"), (")", "）"), (",", "，")])
    ]
    assert fixes("开展宣传（3:1），网址http://example.org/a,b(c)见附件1、2，") == []


def test_marks_that_were_recognised_may_be_others() -> None:
    document = read_bytes(DRAFT.replace(WORDS, "宣传《安全生产法》,").encode())
    recognised = replace(document, confidences=((0, 0.95),))
    assert "FZ314" in {finding.code for finding in check(extract(document))}
    assert "FZ314" not in {finding.code for finding in check(extract(recognised))}


def test_corrections_in_json_and_sarif(capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", "--json", str(EXAMPLES / "draft.txt")])
    found = {finding["code"]: finding for finding in json.loads(capsys.readouterr().out)}
    assert found["FZ101"]["fix"] == [
        {
            "start": found["FZ101"]["start"] + 1,
            "end": found["FZ101"]["end"] - 1,
            "line": 11,
            "column": 21,
            "end_line": 11,
            "end_column": 24,
            "replacement": "民法典",
        }
    ]
    assert "fix" not in found["FZ201"]
    run(["check", "--sarif", str(EXAMPLES / "draft.txt")])
    (log,) = json.loads(capsys.readouterr().out)["runs"]
    (fix,) = next(result for result in log["results"] if result["ruleId"] == "FZ101")["fixes"]
    (change,) = fix["artifactChanges"]
    (replacement,) = change["replacements"]
    assert replacement["insertedContent"] == {"text": "民法典"}
    assert replacement["deletedRegion"]["startColumn"] == 21
    assert not any("fixes" in result for result in log["results"] if result["ruleId"] == "FZ201")


def test_a_word_file_is_corrected_by_tracked_changes(tmp_path: Path) -> None:
    draft, copy = EXAMPLES / "draft.docx", tmp_path / "copy.docx"

    assert run(["check", "--fix", "-o", str(copy), str(draft)]) == 1

    assert_only_commented(draft.read_bytes(), copy.read_bytes())
    accepted = read_bytes(copy.read_bytes()).text
    assert "《法治政府建设实施纲要（2021—2025年）》" in accepted
    assert "《安全生产法》《民法典》，" in accepted
    body = part(copy.read_bytes(), "word/document.xml")
    changes = [
        (change.tag.removeprefix(W), "".join(text.text for text in change.iter(W + "t", W + "delText")))
        for change in body.iter(W + "ins", W + "del")
        if change.get(W + "author") == "fazhi" and change.get(W + "date")
    ]
    assert changes == [("del", "2020"), ("ins", "2021"), ("del", "合同法"), ("ins", "民法典")]
    keys = [each.get(W + "id") for each in body.iter(W + "ins", W + "del", W + "commentRangeStart")]
    assert len(set(keys)) == len(keys)
    (inserted,) = (each for each in body.iter(W + "ins") if "民法典" in "".join(each.itertext()))
    assert inserted.find(f".//{W}rFonts") is not None
    WordDocument(str(copy))


def test_what_another_has_inserted_is_left_to_them() -> None:
    document = WordDocument()
    for line in DRAFT.splitlines():
        document.add_paragraph(line)
    paragraph = next(each for each in document.paragraphs if "合同法" in each.text)
    insertion = paragraph._p.makeelement(W + "ins", {W + "id": "1", W + "author": "王"})
    paragraph._p.append(insertion)
    insertion.append(paragraph.runs[0]._r)
    file = BytesIO()
    document.save(file)
    findings = check(extract(read_bytes(file.getvalue())))
    corrections = [each for finding in findings for each in finding.fix]
    assert [each.text for each in corrections] == ["2021", "民法典"]

    copy = marked(file.getvalue(), [], datetime(2024, 1, 1), corrections)

    assert "《合同法》" in read_bytes(copy).text
    assert "2021—2025" in read_bytes(copy).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_is_corrected_in_its_encoding(
    encoding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "draft.txt"
    text = DRAFT.replace("\n", "\r\n")
    draft.write_bytes(text.encode(encoding))

    assert run(["check", "--fix", str(draft)]) == 1

    assert (tmp_path / "draft.checked.txt").read_bytes() == text.replace("2020", "2021").replace(
        "合同法", "民法典"
    ).encode(encoding)
    assert "draft.checked.txt" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--fix", "-o", "copy.html"], "not in a page"),
        (["--fix", "--json"], "say where to with -o"),
        (["-o", "copy.txt"], "a text takes corrections (--fix)"),
    ],
)
def test_wrong_use(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(DRAFT, "utf-8")
    assert run(["check", *arguments, str(draft)]) == 2
    (said,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("fazhi:")]
    assert message in said
    assert not (tmp_path / "draft.checked.txt").exists()
