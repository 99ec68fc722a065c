"""What stands behind a title: its document number, its short form and its articles.

All texts here are folded; offsets are 0-based, end exclusive.
"""

from __future__ import annotations

import re

from fazhi.extractors.language.characters import strip_space

_DOCUMENT_NUMBER = re.compile(
    r"\s*+(?:[（(〔]\s*+)?((?:[一-龥A-Z]{1,14}\s*[〔（(]\s*\d{4}\s*[〕）)]\s*+(?:第\s*+)?\d{1,5}\s*号)"
    r"|(?:[GD]B(?:\d*(?:/T\s?|\s))?\d+(?:-\d{4})?)"
    r"|(?:[一-龥]{1,14}令\s*+(?:第\s*+)?\d+\s*号|第\s*\d+\s*号令))\s*[）)〕]?"
)
#: （以下简称《条例》）, also behind a number in the same bracket: （厅字〔2019〕28号，以下简称《规定》）.
_SHORT_FORM = re.compile(
    r"\s*[（，]?(?:以下|下文|后文|下)?(?:均|统一|统)?(?:简称|称)(?:为|作)?：?[“《]{0,2}[^“”《》（）。；\n]{1,24}[”》]{0,2}）"
)
_FIGURES = r"[〇○零一二三四五六七八九十百千两\d]++\s*+"
_NUMBER = rf"\s*+{_FIGURES}"
_JOINT = r"(?:、|，(?=第)|或者?|以及|和|及|与|至|到|[-—~])"
_ITEM = rf"（{_NUMBER}）"
_UNIT = r"(?:条|款|项|目|编|分编|章|节)"
#: 第三十三条第一款第（二）项、第五十七条, 第十条至第十五条: an article, its parts and further articles.
_ARTICLES = re.compile(
    rf"第{_NUMBER}(?:{_JOINT}第?{_NUMBER})*(?:条|分?编|章)(?:之{_NUMBER})?"
    rf"(?:{_JOINT}?第(?:{_NUMBER}|{_ITEM})(?>(?:(?:{_JOINT}\s*+)?(?:{_FIGURES}|{_ITEM}))*)(?:{_UNIT}(?:之{_NUMBER})?)"
    rf"|(?:[、和及与至到]|以及){_NUMBER}条(?!意见|建议|措施|举措)){{0,60}}"
)
_RANGE = frozenset("至到-—~")
#: What joins a part to the article before it.
_WITHIN = _RANGE | {""}
_PART = re.compile(rf"(?P<joint>{_JOINT})?第?(?:{_NUMBER}|{_ITEM})(?P<unit>{_UNIT}(?:之{_NUMBER})?)?")
#: Between a title and its article: 之, 中的, an edition （2021年修正） or another remark in brackets.
_TO_ARTICLE = re.compile(r"(?>(?:\s*+（[^（）。；\n]{1,40}）)*)\s*+(?:之|[中里]?的?)\s*+(?=第)")


def attached_number(folded: str, end: int) -> tuple[int, tuple[int, int] | None]:
    """End offset and span of the document number (文号) that follows a title at ``end``, if any."""
    match = _DOCUMENT_NUMBER.match(folded, end)
    return (match.end(), match.span(1)) if match else (end, None)


def attached_short_form(folded: str, end: int) -> int:
    """End offset of the definition of a short form (以下简称《条例》) that follows at ``end``, if any."""
    match = _SHORT_FORM.match(folded, end)
    return match.end() if match else end


def attached_articles(folded: str, end: int) -> tuple[int, list[str]]:
    """End offset and words of each article (第N条) that follows at ``end``: its paragraphs (款), items (项).

    A range (第十条至第十五条) is one.
    """
    lead = _TO_ARTICLE.match(folded, end)
    match = _ARTICLES.match(folded, lead.end() if lead else end)
    return (match.end(), _each(strip_space(match.group()))) if match else (end, [])


def _each(row: str) -> list[str]:
    """The articles of a row without white space: 第三、四条第一款 is 第三条 and 第四条第一款."""
    parts = [(match["joint"] or "", match.group(), match["unit"] or "") for match in _PART.finditer(row)]
    # A part without a unit shares that of the next part that has one.
    unit, units = "", []
    for _, _, own in reversed(parts):
        unit = own[:1] or unit
        units.append(unit)
    articles: list[str] = []
    for number, (joint, words, own) in enumerate(parts):
        unit = units[-1 - number]
        if articles and (unit not in "条编章" or joint in _WITHIN):
            articles[-1] += words
            continue
        ranges = number + 1 < len(parts) and parts[number + 1][0] in _RANGE
        articles.append(f"第{words.removeprefix(joint).removeprefix('第')}{'' if own or ranges else unit}")
    return articles
