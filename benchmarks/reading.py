"""What reading a report costs beside extracting from it: ``python benchmarks/reading.py [REPORTS] [ROUNDS]``.

Synthetic reports are made into text, Word files, web pages and PDF files as the tests of forms do, then
read and extracted from, in this process. Prints for each form the processor's time a report, by the median
round, and the part of it that reading takes. Word files and web pages are to be read in less time than then
is taken to extract from them. Needs the development dependencies.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from time import process_time

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from fazhi.extractors import extract, read_bytes  # noqa: E402
from tests.forms.forms import FORMS, Report  # noqa: E402

MADE = (
    "txt-utf-8",
    "txt-gb18030",
    "docx",
    "html",
    "html-divs",
    "html-tables",
    "html-pasted",
    "pdf-one-column",
)


def main(number: int, rounds: int) -> None:
    """Measure and print."""
    paths = sorted((ROOT / "tests" / "gold" / "synthetic").glob("*.txt"))[:number]
    reports = [Report(path) for path in paths]
    print(f"{len(reports)} reports, milliseconds a report")
    print(f"{'form':<16}{'KB':>6}{'read':>8}{'extract':>9}{'reading':>9}")
    for form in MADE:
        files = FORMS[form].make(reports, ROOT)
        reading, extracting = _seconds(files, rounds)
        size = sum(map(len, files)) / len(files) / 1000
        times = f"{reading / len(files) * 1e3:>8.1f}{extracting / len(files) * 1e3:>9.1f}"
        print(f"{form:<16}{size:>6.0f}{times}{reading / (reading + extracting):>9.0%}")


def _seconds(files: list[bytes], rounds: int) -> tuple[float, float]:
    """Seconds that reading all files and extracting from them take, each the median of the rounds."""
    reading, extracting = [], []
    # The first round fills caches (lexicons, patterns) and is not counted.
    for number in range(rounds + 1):
        start = process_time()
        documents = [read_bytes(file) for file in files]
        middle = process_time()
        for document in documents:
            extract(document)
        if number:
            reading.append(middle - start)
            extracting.append(process_time() - middle)
    return median(reading), median(extracting)


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*[*given, *(100, 3)[len(given) :]])
