"""Reads report files into :class:`~fazhi.extractors.reading.document.Document`."""

from __future__ import annotations

import codecs
import hashlib
import re
import stat
import unicodedata
from pathlib import Path

from fazhi.extractors.reading.document import Document
from fazhi.extractors.reading.layout import lay_out
from fazhi.ontology.errors import FazhiError

#: A report is some thousand characters, a long one some ten thousand; a larger file is something else.
MAX_BYTES = 20_000_000
MAX_CHARACTERS = 1_000_000


class ReadError(FazhiError):
    """A file cannot be read as the text of a report; the message says which and why in one line."""


def read_file(path: str | Path) -> Document:
    """Read the report file at ``path``. Raises :class:`ReadError` if it has no readable text."""
    path = Path(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ReadError(f"{path}: no regular file")
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


def read_bytes(data: bytes, *, source: str = "") -> Document:
    """Read report text from ``data`` (UTF-8, UTF-16 with a byte order mark, or GB18030).

    Raises :class:`ReadError` for empty, binary or undecodable input, and for more than
    :data:`MAX_CHARACTERS`.
    """
    source_text = unicodedata.normalize("NFC", decode(data))
    if len(source_text) > MAX_CHARACTERS:
        raise ReadError(f"{len(source_text):,} characters, more than {MAX_CHARACTERS:,}: not a report")
    if not source_text.strip():
        raise ReadError("the file is empty; give a file with the report's text")
    text, source_map, spans = lay_out(source_text)
    if not text:
        raise ReadError("the file holds page furniture only and no text of a report")
    return Document(
        text=text,
        source=source,
        media_type="text/plain",
        digest=hashlib.sha256(data).hexdigest(),
        source_text=source_text,
        source_map=source_map,
        metadata={key: source_text[start:end] for key, (start, end) in spans.items()},
        metadata_spans=spans,
    )


def decode(data: bytes) -> str:
    """Decode ``data`` by its byte order mark, else as UTF-8, else as GB18030 if the result is Chinese.

    Raises :class:`ReadError` for binary data and for any other encoding.
    """
    if data.startswith(codecs.BOM_UTF8):
        return _decode_as(data, "utf-8-sig")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_as(data, "utf-16")
    if b"\0" in data or _control_share(data) > 0.02:
        raise ReadError("binary data, not text; save the report as plain text (UTF-8 or GB18030)")
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or _reads_as_chinese(text):
            return text
    raise ReadError("unknown encoding; save the report as UTF-8 or GB18030")


def _decode_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(f"broken {encoding} at byte {error.start}; save the report as UTF-8") from error


def _control_share(data: bytes) -> float:
    head = data[:65536]
    controls = sum(1 for byte in head if byte < 32 and byte not in (9, 10, 12, 13))
    return controls / len(head) if head else 0.0


#: Characters that make up about 15 % of any official Chinese text; wrongly decoded text has few of them.
_FREQUENT = frozenset("的一是在和了有大中为上发法政府建设工作行人国不要会，。、年")
_KANA = re.compile("[ぁ-ヿ]")


def _reads_as_chinese(text: str) -> bool:
    """GB18030 decodes almost anything, including EUC-JP, so check that the result looks like Chinese."""
    letters = "".join(text.split())
    if not letters:
        return True
    if len(_KANA.findall(letters)) / len(letters) > 0.1:
        return False
    return sum(c in _FREQUENT for c in letters) / len(letters) > 0.06
