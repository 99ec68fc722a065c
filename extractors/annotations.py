"""What components share: the report's text forms on the spaCy ``Doc``, and how they leave records on it.

A record goes to ``doc._.records`` and its span to the span group of its type (``doc.spans["citation"]``).
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from spacy.tokens import Doc

from extractors.characters import fold
from extractors.document import Document, Section
from extractors.outline import section_at
from extractors.records import Record

#: Roles of sections that tell what was done in the year.
DONE_ROLES = frozenset({"work_done", "leader_duties", "preamble"})


class Reading:
    """The text forms of one ``Doc`` that several components need. Offsets: reading text, 0-based."""

    def __init__(self, doc: Doc) -> None:
        self.document: Document = doc._.document
        self.sections: list[Section] = doc._.sections
        self.text: str = self.document.text

    @cached_property
    def folded(self) -> str:
        """The reading text with width and punctuation folded, offsets unchanged."""
        return fold(self.text)

    def section(self, offset: int) -> Section:
        """The innermost section at ``offset``."""
        return section_at(self.sections, offset)

    def role(self, offset: int) -> str:
        """The role of the section at ``offset``."""
        return self.section(offset).role


def reading(doc: Doc) -> Reading:
    """The :class:`Reading` of ``doc``, made once."""
    if doc._.reading is None:
        doc._.reading = Reading(doc)
    found: Reading = doc._.reading
    return found


def add_record(
    doc: Doc, record_type: str, start: int, end: int, rule: str, confidence: float, **fields: Any
) -> Record:
    """Leave a record for ``text[start:end]`` on ``doc``; fields whose value is ``None`` are left out."""
    view = reading(doc)
    record = Record(
        type=record_type,
        text=view.text[start:end],
        start=start,
        end=end,
        section=view.section(start).id,
        rule=rule,
        confidence=round(confidence, 2),
        fields={key.rstrip("_"): value for key, value in fields.items() if value is not None},
    )
    doc._.records.append(record)
    span = doc.char_span(start, end, label=record_type, alignment_mode="expand")
    if span is not None:
        doc.spans.setdefault(record_type, []).append(span)
    return record


def records_of(doc: Doc, record_type: str) -> list[Record]:
    """The records of one type that stand on ``doc`` so far."""
    return [record for record in doc._.records if record.type == record_type]


for _name, _default in (("document", None), ("sections", None), ("reading", None), ("is_report", False)):
    Doc.set_extension(_name, default=_default, force=True)
# An empty list as default is copied for each Doc.
Doc.set_extension("records", default=[], force=True)
