"""What builds were given to search, and what they skipped: ``folders`` and ``skipped`` in store.json."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from fazhi.extractors.reading.files import holds_reports
from fazhi.kg.store.files import real_path
from fazhi.kg.store.manifest import Manifest


class Left(NamedTuple):
    """A file that was skipped: why, what its bytes were, and what read them.

    ``digest`` is empty where another time it may be otherwise, with the same bytes and the same program.
    """

    reason: str
    digest: str = ""
    program: str = ""


class Visits:
    """The folders and archives that builds searched, and the files they skipped.

    Both are named as the manifest names files. ``content`` is what :meth:`to_json` gave, or empty.
    """

    def __init__(self, manifest: Manifest, content: Mapping[str, Any]) -> None:
        self._manifest = manifest
        self._folders: dict[str, bool] = dict(content.get("folders", {}))
        self._skipped = {name: Left(*left) for name, left in content.get("skipped", {}).items()}

    def to_json(self) -> dict[str, Any]:
        """``folders``: by name whether pictures count there; ``skipped``: :class:`Left` by name."""
        return {
            "folders": dict(self._folders),
            "skipped": {name: list(left) for name, left in self._skipped.items()},
        }

    def folders(self) -> Iterator[tuple[Path, bool]]:
        """The folders and archives, and whether pictures count there."""
        return ((self._manifest.path_of(name), pictures) for name, pictures in sorted(self._folders.items()))

    def skipped(self) -> Iterator[tuple[Path, Left]]:
        """The files that were skipped."""
        return ((self._manifest.path_of(name), left) for name, left in sorted(self._skipped.items()))

    def reason(self, file: Path, digest: str, program: str) -> str:
        """Why a file of these bytes was skipped by this program and would be again; empty if nobody knows."""
        left = self._skipped.get(self._manifest.name_of(file))
        return left.reason if left and digest and (left.digest, left.program) == (digest, program) else ""

    def searched(self, paths: Iterable[Path], *, pictures: bool) -> None:
        """Note that a build searches these paths: what it skipped there before counts no more."""
        searched = [real_path(path) for path in paths]
        for path in searched:
            if holds_reports(path):
                self._folders[self._manifest.name_of(path)] = pictures
        self._skipped = self._skipped_besides(searched)

    def skip(self, file: Path, left: Left) -> None:
        """Note that a file was skipped."""
        self._skipped[self._manifest.name_of(file)] = left

    def forget_gone(self) -> None:
        """Forget folders that are gone if the store has no report from there, and what was skipped there."""
        folders = [path for path, _ in self.folders() if not path.exists()]
        gone = [path for path in folders if not self._manifest.has_below(path)]
        names = set(map(self._manifest.name_of, gone))
        self._folders = {name: pictures for name, pictures in self._folders.items() if name not in names}
        self._skipped = self._skipped_besides(gone)

    def _skipped_besides(self, paths: Sequence[Path]) -> dict[str, Left]:
        """What is at none of these paths and below none."""
        path_of = self._manifest.path_of
        return {
            name: left
            for name, left in self._skipped.items()
            if not any(path_of(name).is_relative_to(path) for path in paths)
        }
