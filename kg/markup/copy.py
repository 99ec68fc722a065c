"""The copy of a draft with what was found written into it, in the draft's own form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from fazhi.extractors.reading import docx as docx_reading
from fazhi.extractors.reading import office
from fazhi.extractors.reading import pdf as pdf_reading
from fazhi.extractors.reading import text as text_reading
from fazhi.kg.checks import Finding
from fazhi.kg.checks.explanations import Language
from fazhi.kg.checks.finding import Place
from fazhi.kg.markup import docx, pdf, text
from fazhi.kg.markup.remark import remarks
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.languages import both

_WORD, _PDF, _TEXT = docx_reading.MEDIA_TYPE, pdf_reading.MEDIA_TYPE, text_reading.MEDIA_TYPE
#: Forms of Word and the like in which a draft may well be written, but of which no copy is made.
TO_BE_SAVED_ANEW = office.MEDIA_TYPES
NO_COMMENTS = both(
    "comments are written into Word and PDF files; save the draft as .docx",
    "批注写入 Word 和 PDF 文件，请另存为 .docx",
)
_TEXT_ALONE = both(
    "a text takes corrections (--fix) and no comments; for these save it as .docx",
    "文本文件可以改正（--fix），不能批注；需要批注请另存为 .docx",
)
_PDF_ALONE = both(
    "a PDF takes comments and no corrections; leave out --fix, or save it as .docx",
    "PDF 可以批注，不能改正；请不用 --fix，或另存为 .docx",
)


def has_copy(media_type: str, *, fix: bool) -> bool:
    """Whether a copy of drafts in this form can be made; ``fix`` as for :func:`checked_copy`."""
    return media_type in ((_WORD, _TEXT) if fix else (_WORD, _PDF))


def checked_copy(
    data: bytes,
    media_type: str,
    findings: Sequence[Finding],
    title: Place,
    language: Language,
    written: datetime,
    *,
    notes: Sequence[str] = (),
    fix: bool = False,
    ocr: bool = False,
) -> bytes:
    """A copy of the draft with the bytes ``data`` and a remark at the words of each finding.

    ``fix``: what corrects findings with certainty is written too, in a Word file as tracked changes. Plain
    text is corrected and has no remarks. ``ocr``: the document was read with pages recognised.
    ``notes`` are paragraphs of one more remark, on the ``title`` of the report. ``written`` is the local
    time. The findings must be on a document read from the same bytes, whose media type it is. Raises
    FazhiError where there can be no copy in that form, or of that file.
    """
    if not has_copy(media_type, fix=fix):
        raise FazhiError(*{_TEXT: _TEXT_ALONE, _PDF: _PDF_ALONE}.get(media_type, NO_COMMENTS))
    corrections = [each for finding in findings for each in finding.fix] if fix else []
    if media_type == _TEXT:
        return text.corrected(data, corrections)
    if media_type == _PDF:
        return pdf.marked(data, remarks(findings, notes, title, language), written, ocr=ocr)
    return docx.marked(data, remarks(findings, notes, title, language), written, corrections)


def is_own_copy(data: bytes) -> bool:
    """Whether a file is a copy as it was made here, and no other program has saved it since.

    Of a text that cannot be told.
    """
    return docx.is_own(data) or pdf.is_own(data)
