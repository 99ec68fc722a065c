"""What components share: the report's text forms on the spaCy ``Doc``, and how they leave records on it.

A record goes to ``doc._.records``; the last component makes a span of each (``doc.spans["citation"]``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from spacy.tokens import Doc

from fazhi.extractors.language.characters import fold
from fazhi.extractors.language.clauses import clause_spans
from fazhi.extractors.language.sentences import all_sentences
from fazhi.extractors.outline import section_at
from fazhi.extractors.reading.document import Document, Section
from fazhi.extractors.records import Record


class Reading:
    """What several components need of one ``Doc``, each thing made once. Offsets: reading text, 0-based."""

    def __init__(self, doc: Doc) -> None:
        self.document: Document = doc._.document
        self.sections: list[Section] = doc._.sections
        self.text: str = self.document.text
        #: The records so far by their type, in the order in which they were added.
        self.records: dict[str, list[Record]] = {}
        self._clauses: dict[tuple[int, int], list[tuple[int, int]]] = {}

    @cached_property
    def _boundaries(self) -> tuple[list[int], list[Section]]:
        """Where sections begin or end, and the innermost section from there on."""
        offsets = sorted({0, *(s.start for s in self.sections), *(s.end for s in self.sections)})
        return offsets, [section_at(self.sections, offset) for offset in offsets]

    @cached_property
    def folded(self) -> str:
        """The reading text with width and punctuation folded, offsets unchanged."""
        return fold(self.text)

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """The spans of the text's sentences."""
        return all_sentences(self.text)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    def sentences_around(self, offsets: Iterable[int]) -> Iterator[tuple[int, int]]:
        """The spans of the sentences that hold any of ``offsets``, which are in order."""
        last = -1
        for offset in offsets:
            number = bisect_right(self._sentence_starts, offset) - 1
            if number > last:
                last = number
                yield self.sentences[number]

    def clauses(self, start: int, end: int) -> list[tuple[int, int]]:
        """The spans of the clauses between two offsets, as a rule those of a sentence. Not to be changed."""
        spans = self._clauses.get((start, end))
        if spans is None:
            spans = self._clauses[start, end] = clause_spans(self.folded, start, end)
        return spans

    def section(self, offset: int) -> Section:
        """The innermost section at ``offset``."""
        offsets, sections = self._boundaries
        return sections[bisect_right(offsets, offset) - 1]

    def role(self, offset: int) -> str:
        """The role of the section at ``offset``."""
        return self.section(offset).role

    def add(
        self, record_type: str, start: int, end: int, rule: str, confidence: float, fields: dict[str, Any]
    ) -> None:
        """Leave a record for ``text[start:end]``; fields whose value is ``None`` are left out."""
        if None in fields.values():
            fields = {key: value for key, value in fields.items() if value is not None}
        section = self.section(start).id
        record = Record(record_type, self.text[start:end], start, end, section, rule, confidence, fields)
        self.records.setdefault(record_type, []).append(record)

    def records_of(self, record_type: str) -> list[Record]:
        """The records of one type so far. Not to be changed."""
        return self.records.get(record_type, [])


def marked(length: int, records: Iterable[Record]) -> bytearray:
    """A row of ``length`` bytes, 1 for each character of a text that belongs to any of its ``records``."""
    row = bytearray(length)
    for record in records:
        row[record.start : record.end] = b"\1" * (record.end - record.start)
    return row


def reading(doc: Doc) -> Reading:
    """The :class:`Reading` of ``doc``, made once."""
    # Kept where doc._ keeps its attributes: asked for by every component, and through doc._ it takes longer.
    found: Reading | None = doc.user_data.get("reading")
    if found is None:
        found = doc.user_data["reading"] = Reading(doc)
    return found


def _all_records(doc: Doc) -> list[Record]:
    return [record for records in reading(doc).records.values() for record in records]


for _name, _default in (("document", None), ("sections", None), ("is_report", False)):
    Doc.set_extension(_name, default=_default, force=True)
Doc.set_extension("records", getter=_all_records, force=True)
