"""The report under check: its extraction and links, and the views of it that several checks need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from fazhi.extractors import Extraction, Record, Section
from fazhi.extractors.components.instrument_names import quoted_titles
from fazhi.extractors.report_text import ReportText, Span
from fazhi.kg.checks.quantities import Figure, figures_of
from fazhi.kg.linking.instruments import Link
from fazhi.kg.linking.report import LinkedReport, linker


@dataclass(frozen=True)
class Cited:
    """A citation, what it was linked to and the role of the section it stands in."""

    record: Record
    link: Link
    role: str

    @property
    def title(self) -> str:
        """The title as written, without 《》."""
        return str(self.record.fields["title"])

    @property
    def span(self) -> tuple[int, int]:
        """Span of the mention in the reading text."""
        return self.record.start, self.record.end


@dataclass(frozen=True)
class Subject:
    """One report as the checks see it. Offsets are 0-based code points of the reading text."""

    linked: LinkedReport

    @property
    def extraction(self) -> Extraction:
        return self.linked.extraction

    @property
    def report(self) -> Record:
        """The report record; its span is the title, or the words that stand for it."""
        return self.linked.report

    @property
    def year(self) -> int | None:
        """The reported year."""
        return self.linked.year

    @property
    def report_text(self) -> ReportText:
        return self.extraction.report_text

    @property
    def text(self) -> str:
        """The reading text."""
        return self.extraction.document.text

    @property
    def metadata(self) -> dict[str, str]:
        """The page's metadata block."""
        return self.extraction.document.metadata

    @property
    def folded(self) -> str:
        """The reading text with width and punctuation folded, offsets unchanged."""
        return self.report_text.folded

    @property
    def sections(self) -> Sequence[Section]:
        return self.extraction.sections

    def section(self, offset: int) -> Section:
        """The innermost section at ``offset``."""
        return self.report_text.section(offset)

    @cached_property
    def cited(self) -> tuple[Cited, ...]:
        """The citations with a title, in the order of the text."""
        records = self.extraction.records
        return tuple(
            Cited(records[position], link, self.section(records[position].start).role)
            for position, link in self.linked.links.items()
        )

    @cached_property
    def other_titles(self) -> tuple[Cited, ...]:
        """What stands in 《》 and was not taken for an instrument: books, courses, and damaged titles."""
        taken = [cited.span for cited in self.cited]
        found: list[Cited] = []
        for title in quoted_titles(self.folded):
            if any(start < title.end and title.start < end for start, end in taken):
                continue
            section = self.section(title.start)
            name = "".join(self.text[title.name_start : title.name_end].split())
            record = Record(
                type="citation",
                text=self.text[title.start : title.end],
                start=title.start,
                end=title.end,
                section=section.id,
                rule="check.other_title",
                confidence=title.confidence,
                fields={"title": name},
            )
            found.append(Cited(record, linker().link(name, year=self.year), section.role))
        return tuple(found)

    @property
    def sentences(self) -> list[Span]:
        """Spans of the sentences."""
        return self.report_text.sentences

    @cached_property
    def figures(self) -> tuple[tuple[Figure, ...], ...]:
        """The figures of each sentence that has any."""
        found = (figures_of(self.folded, start, end) for start, end in self.sentences)
        return tuple(figures for figures in found if figures)

    def paragraphs(self) -> list[Span]:
        """Spans of the paragraphs (lines of the reading text)."""
        return self.report_text.paragraphs

    def sentence_words(self, start: int, end: int) -> str:
        """The folded words of the sentence or sentences that hold the span."""
        return self.folded[slice(*self.report_text.sentence(start, end))]
