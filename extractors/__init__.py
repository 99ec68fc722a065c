"""Reading reports: file -> text -> outline -> records. Knows Chinese and reports, knows no RDF."""

from fazhi.extractors.document import Document, Section, SourceMap
from fazhi.extractors.extraction import Extraction, extract
from fazhi.extractors.read import ReadError, read_bytes, read_file
from fazhi.extractors.records import Record

__all__ = [
    "Document",
    "Extraction",
    "ReadError",
    "Record",
    "Section",
    "SourceMap",
    "extract",
    "read_bytes",
    "read_file",
]
