"""ZIP archives (压缩包) of reports: what is in them, read within bounds and never unpacked to disk.

Names come out right also where a Chinese Windows wrote them in GBK without saying so.
"""

from __future__ import annotations

import lzma
import os
import re
import stat
import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from fazhi.extractors.reading.source import ReadError
from fazhi.ontology.languages import Both, both

#: What a ZIP file may raise that is damaged.
BROKEN = (BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error, lzma.LZMAError)
DAMAGED = both(
    "a damaged or incomplete ZIP file, such as a DOCX that was not fetched whole; get it again",
    "ZIP 文件损坏或不完整（例如没有下载完的 DOCX），请重新获取",
)
NOT_THERE = both("no such file in the archive", "压缩包中没有这个文件")
MAX_MEMBERS = 10_000
#: An archive in an archive is held in memory, as is the list of members of each.
MAX_NESTED = 100_000_000
_MAX_DIRECTORY = 4_000_000
#: What is larger than this and was packed to less than so many times its size is made to unfold.
_LARGE, _RATIO = 1_000_000, 200
#: Longer names, in bytes, no file system takes.
_MAX_NAME = 1_000
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_CHUNK = 1 << 20
#: Names that documents packed as ZIP have in them: Office Open XML, OpenDocument and EPUB, OFD.
_DOCUMENTS = frozenset(("[content_types].xml", "mimetype", "ofd.xml"))
_ABSOLUTE = re.compile(r"[/\\]|[A-Za-z]:")


class Archive:
    """The members of a ZIP file by their names (``2023/a.docx``), folders left out.

    ``refused`` says of those that are not read why. ``is_document``: it is a document such as a DOCX file.
    Raises :class:`ReadError` where the file is damaged or has more than :data:`MAX_MEMBERS`.
    """

    def __init__(self, opens: Callable[[], BinaryIO]) -> None:
        """``opens`` opens the file, which is closed again after each look into it."""
        try:
            self._zip = ZipFile(_Looks(opens))
        except BROKEN as error:
            raise ReadError(*DAMAGED) from error
        entries = self._zip.infolist()
        if len(entries) > MAX_MEMBERS:
            raise ReadError(
                f"an archive of {len(entries):,} files, more than {MAX_MEMBERS:,}; take it apart",
                f"压缩包含{len(entries)}个文件，超过{MAX_MEMBERS}个，请拆开",
            )
        self._entries: dict[str, ZipInfo] = {}
        self.refused: dict[str, Both] = {}
        for entry, written in zip(entries, _names(entries), strict=True):
            name = "/".join(part for part in written.split("/") if part not in ("", "."))
            if written.endswith("/") or not name:
                continue
            if reason := _refusal(entry, written):
                self.refused[name] = reason
            elif name in self._entries:
                self.refused[name] = both(
                    "in the archive twice; the first is taken", "压缩包中有两个，取第一个"
                )
            else:
                self._entries[name] = entry
        self.is_document = any(name.casefold() in _DOCUMENTS for name in self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    @property
    def names(self) -> list[str]:
        """The names of the members that can be read, sorted."""
        return sorted(self._entries)

    def size(self, name: str) -> int:
        """How many bytes a member has unpacked; no more are read."""
        return self._entries[name].file_size

    def read(self, name: str, limit: int) -> bytes:
        """A member unpacked. Raises :class:`ReadError` where it is damaged or larger than ``limit`` bytes."""
        content = bytearray()
        try:
            with self._zip.open(self._entries[name]) as stream:
                while chunk := stream.read(_CHUNK):
                    content += chunk
                    if len(content) > limit:
                        raise ReadError(*too_large(limit))
        except BROKEN as error:
            raise ReadError(
                "damaged in its archive; get the archive again", "在压缩包中已损坏，请重新获取压缩包"
            ) from error
        return bytes(content)


def archive(file: Path) -> Archive:
    """The archive in a file on disk. Raises :class:`ReadError`."""
    try:
        state = file.stat()
    except OSError as error:
        raise ReadError(f"cannot be opened ({error.strerror})", f"无法打开（{error.strerror}）") from error
    return _archive(os.fspath(file), (state.st_ino, state.st_mtime_ns, state.st_size))


def nested(file: Path, name: str) -> Archive:
    """The archive that is a member of another one, in a file on disk. Raises :class:`ReadError`."""
    if name not in archive(file):
        if reason := archive(file).refused.get(name):
            raise ReadError(*reason)
        raise ReadError(*NOT_THERE)
    state = file.stat()
    return _nested(os.fspath(file), (state.st_ino, state.st_mtime_ns, state.st_size), name)


@lru_cache(maxsize=4)
def _archive(file: str, _: tuple[int, int, int]) -> Archive:
    return Archive(lambda: open(file, "rb"))


@lru_cache(maxsize=1)
def _nested(file: str, _: tuple[int, int, int], name: str) -> Archive:
    data = archive(Path(file)).read(name, MAX_NESTED)
    return Archive(lambda: BytesIO(data))


def too_large(limit: int) -> Both:
    """What is said of a file of more bytes than ``limit``."""
    size = f"{limit // 1_000_000} MB" if limit >= 1_000_000 else f"{limit // 1000} kB"
    return both(f"larger than {size}", f"大于 {size}")


class _Looks:
    """A file that is open only while something is read, and never much: a list of members may be endless."""

    def __init__(self, opens: Callable[[], BinaryIO]) -> None:
        self._opens = opens
        self._at = 0

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        with self._opens() as stream:
            if whence == os.SEEK_CUR:
                offset, whence = self._at + offset, os.SEEK_SET
            self._at = stream.seek(offset, whence)
        return self._at

    def read(self, size: int = -1) -> bytes:
        with self._opens() as stream:
            stream.seek(self._at)
            data = stream.read(min(size, _MAX_DIRECTORY + 1) if size >= 0 else _MAX_DIRECTORY + 1)
        if len(data) > _MAX_DIRECTORY:
            raise BadZipFile("more than an archive's list of members has")
        self._at += len(data)
        return data


def _names(entries: Sequence[ZipInfo]) -> list[str]:
    """The names as they were written, ``/`` between folders.

    Those that do not say that they are UTF-8 are so if all of them can be, else GB18030, the code page of a
    Chinese Windows; the ZIP format has code page 437 for them.
    """
    written = [
        None if entry.flag_bits & _UTF8_NAME else _in_code_page_437(entry.orig_filename) for entry in entries
    ]
    encoding = "utf-8" if _decodes(b"/".join(filter(None, written)), "utf-8") else "gb18030"
    return [
        (name.decode(encoding) if name and _decodes(name, encoding) else entry.orig_filename).replace(
            "\\", "/"
        )
        for entry, name in zip(entries, written, strict=True)
    ]


def _in_code_page_437(name: str) -> bytes | None:
    try:
        return name.encode("cp437")
    except UnicodeEncodeError:
        return None


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _refusal(entry: ZipInfo, name: str) -> Both | None:
    """Why a member is not read; None if it is."""
    if _ABSOLUTE.match(name) or ".." in name.split("/"):
        return both("its name leads out of the archive", "文件名指向压缩包之外")
    if "\0" in name or len(name.encode("utf-8", "replace")) > _MAX_NAME:
        return both("its name is none that a file can have", "文件名不合法")
    if stat.S_ISLNK(entry.external_attr >> 16):
        return both("a symbolic link, not followed", "符号链接，没有读取")
    if entry.flag_bits & _ENCRYPTED:
        return both("protected by a password; unpack the archive with it", "有密码保护，请先解压")
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return both("packed in a way that is not read; unpack the archive", "压缩方式不支持，请先解压")
    if entry.file_size > _LARGE and entry.file_size > _RATIO * entry.compress_size:
        return both(
            f"unfolds to more than {_RATIO} times its size, which no report does",
            f"解压后超过原大小的{_RATIO}倍，不会是报告",
        )
    return None
