"""Pictures of the pages of a PDF file, as PNG."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from typing import Any

import numpy as np

from fazhi.extractors.reading.pdf_file import picture_of
from fazhi.extractors.reading.source import ReadError

#: Dots to the inch, and at most this many to a side.
_DOTS, _MAX_SIDE = 108, 1_800
#: A page whose dots differ between red, green and blue by more than this, at this share of them, has colours.
_COLOUR, _COLOURED = 24, 0.0005
#: Shades between black and white that are told apart: letters need no more.
_SHADES = 16


def pictures(data: bytes, pages: Iterable[int], *, most_bytes: int) -> dict[int, bytes]:
    """Pictures of pages, by their 1-based numbers, of a file that :func:`.pdf.read` can read.

    They are of ``most_bytes`` together: from the page on for which there is no room, or which cannot be
    drawn, there are none.
    """
    found: dict[int, bytes] = {}
    room = most_bytes
    for number in pages:
        try:
            dots = picture_of(data, number, dots_per_inch=_DOTS, max_side=_MAX_SIDE)
        except ReadError:
            break
        picture = _png(_few_shades(dots[:, :, ::-1]))
        room -= len(picture)
        if room < 0:
            break
        found[number] = picture
    return found


def _few_shades(dots: Any) -> Any:
    """The dots with few shades, of grey alone where the page has no colours."""
    spread = dots.max(axis=2).astype(int) - dots.min(axis=2)
    coloured = np.count_nonzero(spread > _COLOUR) > _COLOURED * spread.size
    shown = dots if coloured else dots[:, :, 1:2]
    step = 255 // (_SHADES - 1)
    return ((shown.astype(np.uint16) + step // 2) // step * step).astype(np.uint8)


def _png(dots: Any) -> bytes:
    """Rows of dots of one value (grey) or three (red, green, blue) as PNG (ISO/IEC 15948).

    Each row is written as its difference from the row above (filter 2), which packs better.
    """
    height, width, channels = dots.shape
    rows = dots.reshape(height, width * channels)
    differences = np.diff(rows, axis=0, prepend=np.zeros((1, width * channels), np.uint8))
    filtered = np.concatenate([np.full((height, 1), 2, np.uint8), differences], axis=1)
    head = struct.pack(">IIBBBBB", width, height, 8, 0 if channels == 1 else 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(filtered.tobytes(), 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )
