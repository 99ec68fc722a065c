"""What the checks get for one report: its text, its links, and data that several checks share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from fazhi.extractors import Extraction, Record
from fazhi.extractors.components.instrument_names import quoted_titles
from fazhi.extractors.language.overlaps import Overlaps
from fazhi.extractors.records import ReportFields
from fazhi.extractors.report_text import ReportText
from fazhi.kg.facts.figures import Figure, figures_of
from fazhi.kg.linking.instruments import Link
from fazhi.kg.linking.report import LinkedReport, linker


@dataclass(frozen=True)
class Cited:
    """A citation, its link and the role of its section."""

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
class CheckContext:
    """One report as the checks see it. Offsets are 0-based code points in the reading text."""

    linked: LinkedReport

    @property
    def extraction(self) -> Extraction:
        return self.linked.extraction

    @property
    def report_text(self) -> ReportText:
        return self.extraction.report_text

    @property
    def report(self) -> Record[ReportFields]:
        """The report record; its span is the title, or the words that serve as one."""
        return self.linked.report

    @property
    def year(self) -> int | None:
        """The reported year."""
        return self.linked.year

    @cached_property
    def cited(self) -> tuple[Cited, ...]:
        """The citations with a title, in text order."""
        records = self.extraction.records
        return tuple(
            Cited(records[position], link, self.report_text.role(records[position].start))
            for position, link in self.linked.links.items()
        )

    @cached_property
    def other_titles(self) -> tuple[Cited, ...]:
        """Titles in 《》 that were not read as instruments: books, courses and damaged titles."""
        text = self.report_text.text
        taken = Overlaps(cited.span for cited in self.cited)
        found: list[Cited] = []
        for title in quoted_titles(self.report_text.folded):
            if taken.of(title.start, title.end):
                continue
            section = self.report_text.section(title.start)
            name = "".join(text[title.name_start : title.name_end].split())
            record = Record(
                type="citation",
                text=text[title.start : title.end],
                start=title.start,
                end=title.end,
                section=section.id,
                rule="check.other_title",
                confidence=title.confidence,
                fields={"title": name},
            )
            found.append(Cited(record, linker().link(name, year=self.year), section.role))
        return tuple(found)

    @cached_property
    def figures(self) -> tuple[tuple[Figure, ...], ...]:
        """The figures of each sentence that contains any."""
        text = self.report_text
        found = (figures_of(text, start, end) for start, end in text.sentences)
        return tuple(figures for figures in found if figures)

    def sentence_words(self, start: int, end: int) -> str:
        """The folded text of the sentence or sentences around the span."""
        return self.report_text.folded[slice(*self.report_text.sentence(start, end))]
