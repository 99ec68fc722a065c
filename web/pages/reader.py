"""A report's text with its records and findings marked (阅读): outline, text, and what is marked there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fazhi.ontology.record_types import record_types
from fazhi.viz.kinds import sentence_case
from fazhi.viz.spans import Paragraph, Piece, lanes, paragraphs
from fazhi.web.content.findings import found_on
from fazhi.web.content.findings import shown as shown_findings
from fazhi.web.content.parts import Finding
from fazhi.web.content.report_text import Record, ReportText, Span, report_text
from fazhi.web.content.things import reports_beside
from fazhi.web.site import Site

#: Lines under the text, and the classes of the style sheet for them, are not more than these.
_MOST_LANES = 8
_KEYS = "SELECT ?report { ?report a fz:Report ; fz:readingText ?text } ORDER BY ?report"


@dataclass(frozen=True)
class Mark:
    """A line under a piece of text: the class of its record's type, and how far below the text it is."""

    type: str
    lane: int


@dataclass(frozen=True)
class Bit:
    """A piece of text with the lines under it, the outermost first.

    ``entry`` is the number of the record to which it leads, None of plain text; ``places`` are the fragments
    that lead here; ``opens`` are the numbers of the findings whose words begin here. ``first``
    is whether a record begins here: of its pieces only that one is reached by the keyboard.
    """

    text: str
    marks: tuple[Mark, ...]
    entry: int | None
    places: tuple[str, ...]
    opens: tuple[int, ...]
    first: bool


@dataclass(frozen=True)
class Run:
    """Pieces of one sentence in a line, or of none; ``place`` is the fragment of one that begins here."""

    place: str
    bits: tuple[Bit, ...]


@dataclass(frozen=True)
class Line:
    """A line of the text; ``level`` is that of a heading, 0 of other text; ``anchor`` that of its section."""

    level: int
    anchor: str
    runs: tuple[Run, ...]


def page(site: Site, key: str, parameters: Mapping[str, str]) -> str:
    """The report of a body on a year, or one that names no body or year (``document/…``)."""
    report = report_text(site, key)
    beside = reports_beside(site.store, report.iri)
    findings = [one for one in found_on(site.store, beside) if one.report.iri == report.iri]
    shown = shown_findings(site, findings, named=False)
    text = _Text(report, shown, site.href("reader", key))
    counts = Counter(record.type for record in report.records)
    if site.editing:
        from fazhi.web.content.pen import pen_for

        pen = pen_for(site, site.editing, key, report, parameters)
    else:
        pen = None
    return site.render(
        "reader.html",
        title=report.title,
        report=report,
        lines=text.lines(),
        lanes=text.lanes,
        findings=list(enumerate(shown, 1)),
        places=text.places,
        entries=list(enumerate(report.records)),
        types={
            name: site.say(kind.label_zh, sentence_case(kind.label_en))
            for name, kind in record_types().items()
            if counts[name]
        },
        counts=counts,
        sections={section.id: section.heading for section in report.sections},
        address=f"{site.address}{site.href('reader', key)}",
        pen=pen,
    )


def keys(site: Site) -> Iterator[str]:
    """One for each report."""
    for row in site.rows(_KEYS):
        yield site.key(row["report"])


class _Text:
    """The text in lines, runs and bits, each with what is to be marked on it."""

    def __init__(self, report: ReportText, findings: Sequence[Finding], address: str) -> None:
        """``address`` is that of the page, by which findings name places in the text."""
        self._report = report
        #: The record of each marked span, by its number.
        self._of = [(number, span) for number, record in enumerate(report.records) for span in record.spans]
        spans = [{"type": "", "start": span.start, "end": span.end} for _, span in self._of]
        self._lane = lanes(spans)
        self.lanes = min(max(self._lane, default=-1) + 1, _MOST_LANES)
        #: The places of each finding in the text, by its number.
        self.places = {number: _places(finding, address) for number, finding in enumerate(findings, 1)}
        self._found = [(number, span) for number, places in self.places.items() for span in places]
        self._all = [
            *spans,
            *({"type": "", "start": s.start, "end": s.end} for s in report.sentences),
            *({"type": "", "start": s.start, "end": s.end} for _, s in self._found),
        ]
        self._given: set[str] = set()

    def lines(self) -> list[Line | None]:
        """All lines of the text, None for an empty one."""
        sections = [
            {"id": s.id, "level": s.level, "start": s.start, "number": "", "title": s.heading}
            for s in self._report.sections
            if s.start is not None
        ]
        told = iter(paragraphs(self._report.text, self._all, sections))
        lines: list[Line | None] = []
        start = 0
        for line in self._report.text.split("\n"):
            lines.append(self._line(next(told), start) if line.strip() else None)
            start += len(line) + 1
        return lines

    def _line(self, paragraph: Paragraph, start: int) -> Line:
        anchor = f"section-{paragraph.section}" if paragraph.section else ""
        runs: list[Run] = []
        bits: list[Bit] = []
        current: int | None = None
        place = ""
        for piece in paragraph.pieces:
            sentence = next((i for i in piece.records if self._is_sentence(i)), None)
            if sentence != current and bits:
                runs.append(Run(place, tuple(bits)))
                bits = []
            if sentence != current or not bits:
                place = ""
                if sentence is not None and sentence in piece.opens:
                    place = self._named(self._report.sentences[sentence - len(self._of)])
            current = sentence
            bits.append(self._bit(piece, start))
            start += len(piece.text)
        if bits:
            runs.append(Run(place, tuple(bits)))
        return Line(paragraph.level, anchor, tuple(runs))

    def _is_sentence(self, index: int) -> bool:
        return len(self._of) <= index < len(self._of) + len(self._report.sentences)

    def _bit(self, piece: Piece, start: int) -> Bit:
        marked = [index for index in piece.records if index < len(self._of)]
        opening = [
            index for index in piece.opens if index < len(self._of) and self._of[index][1].start == start
        ]
        first_finding = len(self._of) + len(self._report.sentences)
        shortest = min(marked, key=lambda i: (self._of[i][1].end - self._of[i][1].start, i), default=None)
        marks = sorted(
            (Mark(self._record(index).type, min(self._lane[index], _MOST_LANES - 1)) for index in marked),
            key=lambda mark: -mark.lane,
        )
        spans = sorted((self._of[index][1] for index in opening), key=lambda span: span.end)
        return Bit(
            piece.text,
            tuple(marks),
            None if shortest is None else self._of[shortest][0],
            tuple(filter(None, map(self._named, spans))),
            tuple(
                number
                for index in piece.opens
                if index >= first_finding
                for number, span in [self._found[index - first_finding]]
                if span.start == start
            ),
            bool(opening),
        )

    def _record(self, index: int) -> Record:
        return self._report.records[self._of[index][0]]

    def _named(self, span: Span) -> str:
        """The fragment that leads to a span; "" if something on the page has it already."""
        if span.fragment in self._given:
            return ""
        self._given.add(span.fragment)
        return span.fragment


def _places(finding: Finding, address: str) -> list[Span]:
    """Where in the text at ``address`` the words of a finding stand."""
    spans = []
    for evidence in finding.evidence:
        whole, _, place = evidence.reader.partition("#char=")
        start, _, end = place.partition(",")
        if whole == address and start.isdecimal() and end.isdecimal() and int(start) < int(end):
            spans.append(Span(int(start), int(end)))
    return spans
