"""Which program this is: its version, and a digest of what decides how it reads reports."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

PROGRAM = "fazhi-kg"
_SUFFIXES = {".py", ".ttl", ".csv", ".yaml", ".txt", ".rq"}


@cache
def program_version() -> str:
    """The version, as provenance and ``fazhi --version`` give it."""
    return version(PROGRAM)


@cache
def rooms_digest(*rooms: str) -> str:
    """SHA-256 over the version and every module and data file of these rooms (``"ontology"``).

    A store that remembers it notices a changed register or rule even where the version stayed.
    """
    root = Path(__file__).parents[1]
    total = hashlib.sha256(program_version().encode())
    for room in rooms:
        for file in sorted((root / room).rglob("*")):
            if file.suffix in _SUFFIXES:
                total.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return total.hexdigest()
