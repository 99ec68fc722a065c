"""Texts read and extracted through the room's public door."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fazhi.extractors import Document, Record, extract, read_bytes

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples" / "reports").glob("*.txt"))
SYNTHETIC = sorted((ROOT / "tests" / "gold" / "synthetic").glob("*.txt"))


@pytest.fixture(scope="session")
def read_text() -> Callable[[str], Document]:
    """Reads a text as the bytes of a UTF-8 file."""
    return lambda text: read_bytes(text.encode())


@pytest.fixture(scope="session")
def records_in(read_text: Callable[[str], Document]) -> Callable[[str, str], list[Record]]:
    """The records of one type in a text."""

    def find(record_type: str, text: str) -> list[Record]:
        return [record for record in extract(read_text(text)).records if record.type == record_type]

    return find


@pytest.fixture(params=[*EXAMPLES, *SYNTHETIC], ids=lambda path: path.stem, scope="session")
def report_file(request: pytest.FixtureRequest) -> Path:
    """Every example and synthetic report in turn."""
    path: Path = request.param
    return path
