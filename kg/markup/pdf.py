"""A PDF file with highlights at the words that remarks are on (ISO 32000-1, 12.5.6.10), and notes.

They are appended to the file (an incremental update, 7.5.6): all that was in it stays byte for byte.
"""

from __future__ import annotations

import hashlib
import logging
import re
import warnings
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from fazhi.extractors.reading import pdf
from fazhi.extractors.reading.boxes import Box, Boxes
from fazhi.kg.markup.offsets import Offsets
from fazhi.kg.markup.remark import AUTHOR, Remark
from fazhi.ontology.errors import FazhiError

_COLOUR = "ffd54f"
#: The side of a note's sign, and how far from the top left corner of the page the first stands, in points.
_SIGN, _MARGIN = 20.0, 24.0
#: The comment with which a copy ends: the digest of all before it.
_MARK = re.compile(rb"% fazhi check ([0-9a-f]{64})\n\Z")


def marked(data: bytes, remarks: Iterable[Remark], written: datetime, *, ocr: bool = False) -> bytes:
    """The PDF ``data`` with a highlight for each remark, dated ``written`` (local time).

    What is on the report as a whole, or on words that stand on no page, is a note at the top of the first
    page. ``ocr``: the places are those of a text with recognised pages. Raises FazhiError where the file is
    encrypted or signed, or is damaged.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        text, boxes = pdf.with_boxes(data, ocr=ocr)
    offsets = Offsets(text.text)
    placed = [
        (remark, [] if remark.general else boxes.of_source(range(*offsets.of(remark.place))))
        for remark in remarks
    ]
    # pypdf tells of small faults in its log, and raises whatever comes of large ones.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        copy = _written(data, placed, boxes, written)
        return copy + b"% fazhi check " + hashlib.sha256(copy).hexdigest().encode() + b"\n"
    except FazhiError:
        raise
    except Exception as error:
        raise FazhiError(
            "a PDF in which nothing can be written; print it to PDF anew", "无法写入该 PDF，请重新打印为 PDF"
        ) from error


def is_own(data: bytes) -> bool:
    """Whether :func:`marked` made the file, and nobody has changed it since."""
    found = _MARK.search(data, max(len(data) - 100, 0))
    return bool(found and hashlib.sha256(data[: found.start()]).hexdigest().encode() == found.group(1))


def _written(
    data: bytes, placed: Sequence[tuple[Remark, list[Box]]], boxes: Boxes, written: datetime
) -> bytes:
    from pypdf import PdfReader, PdfWriter

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        raise FazhiError("encrypted; save the PDF without protection", "已加密，请取消密码和限制后另存")
    if _is_signed(reader):
        raise FazhiError(
            "signed, and a copy would not be; use a PDF without the signature",
            "已签名，副本不会有签名；请用没有签名的 PDF",
        )
    writer = PdfWriter(BytesIO(data), incremental=True)
    notes = 0
    for remark, words in placed:
        for page in sorted({box.page for box in words}):
            lines = [box for box in words if box.page == page]
            _add(writer, page, _highlight(lines), remark, written)
        if not words:
            _add(writer, 1, _note(boxes, notes), remark, written)
            notes += 1
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _is_signed(reader: Any) -> bool:
    form = reader.root_object.get("/AcroForm")
    form = {} if form is None else form.get_object()
    if int(form.get("/SigFlags", 0)) & 1:
        return True
    return any(field.get("/FT") == "/Sig" and "/V" in field for field in (reader.get_fields() or {}).values())


def _add(writer: Any, page: int, annotation: Any, remark: Remark, written: datetime) -> None:
    from pypdf.generic import NameObject, TextStringObject

    day = written.strftime("D:%Y%m%d%H%M%S")
    for key, value in (
        ("/Contents", "\n".join(remark.paragraphs)),
        ("/T", AUTHOR),
        ("/M", day),
        ("/CreationDate", day),
    ):
        annotation[NameObject(key)] = TextStringObject(value)
    writer.add_annotation(page - 1, annotation)


def _highlight(lines: Sequence[Box]) -> Any:
    from pypdf.annotations import Highlight
    from pypdf.generic import ArrayObject, FloatObject

    corners: list[float] = []
    for box in lines:
        corners += [box.left, box.top, box.right, box.top, box.left, box.bottom, box.right, box.bottom]
    around = (
        min(box.left for box in lines),
        min(box.bottom for box in lines),
        max(box.right for box in lines),
        max(box.top for box in lines),
    )
    quads = ArrayObject([FloatObject(round(each, 2)) for each in corners])
    return Highlight(rect=around, quad_points=quads, highlight_color=_COLOUR, printing=True)


def _note(boxes: Boxes, number: int) -> Any:
    """The sign of a note at the top of the first page, beside those before it."""
    from pypdf.annotations import Text

    page = boxes.pages[1]
    left, top = page.left + _MARGIN + number % 20 * (_SIGN + 4), page.top - _MARGIN
    return Text(rect=(left, top - _SIGN, left + _SIGN, top), text="", open=False)
