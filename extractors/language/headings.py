"""Heading numbers of Chinese official documents (结构层次序数).

The order of levels follows GB/T 9704-2012, 7.3.3: 一、 / （一） / 1. / （1）; below these come ① and 一是.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fazhi.extractors.language.numerals import is_number, parse_number

_NUMERAL = r"[一二三四五六七八九十]{1,3}"

#: Style name -> pattern of its number at the start of a paragraph, outermost style first; in folded text
#: a full-width point (1．) is a middle dot.
STYLES: dict[str, re.Pattern[str]] = {
    "chapter": re.compile(rf"第{_NUMERAL}(?:部分|章|节)[、：:\s]?"),
    "chinese": re.compile(rf"{_NUMERAL}\s*(?:、|[.．·，,](?![0-9]))"),
    "bracketed": re.compile(rf"[（(]\s*{_NUMERAL}\s*[）)][、.．]?|{_NUMERAL}[）)]"),
    "arabic": re.compile(r"\d{1,2}\s*(?:[、．]|[.·](?!\d))"),
    "arabic_bracketed": re.compile(r"[（(]\s*\d{1,2}\s*[）)]|\d{1,2}[）)]"),
    "circled": re.compile(r"[①-⑳]"),
}
#: 一是 / 首先 …: items inside a paragraph.
ITEM = re.compile(
    rf"(?:{_NUMERAL}(?:是|要|则)|第{_NUMERAL}[，,、]|其[一二三四五六]是?[，,：:]?|首先[，,]|其次[，,]|最后[，,])"
)
_ANY_STYLE = re.compile("|".join(f"(?P<{style}>{pattern.pattern})" for style, pattern in STYLES.items()))


@dataclass(frozen=True)
class Marker:
    """A heading number: its style (a key of :data:`STYLES`, or ``item``) and its text."""

    style: str
    text: str


def heading_marker(line: str, *, block_only: bool = False) -> Marker | None:
    """The heading number that ``line`` starts with, if any. ``block_only`` ignores 一是 items."""
    match = _ANY_STYLE.match(line)
    if match and match.lastgroup:
        return Marker(match.lastgroup, match.group())
    match = None if block_only else ITEM.match(line)
    return Marker("item", match.group()) if match else None


def ordinal(number: str) -> int:
    """The ordinal in a heading number (``（三）`` is 3, ``12.`` is 12); 0 if it has none."""
    if found := re.search(r"\d+", number):
        return int(found.group())
    if circled := re.search("[①-⑳]", number):
        return ord(circled.group()) - ord("①") + 1
    found = re.search(_NUMERAL, number)
    return int(parse_number(found.group())) if found and is_number(found.group()) else 0
