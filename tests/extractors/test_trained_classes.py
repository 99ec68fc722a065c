"""The classes of activities as the trained classifier tells them, beside the lexicon."""

from collections.abc import Callable
from pathlib import Path

import pytest

from extractors import Record, trained_classes
from extractors.activity_classes import class_scores, classify
from extractors.gold import load_gold
from extractors.trained_classes import classifier_text, probabilities
from extractors.training import Clause, annotated_clauses, train

ROOT = Path(__file__).resolve().parents[2]
GOLD = load_gold(ROOT / "tests" / "gold", ROOT / "examples" / "reports")
REAL = [c for gold in GOLD if gold.name.startswith("real/") for c in annotated_clauses(gold)]
SYNTHETIC = [c for gold in GOLD if gold.name.startswith("synthetic/") for c in annotated_clauses(gold)]


def texts(clauses: list[Clause]) -> list[str]:
    return [classifier_text(c.words, class_scores(c.words, c.heading)) for c in clauses]


def test_real_reports_are_told_better_by_a_classifier_that_never_saw_them_than_by_the_lexicon() -> None:
    classifier = train(SYNTHETIC)
    told = [classifier.labels[n] for n in classifier.model.predict(texts(REAL)).argmax(axis=1)]
    trained = sum(name == clause.name for name, clause in zip(told, REAL, strict=True)) / len(REAL)
    lexicon = sum(classify(c.words, c.heading)[0] == c.name for c in REAL) / len(REAL)
    assert trained >= 0.91
    assert trained > lexicon


def test_the_installed_classifier_is_the_one_that_the_gold_makes() -> None:
    clauses = REAL + SYNTHETIC
    fresh = train(clauses).model.predict(texts(clauses))
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
