"""Reading reports: file -> text -> outline -> records. Knows Chinese and reports, knows no RDF."""

from extractors.document import Document, Section, SourceMap
from extractors.extraction import Extraction, extract
from extractors.read import ReadError, read_bytes, read_file
from extractors.records import Record

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
