"""Which files to read: those given, and those found in directories and archives."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from fazhi.extractors.reading.files import (
    archive_of,
    inside,
    is_folder_of_reports,
    is_report_name,
    not_opened,
    unreadable,
)
from fazhi.extractors.reading.source import ReadError
from fazhi.ontology.languages import Both, both


@dataclass(frozen=True)
class Skipped:
    """A file or directory that was not taken in, and why (one line, in both languages).

    ``digest`` is that of the file, if with the same bytes it would be skipped again; else empty.
    """

    file: str
    why: Both
    digest: str = ""

    @property
    def reason(self) -> str:
        """Why, in the language of the reader."""
        return str(self.why)


@dataclass
class Found:
    """The files to read, each once, and what cannot be read."""

    files: list[Path] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def find_files(paths: Iterable[str | Path], *, besides: Path, pictures: bool = False) -> Found:
    """The files given, and in directories and ZIP archives every file that may be a report, sorted.

    Pictures found there count only with ``pictures``. Hidden files and directories and Word's lock files are
    passed over, and so are everything below ``besides`` and the folders that browsers make beside saved
    pages; links to directories are not followed. What is no regular file (a pipe, a device, a link that leads
    nowhere) is skipped.
    """
    found = Found()
    seen: set[str] = set()
    for path in map(Path, paths):
        searched = path.is_dir()
        for file in _report_files(path, os.path.realpath(besides), found, pictures) if searched else [path]:
            for each in _taken_apart(file, found, pictures):
                if (real := os.path.realpath(each)) not in seen:
                    seen.add(real)
                    found.files.append(each)
    return found


def _taken_apart(file: Path, found: Found, pictures: bool) -> list[Path]:
    """The reports in an archive, or the file itself; what cannot be read is noted."""
    if archive_of(file) is None and (reason := unreadable(file)):
        found.skipped.append(Skipped(str(file), reason))
        return []
    try:
        members = inside(file, pictures=pictures)
    except ReadError as error:
        found.skipped.append(Skipped(str(file), error.both))
        return []
    if members is None:
        return [file]
    found.skipped += [Skipped(name, reason) for name, reason in sorted(members.refused.items())]
    if not members.files and not members.refused:
        found.skipped.append(Skipped(str(file), both("an archive without reports", "压缩包中没有报告")))
    return members.files


def _report_files(directory: Path, besides: str, found: Found, pictures: bool) -> list[Path]:
    def skip(error: OSError) -> None:
        found.skipped.append(Skipped(str(error.filename), not_opened(error)))

    files = []
    for parent, folders, names in os.walk(directory, onerror=skip):
        folders[:] = sorted(
            name
            for name in folders
            if is_folder_of_reports(name, names) and os.path.realpath(os.path.join(parent, name)) != besides
        )
        files += [Path(parent, name) for name in sorted(names) if is_report_name(name, pictures=pictures)]
    return files
