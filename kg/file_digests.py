"""The digests by which a build knows report files: of their bytes, and of what is given beside them.

A file of which size, times and number on the disk are as when its digest was noted is not read again, as
``make`` and ``git`` have it. One that was written within :data:`_FRESH` of being looked at is: it may be
written again without its time telling.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fazhi.extractors.reading.files import archive_of, content
from fazhi.kg.linking.given import NOTHING, Given, sidecar_of
from fazhi.kg.linking.source_table import listed, table_in
from fazhi.kg.store.manifest import Manifest
from fazhi.ontology.errors import FazhiError

#: Nanoseconds; some file systems count the time in steps of two seconds.
_FRESH = 2_500_000_000


def digest_of(file: Path, given: Given = NOTHING) -> str:
    """SHA-256 of the file's bytes, and of what is given beside them; empty if they cannot be read."""
    return _digest(file, listed(file), given)


def digest_recognised(digest: str) -> str:
    """What stands for a file with this digest where its pictures of pages were recognised."""
    return hashlib.sha256(f"{digest} recognised".encode()).hexdigest() if digest else ""


def digests_of(
    files: Iterable[Path], manifest: Manifest, given: Given = NOTHING, *, thorough: bool = False
) -> dict[Path, str]:
    """:func:`digest_of` each file; all are read only if ``thorough``, and what was read is noted."""
    noted = manifest.seen()
    table = cache(table_in)
    found = {}
    for file in files:
        row = table(file.parent).rows.get(file.name, NOTHING)
        seen = _seen(file, row, given)
        name = manifest.name_of(file)
        before, digest = noted.get(name, ("", ""))
        if thorough or not seen or seen != before:
            digest = _digest(file, row, given)
            if digest and seen:
                manifest.note_seen(name, seen, digest)
        found[file] = digest
    return found


def _digest(file: Path, row: Given, given: Given) -> str:
    try:
        digest = hashlib.sha256(content(file)).hexdigest()
        sidecar = sidecar_of(file)
        beside = content(sidecar) if sidecar else b""
    except FazhiError:
        return ""  # Reading it will say why.
    if row != NOTHING:
        beside += repr(row).encode()
    if given != NOTHING:
        beside += repr(given).encode()
    return hashlib.sha256(digest.encode() + beside).hexdigest() if beside else digest


def _seen(file: Path, row: Given, given: Given) -> str:
    """What there is to see of a file and what is beside it without reading; empty if that does not tell."""
    try:
        sidecar = sidecar_of(file)
        stats = [(archive_of(each) or each).stat() for each in (file, sidecar) if each]
    except (FazhiError, OSError):
        return ""
    if max(max(stat.st_mtime_ns, stat.st_ctime_ns) for stat in stats) > time.time_ns() - _FRESH:
        return ""
    seen = [(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino) for stat in stats]
    beside = [each for each in (row, given) if each != NOTHING]
    return " ".join(map(repr, (*seen, *beside)))
