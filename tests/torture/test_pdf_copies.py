"""Damaged PDF files get a copy with comments, or are refused in one line; the copy can be read."""

from __future__ import annotations

import random
from datetime import datetime
from pathlib import Path

import pytest

from fazhi.extractors import read_bytes
from fazhi.kg.checks.finding import Place
from fazhi.kg.markup.pdf import marked
from fazhi.kg.markup.remark import Remark
from fazhi.ontology.errors import FazhiError

pytestmark = pytest.mark.torture

PRINTED = (Path(__file__).parents[1] / "extractors" / "data" / "printed-by-a-browser.pdf").read_bytes()


@pytest.mark.rounds(60)
def test_damaged_files(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(PRINTED)
    for _ in range(chance.choice((1, 10, 100, 1000))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    if seed % 3 == 0:
        del data[chance.randrange(len(data)) :]
    remark = Remark(Place(0, 0, 1, 1, 1, 4), ("x",))
    said = ""
    try:
        copy = marked(bytes(data), [remark], datetime(2024, 1, 1))
        assert read_bytes(copy).text == read_bytes(bytes(data)).text
    except FazhiError as refusal:
        said = str(refusal)
    assert "\n" not in said
    assert len(said) < 400
