"""Reads report files into :class:`~fazhi.extractors.reading.document.Document`."""

from __future__ import annotations

import hashlib
import stat
from importlib import import_module
from pathlib import Path

from fazhi.extractors.reading.document import Document
from fazhi.extractors.reading.layout import lay_out
from fazhi.extractors.reading.source import ReadError, Source

#: A report is some thousand characters, a long one some ten thousand; a larger file is something else.
MAX_BYTES = 20_000_000
MAX_CHARACTERS = 1_000_000
#: The readers, modules of this package, in the order in which they are asked whether a file is theirs. Each
#: has ``recognises(data)``, which looks at the content alone, and ``read(data)``, which may raise ReadError.
READERS = ("pdf", "office", "docx", "mhtml", "html", "text")


def read_file(path: str | Path) -> Document:
    """Read the report file at ``path``. Raises :class:`ReadError` if it has no readable text."""
    path = Path(path)
    if reason := unreadable(path):
        raise ReadError(f"{path}: {reason}")
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ReadError(f"{path}: cannot be opened ({error.strerror})") from error
    if len(data) > MAX_BYTES:
        raise ReadError(f"{path}: larger than {MAX_BYTES // 1_000_000} MB, not a report")
    try:
        # A name need not be UTF-8; what is said of the report must be.
        name = path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        return read_bytes(data, source=name)
    except ReadError as error:
        raise ReadError(f"{path}: {error}") from error


def unreadable(path: Path) -> str:
    """Why a file cannot be read, as far as that is known before it is opened; empty if nothing is."""
    try:
        return "" if stat.S_ISREG(path.stat().st_mode) else "no regular file"
    except OSError as error:
        return f"cannot be opened ({error.strerror})"


def read_bytes(data: bytes, *, source: str = "") -> Document:
    """Read a report from the content of its file, called ``source``.

    Raises :class:`ReadError` where it holds no readable text, or more than :data:`MAX_CHARACTERS`.
    """
    found = _source(data)
    if len(found.text) > MAX_CHARACTERS:
        raise ReadError(f"{len(found.text):,} characters, more than {MAX_CHARACTERS:,}: not a report")
    if not found.text.strip():
        raise ReadError("the file is empty; give a file with the report's text")
    text, source_map, spans = lay_out(found.text, whole=found.whole)
    if not text:
        raise ReadError("the file holds page furniture only and no text of a report")
    return Document(
        text=text,
        source=source,
        media_type=found.media_type,
        digest=hashlib.sha256(data).hexdigest(),
        source_text=found.text,
        source_map=source_map,
        metadata={key: found.text[start:end] for key, (start, end) in spans.items()},
        metadata_spans=spans,
        places=found.places,
    )


def _source(data: bytes) -> Source:
    for name in READERS:
        reader = import_module(f"fazhi.extractors.reading.{name}")
        if reader.recognises(data):
            found: Source = reader.read(data)
            return found
    raise AssertionError("the last reader takes everything")
