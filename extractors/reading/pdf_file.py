"""The pages of a PDF file through PDFium: the characters with their places, and the rules drawn.

Fonts that are not in the file are taken from the machine. Where it has none with Chinese characters, PDFium
still tells the text, except for a character that the file shows on its own.
"""

from __future__ import annotations

import ctypes
import math
import sys
import threading
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, NamedTuple

import pypdfium2
from pypdfium2 import raw

from fazhi.extractors.language.characters import without_radicals
from fazhi.extractors.reading.boxes import PageShown
from fazhi.extractors.reading.pdf_page import UNMAPPED, Glyph, Page, Rule
from fazhi.extractors.reading.source import ReadError
from fazhi.ontology.languages import Both, both

#: A report has some ten pages and some thousand characters; a larger file is something else.
MAX_PAGES = 500
MAX_CHARACTERS = 1_000_000
#: What is said where PDFium cannot open a file.
_DAMAGED = both(
    "a damaged PDF; open it in a viewer and print it to PDF anew",
    "PDF 已损坏，请用阅读器打开后重新打印为 PDF",
)
_REFUSALS = {
    raw.FPDF_ERR_PASSWORD: both(
        "a PDF protected by a password; save it without one", "PDF 有密码保护，请取消密码后另存"
    ),
    raw.FPDF_ERR_SECURITY: both(
        "a PDF protected in a way that cannot be read; save it without protection",
        "PDF 有保护，无法读取，请取消保护后另存",
    ),
}
#: PDFium works for one thread at a time.
_ONE_AT_A_TIME = threading.Lock()
#: PDFium gives this for a hyphen at the end of a line.
_END_HYPHEN = "\x02"
#: A character lighter than this (0 black, 255 white) or more transparent may be a watermark.
_PALE = 150
#: The gap from which on two characters are parted, in parts of their size: where the file has no space
#: between them, where it has none but PDFium supposes one, and where it has one (boxes may overlap).
_NO_SPACE, _SUPPOSED_SPACE, _WRITTEN_SPACE = 0.5, 0.1, -1.0
#: Writing that is turned by at most this many degrees counts as straight.
_SKEW = 3
#: Of the objects of a page, at most this many are looked at for rules.
_MAX_OBJECTS = 20_000
#: Images that cover this share of a page without text are what the page shows, or this share of one that has
#: at most so many characters, such as a page number or the name of a scanning program.
_PICTURE, _WHOLE_PICTURE = 0.4, 0.8
_FEW_CHARACTERS = 15
#: A line that leaves its direction by at most this, in points, is a rule; of a page, so many are read.
_RULE = 3.0
_MAX_RULES = 5_000
_SHORTEST_RULE = 8.0


class _Style(NamedTuple):
    """What the characters of one text object share: the direction of writing in degrees, size, paleness."""

    direction: int
    size: float
    pale: bool


def read_pages(data: bytes) -> list[Page]:
    """All pages of a file.

    Raises :class:`ReadError` for a damaged or encrypted file, one of more than :data:`MAX_PAGES` pages or
    :data:`MAX_CHARACTERS` characters.
    """
    with _ONE_AT_A_TIME:
        return _read_pages(data)


def picture_of(data: bytes, number: int, *, dots_per_inch: int, max_side: int) -> Any:
    """The page with the 1-based ``number`` as it is shown: rows of pixels in blue, green and red.

    Raises :class:`ReadError` for a damaged or encrypted file.
    """
    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(data)
            try:
                page = document[number - 1]
                scale = min(dots_per_inch / 72, max_side / max(1.0, *page.get_size()))
                return page.render(scale=scale).to_numpy()[:, :, :3].copy()
            finally:
                document.close()
        except pypdfium2.PdfiumError as error:
            raise ReadError(*_REFUSALS.get(getattr(error, "err_code", None), _DAMAGED)) from error


def _too_long(limit: int) -> Both:
    return both(f"more than {limit:,} characters: not a report", f"超过{limit}字，不是报告")


def _read_pages(data: bytes) -> list[Page]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ReadError(*_REFUSALS.get(getattr(error, "err_code", None), _DAMAGED)) from error
    try:
        if len(document) > MAX_PAGES:
            raise ReadError(
                f"{len(document):,} pages, more than {MAX_PAGES:,}: not a report",
                f"{len(document)}页，超过{MAX_PAGES}页，不是报告",
            )
        pages: list[Page] = []
        characters = 0
        for number in range(len(document)):
            pages.append(_read_page(document, number, MAX_CHARACTERS))
            characters += len(pages[-1].glyphs)
            if characters > MAX_CHARACTERS:
                raise ReadError(*_too_long(MAX_CHARACTERS))
        return pages
    except pypdfium2.PdfiumError as error:
        raise ReadError(
            f"page {len(pages) + 1}: {_DAMAGED.en}", f"第{len(pages) + 1}页：{_DAMAGED.zh}"
        ) from error
    finally:
        document.close()


def _read_page(document: pypdfium2.PdfDocument, number: int, limit: int) -> Page:
    """The page with the 0-based ``number``.

    Raises :class:`ReadError` for more than ``limit`` characters and ``PdfiumError`` where it is damaged.
    """
    page = document[number]
    text_page = page.get_textpage()
    if text_page.count_chars() > limit:
        raise ReadError(*_too_long(limit))
    bounds = page.get_bbox()
    by_direction = _characters(text_page, bounds)
    # The main direction of writing counts as upright, be it that of a page on its side.
    upright = max(by_direction, key=lambda direction: len(by_direction[direction]), default=0)
    glyphs = by_direction.get(upright, [])
    across, down, pictures = _drawings(page, upright)
    width, height = page.get_size()
    picture = pictures / (width * height) if width and height else 0.0
    is_picture = picture >= (_WHOLE_PICTURE if glyphs else _PICTURE) and len(glyphs) <= _FEW_CHARACTERS
    left, bottom, right, top = bounds
    shown = PageShown(left, bottom, right, top, page.get_rotation(), upright)
    page.close()
    return Page(number + 1, glyphs, across, down, is_picture, shown)


def _characters(
    text_page: pypdfium2.PdfTextPage, bounds: tuple[float, float, float, float]
) -> dict[int, list[Glyph]]:
    """The characters within the bounds of the page, by their direction of writing where that is straight."""
    calls = _calls()
    handle = ctypes.cast(text_page.raw, ctypes.c_void_p).value
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    at_box, at_x, at_y = (ctypes.addressof(variable) for variable in (box, x, y))
    first_x, first_y, last_x, last_y = bounds
    style_of = _style_reader(handle)
    found: dict[int, list[Glyph]] = {}
    space = _NO_SPACE
    last_object = style = None
    for index in range(text_page.count_chars()):
        text_object = calls.text_object(handle, index)
        # A character without an object is not in the file: a space or line end that PDFium supposes.
        if not text_object:
            space = min(space, _SUPPOSED_SPACE)
            continue
        text = _usual(calls.unicode(handle, index), calls.unmapped(handle, index))
        if text == " ":
            space = _WRITTEN_SPACE
            continue
        if style is None or text_object != last_object:
            last_object, style = text_object, style_of(index, text_object)
        calls.origin(handle, index, at_x, at_y)
        base_x, base_y = x.value, y.value
        if first_x <= base_x <= last_x and first_y <= base_y <= last_y and style.direction % 90 == 0:
            calls.loose_box(handle, index, at_box)
            if style.direction == 0:
                glyph = Glyph(text, box.left, box.right, -base_y, style.size, style.pale, space)
            else:
                place = _turned(style.direction, (box.left, box.bottom, box.right, box.top), (base_x, base_y))
                glyph = Glyph(text, *place, style.size, style.pale, space)
            found.setdefault(style.direction, []).append(glyph)
        space = _NO_SPACE
    return found


@lru_cache(maxsize=10_000)
def _usual(code: int, unmapped: int) -> str:
    """The character in its usual form; :data:`UNMAPPED` where the file does not tell what it is."""
    if unmapped or code > sys.maxunicode:
        return UNMAPPED
    text = chr(code)
    if text == _END_HYPHEN:
        return "-"
    if text.isspace():
        return " "
    if unicodedata.category(text) in ("Cc", "Co", "Cn", "Cs"):
        return UNMAPPED
    if unicodedata.category(text) == "Cf":
        return " "
    if "\u2e80" <= text <= "\u2fdf" or "\uf900" <= text <= "\ufb06":
        return without_radicals(text) if text <= "\u2fdf" else unicodedata.normalize("NFKC", text)
    return text


class _Calls(NamedTuple):
    """PDFium's functions that are called for each character or object, from and to plain addresses.

    The declarations of pypdfium2 make an object for each address, which takes as long as the call.
    """

    text_object: Callable[..., int | None]
    unicode: Callable[..., int]
    unmapped: Callable[..., int]
    origin: Callable[..., int]
    loose_box: Callable[..., int]
    matrix: Callable[..., int]
    font_size: Callable[..., float]
    fill_colour: Callable[..., int]
    page_object: Callable[..., int | None]
    object_type: Callable[..., int]


@cache
def _calls() -> _Calls:
    address, number = ctypes.c_void_p, ctypes.c_int

    def plain(function: Any, gives: Any, *takes: Any) -> Callable[..., Any]:
        return ctypes.CFUNCTYPE(gives, *takes)(ctypes.cast(function, ctypes.c_void_p).value or 0)

    return _Calls(
        plain(raw.FPDFText_GetTextObject, address, address, number),
        plain(raw.FPDFText_GetUnicode, ctypes.c_uint, address, number),
        plain(raw.FPDFText_HasUnicodeMapError, number, address, number),
        plain(raw.FPDFText_GetCharOrigin, number, address, number, address, address),
        plain(raw.FPDFText_GetLooseCharBox, number, address, number, address),
        plain(raw.FPDFText_GetMatrix, number, address, number, address),
        plain(raw.FPDFText_GetFontSize, ctypes.c_double, address, number),
        plain(raw.FPDFPageObj_GetFillColor, number, *[address] * 5),
        plain(raw.FPDFPage_GetObject, address, address, number),
        plain(raw.FPDFPageObj_GetType, number, address),
    )


def _style_reader(handle: int | None) -> Callable[[int, int], _Style]:
    """A function that gives the style of a character's text object, with one set of C variables for all."""
    calls = _calls()
    matrix = raw.FS_MATRIX()
    colour = (ctypes.c_uint * 4)()
    at_matrix, at_colour = ctypes.addressof(matrix), ctypes.addressof(colour)
    at_parts = [at_colour + number * ctypes.sizeof(ctypes.c_uint) for number in range(4)]

    def style(index: int, text_object: int) -> _Style:
        calls.matrix(handle, index, at_matrix)
        calls.fill_colour(text_object, *at_parts)
        size = calls.font_size(handle, index)
        return _style(matrix.a, matrix.b, matrix.c, matrix.d, size, *colour)

    return style


@lru_cache(maxsize=1_000)
def _style(
    a: float, b: float, c: float, d: float, size: float, red: int, green: int, blue: int, alpha: int
) -> _Style:
    """The style of characters of a font size with their matrix and colour."""
    direction = round(math.degrees(math.atan2(b, a))) if b or a < 0 else 0
    straight = round(direction / 90) * 90
    return _Style(
        (straight if abs(direction - straight) <= _SKEW else direction) % 360,
        size * math.hypot(c, d) or 1.0,
        min(red, green, blue) >= _PALE or alpha < _PALE,
    )


def _turned(
    direction: int, box: tuple[float, float, float, float], base: tuple[float, float]
) -> tuple[float, float, float]:
    """Left, right and base line after the page is turned until ``direction`` points to the right."""
    left, bottom, right, top = box
    if direction == 0:
        return left, right, -base[1]
    if direction == 90:
        return bottom, top, base[0]
    if direction == 180:
        return -right, -left, base[1]
    return -top, -bottom, -base[0]


def _drawings(page: pypdfium2.PdfPage, direction: int) -> tuple[list[Rule], list[Rule], float]:
    """The rules across and down the page turned upright, and the area of its pictures."""
    across: list[Rule] = []
    down: list[Rule] = []
    pictures = 0.0
    edges = [ctypes.c_float() for _ in range(4)]
    calls = _calls()
    handle = ctypes.cast(page.raw, ctypes.c_void_p).value
    for index in range(min(raw.FPDFPage_CountObjects(page.raw), _MAX_OBJECTS)):
        kind = calls.object_type(calls.page_object(handle, index))
        if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
            continue
        drawing = raw.FPDFPage_GetObject(page.raw, index)
        if kind == raw.FPDF_PAGEOBJ_PATH and len(across) + len(down) < _MAX_RULES:
            for (x, y), (to_x, to_y) in _strokes(drawing):
                box = (min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))
                left, right, top = _turned(direction, box, (x, y))
                bottom = _turned(direction, box, (to_x, to_y))[2]
                top, bottom = min(top, bottom), max(top, bottom)
                if right - left >= _SHORTEST_RULE and bottom - top <= _RULE:
                    across.append(Rule(top, left, right))
                elif bottom - top >= _SHORTEST_RULE and right - left <= _RULE:
                    down.append(Rule(left, top, bottom))
        elif kind == raw.FPDF_PAGEOBJ_IMAGE and raw.FPDFPageObj_GetBounds(drawing, *edges):
            left, bottom, right, top = (edge.value for edge in edges)
            pictures += (right - left) * (top - bottom)
    return across, down, pictures


def _strokes(path: Any) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight lines of a path, each with its two ends on the page."""
    matrix, x, y = raw.FS_MATRIX(), ctypes.c_float(), ctypes.c_float()
    raw.FPDFPageObj_GetMatrix(path, matrix)
    strokes = []
    first = last = (0.0, 0.0)
    for index in range(min(raw.FPDFPath_CountSegments(path), _MAX_RULES)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            strokes.append((last, point))
        last = point
        if raw.FPDFPathSegment_GetClose(segment):
            strokes.append((point, first))
    return strokes
