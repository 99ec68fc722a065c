"""Raise the committed quality figures to what extraction reaches now: ``python benchmarks/figures.py``.

``tests/gold/figures.json`` holds, for the real and the synthetic gold, the names of the reports, the F1 of
each record type and the accuracy of its attributes, rounded down to three digits. A figure is only ever
raised here, unless reports were added or taken away: then all of that gold's figures are taken anew. One
that is to be lower because gold was corrected is changed by hand, with the reason in the commit.

The class of an activity has none: it is learnt from this very gold. tests/extractors/test_trained_classes.py
holds what is reached on reports that were left out of the training.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fazhi.extractors.evaluation.evaluate import evaluate
from fazhi.extractors.evaluation.gold import load_gold

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "tests" / "gold"
FIGURES = GOLD / "figures.json"


def main() -> None:
    """Rewrite the file and say which figures changed."""
    committed = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
    written = {kind: _figures(kind, committed.get(kind, {})) for kind in ("real", "synthetic")}
    FIGURES.write_text(json.dumps(written, indent=2) + "\n", "utf-8")


def _figures(kind: str, committed: dict[str, Any]) -> dict[str, Any]:
    gold = load_gold(GOLD / kind, ROOT / "examples" / "reports")
    reports = [document.name for document in gold]
    same_gold = reports == committed.get("reports")
    types: dict[str, dict[str, float]] = {}
    for record_type, score in evaluate(gold).items():
        before = committed.get("types", {}).get(record_type, {})
        if record_type == "activity":
            # Learnt from this gold: tests/extractors/test_trained_activities.py has its figures.
            continue
        now = score.figures()
        types[record_type] = now | {
            name: max(value, now.get(name, 0.0)) for name, value in before.items() if same_gold
        }
        for name, value in types[record_type].items():
            if value != before.get(name):
                print(kind, record_type, name, before.get(name, "new"), "->", value)
    return {"reports": reports, "types": types}


if __name__ == "__main__":
    main()
