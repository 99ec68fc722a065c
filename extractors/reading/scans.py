"""Recognised pages as pages of characters, so that they become paragraphs as those of a PDF with text do."""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from unicodedata import east_asian_width

from fazhi.extractors.language.characters import FULL_WIDTH
from fazhi.extractors.reading.boxes import ABOVE_BASE, BELOW_BASE, PageShown
from fazhi.extractors.reading.ocr import Scan, ScannedLine
from fazhi.extractors.reading.pdf_page import Glyph, Page, Rule
from fazhi.extractors.reading.source import ReadWarning
from fazhi.ontology.languages import both

#: A page is taken to be this long, in points: A4.
PAGE_LENGTH = 842.0
#: A report has some ten pages.
MAX_PAGES = 100
#: Pages are recognised as pictures of at most so many pixels a side, those of a PDF at this resolution.
MAX_SIDE = 4000
DOTS_PER_INCH = 200
#: Characters are larger or smaller than usual where both height and distance say so by this factor.
_OTHER_SIZE = 1.1
#: Such sizes are told apart in steps of this part of the usual one.
_STEP = 0.125
#: A line's box is this much wider than its characters, in parts of the usual size.
_AROUND = 0.4
#: A gap wider than this, in parts of the size, is a space.
_SPACE, _WRITTEN_SPACE = 0.35, -1.0
#: Letters nearly as wide as a Chinese character.
_WIDE = "MW"
_OPENING, _CLOSING = "《〈（“‘【〔「『", "》〉）”’】〕」』，。；：、！？"
_GONE = "\0"
#: Where clean pages are recognised, nearly all have more; below, several characters a page are others.
_SURE = 0.95
#: Characters further apart than this many times the usual distance are parted.
_GAP = 1.6
_HAN = "[\u3400-\u9fff〇《》（）“”，。；：、！？]"
_FULL_WIDTH = FULL_WIDTH | str.maketrans("<>", "〈〉")
#: Half-width marks that stand beside a Chinese character, and a full stop behind one.
_HALF_WIDTH = re.compile(f"(?<={_HAN})[,;:?!()<>]|[,;:?!()<>](?={_HAN})")
_FULL_STOP = re.compile(f"(?<={_HAN})[.．](?![\\w.])")
#: A dash between figures, as in 2021—2025年, read as the numeral.
_DASH = re.compile(r"(?<=\d)一(?=\d)|(?<=\d{4})一$")
#: Full-width commas that group the digits of a number.
_GROUPS = re.compile(r"(?<!\d)(?<!\d[，,])\d{1,3}(?:[，,]\d{3})+(?![\d，,])")
_TITLE_MARKS = (
    ("<<", "《"),
    (">>", "》"),
    ("〈〈", "《"),
    ("〉〉", "》"),
    ("«", "《"),
    ("»", "》"),
    ("≪", "《"),
    ("≫", "》"),
)


def pages_of(scans: Sequence[tuple[int, Scan, PageShown]]) -> list[Page]:
    """The pages of a file that were recognised: of each its number, what was recognised, and how it stands.

    ``direction`` of the latter is made that of the writing. A :class:`ReadWarning` names pages that were hard
    to recognise.
    """
    for number, scan, _ in scans:
        if scan.confidence < _SURE:
            notice = both(
                f"page {number} was hard to recognise (confidence {scan.confidence:.2f}); "
                "compare it with the original",
                f"第{number}页识别置信度低（{scan.confidence:.2f}），请对照原件",
            )
            warnings.warn(ReadWarning(str(notice)), stacklevel=2)
    lines = [line for _, scan, _ in scans for line in scan.lines]
    height = _usual((line.height, len(line.text)) for line in lines)
    size = _usual(
        (distance, len(line.text))
        for line in lines
        if line.height < _OTHER_SIZE * height and (distance := _distance(line))
    )
    return [_page(number, scan, shown, height, size or height) for number, scan, shown in scans]


def _page(number: int, scan: Scan, shown: PageShown, height: float, size: float) -> Page:
    direction = (shown.rotation + scan.turn) % 360
    left, bottom, right, top = shown[:4]
    # Where the upright picture's top left corner stands, the page turned as its writing goes.
    x, y = {0: (left, -top), 90: (bottom, left), 180: (-right, bottom), 270: (-top, -right)}[direction]
    points = max(shown.size) / max(scan.width, scan.height)
    glyphs = [
        Glyph(
            text,
            x + start * points,
            x + end * points,
            y + base * points,
            round(of_size * points, 1),
            False,
            space,
        )
        for line in _straight(scan)
        for text, start, end, base, of_size, space in _glyphs(line, _size(line, height, size))
    ]
    rules = [
        (x + left * points, y + top * points, x + right * points, y + bottom * points)
        for left, top, right, bottom in scan.rules
    ]
    across = [Rule(top, left, right) for left, top, right, bottom in rules if top == bottom]
    down = [Rule(left, top, bottom) for left, top, right, bottom in rules if left == right]
    return Page(number, glyphs, across, down, False, shown._replace(direction=direction), scan.confidence)


def _straight(scan: Scan) -> list[ScannedLine]:
    """The lines where they would stand if the page had been scanned straight."""
    angle = -scan.slope
    sine, cosine = math.sin(angle), math.cos(angle)
    x, y = scan.width / 2, scan.height / 2

    def turned(point: tuple[float, float]) -> tuple[float, float]:
        right, down = point[0] - x, point[1] - y
        return x + right * cosine - down * sine, y + right * sine + down * cosine

    return [replace(line, left=turned(line.left), right=turned(line.right)) for line in scan.lines]


def _glyphs(line: ScannedLine, size: float) -> Iterator[tuple[str, float, float, float, float, float]]:
    """The characters of a line: left, right, base and size in pixels, and how wide a space before it is."""
    origin = first = line.left[0]
    last = line.right[0]
    base = (line.left[1] + line.right[1]) / 2 + (ABOVE_BASE - BELOW_BASE) / 2 * size
    space = _SPACE
    found = [
        (text, middle) for text, middle in zip(folded(line.text), line.middles, strict=True) if text != _GONE
    ]
    # The ink of a bracket is in one half of its room: by that, its line would seem indented, or short.
    if found[0][0] in _OPENING and len(found) > 1 and _width(found[1][0]) == 1:
        first += min(found[1][1] - 1.5 * size, -size / 2)
    if found[-1][0] in _CLOSING:
        last += size / 2
    for number, (text, middle) in enumerate(found):
        if text.isspace():
            space = _WRITTEN_SPACE
            continue
        half = size * _width(text) / 2
        left = first if number == 0 else origin + middle - half
        right = last if number == len(found) - 1 else origin + middle + half
        yield text, left, max(left, right), base, size, space
        space = _SPACE


def _size(line: ScannedLine, height: float, size: float) -> float:
    """The size of a line's characters, the usual one if they are not surely larger or smaller."""
    by_height = line.height / height
    across = (line.right[0] - line.left[0] - _AROUND * size) / sum(map(_width, line.text))
    by_distance = (_distance(line) or across) / size
    if min(by_height, by_distance) > _OTHER_SIZE or max(by_height, by_distance) < 1 / _OTHER_SIZE:
        return size * round(by_distance / _STEP) * _STEP
    return size


def _distance(line: ScannedLine) -> float:
    """How far from each other the middles of Chinese characters side by side are; 0 where few are."""
    distances = [
        after - before
        for (before, text), (after, following) in pairwise(zip(line.middles, line.text, strict=True))
        if _width(text) == _width(following) == 1
    ]
    # The middles are known to a fifth of a character; over a line that goes away, a gap does not.
    near = [distance for distance in distances if distance < _GAP * median(distances)]
    return sum(near) / len(near) if len(near) > 2 else 0.0


def _width(character: str) -> float:
    if character in _WIDE:
        return 0.9
    return 1.0 if east_asian_width(character) in "WFA" else 0.5


def _usual(values: Iterable[tuple[float, int]]) -> float:
    """The median of values, each of which counts as many times as its number says; 0 where there are none."""
    ordered = sorted(values)
    half = sum(number for _, number in ordered) / 2
    so_far = 0
    for value, number in ordered:
        so_far += number
        if so_far >= half:
            return value
    return 0.0


def folded(text: str) -> str:
    """The text of a line with the marks that Chinese text has, where others of another width were read.

    It is as long as before: of two characters that were one mark, the second becomes :data:`_GONE`.
    """
    for wrong, mark in _TITLE_MARKS:
        text = text.replace(wrong, mark + _GONE * (len(wrong) - 1))
    text = _HALF_WIDTH.sub(lambda found: found.group().translate(_FULL_WIDTH), text)
    text = _DASH.sub("—", _FULL_STOP.sub("。", text))
    return _GROUPS.sub(lambda found: found.group().replace("，", ","), text)
