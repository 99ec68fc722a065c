"""Raise the committed quality figures to what extraction reaches now: ``python benchmarks/figures.py``.

``tests/gold/figures.json`` holds, for the real and the synthetic gold, the F1 of each record type and the
accuracy of its attributes, rounded down to three digits. A figure is only ever raised here; one that is
to be lower (because gold was corrected) is changed by hand, with the reason in the commit.
"""

from __future__ import annotations

import json
from pathlib import Path

from extractors.evaluate import evaluate
from extractors.gold import load_gold

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "tests" / "gold"
FIGURES = GOLD / "figures.json"


def main() -> None:
    """Rewrite the file and say which figures rose."""
    committed = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
    raised: dict[str, dict[str, dict[str, float]]] = {}
    for kind in ("real", "synthetic"):
        scores = evaluate(load_gold(GOLD / kind, ROOT / "examples" / "reports"))
        raised[kind] = {
            record_type: {
                name: _higher(
                    value, committed.get(kind, {}).get(record_type, {}).get(name), kind, record_type, name
                )
                for name, value in score.figures().items()
            }
            for record_type, score in scores.items()
        }
    FIGURES.write_text(json.dumps(raised, indent=2) + "\n", "utf-8")


def _higher(now: float, before: float | None, *place: str) -> float:
    if before is None or now > before:
        print(*place, f"{'new' if before is None else before} -> {now}")
        return now
    return before


if __name__ == "__main__":
    main()
