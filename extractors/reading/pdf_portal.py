"""A portal's page that was printed to PDF: what stands above the title of the report and below its end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fazhi.extractors.reading.furniture import is_value_of, metadata_spans
from fazhi.extractors.reading.html_core import is_section_heading
from fazhi.extractors.reading.html_main import OTHER_ARTICLES, TITLE
from fazhi.extractors.reading.pdf_page import Line

#: Above the title of a report a portal has at most so many characters of menus, and so many of one sentence.
_MENU_LENGTH = 800
_SENTENCE_LENGTH = 80
#: The first line of a title over two: 漠林市人民政府关于2023年度.
_FIRST_LINE = re.compile(r"[一-龥（）]{2,30}(?:关于|\d{4}年度?)")
#: What a portal shows below a report begins in the last part of the page, this share of its paragraphs.
_BELOW = 0.5


def without_portal(paragraphs: Sequence[Sequence[Line]]) -> list[Sequence[Line]]:
    """The paragraphs of a page printed by a browser without its menus; lines of metadata are kept."""
    texts = ["".join(line.text for line in paragraph).strip() for paragraph in paragraphs]
    start = _title(texts)
    end = next((number for number, text in enumerate(texts) if OTHER_ARTICLES.match(text)), len(texts))
    if end < max(start, _BELOW * len(texts)) or any(map(is_section_heading, texts[end:])):
        end = len(texts)
    kept = [
        paragraph for paragraph, text in zip(paragraphs[:start], texts, strict=False) if metadata_spans(text)
    ]
    return [*kept, *paragraphs[start:end]]


def _title(texts: Sequence[str]) -> int:
    """The number of the first title of a report above which there are menus only; 0 if there is none."""
    above = 0
    for number, text in enumerate(texts):
        if TITLE.match(text):
            if number and _is_first_line(texts[number - 1]):
                number -= 1
            return next((place for place in range(number) if _is_number(texts[place])), number)
        above += len(text)
        if above > _MENU_LENGTH or is_section_heading(text) or len(text) > _SENTENCE_LENGTH:
            return 0
    return 0


def _is_first_line(text: str) -> bool:
    """Whether a line is the first one of the title below it: the name of the body, perhaps with the year."""
    return is_value_of("issuing_body", text) or _FIRST_LINE.fullmatch(text) is not None


def _is_number(text: str) -> bool:
    """Whether a line is the number of the document, perhaps with who signed it (GB/T 9704—2012, 7.2)."""
    return is_value_of("document_number", text.partition("签发人")[0].strip())
