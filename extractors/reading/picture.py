"""Pictures of pages as files of their own: PNG, JPEG, and TIFF with one page or several."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from fazhi.extractors.reading import ocr as recogniser
from fazhi.extractors.reading.boxes import PageShown
from fazhi.extractors.reading.pdf import source_of
from fazhi.extractors.reading.scans import MAX_PAGES, MAX_SIDE, PAGE_LENGTH, pages_of
from fazhi.extractors.reading.source import ReadError, Source
from fazhi.ontology.languages import both

#: How the files begin, and their media types.
_FORMS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
)
#: A page of A3 at 600 dots per inch has 70 million.
MAX_PIXELS = 100_000_000
_TOO_LARGE = both(
    f"a picture of more than {MAX_PIXELS // 1_000_000} million pixels; scan it smaller",
    f"图片超过{MAX_PIXELS // 100_000_000}亿像素，请降低分辨率",
)


def recognises(data: bytes) -> bool:
    """Whether ``data`` begins like a PNG, JPEG or TIFF file."""
    return any(data.startswith(beginning) for beginning, _ in _FORMS)


def read(data: bytes, *, ocr: bool = False) -> Source:
    """The text recognised in a picture, one paragraph a line; ``places`` tells the page (``page=3``).

    Raises :class:`ReadError` without ``ocr``, for a damaged picture, and for one that is too large.
    """
    if not ocr:
        raise ReadError(*recogniser.offer("a picture, no text", "图片文件，没有文字"))
    scans = []
    for number in scanned(data):
        scan = recogniser.recognised(pixels := _pixels(data, number))
        height, width = (side * PAGE_LENGTH / max(pixels.shape[:2]) for side in pixels.shape[:2])
        scans.append((number, scan, PageShown(0.0, 0.0, width, height)))
    media_type = next(media_type for beginning, media_type in _FORMS if data.startswith(beginning))
    return source_of(pages_of(scans), media_type)


def scanned(data: bytes) -> list[int]:
    """The numbers of the pages, from 1. Raises :class:`ReadError`."""
    recogniser.require()
    with _opened(data) as image:
        pages = int(getattr(image, "n_frames", 1))
        if pages > MAX_PAGES:
            raise ReadError(
                f"{pages:,} pages, more than {MAX_PAGES} to recognise: not a report",
                f"{pages}页，超过可识别的{MAX_PAGES}页，不是报告",
            )
        return list(range(1, pages + 1))


def recognise(data: bytes, number: int) -> None:
    """Recognise one page, so that :func:`read` finds it done. Raises :class:`ReadError`."""
    recogniser.recognised(_pixels(data, number))


def _pixels(data: bytes, number: int) -> Any:
    """A page as rows of pixels in blue, green and red."""
    import numpy
    from PIL import Image, ImageOps

    with _opened(data) as image:
        image.seek(number - 1)
        if image.width * image.height > MAX_PIXELS:
            raise ReadError(*_TOO_LARGE)
        image.draft("RGB", (MAX_SIDE, MAX_SIDE))
        upright = ImageOps.exif_transpose(image)
        if upright.mode.startswith("I;16"):
            upright = upright.point(lambda value: value / 256).convert("L")
        if upright.has_transparency_data:
            paper = Image.new("RGBA", upright.size, "white")
            upright = Image.alpha_composite(paper, upright.convert("RGBA"))
        upright = upright.convert("RGB")
        upright.thumbnail((MAX_SIDE, MAX_SIDE))
        return numpy.ascontiguousarray(numpy.asarray(upright)[:, :, ::-1])


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=("PNG", "JPEG", "TIFF")) as image:
                yield image
    except ReadError:
        raise
    except (OSError, EOFError, ValueError, TypeError, LookupError, SyntaxError, struct.error) as error:
        raise ReadError("a damaged picture; scan or save it anew", "图片已损坏，请重新扫描或保存") from error
    except Image.DecompressionBombError as error:
        raise ReadError(*_TOO_LARGE) from error
