"""A damaged or hostile picture is recognised or refused in one line, in little time and memory."""

from __future__ import annotations

import io
import random
import struct
import zlib
from importlib.util import find_spec
from pathlib import Path

import pytest
from PIL import Image

from fazhi.extractors import ReadError, read_bytes
from fazhi.extractors.reading.read import recognise_page, scanned_pages
from fazhi.kg.workers import Limits, WorkerError, call

pytestmark = [
    pytest.mark.torture,
    pytest.mark.skipif(not find_spec("rapidocr"), reason="the extra ocr is not installed (make test-ocr)"),
]
SCAN = Path(__file__).parents[1] / "ocr" / "data" / "report.tif"
LIMITS = Limits(seconds=60)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAZHI_CACHE", str(tmp_path / "cache"))


def said_of(data: bytes, file: Path) -> str:
    """What is said of a picture whose first page is to be recognised."""
    file.write_bytes(data)
    said = ""
    try:
        pages = call(LIMITS, scanned_pages, file)
        call(LIMITS, recognise_page, file, pages[0])
    except (ReadError, WorkerError) as refusal:
        said = str(refusal)
    assert "\n" not in said
    assert len(said) < 400
    return said


@pytest.mark.rounds(8)
@pytest.mark.parametrize("form", ["TIFF", "PNG", "JPEG"])
def test_changed_bytes(form: str, seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    with Image.open(SCAN) as scan:
        small = scan.convert("L").crop((0, 100, 700, 300))
    file = io.BytesIO()
    small.save(file, form, compression="tiff_deflate" if form == "TIFF" else None)
    data = bytearray(file.getvalue())
    for _ in range(chance.choice((1, 3, 30))):
        data[chance.randrange(8, len(data))] = chance.randrange(256)
    said_of(bytes(data[: chance.randrange(8, len(data)) if seed % 4 == 0 else None]), tmp_path / "a.bin")


def png(width: int, height: int) -> bytes:
    """A black and white picture, the rows all alike, packed."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * (width // 8)
    rows = b"".join(packer.compress(row * 100) for _ in range(height // 100)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_small_file_that_unfolds_into_a_large_picture_is_refused(tmp_path: Path) -> None:
    assert "million pixels" in said_of(png(40_000, 40_000), tmp_path / "a.png")
    assert "million pixels" in said_of(png(12_000, 12_000), tmp_path / "a.png")
    assert said_of(png(9_600, 10_000), tmp_path / "a.png") == ""


def test_more_pages_than_a_report_has(tmp_path: Path) -> None:
    page = Image.new("1", (8, 8))
    file = io.BytesIO()
    page.save(file, "TIFF", save_all=True, append_images=[page] * 100)
    assert "101 pages, more than 100 to recognise" in said_of(file.getvalue(), tmp_path / "a.tif")


def test_a_page_of_odd_shape(tmp_path: Path) -> None:
    for size in ((1, 1), (1, 4000), (4000, 1), (3, 5)):
        file = io.BytesIO()
        Image.new("L", size, 128).save(file, "PNG")
        assert said_of(file.getvalue(), tmp_path / "a.png") == ""
        with pytest.raises(ReadError, match="the file is empty"):
            read_bytes(file.getvalue(), ocr=True)
