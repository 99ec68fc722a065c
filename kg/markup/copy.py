"""The copy of a draft with what was found written into it, in the draft's own form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from fazhi.extractors.reading import docx as docx_reading
from fazhi.kg.checks import Finding
from fazhi.kg.checks.explanations import Language
from fazhi.kg.checks.finding import Place
from fazhi.kg.markup import docx
from fazhi.kg.markup.remark import remarks
from fazhi.ontology.errors import FazhiError

#: The forms, by media type, in which a copy can be made.
FORMS = {docx_reading.MEDIA_TYPE: docx}


def checked_copy(
    data: bytes,
    media_type: str,
    findings: Sequence[Finding],
    title: Place,
    language: Language,
    written: datetime,
    *,
    notes: Sequence[str] = (),
) -> bytes:
    """A copy of the draft with the bytes ``data`` and a remark at the words of each finding.

    ``notes`` are paragraphs of one more remark, on the ``title`` of the report. ``written`` is the local
    time. The findings must be on a document read from the same bytes, whose media type it is. Raises
    FazhiError where there can be no copy in that form, or of that file.
    """
    form = FORMS.get(media_type)
    if form is None:
        raise FazhiError("comments are written into Word files; save the draft as .docx 请另存为 .docx")
    copy: bytes = form.marked(data, remarks(findings, notes, title, language), written)
    return copy


def is_own_copy(data: bytes) -> bool:
    """Whether a file is a copy as it was made here, and no other program has saved it since."""
    return any(form.is_own(data) for form in FORMS.values())
