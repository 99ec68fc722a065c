"""Activities and their classes as learnt from the annotated reports, beside the rules alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from fazhi.extractors import Record
from fazhi.extractors.components.activity_classes import class_scores
from fazhi.extractors.components.trained_classes import probabilities
from fazhi.extractors.components.trained_clauses import labeller
from fazhi.extractors.evaluation.evaluate import TypeScore, evaluate
from fazhi.extractors.evaluation.gold import GoldDocument, load_gold
from fazhi.extractors.evaluation.training import Lesson, lesson, train, train_clauses, trained_on

ROOT = Path(__file__).resolve().parents[2]
#: The beginnings of the names of reports that are left out together: to learn takes fifteen seconds.
LEFT_OUT = ("synthetic/k", "synthetic/l", "real/")


@pytest.fixture(scope="module")
def gold() -> list[GoldDocument]:
    """All annotated reports."""
    return list(load_gold(ROOT / "tests" / "gold", ROOT / "examples" / "reports"))


@pytest.fixture(scope="module")
def lessons(gold: list[GoldDocument]) -> list[Lesson]:
    """What is learnt from each annotated report."""
    return [lesson(each) for each in gold]


@pytest.fixture(scope="module")
def left_out(gold: list[GoldDocument], lessons: list[Lesson]) -> dict[str, TypeScore]:
    """The score of activities in the reports of each of three series, once learnt from all others."""
    learnt = [what for each, what in zip(gold, lessons, strict=True) if not each.name.startswith(LEFT_OUT)]
    with trained_on(learnt):
        return {
            series: evaluate(each for each in gold if each.name.startswith(series))["activity"]
            for series in LEFT_OUT
        }


# The first two were written without sight of the rules.
@pytest.mark.parametrize(
    ("series", "f1", "in_class"),
    [("synthetic/k", 0.87, 0.88), ("synthetic/l", 0.87, 0.92), ("real/", 0.78, 0.91)],
)
def test_activities_of_reports_that_were_not_learnt_from_are_told(
    left_out: dict[str, TypeScore], series: str, f1: float, in_class: float
) -> None:
    score = left_out[series]
    assert score.f1 >= f1
    assert (score.accuracy("class") or 0.0) >= in_class


def test_what_is_learnt_tells_activities_better_than_the_rules(
    gold: list[GoldDocument], left_out: dict[str, TypeScore]
) -> None:
    with trained_on([]):
        by_rules = evaluate(each for each in gold if each.name.startswith("real/"))["activity"]
    assert left_out["real/"].f1 > by_rules.f1


def test_the_installed_models_are_those_that_the_gold_makes(lessons: list[Lesson]) -> None:
    acts = [act for each in lessons for act in each.acts]
    fresh = train(acts).model.predict([act.text for act in acts])
    scored = [(act.words, class_scores(act.words, act.heading, act.counted)) for act in acts]
    _, installed = probabilities(scored)
    # "make train" after gold, rules or lexicon changed.
    assert installed == pytest.approx(fresh, abs=0.01)

    made, there = train_clauses(lessons), labeller()
    assert there is not None
    assert np.array_equal(made.keys, there.keys)
    assert made.weights == pytest.approx(there.weights, abs=0.01)


@pytest.fixture
def no_models() -> Iterator[None]:
    """Nothing learnt is installed."""
    with trained_on([]):
        yield


@pytest.mark.usefixtures("no_models")
def test_without_the_models_the_rules_tell_activities_and_the_lexicon_their_class(
    records_in: Callable[[str, str], list[Record]],
) -> None:
    text = (
        "一、工作开展情况\n举办宪法宣传周活动3场，参与群众500余人次。"
        "为优化服务，受理行政复议案件2件。切实提高法治意识。"
    )
    found = records_in("activity", text)
    assert [(record.text, record.fields["class"]) for record in found] == [
        ("举办宪法宣传周活动3场，参与群众500余人次", "publicity"),
        ("受理行政复议案件2件", "reconsideration"),
    ]
