"""A damaged or hostile PDF is read or refused in one line; the process that asked lives on."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from fazhi.extractors import ReadError, read_bytes
from fazhi.extractors.reading import pdf
from fazhi.extractors.reading.pdf_file import MAX_PAGES
from fazhi.extractors.reading.pdf_pictures import pictures
from fazhi.kg.workers import REPORT, Limits, WorkerError, call

from ..extractors.paper import Paper, numbered

pytestmark = pytest.mark.torture

PRINTED = (Path(__file__).parents[1] / "extractors" / "data" / "printed-by-a-browser.pdf").read_bytes()
PROSE = (
    "2023年，临江镇深入学习贯彻习近平法治思想，认真落实《中华人民共和国安全生产法》有关要求，"
    "全年查处违法案件1,081件，办结行政复议12起，法治政府建设各项工作取得了新的成效。"
)
LIMITS = Limits(seconds=60)


def altered(data: bytes, chance: random.Random) -> bytes:
    """Some bytes are others."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 60)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(data: bytes, chance: random.Random) -> bytes:
    """The end is missing."""
    return data[: chance.randrange(len(data))]


def moved(data: bytes, chance: random.Random) -> bytes:
    """A part stands elsewhere, so that the table of the objects' places is wrong."""
    first, second, third = sorted(chance.randrange(len(data)) for _ in range(3))
    return data[:first] + data[second:third] + data[first:second] + data[third:]


def renumbered(data: bytes, chance: random.Random) -> bytes:
    """Some numbers, of objects, lengths and measures, are others of as many digits."""
    for number in chance.choices(list(re.finditer(rb"\b\d+\b", data)), k=8):
        other = b"%d" % chance.randrange(10 ** len(number.group()))
        data = data[: number.start()] + other.zfill(len(number.group())) + data[number.end() :]
    return data


@pytest.mark.rounds(10)
@pytest.mark.parametrize("damage", [altered, cut, moved, renumbered])
def test_a_damaged_file_is_read_or_refused(
    damage: Callable[[bytes, random.Random], bytes], seed: int
) -> None:
    data = damage(PRINTED, random.Random(seed))

    said = ""
    try:
        document = call(LIMITS, read_bytes, data)
        assert document.text
        where = call(LIMITS, pdf.boxes, data)
        assert where.of(document, 0, len(document.text))
        call(LIMITS, pictures, data, list(where.pages), most_bytes=10_000_000)
    except ReadError as refusal:
        said = str(refusal)
    assert "\n" not in said, f"seed {seed}"


def page_of(content: bytes) -> bytes:
    """A PDF with one page of this content, compressed."""
    packed = zlib.compress(content, 9)
    return b"""%%PDF-1.7
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R
/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >> endobj
4 0 obj << /Length %d /Filter /FlateDecode >> stream
%s
endstream endobj
trailer << /Root 1 0 R /Size 5 >>
%%%%EOF""" % (len(packed), packed)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b" " * 300_000_000, id="much ado about nothing"),
        pytest.param(b"BT /F 9 Tf " + b"(a) Tj " * 1_200_000 + b"ET", id="millions of characters"),
        pytest.param(b"0 0 m " + b"9 9 l 0 9 l " * 3_000_000 + b"S", id="millions of strokes"),
        pytest.param(b"q " * 5_000_000, id="millions of saved states"),
    ],
)
def test_a_small_file_that_unfolds_into_much_harms_nobody(content: bytes) -> None:
    with pytest.raises((ReadError, WorkerError)) as refusal:
        call(LIMITS, read_bytes, page_of(content))

    assert "\n" not in str(refusal.value)
    assert call(LIMITS, read_bytes, PRINTED).text


def test_five_hundred_pages_are_read_whole() -> None:
    paper = Paper(around=numbered)
    paragraphs = 0
    while paper.page < MAX_PAGES:
        paper.paragraph(PROSE)
        paragraphs += 1

    assert call(REPORT, read_bytes, paper.save()).text == "\n".join([PROSE] * paragraphs)
