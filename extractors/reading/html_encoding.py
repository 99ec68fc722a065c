"""The encoding of a web page: what its bytes show wins over what it declares."""

from __future__ import annotations

import codecs
import re

from fazhi.extractors.reading.source import ReadError
from fazhi.extractors.reading.text import WIDE_SPACE, share_of_frequent

_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
#: Declared in ``<meta charset>``, ``<meta http-equiv>`` or an XML declaration within the first bytes.
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_DECLARED_WITHIN = 8192
#: Encodings in which Chinese pages come; GB18030 contains GB 2312 and GBK.
_CHINESE = ("utf-8", "gb18030", "big5hkscs")
#: The part of a Chinese page's characters that wrong decoding leaves below.
_SHARE = 0.06
#: One character in so many may be broken (a page cut off, a description cut amid a character).
_BROKEN = 1000
_MARKUP = re.compile(r"[\x00-\x7f]+")


def decode_page(data: bytes, declared: str = "") -> str:
    """The text of a page's bytes.

    ``declared`` is the encoding that a saved page's frame gives it, which counts as one declared in the page
    itself. Raises :class:`ReadError` where no encoding gives Chinese text.
    """
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    best, highest = "", 0.0
    for encoding in dict.fromkeys([*_declared(data, declared), *_CHINESE]):
        text = data.decode(encoding, "replace")
        words = _MARKUP.sub("", text)
        share = share_of_frequent(words)
        if share > highest and words.count("\ufffd") <= 1 + len(words) // _BROKEN:
            best, highest = text, share
    if highest < _SHARE:
        raise ReadError(
            "unknown encoding; open the page in a browser and save it anew, as UTF-8",
            "无法识别编码，请用浏览器打开后另存为 UTF-8",
        )
    # A page cut off may end amid a character.
    return best.rstrip("\ufffd").translate(WIDE_SPACE)


def _declared(data: bytes, declared: str) -> list[str]:
    """The declared encodings that decode Chinese text, by their Python names."""
    names = [declared, *(name.decode("ascii") for name in _DECLARED.findall(data[:_DECLARED_WITHIN]))]
    known = []
    for name in names:
        try:
            known.append(codecs.lookup(name).name)
        except (LookupError, ValueError):
            continue
    return ["gb18030" if name in ("gb2312", "gbk") else name for name in known if name in _DECODING]


_DECODING = ("utf-8", "gb2312", "gbk", "gb18030", "big5", "big5hkscs", "hz")
