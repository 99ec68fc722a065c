"""Damaged Word files are read or refused in one line; LibreOffice reads what it must and fetches nothing."""

from __future__ import annotations

import random
import re
import shutil
import socket
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document as WordDocument

from fazhi.extractors import ReadError, read_bytes
from fazhi.extractors.reading import office

pytestmark = pytest.mark.torture

REPORT = Path(__file__).parents[2] / "examples" / "reports" / "ganmei-south-park-2023.txt"
needs_libreoffice = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")


@pytest.fixture(scope="module")
def word_file() -> bytes:
    """A report with headings of Word's own, a list, and a table."""
    document = WordDocument()
    for line in REPORT.read_text("utf-8").splitlines():
        document.add_paragraph(
            line, style="List Number" if "是" in line[:20] else "Heading 1" if "、" in line[:3] else None
        )
    table = document.add_table(3, 3)
    for number, cell in enumerate(table._cells):
        cell.text = f"第{number}格"
    return saved(document)


def saved(document) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def read_or_refused(data: bytes) -> None:
    said = ""
    try:
        document = read_bytes(data)
        assert all(document.place(offset) for offset in range(len(document.text)) if document.places)
    except ReadError as refusal:
        said = str(refusal)
    assert "\n" not in said
    assert len(said) < 400


@pytest.mark.rounds(100)
def test_changed_bytes(word_file: bytes, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(word_file)
    for _ in range(chance.choice((1, 3, 30, 300))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    read_or_refused(bytes(data[: chance.randrange(len(data)) if seed % 4 == 0 else None]))


@pytest.mark.rounds(150)
def test_changed_xml(word_file: bytes, seed: int) -> None:
    """Elements and attributes taken out, doubled, swapped."""
    chance = random.Random(seed)
    changed = BytesIO()
    with ZipFile(BytesIO(word_file)) as archive, ZipFile(changed, "w", ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith((".xml", ".rels")) and chance.random() < 0.5:
                pattern = chance.choice(
                    (rb"<[^<>]*/>", rb' [\w:]+="[^"]*"', rb"<w:(\w+)[^<>]*>[^<>]*</w:\1>", rb'="[^"]*"')
                )
                pieces = [match.group() for match in re.finditer(pattern, content)]
                content = re.sub(pattern, lambda match: _instead(chance, match.group(), pieces), content)  # noqa: B023
            if chance.random() < 0.97:
                copy.writestr(name, content)
    read_or_refused(changed.getvalue())


def _instead(chance: random.Random, piece: bytes, pieces: list[bytes]) -> bytes:
    choice = chance.random()
    if choice < 0.05:
        return b""
    if choice < 0.08 and not piece.startswith(b" "):
        return piece + piece
    return chance.choice(pieces) if choice < 0.15 else piece


@needs_libreoffice
def test_nothing_is_fetched() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        picture = (
            rf'{{\field{{\*\fldinst INCLUDEPICTURE "http://127.0.0.1:{port}/a.png" \\d}}{{\fldrslt x}}}}'
        )
        text = rf'{{\field{{\*\fldinst INCLUDETEXT "http://127.0.0.1:{port}/a.txt"}}{{\fldrslt y}}}}'
        data = rf"{{\rtf1\ansi {picture}{text} Text.\par}}".encode()
        server.settimeout(0.1)

        assert "Text." in read_bytes(data).text
        with pytest.raises(TimeoutError):
            server.accept()


@needs_libreoffice
def test_a_conversion_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "SECONDS", 0.5)

    with pytest.raises(ReadError, match=r"an RTF document, not read by LibreOffice in 0\.5 seconds"):
        read_bytes(rb"{\rtf1\ansi Text.\par}")

    assert "fazhi-" not in subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout


@needs_libreoffice
def test_what_libreoffice_cannot_read_is_told() -> None:
    ole = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + random.Random(1).randbytes(504)
        + "WordDocument".encode("utf-16-le")
    )

    with pytest.raises(ReadError, match="a Word 97 or WPS document that LibreOffice cannot read"):
        read_bytes(ole + bytes(2000))
