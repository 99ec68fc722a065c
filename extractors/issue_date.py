"""The day a report was published, or else signed (发布日期、落款日期), and where that is written."""

from __future__ import annotations

from dataclasses import dataclass

from fazhi.extractors.language.dates import date_spans, find_dates
from fazhi.extractors.outline import closing_spans, head_spans
from fazhi.extractors.reading.document import Document

_LONGEST_DATE_LINE = 50
#: A covering letter is over, with its date, before this line of the text.
_LETTER_LINES = 15


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
    the text, the date below a covering letter; where there is none, the day of the page's last change
    (更新时间).
    """
    return (
        _in_metadata(document, "published")
        or _in_metadata(document, "signed")
        or _in_text(text)
        or _in_metadata(document, "updated")
    )


def _in_metadata(document: Document, key: str) -> IssueDate | None:
    span = document.metadata_spans.get(key)
    if span and (dates := find_dates(document.source_text[slice(*span)])):
        line = document.source_line(span[0])
        return IssueDate(dates[0], *line, in_source=True, signed=key == "signed")
    return None


def _in_text(text: str) -> IssueDate | None:
    for start, end in head_spans(text):
        if found := date_spans(text[start:end]):
            day, first, last = found[0]
            return IssueDate(day, start + first, start + last)
    for start, end in reversed(closing_spans(text)):
        if end - start < _LONGEST_DATE_LINE and (found := date_spans(text[start:end])):
            day, first, last = found[-1]
            return IssueDate(day, start + first, start + last, signed=True)
    return _below_letter(text)


def _below_letter(text: str) -> IssueDate | None:
    """A line of the opening that is a date and nothing else: it closes the letter (函) above the report."""
    position = 0
    for line in text.split("\n")[:_LETTER_LINES]:
        for day, first, last in date_spans(line) if len(line) < _LONGEST_DATE_LINE else ():
            if not line[:first].strip("（(") and not line[last:].strip("）)"):
                return IssueDate(day, position + first, position + last, signed=True)
        position += len(line) + 1
    return None
