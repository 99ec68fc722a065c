"""A report's text in the forms that whoever reads it needs: folded, in sentences, clauses and sections."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from fazhi.extractors.language.characters import fold
from fazhi.extractors.language.clauses import clause_spans
from fazhi.extractors.language.sentences import SENTENCE_END, sentences
from fazhi.extractors.reading.document import Section, Span


class ReportText:
    """The reading text of one report with its outline, each form of it made when first asked for.

    ``sections`` are at least one, nest and stand in the order of their starts, as
    :func:`fazhi.extractors.outline.outline` gives them. What is given out is not to be changed.
    """

    def __init__(self, text: str, sections: Sequence[Section]) -> None:
        self.text = text
        self.sections = sections
        self._clauses: dict[Span, list[Span]] = {}

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

        Space around it is left out; where there is nothing else, the span is the one given.
        """
        ended = bisect_left(self._sentence_ends, (start, 0))
        begin = min(self._sentence_ends[ended - 1][1], start) if ended else 0
        closing = SENTENCE_END.search(self.folded, max(end - 1, start))
        words = self.text[begin : closing.end() if closing else None]
        begin += len(words) - len(words.lstrip())
        return (begin, begin + len(words.strip())) if words.strip() else (start, end)

    def sentences_between(self, start: int, end: int) -> list[Span]:
        """The sentences of ``text[start:end]``, where at either offset a sentence begins or ends."""
        first, stop = (bisect_left(self._sentence_starts, offset) for offset in (start, end))
        return self.sentences[first:stop]

    def sentences_around(self, offsets: Iterable[int]) -> Iterator[Span]:
        """The spans of the sentences that hold any of ``offsets``, which are in order."""
        last = -1
        for offset in offsets:
            number = bisect_right(self._sentence_starts, offset) - 1
            if number > last:
                last = number
                yield self.sentences[number]

    def clauses(self, start: int, end: int) -> list[Span]:
        """The spans of the clauses between two offsets, as a rule those of a sentence."""
        spans = self._clauses.get((start, end))
        if spans is None:
            spans = self._clauses[start, end] = clause_spans(self.folded, start, end)
        return spans

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

    def role(self, offset: int) -> str:
        """The role of the section at ``offset``."""
        return self.section(offset).role

    def mask(self, spans: Iterable[Span]) -> bytearray:
        """A row of bytes, 1 for each character of the text that belongs to any of ``spans``, else 0."""
        row = bytearray(len(self.text))
        for start, end in spans:
            row[start:end] = b"\1" * (end - start)
        return row
