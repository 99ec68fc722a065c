"""Damaged Word files are read or refused in one line; LibreOffice reads what it must and fetches nothing."""

from __future__ import annotations

import random
import re
import shutil
import socket
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

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


@pytest.fixture(scope="module")
def older_files(word_file: bytes, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The report in the forms that LibreOffice reads for us."""
    folder = tmp_path_factory.mktemp("older")
    (folder / "report.docx").write_bytes(word_file)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    found = {}
    for suffix in ("doc", "rtf", "odt"):
        command = ["soffice", "--headless", profile, "--convert-to", suffix, "--outdir", folder]
        subprocess.run([*command, folder / "report.docx"], check=True, capture_output=True, timeout=120)
        found[suffix] = (folder / f"report.{suffix}").read_bytes()
    return found


@needs_libreoffice
@pytest.mark.rounds(3)
@pytest.mark.parametrize("form", ["doc", "rtf", "odt"])
def test_changed_bytes_of_older_forms(older_files: dict[str, bytes], form: str, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(older_files[form])
    for _ in range(chance.choice((3, 30, 300))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    read_or_refused(bytes(data[: chance.randrange(len(data)) if seed % 3 == 0 else None]))


def open_document(body: str, doctype: str = "") -> bytes:
    """An ODT file with this body."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr(ZipInfo("mimetype"), "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?>{doctype}<office:document-content xmlns:office="{names}:office:1.0"'
            f' xmlns:text="{names}:text:1.0" office:version="1.2"><office:body><office:text>{body}'
            "</office:text></office:body></office:document-content>",
        )
        archive.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{names}:manifest:1.0"><m:file-entry m:full-path="/"'
            ' m:media-type="application/vnd.oasis.opendocument.text"/>'
            '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>',
        )
    return file.getvalue()


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "哈哈哈哈">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


@needs_libreoffice
@pytest.mark.parametrize(
    ("body", "doctype", "complaint"),
    [
        pytest.param("<text:p>&i;</text:p>", LAUGHS, "cannot read", id="laughs"),
        pytest.param(
            "<text:p>依法</text:p>" * 1_000_000, "", "not read by LibreOffice in 5 seconds", id="long"
        ),
        pytest.param("<text:section>" * 20_000, "", "cannot read", id="deep"),
    ],
)
def test_what_unfolds_in_libreoffice_is_ended(
    body: str, doctype: str, complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_bytes(open_document("<text:p>依法行政。</text:p>")).text == "依法行政。"
    monkeypatch.setattr(office, "SECONDS", 5 if "seconds" in complaint else 60)

    with pytest.raises(ReadError, match=complaint):
        read_bytes(open_document(body, doctype))

    assert "fazhi-" not in subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout


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
