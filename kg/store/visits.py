"""What builds were given to search, and what they skipped, as the manifest keeps it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from fazhi.kg.store.files import real_path
from fazhi.kg.store.manifest import Manifest
from fazhi.kg.store.manifest_file import file_name
from fazhi.ontology.languages import Both


class Left(NamedTuple):
    """A file that was skipped: why, what its bytes were, and what read them.

    ``digest`` is empty where another time it may be otherwise, with the same bytes and the same program.
    """

    reason: Both
    digest: str = ""
    program: str = ""


class Visits:
    """The folders and archives that builds searched, and the files they skipped.

    Both are named as the manifest names files.
    """

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._database = manifest.database

    def folders(self) -> Iterator[tuple[Path, bool]]:
        """The folders and archives, and whether pictures count there."""
        for name, pictures in self._database.execute("SELECT name, pictures FROM folder ORDER BY name"):
            yield self._path_of(name), bool(pictures)

    def skipped(self) -> Iterator[tuple[Path, Left]]:
        """The files that were skipped."""
        for name, reason, digest, program in self._database.execute("SELECT * FROM skipped ORDER BY name"):
            yield self._path_of(name), Left(_read(reason), digest, program)

    def reason(self, file: Path, digest: str, program: str) -> Both | None:
        """Why a file of these bytes was skipped by this program and would be again; None if nobody knows."""
        row = self._database.execute(
            "SELECT reason FROM skipped WHERE name = ? AND digest = ? AND program = ? AND digest != ''",
            (self._name_of(file), digest, program),
        ).fetchone()
        return _read(row[0]) if row else None

    def searched(self, paths: Iterable[Path], *, pictures: bool) -> None:
        """Note that a build searches these paths: what it skipped there before counts no more."""
        # Reading stays unloaded where a store is only asked.
        from fazhi.extractors.reading.files import holds_reports

        searched = [real_path(path) for path in paths]
        for path in searched:
            if holds_reports(path):
                row = (self._name_of(path), pictures)
                self._database.execute("INSERT OR REPLACE INTO folder VALUES (?, ?)", row)
        self._forget_skipped(searched)

    def skip(self, file: Path, left: Left) -> None:
        """Note that a file was skipped."""
        row = (self._name_of(file), json.dumps(left.reason), left.digest, left.program)
        self._database.execute("INSERT OR REPLACE INTO skipped VALUES (?, ?, ?, ?)", row)

    def forget_gone(self) -> None:
        """Forget folders that are gone if the store has no report from there, and what was skipped there."""
        folders = [path for path, _ in self.folders() if not path.exists()]
        gone = [path for path in folders if not self._manifest.has_below(path)]
        for path in gone:
            self._database.execute("DELETE FROM folder WHERE name = ?", (self._name_of(path),))
        self._forget_skipped(gone)

    def _forget_skipped(self, paths: list[Path]) -> None:
        """Forget the skipped files at these paths and below them."""
        names = [name for (name,) in self._database.execute("SELECT name FROM skipped")] if paths else []
        for name in names:
            if any(self._path_of(name).is_relative_to(path) for path in paths):
                self._database.execute("DELETE FROM skipped WHERE name = ?", (name,))

    def _path_of(self, name: bytes) -> Path:
        return self._manifest.path_of(os.fsdecode(name))

    def _name_of(self, file: Path) -> bytes:
        return file_name(self._manifest.name_of(file))


def _read(kept: str | bytes) -> Both:
    """A reason as it is kept: in both languages, or by an earlier program in that of who built."""
    text = os.fsdecode(kept)
    try:
        en, zh = json.loads(text)
    except ValueError:
        return Both(text, text)
    return Both(en, zh)
