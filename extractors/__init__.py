"""Extracts records from reports: file -> text -> outline -> records. Independent of RDF."""

from fazhi.extractors.extraction import Extraction, extract
from fazhi.extractors.reading.document import Document, Section, SourceMap, place_words
from fazhi.extractors.reading.read import read_bytes, read_file
from fazhi.extractors.reading.source import ReadError
from fazhi.extractors.records import Record

__all__ = [
    "Document",
    "Extraction",
    "ReadError",
    "Record",
    "Section",
    "SourceMap",
    "extract",
    "place_words",
    "read_bytes",
    "read_file",
]
