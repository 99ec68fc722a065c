"""Activity classes: the trained classifier beside the lexicon, on reports that it was not trained on.

``python benchmarks/activity_classes.py``

The synthetic reports were written in series (the first letter of their names); the real ones are a series of
their own. One series after another is left out of the training and then told by both. The lexicon was written
with many of them at hand, so its column is better than it would be on new reports.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from extractors.activity_classes import class_scores, classify
from extractors.gold import load_gold
from extractors.trained_classes import classifier_text
from extractors.training import Clause, annotated_clauses, train

ROOT = Path(__file__).parents[1]


def series() -> dict[str, list[Clause]]:
    """The annotated activities of the real reports and of each series of synthetic ones."""
    found: dict[str, list[Clause]] = defaultdict(list)
    for gold in load_gold(ROOT / "tests/gold", ROOT / "examples/reports"):
        folder, _, name = gold.name.partition("/")
        found["real" if folder == "real" else f"synthetic {name[0]}"] += annotated_clauses(gold)
    return found


def trained_accuracy(learn: list[Clause], test: list[Clause]) -> float:
    """The share of ``test`` whose class a classifier trained on ``learn`` tells, by each clause alone."""
    classifier = train(learn)
    texts = [classifier_text(c.words, class_scores(c.words, c.heading)) for c in test]
    told = classifier.model.predict(texts).argmax(axis=1)
    return sum(classifier.labels[n] == c.name for n, c in zip(told, test, strict=True)) / len(test)


def main() -> None:
    """Print both accuracies for each series."""
    all_series = series()
    print("left out      activities  lexicon  trained")
    for name, test in all_series.items():
        learn = [clause for other, clauses in all_series.items() if other != name for clause in clauses]
        lexicon = sum(classify(c.words, c.heading)[0] == c.name for c in test) / len(test)
        print(f"{name:13} {len(test):10}  {lexicon:7.3f}  {trained_accuracy(learn, test):7.3f}")


if __name__ == "__main__":
    main()
