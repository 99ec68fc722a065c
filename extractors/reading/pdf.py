"""PDF files with text: their pages as paragraphs, without what stands around the text of each page."""

from __future__ import annotations

import re
import unicodedata

from fazhi.extractors.reading.pdf_lines import body_lines
from fazhi.extractors.reading.pdf_page import UNMAPPED, Line, Page
from fazhi.extractors.reading.pdf_paragraphs import paragraphs
from fazhi.extractors.reading.source import ReadError, Source
from fazhi.extractors.reading.text import share_of_frequent

MEDIA_TYPE = "application/pdf"
#: A PDF may begin with up to this many bytes of something else (PDF 1.7, implementation note 13).
_HEAD = 1024
#: Of the characters shown, at most this share may be unknown. A bullet or a seal is; a word must not be.
_UNMAPPED_SHARE = 0.01
#: Where a font gives another character for each, hardly any is a frequent one.
_FREQUENT_SHARE = 0.03
_HAN = re.compile("[一-龥]")
_GLYPH_NUMBER = re.compile(r"\(cid:\d+\)")


def recognises(data: bytes) -> bool:
    """A PDF has its signature within the first 1,024 bytes."""
    return b"%PDF-" in data[:_HEAD]


def read(data: bytes) -> Source:
    """The text of a PDF, one paragraph or row of a table a line; ``places`` tells the page (``page=3``).

    Raises :class:`ReadError` for a damaged or encrypted file, one of more than 500 pages, one of which half
    the pages or more are pictures, and one whose fonts do not tell which characters they show.
    """
    # PDFium is loaded where there is a PDF to read.
    from fazhi.extractors.reading.pdf_file import read_pages

    pages = read_pages(data)
    _refuse_unreadable(pages)
    return _source(paragraphs(body_lines(pages)))


def _refuse_unreadable(pages: list[Page]) -> None:
    """Raise :class:`ReadError` where what was read is not what the pages show."""
    text = "".join(glyph.text for page in pages for glyph in page.glyphs)
    pictures = sum(page.is_picture for page in pages)
    if not text:
        scan = "pictures of pages (a scan)" if pictures else "pages"
        raise ReadError(f"a PDF of {scan} without text; give the report as text or as a PDF with text")
    if 2 * pictures >= len(pages):
        raise ReadError(
            f"{pictures} of the PDF's {len(pages)} pages are pictures without text (a scan); "
            "give the report as text or as a PDF with text"
        )
    unmapped = text.count(UNMAPPED) + len(_GLYPH_NUMBER.findall(text))
    han = _HAN.findall(text)
    if unmapped > max(_UNMAPPED_SHARE * len(text), 5) or (
        len(han) >= 200 and share_of_frequent(text) < _FREQUENT_SHARE
    ):
        raise ReadError(
            "a PDF whose fonts do not tell which characters they show; "
            "print it to PDF anew from the program that made it, or give the report as text"
        )


def _source(found: list[list[Line]]) -> Source:
    pieces: list[str] = []
    places: list[tuple[int, str]] = []
    offset, page = 0, -1
    for paragraph in found:
        previous = ""
        for line in paragraph:
            text = unicodedata.normalize("NFC", line.text)
            # A word is not broken at the end of a line; between two words there was a space.
            text = " " + text if _is_letter(previous) and _is_letter(text[:1]) else text
            if line.page != page:
                page = line.page
                places.append((offset, f"page={page}"))
            pieces.append(text)
            offset += len(text)
            previous = text[-1:]
        pieces.append("\n")
        offset += 1
    return Source("".join(pieces), MEDIA_TYPE, tuple(places))


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()
