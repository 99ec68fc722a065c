"""For each obligation a sentence that shows it and one that speaks of something near it."""

import csv
from pathlib import Path

import pytest

from fazhi.extractors import extract, read_bytes
from fazhi.kg.assessment import assess_report
from fazhi.kg.linking.report import link_report

with (Path(__file__).parent / "data" / "obligation_sentences.csv").open(encoding="utf-8", newline="") as file:
    SENTENCES = list(csv.DictReader(file))


def outcome(row: dict[str, str], done: str) -> str:
    """What a report of the row's body and year that says ``done`` evidences of the row's obligation."""
    text = f"{row['body']}{row['year']}年度法治政府建设情况报告\n\n一、主要工作和成效\n\n{done}\n"
    linked = link_report(extract(read_bytes(text.encode())))
    (found,) = [
        a.judgement.outcome
        for a in assess_report(linked)
        if a.statutory and a.statutory.id == row["obligation"]
    ]
    return found


@pytest.mark.parametrize("row", SENTENCES, ids=lambda row: row["obligation"])
def test_what_shows_an_obligation_and_what_does_not(row):
    """A doing shows it; a want, a plan, another's doing or a neighbouring matter does not."""
    assert outcome(row, row["shown"]) == "evidenced"
    assert outcome(row, row["not_shown"]) == "not_reported"


def test_a_plan_shows_nothing():
    """The same words in the part on next year's plans."""
    for row in SENTENCES:
        assert outcome(row, f"积极工作。\n\n二、下一步打算\n\n{row['shown']}") == "not_reported", row[
            "obligation"
        ]
