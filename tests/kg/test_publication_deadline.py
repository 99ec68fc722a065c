"""The deadline of publication stands in the catalogue; check and assessment take it from there."""

from pathlib import Path

import pytest

from fazhi.extractors import extract, read_file
from fazhi.kg.assessment.form import publication
from fazhi.kg.checks.context import CheckContext
from fazhi.kg.checks.dates import past_deadline
from fazhi.kg.linking.report import link_report
from fazhi.ontology.data_files import DATA
from fazhi.ontology.deadlines import Deadline
from fazhi.ontology.reference import obligations

#: Published on 27 March 2024.
REPORT = Path(__file__).parents[2] / "examples" / "reports" / "ganmei-south-park-2023.txt"


@pytest.mark.parametrize(
    ("written", "outcome", "told"),
    [
        ("before --04-01", "evidenced", []),
        ("by --03-27", "evidenced", []),
        ("before --03-27", "contrary", ["before 27 March 2024"]),
        ("by --03-26", "contrary", ["by 26 March 2024"]),
    ],
)
def test_both_follow_the_catalogue(tmp_path: Path, written: str, outcome: str, told: list[str]) -> None:
    catalogue = tmp_path / "obligations.yaml"
    text = (DATA / "obligations.yaml").read_text("utf-8")
    catalogue.write_text(text.replace("deadline: before --04-01", f"deadline: {written}"), "utf-8")
    deadline = obligations(catalogue)["report-publish-before-april"].deadline
    assert isinstance(deadline, Deadline)
    report = link_report(extract(read_file(REPORT)))

    judgement = publication(report, deadline)
    (place,) = judgement.places
    line = report.extraction.document.source_text[place.start : place.end]
    assert (judgement.outcome, place.in_source) == (outcome, True)
    assert line.startswith("责任编辑:")
    assert "发布日期:2024-03-27" in line
    messages = [found.en for found in past_deadline(CheckContext(report), deadline)]
    assert [message[-len(day) :] for message, day in zip(messages, told, strict=True)] == told
