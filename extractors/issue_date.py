"""The day a report was published, or else signed (发布日期、落款日期), and where that is written."""

from __future__ import annotations

from dataclasses import dataclass

from fazhi.extractors.language.dates import date_spans, find_dates
from fazhi.extractors.outline import closing_spans, head_spans
from fazhi.extractors.reading.document import Document

_LONGEST_DATE_LINE = 50


@dataclass(frozen=True)
class IssueDate:
    """A day (``YYYY-MM-DD``) and where it stands: 0-based code points, end exclusive.

    ``in_source``: it was in the page's metadata, and the span is that of their line in the source text;
    else the span is the date's in the reading text. ``signed``: it is the day of signature, not that of
    publication.
    """

    day: str
    start: int
    end: int
    in_source: bool = False
    signed: bool = False


def issue_date(document: Document, text: str) -> IssueDate | None:
    """The date of the report with the reading text ``text``; None where none is written.

    Publication before signature: the metadata's dates, a date in the page's head, the last date that closes
    the text.
    """
    for key in ("published", "signed"):
        span = document.metadata_spans.get(key)
        if span and (dates := find_dates(document.source_text[slice(*span)])):
            line = document.source_line(span[0])
            return IssueDate(dates[0], *line, in_source=True, signed=key == "signed")
    for start, end in head_spans(text):
        if found := date_spans(text[start:end]):
            day, first, last = found[0]
            return IssueDate(day, start + first, start + last)
    for start, end in reversed(closing_spans(text)):
        if end - start < _LONGEST_DATE_LINE and (found := date_spans(text[start:end])):
            day, first, last = found[-1]
            return IssueDate(day, start + first, start + last, signed=True)
    return None
