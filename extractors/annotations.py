"""What components share: the report's text on the spaCy ``Doc``, and how they leave records on it.

A record goes to ``doc._.records``; the last component makes a span of each (``doc.spans["citation"]``).
"""

from __future__ import annotations

from typing import Any

from spacy.tokens import Doc

from fazhi.extractors.reading.document import Document
from fazhi.extractors.records import Record, RecordsByType
from fazhi.extractors.report_text import ReportText


class Annotations(ReportText):
    """The text of one ``Doc`` with the records that components have left on it so far."""

    def __init__(self, doc: Doc) -> None:
        self.document: Document = doc._.document
        super().__init__(self.document.text, doc._.sections)
        #: The records so far by their type, in the order in which they were added.
        self.records = RecordsByType()
        self.records_of = self.records.of

    def add(
        self, record_type: str, start: int, end: int, rule: str, confidence: float, fields: dict[str, Any]
    ) -> None:
        """Leave a record for ``text[start:end]``; fields whose value is ``None`` are left out."""
        if None in fields.values():
            fields = {key: value for key, value in fields.items() if value is not None}
        section = self.section(start).id
        record = Record(record_type, self.text[start:end], start, end, section, rule, confidence, fields)
        self.records.setdefault(record_type, []).append(record)


def annotations_of(doc: Doc) -> Annotations:
    """The :class:`Annotations` of ``doc``, made once."""
    # Kept where doc._ keeps its attributes: asked for by every component, and through doc._ it takes longer.
    found: Annotations | None = doc.user_data.get("annotations")
    if found is None:
        found = doc.user_data["annotations"] = Annotations(doc)
    return found


def _all_records(doc: Doc) -> list[Record]:
    return [record for records in annotations_of(doc).records.values() for record in records]


for _name, _default in (("document", None), ("sections", None), ("is_report", False)):
    Doc.set_extension(_name, default=_default, force=True)
Doc.set_extension("records", getter=_all_records, force=True)
