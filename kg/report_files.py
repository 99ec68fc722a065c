"""Which files to read: those given, and those found in directories."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from fazhi.extractors.reading.read import unreadable

#: Directories are searched for these; what a file is, its content tells.
SUFFIXES = (
    ".txt", ".docx", ".docm", ".doc", ".wps", ".odt", ".rtf", ".pdf", ".html", ".htm", ".mht", ".mhtml",
)  # fmt: skip
#: Beside a document that is open, Word keeps a file of this name, which says by whom.
_LOCK = "~$"
#: A browser saves what belongs to NAME.html in a folder beside it.
_BESIDE_PAGES = ("_files", ".files")


@dataclass(frozen=True)
class Skipped:
    """A file or directory that was not taken in, and why (one line)."""

    file: str
    reason: str


@dataclass
class Found:
    """The files to read, each once, and what cannot be read."""

    files: list[Path] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def find_files(paths: Iterable[str | Path], *, besides: Path) -> Found:
    """The files given, and in directories every file with one of :data:`SUFFIXES`, sorted.

    Hidden files and directories and Word's lock files are passed over, and so are everything below
    ``besides`` and the folders that browsers make beside saved pages; links to directories are not followed.
    What is no regular file (a pipe, a device, a link that leads nowhere) is skipped.
    """
    found = Found()
    seen: set[str] = set()
    for path in map(Path, paths):
        for file in _report_files(path, os.path.realpath(besides), found) if path.is_dir() else [path]:
            if reason := unreadable(file):
                found.skipped.append(Skipped(str(file), reason))
            elif (real := os.path.realpath(file)) not in seen:
                seen.add(real)
                found.files.append(file)
    return found


def _report_files(directory: Path, besides: str, found: Found) -> list[Path]:
    def skip(error: OSError) -> None:
        found.skipped.append(Skipped(str(error.filename), f"cannot be opened ({error.strerror})"))

    files = []
    for parent, folders, names in os.walk(directory, onerror=skip):
        pages = {Path(name).stem for name in names if name.lower().endswith((".html", ".htm"))}
        folders[:] = sorted(
            name
            for name in folders
            if not (name.startswith(".") or os.path.realpath(os.path.join(parent, name)) == besides)
            and not any(name == page + end for page in pages for end in _BESIDE_PAGES)
        )
        files += [
            Path(parent, name)
            for name in sorted(names)
            if name.lower().endswith(SUFFIXES) and not name.startswith((".", _LOCK))
        ]
    return files
