"""Reports in ZIP archives: read as if the archive were a folder, whoever packed it."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from docx import Document as WordDocument

from fazhi.extractors import ReadError, read_bytes, read_file
from fazhi.kg.report_files import find_files
from fazhi.kg.store.opening import open_store

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
QIDONG, GANMEI = (
    (EXAMPLES / f"{name}.txt").read_bytes()
    for name in ("qidong-life-health-park-2023", "ganmei-south-park-2023")
)
TEXT = read_file(EXAMPLES / "ganmei-south-park-2023.txt").text


class Named(zipfile.ZipInfo):
    """A member whose name is written in an encoding without saying which, as Chinese programs do."""

    encoding = "gbk"

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 (zipfile's own)
        return self.filename.encode(self.encoding), self.flag_bits & ~0x800


class NamedInUtf8(Named):
    encoding = "utf-8"


def packed(
    members: Mapping[str, bytes], kind: type[zipfile.ZipInfo] = zipfile.ZipInfo, *, method: int = 8
) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            info = kind(name)
            info.compress_type = method
            archive.writestr(info, content)
    return file.getvalue()


def word_file(text: str) -> bytes:
    file = io.BytesIO()
    document = WordDocument()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def encrypted(data: bytes, name: str) -> bytes:
    """The archive with the flag set that says that a member is encrypted."""
    changed = bytearray(data)
    for signature, flags, at in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        start = data.find(signature)
        while start >= 0:
            if data.startswith(name.encode(), start + at):
                changed[start + flags] |= 1
            start = data.find(signature, start + 1)
    return bytes(changed)


def found_in(folder: Path) -> tuple[list[str], dict[str, str]]:
    """The reports found and the files skipped, by their paths in the folder."""
    found = find_files([folder], besides=folder / "store")
    return (
        [file.relative_to(folder).as_posix() for file in found.files],
        {Path(each.file).relative_to(folder).as_posix(): each.reason for each in found.skipped},
    )


@pytest.mark.parametrize("kind", [zipfile.ZipInfo, Named, NamedInUtf8])
def test_names_come_out_right_whoever_packed(tmp_path: Path, kind: type[zipfile.ZipInfo]) -> None:
    names = [
        "2023年度/启东生命健康产业园 法治政府建设报告.txt",
        "2023年度/甘美南园区（乙）.txt",
        "總結許可證.txt",
    ]
    (tmp_path / "报告.zip").write_bytes(packed(dict.fromkeys(names, GANMEI), kind))

    assert found_in(tmp_path)[0] == sorted(f"报告.zip/{name}" for name in names)
    assert read_file(tmp_path / "报告.zip" / names[0]).source == Path(names[0]).name


def test_backslashes_part_folders(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed({"2023\\镇\\a.txt": GANMEI}, Named))

    assert found_in(tmp_path)[0] == ["a.zip/2023/镇/a.txt"]


def test_an_archive_is_searched_like_a_folder(tmp_path: Path) -> None:
    members = {
        "a.txt": GANMEI,
        "b/c.PDF": b"",
        "b/page.html": b"",
        "b/page_files/frame.html": b"",
        "b/.hidden.txt": b"",
        ".git/e.txt": b"",
        "~$f.docx": b"",
        "__MACOSX/._a.txt": b"",
        "picture.jpg": b"",
        "a.txt.yaml": b"year: 2023",
        "empty/": b"",
    }
    (tmp_path / "a.zip").write_bytes(packed(members))

    assert found_in(tmp_path) == (["a.zip/a.txt", "a.zip/b/c.PDF", "a.zip/b/page.html"], {})


@pytest.mark.usefixtures("english")
def test_an_archive_in_an_archive_is_one_more_folder(tmp_path: Path) -> None:
    deepest = packed({"d.txt": GANMEI})
    inner = packed({"镇/c.txt": GANMEI, "deeper.zip": deepest})
    (tmp_path / "a.zip").write_bytes(packed({"县/inner.zip": inner, "b.txt": QIDONG}))

    assert found_in(tmp_path) == (
        ["a.zip/b.txt", "a.zip/县/inner.zip/镇/c.txt"],
        {"a.zip/县/inner.zip/deeper.zip": "an archive in an archive in an archive; unpack it"},
    )
    assert read_file(tmp_path / "a.zip/县/inner.zip/镇/c.txt").text == TEXT
    assert read_file(tmp_path / "a.zip/县/inner.zip").text == TEXT


def test_documents_that_are_zip_files_stay_what_they_are(tmp_path: Path) -> None:
    word = word_file(GANMEI.decode())
    (tmp_path / "renamed.zip").write_bytes(word)
    (tmp_path / "a.zip").write_bytes(packed({"a.docx": word, "renamed.zip": word}))

    assert found_in(tmp_path) == (["a.zip/a.docx", "a.zip/renamed.zip", "renamed.zip"], {})
    assert len({read_file(tmp_path / file).digest for file in found_in(tmp_path)[0]}) == 1


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.usefixtures("english")
def test_what_is_not_read_is_named(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in ("good.txt", "secret.txt", "../up.txt", "/etc/root.txt", "C:\\windows.txt"):
            archive.writestr(name, GANMEI)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("good.txt", QIDONG)
        archive.writestr(link("link.txt"), "/etc/passwd")
        archive.writestr(zipfile.ZipInfo("lzma.txt"), GANMEI, zipfile.ZIP_LZMA)
        archive.writestr(zipfile.ZipInfo("bomb.txt"), bytes(2_000_000), zipfile.ZIP_DEFLATED)
    (tmp_path / "a.zip").write_bytes(encrypted(file.getvalue(), "secret.txt"))

    files, skipped = found_in(tmp_path)

    assert files == ["a.zip/good.txt"]
    assert read_file(tmp_path / files[0]).text == TEXT
    assert skipped == {
        "a.zip/good.txt": "in the archive twice; the first is taken",
        "a.zip/secret.txt": "protected by a password; unpack the archive with it",
        "a.zip/../up.txt": "its name leads out of the archive",
        "a.zip/etc/root.txt": "its name leads out of the archive",
        "a.zip/C:/windows.txt": "its name leads out of the archive",
        "a.zip/link.txt": "a symbolic link, not followed",
        "a.zip/lzma.txt": "packed in a way that is not read; unpack the archive",
        "a.zip/bomb.txt": "unfolds to more than 200 times its size, which no report does",
    }


@pytest.mark.usefixtures("english")
def test_an_archive_behind_a_password_is_named_once(tmp_path: Path) -> None:
    data = packed({f"{number}.txt": GANMEI for number in range(9)})
    for number in range(9):
        data = encrypted(data, f"{number}.txt")
    (tmp_path / "a.zip").write_bytes(data)

    reason = "protected by a password; unpack the archive with it"
    assert found_in(tmp_path) == ([], {"a.zip": reason})
    with pytest.raises(
        ReadError, match=r"without reports that can be read: .*a\.zip: protected by a password"
    ):
        read_file(tmp_path / "a.zip")


def years(store: Path) -> list[tuple[str, str]]:
    """The files of a store's reports, each with the reported year."""
    ask = (
        "SELECT ?name ?year { ?report fz:reportedYear ?year ; prov:wasDerivedFrom/rdfs:label ?name }"
        "ORDER BY ?name ?year"
    )
    with open_store(store, read_only=True) as opened:
        return [(row["name"].value, row["year"].value) for row in opened.select(ask)]


def test_a_build_takes_every_report_of_an_archive(tmp_path: Path, fresh_store, fazhi) -> None:
    archive, store = tmp_path / "reports.zip", fresh_store()
    members = {"2023/a.txt": QIDONG, "b.txt": GANMEI, "b.txt.yaml": b"year: 2021", "d.txt": b""}
    archive.write_bytes(packed(members))

    told = fazhi("build", archive, "--store", store)

    assert "added 新增 2" in told.out
    assert f"{archive}/d.txt: the file is empty" in told.out
    assert years(store) == [("a.txt", "2023"), ("b.txt", "2021")]

    # What a member says now takes the place of what it said before; what did not change is not read.
    more = QIDONG + "\n全年开展法治培训3次。\n".encode()
    archive.write_bytes(packed({**members, "2023/a.txt": more}))
    assert "replaced 更新 1, unchanged 未变 1" in fazhi("build", archive, "--store", store).out


def test_issuer_and_year_are_given_for_the_only_report_of_an_archive(
    tmp_path: Path, fresh_store, fazhi
) -> None:
    archive, store = tmp_path / "reports.zip", fresh_store()
    archive.write_bytes(packed({"a.txt": GANMEI, "b.txt": QIDONG}))
    several = fazhi("build", archive, "--year", "2020", "--store", store)
    assert (several.code, "are for a single file" in several.err) == (2, True)

    archive.write_bytes(packed({"a.txt": GANMEI}))
    assert "added 新增 1" in fazhi("build", archive, "--year", "2020", "--store", store).out
    assert years(store) == [("a.txt", "2020")]


@pytest.mark.usefixtures("english")
def test_a_report_in_an_archive_is_a_file_for_every_command(tmp_path: Path, fazhi) -> None:
    (tmp_path / "one.zip").write_bytes(packed({"年/a.txt": QIDONG, "readme.jpg": b""}))
    (tmp_path / "two.zip").write_bytes(packed({"a.txt": QIDONG, "b.txt": GANMEI}))
    records = fazhi("extract", EXAMPLES / "qidong-life-health-park-2023.txt").out

    assert fazhi("extract", tmp_path / "one.zip").out == records
    assert fazhi("extract", tmp_path / "two.zip" / "a.txt").out == records
    assert f"{tmp_path}/two.zip/a.txt:" in fazhi("check", tmp_path / "two.zip" / "a.txt").out
    page = tmp_path / "page.html"
    assert fazhi("explain", tmp_path / "one.zip", "-o", page).code == 0
    assert page.exists()
    for command in ("extract", "check", "explain"):
        several = fazhi(command, tmp_path / "two.zip")
        assert several.code == 2
        assert several.err == (
            f"fazhi: {tmp_path}/two.zip: an archive of 2 reports; give one of them: "
            f"{tmp_path}/two.zip/a.txt, {tmp_path}/two.zip/b.txt\n"
        )
        missing = fazhi(command, tmp_path / "two.zip" / "c.txt")
        assert (missing.code, missing.err) == (
            2,
            f"fazhi: {tmp_path}/two.zip/c.txt: no such file in the archive\n",
        )


@pytest.mark.usefixtures("english")
def test_an_archive_without_reports_is_named(tmp_path: Path) -> None:
    (tmp_path / "pictures.zip").write_bytes(packed({"a.jpg": b"", "b/": b""}))
    (tmp_path / "cut.zip").write_bytes(packed({"a.txt": GANMEI})[:-30])
    (tmp_path / "text.zip").write_bytes(GANMEI)

    damaged = "a damaged or incomplete ZIP file, such as a DOCX that was not fetched whole; get it again"
    assert found_in(tmp_path) == (
        [],
        {"pictures.zip": "an archive without reports", "cut.zip": damaged, "text.zip": damaged},
    )
    (skipped,) = find_files([tmp_path / "a.txt"], besides=tmp_path).skipped
    assert (skipped.file, skipped.reason) == (
        str(tmp_path / "a.txt"),
        "cannot be opened (No such file or directory)",
    )


@pytest.mark.parametrize("beginning", [b"Rar!\x1a\x07\x01\0", b"7z\xbc\xaf\x27\x1c\0\4"])
def test_archives_of_other_kinds_are_told_from_binary_data(beginning: bytes) -> None:
    with pytest.raises(ReadError, match="archive; pack it as ZIP"):
        read_bytes(beginning + bytes(100))
