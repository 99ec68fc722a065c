"""How long extraction takes beside plain tokenisation: ``python benchmarks/extraction.py [ROUNDS]``.

Each round tokenises every report with ``spacy.blank("zh")`` and extracts from it in turn, so that both meet
the machine in the same state. Prints characters a second by the median round and the ratio of the medians,
for the real reports (where extraction is to take at most three times as long as tokenisation) and for the
synthetic ones, which are made to hold two and a half times as many records a character.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from time import perf_counter

import spacy

from fazhi.extractors import Document, extract, read_file

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = {"real": ROOT / "examples" / "reports", "synthetic": ROOT / "tests" / "gold" / "synthetic"}
MOST = 3.0


def main(rounds: int) -> None:
    """Measure and print."""
    print(f"{'reports':<10}{'characters':>11}{'tokenise/s':>12}{'extract/s':>11}{'ratio':>7}")
    for kind, folder in FOLDERS.items():
        documents = [read_file(path) for path in sorted(folder.glob("*.txt"))]
        characters = sum(len(document.text) for document in documents)
        tokenising, extracting = _times(documents, rounds)
        speeds = f"{characters / tokenising:>12,.0f}{characters / extracting:>11,.0f}"
        bound = f" (at most {MOST:g})" if kind == "real" else ""
        print(f"{kind:<10}{characters:>11,}{speeds}{extracting / tokenising:>7.2f}{bound}")


def _times(documents: list[Document], rounds: int) -> tuple[float, float]:
    """Seconds that tokenising and extracting all documents take, each the median of the rounds."""
    tokenise = spacy.blank("zh")
    tokenising, extracting = [], []
    # The first round fills caches (lexicons, patterns) and is not counted.
    for number in range(rounds + 1):
        tokenised = extracted = 0.0
        for document in documents:
            start = perf_counter()
            tokenise(document.text)
            middle = perf_counter()
            extract(document)
            tokenised += middle - start
            extracted += perf_counter() - middle
        if number:
            tokenising.append(tokenised)
            extracting.append(extracted)
    return median(tokenising), median(extracting)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
