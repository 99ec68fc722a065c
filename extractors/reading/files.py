"""Report files and their bytes, on disk or in a ZIP archive: ``reports.zip/2023/a.docx`` is a file as well.

An archive is taken for a folder, and so is one in an archive; one in that is not looked into.
"""

from __future__ import annotations

import os
import posixpath
import stat
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from fazhi.extractors.reading.archive import NOT_THERE, Archive, archive, nested, too_large
from fazhi.extractors.reading.source import ReadError
from fazhi.ontology.languages import Both, both

#: A report is some thousand characters, a long one some ten thousand; a larger file is something else.
MAX_BYTES = 20_000_000
#: The reports of an archive may have so many bytes together, unpacked.
MAX_UNPACKED = 1_000_000_000
#: Folders and archives are searched for these; what a file is, its content tells.
SUFFIXES = (
    ".txt", ".docx", ".docm", ".doc", ".wps", ".odt", ".rtf", ".pdf", ".html", ".htm", ".mht", ".mhtml",
)  # fmt: skip
ARCHIVE = ".zip"
#: Pictures of pages, for which they are searched only where these are to be recognised: most are others.
PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
#: Beside a document that is open, Word keeps a file of this name, which says by whom.
_LOCK = "~$"
#: What macOS adds to an archive.
_MACOS = "__MACOSX"
#: A browser saves what belongs to NAME.html in a folder beside it.
_PAGES = (".html", ".htm")
_BESIDE_PAGES = ("_files", ".files")
_TOO_DEEP = both("an archive in an archive in an archive; unpack it", "压缩包层层嵌套，请先解压")


@dataclass
class Inside:
    """The reports in an archive, sorted, and of other files that may be some why they are not read."""

    files: list[Path] = field(default_factory=list)
    refused: dict[str, Both] = field(default_factory=dict)


def content(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a file, be it on disk or in an archive.

    Raises :class:`ReadError`, which does not name the file, where that cannot be read or is too large.
    """
    if (file := archive_of(path)) is not None:
        holder, name = _member(file, path)
        return holder.read(name, limit)
    if reason := unreadable(path):
        raise ReadError(*reason)
    try:
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        raise ReadError(*not_opened(error)) from error
    if len(data) > limit:
        raise ReadError(*too_large(limit))
    return data


def exists(path: Path) -> bool:
    """Whether there is such a file, on disk or in an archive."""
    file = archive_of(path)
    if file is None:
        return os.path.isfile(path)
    try:
        _member(file, path)
    except ReadError:
        return False
    return True


def holds_reports(path: Path) -> bool:
    """Whether a path is that of a folder or an archive, in which reports are looked for."""
    return _is_archive(path.name) or path.is_dir()


def unreadable(path: Path) -> Both | None:
    """Why a file on disk cannot be read, as far as that is known before it is opened; None if nothing is."""
    try:
        return None if stat.S_ISREG(path.stat().st_mode) else both("no regular file", "不是普通文件")
    except OSError as error:
        return not_opened(error)


def not_opened(error: OSError) -> Both:
    """What is said of a file or folder that the system does not open."""
    return both(f"cannot be opened ({error.strerror})", f"无法打开（{error.strerror}）")


def archive_of(path: Path) -> Path | None:
    """The archive on disk through which a path leads; None for all other paths."""
    if os.path.isdir(os.path.dirname(path)):
        return None
    for parent in path.parents:
        try:
            found = stat.S_ISREG(parent.stat().st_mode)
        except OSError:
            continue
        return parent if found and _is_archive(parent.name) else None
    return None


def inside(path: Path, *, pictures: bool = False) -> Inside | None:
    """The reports in the archive at ``path``; None for a file that is no archive, but perhaps a report.

    ``pictures``: those count as well. Raises :class:`ReadError` for an archive that is damaged or too large.
    """
    if not _is_archive(path.name):
        return None
    file = archive_of(path)
    outer = archive(path) if file is None else nested(file, path.relative_to(file).as_posix())
    if outer.is_document:
        return None
    found = Inside()
    size = 0
    for name in _take(outer, path, found, pictures):
        member = path / name
        try:
            inner = _inner(path, name) if _is_archive(name) else None
        except ReadError as error:
            found.refused[str(member)] = error.both
            continue
        if inner is None or inner.is_document:
            found.files.append(member)
            size += outer.size(name)
            continue
        for deeper in _take(inner, member, found, pictures):
            if _is_archive(deeper):
                found.refused[f"{member}/{deeper}"] = _TOO_DEEP
            else:
                found.files.append(member / deeper)
                size += inner.size(deeper)
    if size > MAX_UNPACKED:
        raise ReadError(
            f"reports of more than {MAX_UNPACKED // 1_000_000_000} GB in all; take it apart",
            f"报告合计超过 {MAX_UNPACKED // 1_000_000_000} GB，请拆开",
        )
    found.files.sort()
    return found


def only_report(path: Path, *, pictures: bool = False) -> Path:
    """The only report in the archive at ``path``; ``path`` itself where that is no archive.

    Raises :class:`ReadError`, which names the reports in it, where there is not exactly one.
    """
    found = inside(path, pictures=pictures)
    if found is None:
        return path
    if len(found.files) == 1:
        return found.files[0]
    if not found.files:
        told = both("an archive without reports that can be read", "压缩包中没有可读取的报告")
        for name, why in sorted(found.refused.items())[:1]:
            told = both(f"{told.en}: {name}: {why.en}", f"{told.zh}：{name}：{why.zh}")
        raise ReadError(*told)
    names = ", ".join(map(str, found.files[:5])) + (", …" if len(found.files) > 5 else "")
    raise ReadError(
        f"an archive of {len(found.files)} reports; give one of them: {names}",
        f"压缩包含{len(found.files)}份报告，请指定其中一份：{names}",
    )


def is_report_name(name: str, *, pictures: bool = False) -> bool:
    """Whether a file of this name may be a report or an archive of some; ``pictures``: see :func:`inside`."""
    suffixes = (*SUFFIXES, ARCHIVE, *(PICTURES if pictures else ()))
    return name.lower().endswith(suffixes) and not name.startswith((".", _LOCK))


def is_folder_of_reports(name: str, files: Iterable[str]) -> bool:
    """Whether a folder of this name may hold reports; ``files`` are the names of the files beside it."""
    pages = {posixpath.splitext(file)[0] for file in files if file.lower().endswith(_PAGES)}
    of_page = any(name == page + end for page in pages for end in _BESIDE_PAGES)
    return not (of_page or name.startswith(".") or name == _MACOS)


def _take(holder: Archive, path: Path, found: Inside, pictures: bool) -> list[str]:
    """The members of an archive that may be reports or archives; what is refused of them is noted."""
    names = [*holder.names, *holder.refused]
    files: dict[str, list[str]] = defaultdict(list)
    for name in names:
        files[posixpath.dirname(name)].append(posixpath.basename(name))

    @cache
    def leads_to_reports(folder: str) -> bool:
        parent, name = posixpath.split(folder)
        return not folder or (is_folder_of_reports(name, files[parent]) and leads_to_reports(parent))

    wanted = [
        name
        for name in names
        if is_report_name(posixpath.basename(name), pictures=pictures)
        and (leads_to_reports(posixpath.dirname(name)) or ".." in name.split("/"))
    ]
    refused = [name for name in wanted if name in holder.refused]
    reasons = {holder.refused[name] for name in refused}
    if len(refused) == len(wanted) > 1 and len(reasons) == 1:
        found.refused[str(path)] = reasons.pop()
    else:
        found.refused |= {f"{path}/{name}": holder.refused[name] for name in refused}
    return [name for name in wanted if name in holder]


def _inner(path: Path, name: str) -> Archive:
    """The archive that is a member of the one at ``path``, which must not be in one itself."""
    if archive_of(path) is not None:
        raise ReadError(*_TOO_DEEP)
    return nested(path, name)


def _is_archive(name: str) -> bool:
    return name.lower().endswith(ARCHIVE)


def _member(file: Path, path: Path) -> tuple[Archive, str]:
    """The archive that holds what ``path`` leads to through the archive in ``file``, and its name there."""
    holder, name = archive(file), path.relative_to(file).as_posix()
    if name in holder:
        return holder, name
    parts = name.split("/")
    for end in range(1, len(parts)):
        outer = "/".join(parts[:end])
        if outer in holder and _is_archive(outer):
            holder, name = nested(file, outer), "/".join(parts[end:])
            if name in holder:
                return holder, name
            break
    if reason := holder.refused.get(name):
        raise ReadError(*reason)
    raise ReadError(*NOT_THERE)
