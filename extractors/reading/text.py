"""Plain text in the encodings in which Chinese files come."""

from __future__ import annotations

import codecs
import re

from fazhi.extractors.reading.source import ReadError, Source, source

MEDIA_TYPE = "text/plain"
#: Archives that are not read, by how they begin.
_ARCHIVES = ((b"Rar!\x1a\x07", "RAR"), (b"7z\xbc\xaf\x27\x1c", "7z"))


#: With these, old programs fill up the end of a file.
_FILLING = b"\0\x1a"
#: GB 18030 has A3A0 as a space as wide as a Chinese character, which Python decodes as one for private use.
WIDE_SPACE = str.maketrans({"\ue5e5": "\u3000"})


def recognises(data: bytes) -> bool:
    """Whatever no other reader recognises is taken for text."""
    return True


def read(data: bytes) -> Source:
    """The text as it is. Raises :class:`ReadError` for binary or undecodable input."""
    return source(decode(data), MEDIA_TYPE)


def decode(data: bytes) -> str:
    """Decode ``data`` by its byte order mark, else as UTF-8, else GB18030, Big5 or UTF-16 if that is Chinese.

    Raises :class:`ReadError` for binary data and for any other encoding.
    """
    if data.startswith(codecs.BOM_UTF8):
        return _decode_as(data, "utf-8-sig")
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return _decode_as(data, "utf-32")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_as(data, "utf-16")
    for beginning, name in _ARCHIVES:
        if data.startswith(beginning):
            raise ReadError(
                f"a {name} archive; pack it as ZIP, or unpack it", f"{name} 压缩包，请改用 ZIP，或先解压"
            )
    data = data.rstrip(_FILLING)
    if b"\0" in data:
        # A line end or a digit has a byte of zero; the last one may have been taken for filling.
        for encoding in ("utf-16-le", "utf-16-be"):
            text = (data + bytes(len(data) % 2)).decode(encoding, "replace")
            if "\0" not in text and "\ufffd" not in text and _reads_as_chinese(text):
                return text
    if b"\0" in data or _control_share(data) > 0.02:
        raise ReadError(
            "binary data, not text; save the report as plain text (UTF-8 or GB18030)",
            "二进制数据，不是文本；请把报告另存为纯文本（UTF-8 或 GB18030）",
        )
    for encoding in ("utf-8", "gb18030", "big5hkscs"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or _reads_as_chinese(text):
            return text.translate(WIDE_SPACE)
    raise ReadError(
        "unknown encoding; save the report as UTF-8 or GB18030",
        "无法识别编码，请把报告另存为 UTF-8 或 GB18030",
    )


def _decode_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"broken {encoding} at byte {error.start}; save the report as UTF-8",
            f"第{error.start}字节起不是正确的 {encoding}，请把报告另存为 UTF-8",
        ) from error


def _control_share(data: bytes) -> float:
    head = data[:65536]
    controls = sum(1 for byte in head if byte < 32 and byte not in (9, 10, 12, 13))
    return controls / len(head) if head else 0.0


#: Characters that make up about 15 % of any official Chinese text; wrongly decoded text has few of them.
_FREQUENT = frozenset("的一是在和了有大中为上发法政府建设工作行人国不要会為發設國會，。、年")
_KANA = re.compile("[ぁ-ヿ]")


def _reads_as_chinese(text: str) -> bool:
    """GB18030 and Big5 decode almost anything, such as EUC-JP: check that the result looks like Chinese."""
    letters = "".join(text.split())
    if not letters:
        return True
    if len(_KANA.findall(letters)) / len(letters) > 0.1:
        return False
    return share_of_frequent(letters) > 0.06


def share_of_frequent(letters: str) -> float:
    """The part of the characters that are the most frequent of official Chinese texts, from 0 to 1."""
    return sum(c in _FREQUENT for c in letters) / len(letters) if letters else 0.0
