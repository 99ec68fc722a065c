"""The readings that a store keeps: a file each, named by the digest that the manifest has of the report."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Container
from pathlib import Path

from fazhi.kg.store.files import files_below

_SUFFIX = ".json.gz"


class Readings:
    """The files below ``readings/`` of the store at ``store``."""

    def __init__(self, store: Path) -> None:
        self._folder = store / "readings"

    def file(self, digest: str) -> Path:
        """Where the reading with this digest stands, if it is kept."""
        return self._folder / digest[:2] / f"{digest}{_SUFFIX}"

    def digests(self) -> set[str]:
        """The digests of all readings that are kept."""
        names = (entry.name for entry in files_below(self._folder))
        return {name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)}

    def keep(self, digest: str, data: bytes) -> None:
        """Write a reading. A damaged one is noticed when it is used, so nothing waits for the disk."""
        file = self.file(digest)
        if not file.exists() or file.read_bytes() != data:
            file.parent.mkdir(parents=True, exist_ok=True)
            temporary = file.with_suffix(".new")
            temporary.write_bytes(data)
            temporary.replace(file)

    def keep_only(self, digests: Container[str]) -> None:
        """Delete all readings but these."""
        for entry in files_below(self._folder):
            if entry.name.removesuffix(_SUFFIX) not in digests:
                with contextlib.suppress(OSError):
                    os.unlink(entry.path)
