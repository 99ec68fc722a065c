"""What holds of the records of every report."""

import json
from pathlib import Path

import pytest

from fazhi.extractors import Extraction, extract, read_bytes, read_file
from fazhi.ontology.record_types import INDICATORS, VALUE_TYPES, Field, record_types
from fazhi.ontology.reference import indicators


def assert_holds(field: Field, value: object) -> None:
    assert type(value) in VALUE_TYPES[field.type]
    if field.scheme:
        assert value in (indicators() if field.scheme == INDICATORS else field.values)


def assert_sound(extraction: Extraction) -> None:
    text = extraction.document.text
    sections = {section.id for section in extraction.sections}
    assert [record.type for record in extraction.records].count("report") == 1
    for record in extraction.records:
        assert 0 <= record.start < record.end <= len(text)
        assert record.text == text[record.start : record.end]
        assert record.section in sections
        assert 0 < record.confidence <= 1
        for name, value in record.fields.items():
            assert_holds(record_types()[record.type].fields[name], value)
        assert record.rule.startswith(f"{record.type}.")


@pytest.fixture(scope="session")
def extraction(report_file: Path) -> Extraction:
    """What is extracted from each report."""
    return extract(read_file(report_file))


def test_every_report_gives_sound_records(extraction: Extraction) -> None:
    assert extraction.is_report
    assert_sound(extraction)


def test_the_same_file_gives_the_same_records(extraction: Extraction, report_file: Path) -> None:
    again = extract(read_file(report_file))

    assert again.records == extraction.records
    assert again.sections == extraction.sections


def test_the_report_record_comes_first_the_others_as_in_the_text(extraction: Extraction) -> None:
    report, *others = extraction.records

    assert report.type == "report"
    assert [record.start for record in others] == sorted(record.start for record in others)


def test_a_record_is_one_line_of_json(extraction: Extraction) -> None:
    assert extraction.records
    for record in extraction.records:
        line = record.to_json()
        written = json.loads(line)
        assert "\n" not in line
        assert list(written)[:5] == ["type", "text", "start", "end", "section"]
        assert None not in written.values()
        assert written["text"] == record.text


def test_every_record_stands_in_a_sentence(extraction: Extraction) -> None:
    assert extraction.records
    for record in extraction.records:
        start, end = extraction.report_text.sentence(record.start, record.end)
        assert start <= record.start
        assert record.end <= end


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("今天天气很好，我们去公园散步。" * 20, id="prose on something else"),
        pytest.param("政府信息公开年度报告\n" + "受理依申请公开5件。" * 20, id="another yearly report"),
        pytest.param("法治政府建设情况报告", id="a title and no more"),
    ],
)
def test_what_is_no_rule_of_law_report(text: str) -> None:
    extraction = extract(read_bytes(text.encode()))

    assert not extraction.is_report
    assert_sound(extraction)
