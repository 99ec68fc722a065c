"""A draft of plain text with corrections in place: its encoding and the ends of its lines stay."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Iterable

from fazhi.extractors.reading.text import decode
from fazhi.kg.checks.finding import Replacement
from fazhi.kg.markup.offsets import Offsets
from fazhi.ontology.errors import FazhiError

#: Encodings in which text is read, each with what begins the file.
_ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"", "utf-8"),
    (b"", "gb18030"),
    (b"", "big5hkscs"),
)


def corrected(data: bytes, corrections: Iterable[Replacement]) -> bytes:
    """The text file ``data`` with each correction; of those that overlap the first.

    Raises FazhiError where the text cannot be written as it was read.
    """
    text = decode(data)
    mark, encoding = _encoding(data, text)
    offsets = Offsets(text)
    pieces, done = [], 0
    for correction in sorted(corrections, key=lambda each: (each.place.line, each.place.column)):
        start, end = offsets.of(correction.place)
        if start >= done:
            pieces += [text[done:start], correction.text]
            done = end
    try:
        return mark + "".join([*pieces, text[done:]]).encode(encoding)
    except UnicodeEncodeError as error:
        missing = error.object[error.start : error.end]
        raise FazhiError(
            f"{encoding} has no {missing}; save the draft as UTF-8",
            f"{encoding} 中没有“{missing}”，请把草稿另存为 UTF-8",
        ) from error


def _encoding(data: bytes, text: str) -> tuple[bytes, str]:
    if unicodedata.is_normalized("NFC", text):
        for mark, encoding in _ENCODINGS:
            try:
                if mark + text.encode(encoding) == data:
                    return mark, encoding
            except UnicodeEncodeError:
                continue
    raise FazhiError(
        "its text cannot be written as it is; save the draft as UTF-8 or .docx",
        "文字无法按原样写回，请把草稿另存为 UTF-8 或 .docx",
    )
