"""Activity classes: the trained classifier beside the lexicon, on reports that it was not trained on.

``python benchmarks/activity_classes.py``

The synthetic reports were written in series (the first letter of their names); the real ones are a series of
their own. One series after another is left out of the training and then told by both. The lexicon was written
with many of them at hand, so its column is better than it would be on new reports.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from fazhi.extractors.evaluation.gold import load_gold
from fazhi.extractors.evaluation.training import Clause, accuracy, annotated_clauses, lexicon_accuracy, train

ROOT = Path(__file__).parents[1]


def series() -> dict[str, list[Clause]]:
    """The annotated activities of the real reports and of each series of synthetic ones."""
    found: dict[str, list[Clause]] = defaultdict(list)
    for gold in load_gold(ROOT / "tests/gold", ROOT / "examples/reports"):
        folder, _, name = gold.name.partition("/")
        found["real" if folder == "real" else f"synthetic {name[0]}"] += annotated_clauses(gold)
    return found


def main() -> None:
    """Print both accuracies for each series."""
    all_series = series()
    print("left out      activities  lexicon  trained")
    for name, test in all_series.items():
        learn = [clause for other, clauses in all_series.items() if other != name for clause in clauses]
        trained = accuracy(train(learn), test)
        print(f"{name:13} {len(test):10}  {lexicon_accuracy(test):7.3f}  {trained:7.3f}")


if __name__ == "__main__":
    main()
