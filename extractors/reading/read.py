"""Reads report files into :class:`~fazhi.extractors.reading.document.Document`."""

from __future__ import annotations

import hashlib
from importlib import import_module
from pathlib import Path

from fazhi.extractors.reading.document import Document
from fazhi.extractors.reading.files import content, only_report
from fazhi.extractors.reading.layout import lay_out
from fazhi.extractors.reading.source import ReadError, Source

#: A report is some thousand characters, a long one some ten thousand.
MAX_CHARACTERS = 1_000_000
#: The readers, modules of this package, in the order in which they are asked whether a file is theirs. Each
#: has ``recognises(data)``, which looks at the content alone, and ``read(data)``, which may raise ReadError.
READERS = ("pdf", "office", "docx", "mhtml", "html", "text")


def read_file(path: str | Path) -> Document:
    """Read the report file at ``path``, which may lead through a ZIP archive or to one with a single report.

    Raises :class:`ReadError` if it has no readable text.
    """
    path = Path(path)
    try:
        file = only_report(path)
        # A name need not be UTF-8; what is said of the report must be.
        name = file.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        return read_bytes(content(file), source=name)
    except ReadError as error:
        raise ReadError(f"{path}: {error}") from error


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
