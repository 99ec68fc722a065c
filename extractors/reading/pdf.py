"""PDF files with text: their pages as paragraphs, without what stands around the text of each page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from fazhi.extractors.reading.boxes import ABOVE_BASE, BELOW_BASE, Boxes, Run
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
_CLOCK = re.compile(r"\d{1,2}:\d\d")
_GLYPH_NUMBER = re.compile(r"\(cid:\d+\)")


def recognises(data: bytes) -> bool:
    """A PDF has its signature within the first 1,024 bytes."""
    return b"%PDF-" in data[:_HEAD]


def read(data: bytes) -> Source:
    """The text of a PDF, one paragraph or row of a table a line; ``places`` tells the page (``page=3``).

    Raises :class:`ReadError` for a damaged or encrypted file, one of more than 500 pages, one of which half
    the pages or more are pictures, and one whose fonts do not tell which characters they show.
    """
    pieces: list[str] = []
    places: list[tuple[int, str]] = []
    end, page = 0, -1
    for offset, text, line in _placed(_pages(data)):
        if offset > end:
            pieces.append("\n")
        if line.page != page:
            page = line.page
            places.append((offset, f"page={page}"))
        pieces.append(text)
        end = offset + len(text)
    return Source("".join([*pieces, "\n"]), MEDIA_TYPE, tuple(places))


def boxes(data: bytes) -> Boxes:
    """Where on its pages each character of the text of a PDF stands, the file being read anew.

    Raises :class:`ReadError` as :func:`read` does.
    """
    pages = _pages(data)
    runs = [run for offset, text, line in _placed(pages) for run in _runs(offset, text, line)]
    return Boxes(runs, {page.number: page.shown for page in pages})


def _pages(data: bytes) -> list[Page]:
    # PDFium is loaded where there is a PDF to read.
    from fazhi.extractors.reading.pdf_file import read_pages

    pages = read_pages(data)
    _refuse_unreadable(pages)
    return pages


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


def _placed(pages: Sequence[Page]) -> Iterator[tuple[int, str, Line]]:
    """The lines of the text in their order, each with its offset there and its words in NFC.

    A line break stands between paragraphs alone.
    """
    offset = 0
    for paragraph in paragraphs(body_lines(pages)):
        previous = ""
        for line in paragraph:
            text = unicodedata.normalize("NFC", line.text)
            # A word is not broken at the end of a line; between two words, or a day and an hour, was a space.
            parted = _is_letter(previous) and _is_letter(text[:1])
            parted = parted or (previous.isdigit() and bool(_CLOCK.match(text)))
            text = " " + text if parted else text
            yield offset, text, line
            offset += len(text)
            previous = text[-1:]
        offset += 1


def _runs(offset: int, text: str, line: Line) -> Iterator[Run]:
    """Where each character of a line stands; spaces and what parts the cells of a table stand nowhere."""
    at = 0
    for glyph in line.glyphs:
        while text[at : at + 1].isspace() or (text[at : at + 1] == "|" and glyph.text != "|"):
            at += 1
        end = at + len(glyph.text)
        if end > len(text):
            return
        top, bottom = glyph.base - ABOVE_BASE * glyph.size, glyph.base + BELOW_BASE * glyph.size
        yield Run(offset + at, offset + end, line.page, glyph.left, top, glyph.right, bottom)
        at = end


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()
