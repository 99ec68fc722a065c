"""The main function of this package: a document in, its records out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import attrgetter

from fazhi.extractors.outline import outline
from fazhi.extractors.reading.document import Document, Section
from fazhi.extractors.records import Record, RecordsByType
from fazhi.extractors.report_text import ReportText


@dataclass(frozen=True)
class Extraction:
    """What was read out of one report. ``records`` stand in the order of the text, the report first.

    ``report_text`` is for all who go on with the text, so that its sentences, sections … are found once.
    """

    document: Document
    report_text: ReportText = field(repr=False, compare=False)
    records: list[Record]
    is_report: bool

    @property
    def sections(self) -> Sequence[Section]:
        """The section tree in the order of the text, parents before children."""
        return self.report_text.sections

    @cached_property
    def by_type(self) -> RecordsByType:
        """The records by their type: ``extraction.by_type.of("citation")``."""
        found = RecordsByType()
        for record in self.records:
            found.setdefault(record.type, []).append(record)
        return found


def extract(document: Document) -> Extraction:
    """Extract the records of ``document``; exactly one of them is of type ``report``."""
    from spacy.tokens import Doc

    from fazhi.extractors.annotations import annotations_of
    from fazhi.extractors.pipeline import pipeline

    nlp = pipeline()
    # Tokens and spans are for users of the pipeline: components read the document, not its tokens.
    doc = Doc(nlp.vocab)
    doc._.document, doc._.sections = document, outline(document.text)
    doc = nlp(doc, disable=["fazhi_spans"])
    records = sorted(doc._.records, key=attrgetter("start", "end", "type"))
    records.sort(key=lambda record: record.type != "report")
    if document.confidences:
        records = [_as_sure_as_its_page(record, document) for record in records]
    return Extraction(document, annotations_of(doc), records, doc._.is_report)


def _as_sure_as_its_page(record: Record, document: Document) -> Record:
    """The record, at most as sure as the page on which it was recognised.

    The lower of the two stands, not their product: how sure a page is is a mean over all its characters, so
    that the two do not say how often two things that do not depend on each other both hold.
    """
    return replace(record, confidence=min(record.confidence, document.confidence(record.start, record.end)))
