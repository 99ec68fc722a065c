"""PDF files with text: their pages as paragraphs, without what stands around the text of each page."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Iterator, Sequence

from fazhi.extractors.reading import ocr as recogniser
from fazhi.extractors.reading.boxes import ABOVE_BASE, BELOW_BASE, Boxes, Run
from fazhi.extractors.reading.ocr import Scan
from fazhi.extractors.reading.pdf_furniture import is_printed_by_browser
from fazhi.extractors.reading.pdf_lines import body_lines
from fazhi.extractors.reading.pdf_page import UNMAPPED, Line, Page
from fazhi.extractors.reading.pdf_paragraphs import paragraphs
from fazhi.extractors.reading.pdf_portal import without_portal
from fazhi.extractors.reading.scans import DOTS_PER_INCH, MAX_PAGES, MAX_SIDE, pages_of
from fazhi.extractors.reading.source import ReadError, ReadWarning, Source
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


def read(data: bytes, *, ocr: bool = False) -> Source:
    """The text of a PDF, one paragraph or row of a table a line; ``places`` tells the page (``page=3``).

    With ``ocr``, pages without text are recognised; without it, a :class:`ReadWarning` names those that
    are pictures. Raises :class:`ReadError` for a damaged or encrypted file and one of more than 500 pages,
    without ``ocr`` also for one of which half the pages or more are pictures, or whose fonts do not tell
    which characters they show.
    """
    return source_of(_pages(data, ocr=ocr), MEDIA_TYPE)


def source_of(pages: Sequence[Page], media_type: str) -> Source:
    """The text of pages, one paragraph or row of a table a line, with the page of each and how sure it is."""
    pieces: list[str] = []
    places: list[tuple[int, str]] = []
    confidences: list[tuple[int, float]] = []
    confidence = {page.number: page.confidence for page in pages}
    end, page = 0, -1
    for offset, text, line in _placed(pages):
        if offset > end:
            pieces.append("\n")
        if line.page != page:
            page = line.page
            places.append((offset, f"page={page}"))
            confidences.append((offset, confidence[page]))
        pieces.append(text)
        end = offset + len(text)
    recognised = tuple(confidences) if any(value < 1 for value in confidence.values()) else ()
    return Source("".join([*pieces, "\n"]), media_type, tuple(places), confidences=recognised)


def boxes(data: bytes, *, ocr: bool = False) -> Boxes:
    """Where on its pages each character of the text of a PDF stands, the file being read anew.

    Raises :class:`ReadError` as :func:`read` does.
    """
    return with_boxes(data, ocr=ocr)[1]


def with_boxes(data: bytes, *, ocr: bool = False) -> tuple[Source, Boxes]:
    """What :func:`read` gives, and where on its pages each character of the text stands."""
    pages = _pages(data, ocr=ocr)
    runs = [run for offset, text, line in _placed(pages) for run in _runs(offset, text, line)]
    return source_of(pages, MEDIA_TYPE), Boxes(runs, {page.number: page.shown for page in pages})


def scanned(data: bytes) -> list[int]:
    """The numbers of the pages, from 1, of which the text must be recognised. Raises :class:`ReadError`."""
    # PDFium is loaded where there is a PDF to read.
    from fazhi.extractors.reading.pdf_file import read_pages

    return _without_text(read_pages(data))


def recognise(data: bytes, number: int) -> None:
    """Recognise one page, so that :func:`read` finds it done. Raises :class:`ReadError`."""
    _recognised(data, number)


def _pages(data: bytes, *, ocr: bool) -> list[Page]:
    from fazhi.extractors.reading.pdf_file import read_pages

    pages = read_pages(data)
    if not ocr:
        _refuse_unreadable(pages)
        return pages
    shown = {page.number: page.shown for page in pages}
    scans = [(number, _recognised(data, number), shown[number]) for number in _without_text(pages)]
    recognised = {page.number: page for page in pages_of(scans)}
    return [recognised.get(page.number, page) for page in pages]


def _without_text(pages: Sequence[Page]) -> list[int]:
    garbled = _is_garbled(pages)
    found = [page.number for page in pages if garbled or page.is_picture or not page.glyphs]
    if len(found) > MAX_PAGES:
        raise ReadError(
            f"{len(found)} pages without text, more than {MAX_PAGES} to recognise: not a report",
            f"{len(found)}页没有文字，超过可识别的{MAX_PAGES}页，不是报告",
        )
    return found


def _recognised(data: bytes, number: int) -> Scan:
    from fazhi.extractors.reading.pdf_file import picture_of

    recogniser.require()
    return recogniser.recognised(picture_of(data, number, dots_per_inch=DOTS_PER_INCH, max_side=MAX_SIDE))


def _refuse_unreadable(pages: list[Page]) -> None:
    """Raise :class:`ReadError` where what was read is not what the pages show; warn of pages not read."""
    pictures = [page.number for page in pages if page.is_picture]
    if not any(page.glyphs for page in pages):
        scan = "pictures of pages (a scan)" if pictures else "pages"
        raise ReadError(*recogniser.offer(f"a PDF of {scan} without text", "扫描件，没有文字"))
    if 2 * len(pictures) >= len(pages):
        raise ReadError(
            *recogniser.offer(
                f"{len(pictures)} of the PDF's {len(pages)} pages are pictures without text (a scan)",
                f"{len(pages)}页中{len(pictures)}页为扫描件，没有文字",
            )
        )
    if _is_garbled(pages):
        raise ReadError(
            *recogniser.offer("a PDF whose fonts do not tell which characters they show", "字体无法对应文字")
        )
    if pictures:
        numbers = ", ".join(map(str, pictures[:10])) + (" …" if len(pictures) > 10 else "")
        warnings.warn(
            ReadWarning(
                str(
                    recogniser.offer(
                        f"not read: page {numbers}, a picture without text", f"第{numbers}页为图片，未读取"
                    )
                )
            ),
            stacklevel=2,
        )


def _is_garbled(pages: Sequence[Page]) -> bool:
    """Whether the fonts do not tell which characters they show."""
    text = "".join(glyph.text for page in pages for glyph in page.glyphs)
    unmapped = text.count(UNMAPPED) + len(_GLYPH_NUMBER.findall(text))
    return unmapped > max(_UNMAPPED_SHARE * len(text), 5) or (
        len(_HAN.findall(text)) >= 200 and share_of_frequent(text) < _FREQUENT_SHARE
    )


def _placed(pages: Sequence[Page]) -> Iterator[tuple[int, str, Line]]:
    """The lines of the text in their order, each with its offset there and its words in NFC.

    A line break stands between paragraphs alone.
    """
    offset = 0
    found: Sequence[Sequence[Line]] = paragraphs(body_lines(pages))
    if any(map(is_printed_by_browser, pages[:1])):
        found = without_portal(found)
    for paragraph in found:
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
