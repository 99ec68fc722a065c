"""Span groups, one per record type: ``doc.spans["citation"]`` holds the spans of the citations."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from fazhi.extractors.annotations import annotations_of


@Language.component("fazhi_spans")
def spans(doc: Doc) -> Doc:
    """Add a span for each record. Its token indices are the record's offsets, a token being a character."""
    for record_type, records in annotations_of(doc).records.items():
        label = doc.vocab.strings.add(record_type)
        doc.spans[record_type] = [Span(doc, record.start, record.end, label=label) for record in records]
    return doc
