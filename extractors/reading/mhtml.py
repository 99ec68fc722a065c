"""Web pages saved with all that belongs to them in one file (MHTML, RFC 2557; 单个网页文件)."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message

from fazhi.extractors.reading.html import page_text
from fazhi.extractors.reading.source import ReadError, Source, source

MEDIA_TYPE = "multipart/related"
_HEAD = re.compile(rb"\s*[A-Za-z][A-Za-z0-9-]*:[^\r\n]*\r?\n")
_VERSION = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_TYPE = re.compile(
    rb"^Content-Type:\s*(?:multipart/(?:related|mixed|alternative)|text/html)", re.IGNORECASE | re.MULTILINE
)
_HEAD_WITHIN = 8192
_PART = re.compile(rb"^Content-Type:", re.IGNORECASE | re.MULTILINE)
#: A page has some hundred images and the like at most.
_MOST_PARTS = 2000
#: A page has some frames; so many are asked for the report.
_MOST_PAGES = 20


def recognises(data: bytes) -> bool:
    """Whether the file begins with the head of a message that holds web pages."""
    head = data[:_HEAD_WITHIN].removeprefix(b"\xef\xbb\xbf")
    return bool(_HEAD.match(head) and _VERSION.search(head) and _TYPE.search(head))


def read(data: bytes) -> Source:
    """The text of the root page's main part; where that has none, of the first frame that has one.

    Raises :class:`ReadError` with what is wrong with the root page.
    """
    reason = None
    for page, declared in _pages(data):
        try:
            return source(page_text(page, declared), MEDIA_TYPE)
        except ReadError as error:
            reason = reason or error
    raise reason or ReadError(
        "a saved web page without its HTML; open the page and save it anew",
        "保存的网页没有正文，请打开网页重新保存",
    )


def _pages(data: bytes) -> list[tuple[bytes, str]]:
    """The content of the pages in the file and their declared encodings, the root page first."""
    if len(_PART.findall(data)) > _MOST_PARTS:
        raise ReadError(
            f"more than {_MOST_PARTS:,} parts, no saved web page", f"超过{_MOST_PARTS}个部分，不是保存的网页"
        )
    try:
        message = message_from_bytes(data.removeprefix(b"\xef\xbb\xbf").lstrip())
        parts = [part for part in message.walk() if part.get_content_type() == "text/html"]
        parts.sort(key=lambda part: not _is_root(part, message))
        pages = [
            (part.get_payload(decode=True), str(part.get_content_charset() or ""))
            for part in parts[:_MOST_PAGES]
        ]
    # The parser of messages fails on some broken fields with whatever comes of it.
    except (RecursionError, TypeError, ValueError, LookupError, AttributeError) as error:
        raise ReadError(
            "a broken message, no saved web page; open the page and save it anew",
            "文件已损坏，不是保存的网页，请打开网页重新保存",
        ) from error
    return [(content, charset) for content, charset in pages if isinstance(content, bytes)]


def _is_root(part: Message, message: Message) -> bool:
    """Whether the part is the page itself: that named as the start, else that of the page's own address."""
    start = str(message.get_param("start") or "")
    address = str(message.get("Snapshot-Content-Location") or message.get("Content-Location") or "")
    named = bool(start) and str(part.get("Content-ID") or "").strip("<> ") == start.strip("<> ")
    return named or (bool(address) and str(part.get("Content-Location") or "").strip() == address.strip())
