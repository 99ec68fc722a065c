"""How extraction is scored against gold, on reports whose records are known."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fazhi.extractors.evaluation.evaluate import TypeScore, evaluate
from fazhi.extractors.evaluation.gold import load_gold

REPORT = """启明产业园2023年法治政府建设情况报告
一、主要工作
组织学习《中华人民共和国安全生产法》，宣传《中华人民共和国安全生产法》。
查处案件3起，罚款2.5万元。聘请江苏启明律师事务所担任常年法律顾问。
在“12·4”国家宪法日开展活动。成立法治建设领导小组，由主任任组长。
领导干部每年学法不少于40学时。
二、存在的问题
一是执法力量不足。二是普法形式单一，针对性不强。
"""
Score = Callable[..., dict[str, TypeScore]]


@pytest.fixture
def score(tmp_path: Path) -> Score:
    """Scores the report against the records given."""

    def scored(*records: dict[str, Any]) -> dict[str, TypeScore]:
        (tmp_path / "报告.txt").write_text(REPORT, "utf-8")
        lines = [json.dumps(record, ensure_ascii=False) for record in records]
        (tmp_path / "报告.jsonl").write_text("\n".join(lines), "utf-8")
        return evaluate(load_gold(tmp_path))

    return scored


LAW = "中华人民共和国安全生产法"


def citation(title: str, purpose: str) -> dict[str, Any]:
    return {"type": "citation", "text": f"《{LAW}》", "title": title, "purpose": purpose}


def test_citations_are_paired_one_to_one_by_title(score: Score) -> None:
    citations = score(citation(f"《{LAW}》", "study"))["citation"]

    assert (citations.gold, citations.found, citations.matched) == (1, 2, 1)
    assert (citations.precision, citations.recall) == (0.5, 1.0)
    assert citations.f1 == pytest.approx(2 / 3)
    assert [record.fields["purpose"] for _, record in citations.extra] == ["publicity"]


def test_citations_of_one_title_are_paired_with_the_nearest(score: Score) -> None:
    citations = score(citation(LAW, "study"), citation(LAW, "publicity"))["citation"]

    assert citations.attributes["purpose"] == (2, 2)
    assert citations.f1 == 1.0


def test_a_citation_of_another_title_is_a_miss(score: Score) -> None:
    citations = score(citation("安全生产法", "study"))["citation"]

    assert citations.matched == 0
    assert len(citations.missed) == 1
    assert len(citations.extra) == 2


def test_an_observation_needs_value_and_unit_and_a_common_span(score: Score) -> None:
    right = {"type": "observation", "text": "3起", "value": 3, "unit": "起", "modifier": "approx"}
    scores = score(right, {"type": "observation", "text": "2.5万元", "value": 2.5, "unit": "元"})[
        "observation"
    ]

    assert scores.matched == 1
    assert [gold.text for _, gold in scores.missed] == ["2.5万元"]
    assert [
        (a, g.fields["modifier"], f.fields["modifier"]) for _, a, g, f in scores.wrong if a == "modifier"
    ] == [("modifier", "approx", "exact")]


def test_an_observation_elsewhere_is_no_pair(score: Score) -> None:
    elsewhere = {"type": "observation", "text": "执法力量", "value": 3, "unit": "起"}

    assert score(elsewhere)["observation"].matched == 0


@pytest.mark.parametrize(
    ("day", "matched"),
    [
        ({"name": "宪法日", "date": "--12-04"}, 1),
        ({"name": "国家宪法日"}, 1),
        ({"name": "国家宪法日", "date": "--12-05"}, 0),
        ({"name": "宪法日"}, 0),
    ],
)
def test_publicity_days_are_paired_by_date_else_by_name(
    score: Score, day: dict[str, str], matched: int
) -> None:
    assert score({"type": "publicity_day", "text": "国家宪法日", **day})["publicity_day"].matched == matched


def test_counsel_is_paired_by_kind(score: Score) -> None:
    counsel = {"type": "counsel", "text": "法律顾问", "firm": "江苏启明律师事务所", "retained": True}

    right, wrong = (
        score({**counsel, "kind": "legal_counsel"}),
        score({**counsel, "kind": "government_lawyer"}),
    )

    assert right["counsel"].attributes == {"firm": (1, 1), "retained": (1, 1)}
    assert wrong["counsel"].matched == 0


def test_leading_groups_are_paired_where_they_overlap(score: Score) -> None:
    group = {"type": "leading_group", "text": "法治建设领导小组", "name": "法治建设领导小组", "head": "书记"}
    groups = score(group)["leading_group"]

    assert groups.attributes == {"name": (1, 1), "head": (0, 1)}


@pytest.mark.parametrize(
    ("text", "matched"), [("普法形式单一，针对性不强", 1), ("普法形式单一", 1), ("形式单一", 0)]
)
def test_clauses_are_paired_where_half_is_common(score: Score, text: str, matched: int) -> None:
    assert score({"type": "problem", "text": text})["problem"].matched == matched


def test_what_neither_side_has_is_not_counted(score: Score) -> None:
    duty = {"type": "duty", "text": "领导干部每年学法不少于40学时", "modality": "required", "amount": 40}
    attributes = score(duty)["duty"].attributes

    assert attributes["amount"] == (1, 1)
    # Gold leaves the frequency out here, extraction does not.
    assert attributes["frequency"] == (0, 1)
    assert score()["plan"].attributes == {}


def test_nothing_wanted_and_nothing_found_is_full_marks(score: Score) -> None:
    plans = score()["plan"]

    assert (plans.gold, plans.found, plans.f1) == (0, 0, 1.0)


def test_figures_are_rounded_down(score: Score) -> None:
    citations = score(citation(LAW, "study"))["citation"]

    assert citations.figures() == {"f1": 0.666, "purpose": 1.0}
