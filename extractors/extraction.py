"""The main function of the room: a document in, its records out."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter

from fazhi.extractors.outline import outline
from fazhi.extractors.reading.document import Document, Section
from fazhi.extractors.records import Record


@dataclass(frozen=True)
class Extraction:
    """What was read out of one report. ``records`` stand in the order of the text, the report first."""

    document: Document
    sections: list[Section]
    records: list[Record]
    is_report: bool


def extract(document: Document) -> Extraction:
    """Extract the records of ``document``; exactly one of them is of type ``report``."""
    from fazhi.extractors.pipeline import pipeline

    sections = outline(document.text)
    nlp = pipeline()
    doc = nlp.make_doc(document.text)
    doc._.document, doc._.sections = document, sections
    # The spans are for users of the pipeline: they tell nothing that the records do not.
    doc = nlp(doc, disable=["fazhi_spans"])
    records = sorted(doc._.records, key=attrgetter("start", "end", "type"))
    records.sort(key=lambda record: record.type != "report")
    return Extraction(document, sections, records, doc._.is_report)
