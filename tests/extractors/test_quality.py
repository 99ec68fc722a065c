"""Extraction keeps the quality it has reached on the annotated reports."""

import json
from pathlib import Path

import pytest

from fazhi.extractors.evaluation.evaluate import evaluate
from fazhi.extractors.evaluation.gold import load_gold

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "tests" / "gold"
FIGURES = json.loads((GOLD / "figures.json").read_text("utf-8"))


@pytest.mark.parametrize("kind", sorted(FIGURES))
def test_no_figure_falls_below_the_committed_one(kind: str) -> None:
    listed = FIGURES[kind]["reports"]
    gold = [g for g in load_gold(GOLD / kind, ROOT / "examples" / "reports") if g.name in listed]
    assert [g.name for g in gold] == listed

    scores = evaluate(gold)
    fallen = [
        f"{record_type} {name}: {now.get(name)}, committed {committed}"
        for record_type, figures in FIGURES[kind]["types"].items()
        for now in [scores[record_type].figures()]
        for name, committed in figures.items()
        if now.get(name, 0.0) < committed
    ]
    assert not fallen, f"{kind} gold: " + "; ".join(fallen)


def test_every_kind_of_gold_has_figures() -> None:
    assert {path.name for path in GOLD.iterdir() if path.is_dir()} == set(FIGURES)
