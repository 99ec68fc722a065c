"""Activities and their classes in reports that were not learnt from: ``python benchmarks/activities.py``.

The synthetic reports were written in series (the first letter of their names); the real ones are a series of
their own. One series after another is left out of the training and then read by the whole pipeline. Beside it
stands what the rules and the lexicon give alone; they were written with many of the reports at hand, so their
columns are better than they would be on new ones.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from fazhi.extractors.evaluation.evaluate import TypeScore, evaluate
from fazhi.extractors.evaluation.gold import GoldDocument, load_gold
from fazhi.extractors.evaluation.training import lesson, trained_on

ROOT = Path(__file__).parents[1]


def series() -> dict[str, list[GoldDocument]]:
    """The annotated real reports and each series of synthetic ones."""
    found: dict[str, list[GoldDocument]] = defaultdict(list)
    for gold in load_gold(ROOT / "tests/gold", ROOT / "examples/reports"):
        folder, _, name = gold.name.partition("/")
        found["real" if folder == "real" else f"synthetic {name[0]}"].append(gold)
    return found


def main() -> None:
    """Print both figures for each series, and for all of them."""
    all_series = series()
    lessons = {name: [lesson(gold) for gold in documents] for name, documents in all_series.items()}
    print(f"{'left out':13}{'activities':>11}{'rules':>24}{'trained':>24}")
    print(f"{'':24}{'precision recall    f1  class' * 2}")
    totals = TypeScore("activity"), TypeScore("activity")
    for name, documents in all_series.items():
        with trained_on([]):
            by_rules = evaluate(documents)["activity"]
        with trained_on([each for other, these in lessons.items() if other != name for each in these]):
            trained = evaluate(documents)["activity"]
        _print(name, by_rules, trained)
        for total, score in zip(totals, (by_rules, trained), strict=True):
            _add(total, score)
    _print("all", *totals)


def _add(total: TypeScore, score: TypeScore) -> None:
    total.matched += score.matched
    total.missed += score.missed
    total.extra += score.extra
    right, counted = total.attributes.get("class", (0, 0))
    more_right, more = score.attributes.get("class", (0, 0))
    total.attributes["class"] = right + more_right, counted + more


def _print(name: str, *scores: TypeScore) -> None:
    cells = (
        f"{s.precision:10.3f} {s.recall:6.3f} {s.f1:5.3f} {s.accuracy('class') or 0:6.3f}" for s in scores
    )
    print(f"{name:13}{scores[0].gold:11}{''.join(cells)}", flush=True)


if __name__ == "__main__":
    main()
