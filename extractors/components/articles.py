"""The document number and articles behind a title. Texts are folded; offsets are 0-based, end exclusive."""

from __future__ import annotations

import re

from fazhi.extractors.language.characters import strip_space

_DOCUMENT_NUMBER = re.compile(
    r"\s*[（(〔]?\s*((?:[一-龥A-Z]{1,14}\s*[〔（(]\s*\d{4}\s*[〕）)]\s*第?\s*\d{1,5}\s*号)"
    r"|(?:[GD]B\d*(?:/T)?\s?\d+(?:-\d{4})?)"
    r"|(?:[一-龥]{1,14}令\s*第?\s*\d+\s*号|第\s*\d+\s*号令))\s*[）)〕]?"
)
_NUMBER = r"\s*[〇零一二三四五六七八九十百千两\d]+\s*"
_JOINT = r"(?:、|，(?=第)|或者?|以及|和|及|与|至|到|[-—~])"
_ITEM = rf"[（(]{_NUMBER}[）)]"
#: 第三十三条第一款第（二）项、第五十七条, 第十条至第十五条: an article, its parts and further articles.
_ARTICLE = re.compile(
    rf"第{_NUMBER}(?:{_JOINT}{_NUMBER})*条(?:之{_NUMBER})?"
    rf"(?:{_JOINT}?第(?:{_NUMBER}|{_ITEM})(?:{_JOINT}?(?:{_NUMBER}|{_ITEM}))*(?:条(?:之{_NUMBER})?|款|项|目)"
    rf"|[至到]{_NUMBER}条)*"
)
#: Between a title and its article: 之, 中的, an edition (2021年修正) or a short name (以下简称《条例》).
_TO_ARTICLE = re.compile(
    r"(?:\s*[（(](?:[^（）()。；\n]{0,12}(?:\d{4}\s*年|修正|修订|试行|暂行|版)[^（）()。；\n]{0,12}"
    r"|(?:以下|下文)?(?:简称|统称|称)[^（）()。；\n]{1,20})[）)])*\s*(?:之|中?的?)\s*(?=第)"
)


def attached_number(folded: str, end: int) -> tuple[int, tuple[int, int] | None]:
    """End offset and span of the document number (文号) that follows a title at ``end``, if any."""
    match = _DOCUMENT_NUMBER.match(folded, end)
    return (match.end(), match.span(1)) if match else (end, None)


def attached_article(folded: str, end: int) -> tuple[int, str | None]:
    """End offset and words of the article (第N条) or the row of articles that follows at ``end``, if any."""
    lead = _TO_ARTICLE.match(folded, end)
    match = _ARTICLE.match(folded, lead.end() if lead else end)
    return (match.end(), strip_space(match.group())) if match else (end, None)
