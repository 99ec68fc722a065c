"""The classes of activities as the trained classifier tells them, beside the lexicon."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fazhi.extractors import Record
from fazhi.extractors.components import trained_classes
from fazhi.extractors.components.activity_classes import class_scores
from fazhi.extractors.components.trained_classes import probabilities
from fazhi.extractors.evaluation.gold import load_gold
from fazhi.extractors.evaluation.training import Clause, accuracy, annotated_clauses, lexicon_accuracy, train

ROOT = Path(__file__).resolve().parents[2]
Annotated = Callable[[str], list[Clause]]


@pytest.fixture(scope="module")
def annotated() -> Annotated:
    """The annotated activities of the real or the synthetic gold."""
    gold = load_gold(ROOT / "tests" / "gold", ROOT / "examples" / "reports")
    return lambda kind: [c for g in gold if g.name.startswith(f"{kind}/") for c in annotated_clauses(g)]


def test_real_reports_are_told_better_by_a_classifier_that_never_saw_them_than_by_the_lexicon(
    annotated: Annotated,
) -> None:
    trained = accuracy(train(annotated("synthetic")), annotated("real"))
    assert trained >= 0.90
    assert trained > lexicon_accuracy(annotated("real"))


def test_the_installed_classifier_is_the_one_that_the_gold_makes(annotated: Annotated) -> None:
    clauses = annotated("real") + annotated("synthetic")
    fresh = train(clauses).model.predict([clause.text for clause in clauses])
    _, installed = probabilities([(c.words, class_scores(c.words, c.heading)) for c in clauses])
    # "make train" after gold or lexicon changed.
    assert installed == pytest.approx(fresh, abs=0.01)


def test_without_the_classifier_the_lexicon_tells_the_class(
    records_in: Callable[[str, str], list[Record]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trained_classes, "MODEL", ROOT / "no-such-folder")
    trained_classes._classifier.cache_clear()
    try:
        found = records_in("activity", "一、工作开展情况\n举办宪法宣传周活动3场。受理行政复议案件2件。")
    finally:
        trained_classes._classifier.cache_clear()
    assert [record.fields["class"] for record in found] == ["publicity", "reconsideration"]
