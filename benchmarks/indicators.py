"""Indicators of figures against gold: how many given are right, how many due are given.

``python benchmarks/indicators.py [--wrong]``

The synthetic reports were written in series (the first letter of their names); k and l were written without
sight of the rules. The real ones are a series of their own. Figures that were not found at all are left out.
``--wrong`` lists what differs: gold's indicator, the one found, and the words.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from fazhi.extractors.evaluation.evaluate import evaluate
from fazhi.extractors.evaluation.gold import GoldDocument, load_gold

ROOT = Path(__file__).parents[1]


def series(gold: GoldDocument) -> str:
    """The series that a report belongs to."""
    folder, _, name = gold.name.partition("/")
    return "real" if folder == "real" else f"synthetic {name[0]}"


def main() -> None:
    """Print precision of the indicators given and recall of those due, for each series and for all."""
    count: Counter[tuple[str, str]] = Counter()
    for gold in load_gold(ROOT / "tests/gold", ROOT / "examples/reports"):
        score = evaluate([gold])["observation"]
        wrong = [entry for entry in score.wrong if entry[1] == "indicator"]
        right = score.attributes.get("indicator", (0, 0))[0]
        for name in (series(gold), "all"):
            count[name, "right"] += right
            count[name, "given"] += right + sum("indicator" in found.fields for *_, found in wrong)
            count[name, "due"] += right + sum("indicator" in wanted.fields for _, _, wanted, _ in wrong)
        if "--wrong" in sys.argv:
            for _, _, wanted, found in wrong:
                print(gold.name, wanted.fields.get("indicator"), found.fields.get("indicator"), wanted.text)
    print("series         given    due  precision  recall")
    for name in dict.fromkeys(name for name, _ in count):
        right, given, due = (count[name, what] for what in ("right", "given", "due"))
        print(f"{name:12} {given:7} {due:6}  {right / max(given, 1):9.3f}  {right / max(due, 1):6.3f}")


if __name__ == "__main__":
    main()
