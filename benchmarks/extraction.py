"""How long extraction takes beside plain tokenisation: ``python benchmarks/extraction.py [ROUNDS]``.

Each round tokenises every example and synthetic report with ``spacy.blank("zh")`` and then extracts from
it, so that both meet the machine in the same state. Prints characters a second by the median round and
the ratio of the medians; extraction is to take at most three times as long as tokenisation.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from time import perf_counter

import spacy

from extractors import extract, read_file

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (ROOT / "examples" / "reports", ROOT / "tests" / "gold" / "synthetic")
MOST = 3.0


def main(rounds: int) -> None:
    """Measure and print."""
    documents = [read_file(path) for folder in FOLDERS for path in sorted(folder.glob("*.txt"))]
    characters = sum(len(document.text) for document in documents)
    tokenise = spacy.blank("zh")
    times: dict[str, list[float]] = {"tokenise": [], "extract": []}
    # The first round fills caches (lexicons, patterns) and is not counted.
    for number in range(rounds + 1):
        spent = {"tokenise": 0.0, "extract": 0.0}
        for document in documents:
            start = perf_counter()
            tokenise(document.text)
            middle = perf_counter()
            extract(document)
            spent["tokenise"] += middle - start
            spent["extract"] += perf_counter() - middle
        for name in times:
            if number:
                times[name].append(spent[name])
    print(f"{len(documents)} reports, {characters} characters, {rounds} rounds")
    for name, seconds in times.items():
        print(f"{name:<9} {characters / median(seconds):>10,.0f} characters a second")
    ratio = median(times["extract"]) / median(times["tokenise"])
    print(f"ratio     {ratio:>10.2f} (at most {MOST:g})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
