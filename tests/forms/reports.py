"""The reports that are tried in other forms, and what a report says, whatever its form."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from fazhi.extractors import Document, extract

from .forms import Report

ROOT = Path(__file__).resolve().parents[2]
_NAMES = (
    "a5-chenghu-market-regulation-2021", "c2-liuyin-street-2022", "d3-lanxi-transport-bureau-2024",
    "f8-lanpu-bonded-zone-2024", "i1-pharmaceutical-park-2023", "l3-water-bureau-2022",
    "m8-tourism-zone-2023", "o3-emergency-bureau-2022", "q2-county-city-2023",
    "r6-airport-economic-zone-2025",
)  # fmt: skip
EXAMPLES = [Report(path) for path in sorted((ROOT / "examples" / "reports").glob("*.txt"))]
SYNTHETIC = [Report(ROOT / "tests" / "gold" / "synthetic" / f"{name}.txt") for name in _NAMES]


def statements(document: Document) -> Counter[str]:
    """What the records say: type, characters and fields; a place in the text changes with the form."""
    return Counter(
        f"{record.type} {record.text.replace(chr(10), '')} {dict(sorted(record.fields.items()))}"
        for record in extract(document).records
    )


@cache
def of_text(report: Report) -> Counter[str]:
    """What a report says as its text has it."""
    return statements(report.document)


def of_any_width(said: Counter[str]) -> Counter[str]:
    """The same with marks, letters and digits of one width: a scan is read with those of Chinese text."""
    return Counter(unicodedata.normalize("NFKC", each) for each in said.elements())


def share_of_characters(expected: str, found: str) -> float:
    """The share of the characters that were found, 0 to 1, whatever their width: 1 less the error rate."""
    one, other = (unicodedata.normalize("NFKC", text).replace("\n", "") for text in (expected, found))
    return 1 - Levenshtein.distance(one, other) / len(one)
