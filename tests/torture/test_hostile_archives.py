"""A damaged or hostile ZIP archive is searched or refused in one line, in little time and memory."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from fazhi.extractors import ReadError, read_file
from fazhi.extractors.reading.archive import MAX_MEMBERS
from fazhi.kg.report_files import Found, find_files
from fazhi.kg.workers import GIB, Limits, call

pytestmark = pytest.mark.torture

REPORT = (Path(__file__).parents[2] / "examples" / "reports" / "ganmei-south-park-2023.txt").read_bytes()
#: More than any of this may take.
LIMITS = Limits(seconds=30, memory=GIB // 2)


def searched_and_read(file: Path) -> Found:
    """What is found in a folder with an archive, read in a child process."""
    found = call(LIMITS, find_files, [file], besides=file.parent / "store")
    for skipped in found.skipped:
        assert "\n" not in skipped.reason
        assert len(skipped.reason) < 300
    return found


def read_or_refused(file: Path) -> str:
    try:
        assert call(LIMITS, read_file, file).text
    except ReadError as refusal:
        said = str(refusal)
        assert "\n" not in said
        return said
    return ""


@pytest.mark.rounds(150)
def test_changed_bytes(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    inner, file = io.BytesIO(), io.BytesIO()
    for target, members in ((inner, ("c.txt",)), (file, ("a.txt", "年/b.txt", "inner.zip"))):
        with zipfile.ZipFile(target, "w", chance.choice((0, 8, 12, 14))) as archive:
            for name in members:
                archive.writestr(name, inner.getvalue() if name == "inner.zip" else REPORT)
    data = bytearray(file.getvalue())
    # Most of what is told stands in the list at the end.
    for _ in range(chance.choice((1, 3, 30))):
        data[-chance.randrange(1, 500)] = chance.randrange(256)
        data[chance.randrange(len(data))] = chance.randrange(256)
    (tmp_path / "a.zip").write_bytes(data[: chance.randrange(len(data)) if seed % 5 == 0 else None])

    found = searched_and_read(tmp_path / "a.zip")
    for each in found.files:
        read_or_refused(each)
    read_or_refused(tmp_path / "a.zip")


def entry(name: bytes, size: int, packed: int, crc: int = 0) -> bytes:
    """An entry of an archive's list of members, at the archive's beginning."""
    head = (b"PK\x01\x02", 20, 20, 0, 8, 0, 0, crc, packed, size, len(name), 0, 0, 0, 0, 0, 0)
    return struct.pack("<4s6H3L5H2L", *head) + name


def archive_of(body: bytes, entries: bytes, number: int) -> bytes:
    return (
        body
        + entries
        + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, number, number, len(entries), len(body), 0)
    )


def overlapping(members: int) -> bytes:
    """An archive whose members share their bytes, 10 MB each when unpacked."""
    size, name = 10_000_000, b"0.txt"
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = packer.compress(bytes(size)) + packer.flush()
    # Packed so well that it would be refused for that, so it says that it is larger.
    packed, crc = size // 150, zlib.crc32(bytes(size))
    head = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, packed, size, len(name), 0)
    entries = b"".join(entry(b"%d.txt" % number, size, packed, crc=crc) for number in range(members))
    return archive_of(head + name + content.ljust(packed, b"\0"), entries, members)


def test_members_that_share_their_bytes_are_too_many_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(overlapping(1_000))

    found = searched_and_read(tmp_path / "a.zip")

    assert not found.files
    (skipped,) = found.skipped
    assert "reports of more than 1 GB in all; take it apart" in skipped.reason


def test_a_long_list_of_members_is_not_read(tmp_path: Path) -> None:
    many = entry(b"%07d.txt" % 0, 1, 1) * 1_000_000
    (tmp_path / "a.zip").write_bytes(archive_of(b"PK\x03\x04", many, 65_535))

    found = searched_and_read(tmp_path / "a.zip")

    (skipped,) = found.skipped
    assert "a damaged or incomplete ZIP file, such as a DOCX that was not fetched whole" in skipped.reason


def test_more_members_than_an_archive_of_reports_has(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(MAX_MEMBERS + 1):
            archive.writestr(f"{number}.txt", b"")

    found = searched_and_read(tmp_path / "a.zip")

    (skipped,) = found.skipped
    assert "an archive of 10,001 files, more than 10,000; take it apart" in skipped.reason


def test_archives_that_unfold_in_archives_are_not_unpacked(tmp_path: Path) -> None:
    data = bytes(1_000_000_000)
    for _ in range(3):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.zip" if len(data) < 100_000_000 else "a.txt", data)
        data = file.getvalue()
    (tmp_path / "a.zip").write_bytes(data)

    found = searched_and_read(tmp_path / "a.zip")

    assert not found.files
    assert found.skipped


def test_a_member_of_another_size_than_it_says(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"a" * 50_000_000)
    data = (tmp_path / "a.zip").read_bytes()
    size = struct.pack("<L", 50_000_000)
    (tmp_path / "a.zip").write_bytes(data.replace(size, struct.pack("<L", 100)))

    assert "damaged in its archive" in read_or_refused(tmp_path / "a.zip" / "a.txt")
