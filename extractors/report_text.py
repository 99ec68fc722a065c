"""A report's text in the forms that whoever reads it needs: folded, in sentences, clauses and sections."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from fazhi.extractors.language.characters import fold
from fazhi.extractors.language.clauses import clause_spans
from fazhi.extractors.language.quantities import Quantity, quantities
from fazhi.extractors.language.sentences import SENTENCE_END, sentences
from fazhi.extractors.reading.document import Section, Span

#: Sentences and runs of them that are longer than this may hold some without a stop, which are cut.
_LONG = 1000


class ReportText:
    """The reading text of one report with its outline, each form of it made when first asked for.

    ``sections`` are at least one, nest and stand in the order of their starts, as
    :func:`fazhi.extractors.outline.outline` gives them. What is given out is not to be changed.
    """

    def __init__(self, text: str, sections: Sequence[Section]) -> None:
        self.text = text
        self.sections = sections
        self._clauses: dict[Span, list[Span]] = {}
        self._quantities: dict[Span, list[Quantity]] = {}

    @cached_property
    def folded(self) -> str:
        """The reading text with width and punctuation folded, offsets unchanged."""
        return fold(self.text)

    @cached_property
    def paragraphs(self) -> list[Span]:
        """The spans of the text's lines, empty ones too, line breaks left out."""
        starts = [0]
        for line in self.text.split("\n"):
            starts.append(starts[-1] + len(line) + 1)
        return [(start, following - 1) for start, following in pairwise(starts)]

    @cached_property
    def sentences(self) -> list[Span]:
        """The spans of the text's sentences."""
        return list(sentences(self.folded))

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    @cached_property
    def _sentence_ends(self) -> list[Span]:
        """Where the marks and line breaks stand that end sentences."""
        return [match.span() for match in SENTENCE_END.finditer(self.folded)]

    def sentence(self, start: int, end: int) -> Span:
        """The span of the sentence, or run of sentences, that holds ``text[start:end]``.

        Space around it is left out; where there is nothing else, the span is the one given. Words without a
        stop or line break are cut as :attr:`sentences` are.
        """
        ended = bisect_left(self._sentence_ends, (start, 0))
        begin = min(self._sentence_ends[ended - 1][1], start) if ended else 0
        close = self._close_behind(max(end - 1, start))
        if close - begin > _LONG:
            first, stop = self._number_of_sentence(start), self._number_of_sentence(max(end - 1, start))
            begin = max(begin, self.sentences[first][0]) if first >= 0 else begin
            close = min(close, max(self.sentences[stop][1], end)) if stop >= 0 else close
        while begin < close and self.text[begin].isspace():
            begin += 1
        while close > begin and self.text[close - 1].isspace():
            close -= 1
        return (begin, close) if begin < close else (start, end)

    def _close_behind(self, offset: int) -> int:
        """Where the first marks or line break end that close a sentence at or behind ``offset``."""
        number = bisect_left(self._sentence_ends, (offset, 0))
        amid = self._sentence_ends[number - 1][1] if number else 0
        # Of marks amid which the offset is, the rest may close a sentence or not.
        if amid > offset and (match := SENTENCE_END.search(self.folded, offset, amid)):
            return match.end()
        return self._sentence_ends[number][1] if number < len(self._sentence_ends) else len(self.text)

    def _number_of_sentence(self, offset: int) -> int:
        """The number of the last sentence that begins at or before ``offset``, -1 if none does."""
        return bisect_right(self._sentence_starts, offset) - 1

    def sentences_between(self, start: int, end: int) -> list[Span]:
        """The sentences of ``text[start:end]``, where at either offset a sentence begins or ends."""
        first, stop = (bisect_left(self._sentence_starts, offset) for offset in (start, end))
        return self.sentences[first:stop]

    def sentences_around(self, offsets: Iterable[int]) -> Iterator[Span]:
        """The spans of the sentences that hold any of ``offsets``, which are in order."""
        last = -1
        for offset in offsets:
            number = self._number_of_sentence(offset)
            if number > last:
                last = number
                yield self.sentences[number]

    def clauses(self, start: int, end: int) -> list[Span]:
        """The spans of the clauses between two offsets, as a rule those of a sentence."""
        spans = self._clauses.get((start, end))
        if spans is None:
            spans = self._clauses[start, end] = clause_spans(self.folded, start, end)
        return spans

    def quantities(self, start: int, end: int) -> list[Quantity]:
        """The quantities between two offsets, as a rule those of a sentence."""
        found = self._quantities.get((start, end))
        if found is None:
            found = self._quantities[start, end] = list(quantities(self.folded, start, end))
        return found

    @cached_property
    def _innermost(self) -> tuple[list[int], list[Section]]:
        """Where sections begin or end, and the innermost section from there on."""
        offsets = sorted({0, *(s.start for s in self.sections), *(s.end for s in self.sections)})
        innermost: list[Section] = []
        around: list[Section] = []
        begun = 0
        for offset in offsets:
            while begun < len(self.sections) and self.sections[begun].start <= offset:
                around.append(self.sections[begun])
                begun += 1
            around = [section for section in around if offset < section.end]
            innermost.append(around[-1] if around else self.sections[0])
        return offsets, innermost

    def section(self, offset: int) -> Section:
        """The innermost section at ``offset``; the first where none is, as behind the last."""
        offsets, innermost = self._innermost
        return innermost[bisect_right(offsets, offset) - 1]

    @cached_property
    def _sections_by_id(self) -> dict[str, Section]:
        return {section.id: section for section in self.sections}

    def sections_around(self, offset: int) -> Iterator[Section]:
        """The sections at ``offset``, the innermost first."""
        section: Section | None = self.section(offset)
        while section is not None:
            yield section
            section = self._sections_by_id.get(section.parent) if section.parent else None

    def role(self, offset: int) -> str:
        """The role of the section at ``offset``."""
        return self.section(offset).role

    def mask(self, spans: Iterable[Span]) -> bytearray:
        """A row of bytes, 1 for each character of the text that belongs to any of ``spans``, else 0."""
        row = bytearray(len(self.text))
        for start, end in spans:
            row[start:end] = b"\1" * (end - start)
        return row
