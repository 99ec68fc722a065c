"""Findings on the layout of official documents (GB/T 9704—2012): what is wrong, and what is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from fazhi.extractors import extract, read_bytes
from fazhi.kg.checks import Finding, explanation
from fazhi.kg.checks.registry import check

REPORT = Path(__file__).parents[2] / "examples" / "reports" / "qidong-economic-zone-2023.txt"
CODES = ("FZ315", "FZ316", "FZ317", "FZ318", "FZ319", "FZ320")


def found_in(text: str) -> list[Finding]:
    """The findings on layout in a report."""
    findings = check(extract(read_bytes(text.encode(), source="draft.txt")))
    return [finding for finding in findings if finding.code in CODES]


def signs(text: str) -> list[tuple[str, str]]:
    return [(finding.code, finding.text) for finding in found_in(text)]


def with_parts(*lines: str) -> str:
    """The report with headings in place of those of its first part."""
    source = REPORT.read_text("utf-8")
    start, end = source.index("（一）加强组织领导"), source.index("二、主要负责人履行")
    return source[:start] + "".join(f"{line}\n\n" for line in lines) + source[end:]


def closed_by(*lines: str) -> str:
    """The report with lines below it."""
    return REPORT.read_text("utf-8").rstrip() + "\n\n" + "\n\n".join(lines) + "\n"


def saying(sentence: str) -> str:
    """The report with a sentence in its first part."""
    return with_parts("（一）加强组织领导。", sentence, "（二）健全制度。")


def test_the_report_itself_has_none():
    assert signs(REPORT.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("（一）加强领导。", "1.健全机制。", "（1）落实责任。", "（2）加强督察。"), []),
        (("1.健全机制。", "2.落实责任。"), []),
        (("1.健全机制。", "工作安排如下：", "（1）落实责任。", "（2）加强督察。"), []),
        (("1.健全机制。", "（1）落实责任。", "（2）加强督察。", "2.落实责任。"), [("FZ315", "1.")]),
        (("（1）健全机制。", "（2）落实责任。"), [("FZ315", "（1）")]),
        (
            ("1.健全机制。", "（一）落实责任。", "（二）加强督察。", "2.落实责任。", "（一）学法。"),
            [("FZ315", "（一）")],
        ),
        (("（一）、加强领导。", "（二）、健全机制。"), [("FZ316", "（一）、")]),
        (("（一）加强领导。", "1、健全机制。", "2、落实责任。"), [("FZ316", "1、")]),
        (("（一）加强领导。", "1．健全机制。", "2．落实责任。"), []),
        (("（一）加强领导。", "1．健全机制。", "（1）落实责任。", "（2）加强督察。"), []),
        (("（一）加强领导。", "1.健全机制。", "1）落实责任。", "2）督察。"), [("FZ316", "1）")]),
        (("(一)加强领导。", "(二)健全机制。"), []),
    ],
)
def test_levels_of_headings(lines, expected):
    assert signs(with_parts(*lines)) == expected


def test_a_level_left_out_names_both_headings():
    [finding] = found_in(with_parts("1.健全机制。", "（1）落实责任。", "（2）加强督察。"))
    assert "跳过了“（一）”" in finding.message_zh
    assert [place.line for place in finding.related] == [7]


def test_a_form_is_told_once_with_its_other_places():
    [finding] = found_in(with_parts("（一）加强领导。", "1、健全。", "2、落实。", "3、督察。"))
    assert "共3处" in finding.message_zh
    assert len(finding.related) == 2


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("启开管发〔2023〕第5号", "〔2023〕5号"),
        ("启开管发〔2023〕05号", "〔2023〕5号"),
        ("启开管发〔23〕5号", "〔2023〕5号"),
        ("国办发〔99〕5号", "〔1999〕5号"),
        ("启开管发〔2023〕5号", None),
        ("启开管发[2023]第05号", None),  # told with its brackets
        ("中国人民银行令〔2022〕第5号", None),
        ("启开管罚〔2023〕005号", None),
        ("启城管责改〔2023〕第005号", None),
        ("启城管催〔2023〕第5号", None),
        ("启发改〔2023〕第5号", "〔2023〕5号"),
    ],
)
def test_document_numbers(number, expected):
    found = found_in(saying(f"印发《关于加强法治建设的意见》（{number}），明确责任。"))
    assert [finding.suggestion_zh for finding in found] == ([f"改为{expected}"] if expected else [])


def test_a_number_that_is_cited_is_not_corrected():
    """Its issuer may have written it so."""
    [finding] = found_in(saying("印发《意见》（启开管发〔2023〕第005号）。"))
    assert finding.suggestion_zh == "改为〔2023〕5号"
    assert finding.fix == ()


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("二〇二四年一月五日", "2024年1月5日"),
        ("二○二四年十二月二十二日", "2024年12月22日"),
        ("2024年01月05日", "2024年1月5日"),
        ("2024年1月5日", None),
        ("2024年10月20日", None),
        ("发布日期：2024年01月05日", None),
    ],
)
def test_the_date_of_signature(date, expected):
    found = found_in(closed_by("启东经济开发区管理委员会", date))
    assert [finding.suggestion_zh for finding in found] == ([f"改为{expected}"] if expected else [])


def test_a_date_in_the_text_is_no_date_of_signature():
    assert signs(saying("根据二〇二三年一月五日会议要求，2023年01月10日部署到位。")) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("附件：1.普法活动统计表", "2.执法案件统计表"), []),
        (("附件：普法活动统计表",), []),
        (("附件：无",), []),
        (("附件: 普法活动统计表",), [("FZ319", ":")]),
        (("附件：《普法活动统计表》",), [("FZ319", "《普法活动统计表》")]),
        (("附件：《普法规划》任务清单",), []),
        (("附件：《普法活动统计表》。",), [("FZ319", "《普法活动统计表》"), ("FZ319", "。")]),
        (("附件：1、普法活动统计表", "2、执法案件统计表"), [("FZ319", "、"), ("FZ319", "、")]),
        (("附件：1.普法活动统计表；", "2.执法案件统计表。"), [("FZ319", "；"), ("FZ319", "。")]),
    ],
)
def test_the_line_of_attachments(lines, expected):
    assert signs(closed_by(*lines, "启东经济开发区管理委员会", "2024年1月5日")) == expected


@pytest.mark.parametrize(
    ("sentence", "lines", "expected"),
    [
        ("开展普法活动16场（见附件）。", (), [("FZ320", "见附件")]),
        ("开展普法活动16场（附件1），检查21次（附件1）。", (), [("FZ320", "（附件1")]),
        ("开展普法活动16场（见附件）。", ("附件：普法活动统计表",), []),
        ("开展普法活动16场（见附件）。", ("附件下载：普法活动统计表.xlsx",), []),
        ("开展普法活动16场（见附件2）。", ("附件：1.统计表", "2.清单"), []),
        ("开展普法活动16场（见附件3）。", ("附件：1.统计表", "2.清单"), [("FZ320", "见附件3")]),
        ("开展普法活动16场（见附件3）。", ("附件：1.统计表",), [("FZ320", "见附件3")]),
        ("开展普法活动16场（见附件3）。", ("附件：1.统计表 2.清单 3.名单",), []),
        ("对照《实施方案》附件1逐项落实。", (), []),
    ],
)
def test_an_attachment_that_the_text_names(sentence, lines, expected):
    source = saying(sentence).rstrip() + "\n\n" + "\n\n".join(lines) + "\n"
    assert signs(source) == expected


def test_they_are_notes_that_name_the_standard():
    for code in CODES:
        told = explanation(code)
        assert told.severity == "note"
        assert "GB/T 9704—2012第7." in told.why_zh


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        (with_parts("（一）加强领导。", "1、健全机制。", "2、落实责任。"), ["1.健全机制。", "2.落实责任。"]),
        (with_parts("（一）、加强领导。", "（二）、健全机制。"), ["（一）加强领导。", "（二）健全机制。"]),
        (
            with_parts("（一）加强领导。", "1.健全。", "1）落实。", "2）督察。"),
            ["（1）落实。", "（2）督察。"],
        ),
        ("启开管发〔2023〕第005号\n\n" + saying("印发《意见》。"), ["启开管发〔2023〕5号"]),
        (closed_by("启东经济开发区管理委员会", "二〇二四年一月五日"), ["2024年1月5日"]),
    ],
)
def test_what_is_certain_is_corrected(text, corrected):
    lines = text.split("\n")
    edits = [edit for finding in found_in(text) for edit in finding.fix]
    assert edits
    for edit in sorted(edits, key=lambda edit: edit.place.start, reverse=True):
        line = lines[edit.place.line - 1]
        lines[edit.place.line - 1] = (
            line[: edit.place.column - 1] + edit.text + line[edit.place.end_column - 1 :]
        )
    assert signs("\n".join(lines)) == []
    assert all(words in "\n".join(lines) for words in corrected)
