"""The passages of a report that are searched for signs, and what was found in them.

A passage (语段) is a sentence, or the part of one between semicolons or items (一是…；二是…). It lies in one
section and knows that section's role and whether it is a heading.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from fazhi.extractors import Extraction, Record, Section
from fazhi.extractors.language.headings import ITEM
from fazhi.extractors.language.sentences import sentences

#: Roles of the parts that report what was done in the year.
DONE = frozenset({"work_done", "leader_duties"})
#: The most passages quoted for one sign: enough to judge by.
MOST = 3
#: Words of a clause that sets a rule instead of reporting what was done.
_RULE = re.compile(r"必须|应当|不得|要求[^，]{0,14}(?:干部|人员|部门|单位|机关)")
#: A clause that goes on with the one before, and gives no figure of its own.
_GOES_ON = re.compile(r"[并且][^\d]*$")
_ITEM_OR_NUMBER = re.compile(rf"(?:{ITEM.pattern}|[（(]?\d{{1,2}}[)）、.．]|[①-⑳])")
#: What a mere heading lacks: a figure other than a year, or the name of a document.
_TELLING_TITLE = re.compile(r"《|(?<!\d)(?!(?:19|20)\d\d(?!\d))\d+")
_PART_END = re.compile(r"；|[，：](?=[一二三四五六七八九十]是)")
_ITEM_HEADING = re.compile(rf"{ITEM.pattern}[^，\d]{{2,18}}[。：]?$")
#: Words of a clause about a shortcoming, a wish or an aim: no evidence that something was done.
_NOT_DONE = re.compile(
    r"尚未|还未|未能|不够|不足|不到位|不完善|不健全|不强|有待|亟待|仍需|还需|需要?进一步|需持续|薄弱|缺乏|欠缺|滞后|今后|下一步"
    r"|(?<![草模虚])拟(?![定订制合态])|力争|争取|将(?:进一步|继续|持续|着力)|计划(?:于|在|用)"
    r"|(?:^|，)[^，]{0,8}(?<![重需主摘纪])[应要](?:带头|加强|通过|利用|把|发挥|充分|进一步)"
    r"|(?:未|没有)(?:聘|配备|设|开展|组织|制[定发]|建立|进行|编制|公[布开]|发布|召开|实行|履行|出台|成立)"
)


@dataclass(frozen=True)
class Passage:
    """A passage. Offsets are 0-based code points of the reading text, end exclusive."""

    start: int
    end: int
    role: str
    heading: bool


@dataclass(frozen=True)
class Sighting:
    """Clauses of the reading text in which a sign was found; ``rule`` where they only set a rule.

    ``in_source``: a line of the page's metadata, by its offsets in the source text.
    """

    start: int
    end: int
    rule: bool = False
    in_source: bool = False


class AssessedReport:
    """One report as assessments see it: its text in passages, and its records."""

    def __init__(self, extraction: Extraction) -> None:
        self.report_text = extraction.report_text
        self.records: Sequence[Record] = extraction.records

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The passages in the order of the text."""
        first_child: dict[str | None, int] = {}
        for section in self.report_text.sections:
            first_child.setdefault(section.parent, section.start)
        return tuple(
            passage
            for section in self.report_text.sections
            for passage in self._of(section, first_child.get(section.id, section.end))
        )

    @cached_property
    def _passage_starts(self) -> list[int]:
        return [passage.start for passage in self.passages]

    @cached_property
    def done(self) -> SearchText:
        """The text of the parts on work done, without headings."""
        return SearchText(self, [p for p in self.passages if p.role in DONE and not p.heading])

    @cached_property
    def headings(self) -> SearchText:
        """The headings of those parts."""
        return SearchText(self, [p for p in self.passages if p.role in DONE and p.heading])

    @cached_property
    def by_leaders(self) -> SearchText:
        """The text of the part on the principal leader's duties, without headings."""
        return SearchText(self, [p for p in self.passages if p.role == "leader_duties" and not p.heading])

    @cached_property
    def all_but_plans(self) -> SearchText:
        """Work done and problems, to search for what the report itself contradicts."""
        return SearchText(self, [p for p in self.passages if p.role in DONE | {"problems"}])

    @cached_property
    def everything(self) -> SearchText:
        """All of the text, to search for what is mentioned anywhere."""
        return SearchText(self, self.passages)

    def clauses(self, passage: Passage, start: int, end: int) -> Sighting:
        """The clauses of ``passage`` that contain the span, without item numbers."""
        text, folded = self.report_text.text, self.report_text.folded
        spans = self.report_text.clauses(passage.start, passage.end)
        touched = [(a, b) for a, b in spans if a < end and start < b] or [(start, end)]
        first, last = touched[0][0], touched[-1][1]
        marker = _ITEM_OR_NUMBER.match(folded, first, last)
        first = marker.end() if marker and marker.end() < last else first
        while first < last and text[first].isspace():
            first += 1
        while last > first and (text[last - 1].isspace() or folded[last - 1] in "。！？"):
            last -= 1
        return Sighting(first, last)

    def passage_at(self, offset: int) -> Passage | None:
        """The passage that contains ``offset``, if any."""
        number = bisect_right(self._passage_starts, offset) - 1
        passage = self.passages[number] if number >= 0 else None
        return passage if passage and offset < passage.end else None

    def clause_at(self, start: int, end: int) -> Sighting:
        """The clauses that contain the span."""
        passage = self.passage_at(start)
        return self.clauses(passage, start, end) if passage else Sighting(start, end)

    def opening(self, section: Section) -> Sighting:
        """The heading of ``section``, or its first passage if it has none."""
        first = self.passages[bisect_left(self._passage_starts, section.start)]
        return Sighting(first.start, first.end)

    def _of(self, section: Section, own_end: int) -> Iterator[Passage]:
        """The passages of a section's own text, which ends at ``own_end``."""
        folded = self.report_text.folded
        heading_end = section.start
        if not _TELLING_TITLE.search(section.title):
            heading_end = self._heading_end(section, own_end)
            if heading_end > section.start:
                yield Passage(section.start, heading_end, section.role, heading=True)
        for start, end in sentences(folded, heading_end, own_end):
            cuts = [match.end() for match in _PART_END.finditer(folded, start, end)]
            for a, b in pairwise([start, *cuts, end]):
                yield Passage(a, b, section.role, heading=bool(_ITEM_HEADING.match(folded[a:b])))

    def _heading_end(self, section: Section, own_end: int) -> int:
        """The end of the heading, which is its number and title; text may follow it on the same line."""
        if not section.title:
            return section.start
        position = self.report_text.text.find(section.title, section.start, own_end)
        end = position + len(section.title) if position >= 0 else section.start
        return end + 1 if self.report_text.folded[end : end + 1] in ("。", "：") else end


class SearchText:
    """Passages as the lines of one text, so that one search covers them all."""

    def __init__(self, assessed: AssessedReport, passages: Sequence[Passage]) -> None:
        self._assessed = assessed
        self._folded = assessed.report_text.folded
        self._passages = passages
        # A match would stop at a line break inside a passage.
        lines = [self._folded[p.start : p.end].replace("\n", " ") for p in passages]
        self._text = "\n".join(lines)
        self._starts: list[int] = []
        position = 0
        for line in lines:
            self._starts.append(position)
            position += len(line) + 1

    def find(self, sign: re.Pattern[str], *, wanting: bool = False) -> list[Sighting]:
        """At most :data:`MOST` places where ``sign`` is found; they do not overlap.

        Clauses about a shortcoming or a wish are skipped unless ``wanting``.
        """
        found: list[Sighting] = []
        match = sign.search(self._text)
        while match and len(found) < MOST:
            sighting = self._sighting(match)
            words = self._folded[sighting.start : sighting.end]
            repeated = any(sighting.start < other.end and other.start < sighting.end for other in found)
            taken = not repeated and (wanting or not _NOT_DONE.search(words))
            if taken:
                found.append(replace(sighting, rule=self._sets_rule(sighting)))
            # A match may start later within a skipped clause.
            match = sign.search(self._text, match.end() if taken else match.start() + 1)
        return found

    def _sets_rule(self, sighting: Sighting) -> bool:
        """Whether the clauses only set a rule, or go on with one (必须由两名人员实施，并使用记录仪)."""
        begin = sighting.start
        goes_on = _GOES_ON.match(self._folded, begin, sighting.end)
        if goes_on and self._folded[begin - 1] == "，":
            begin = max(self._folded.rfind(mark, 0, begin - 1) for mark in "，。；：\n") + 1
        return bool(_RULE.search(self._folded, begin, sighting.end))

    def _sighting(self, match: re.Match[str]) -> Sighting:
        index = bisect_right(self._starts, match.start()) - 1
        passage = self._passages[index]
        shift = passage.start - self._starts[index]
        return self._assessed.clauses(passage, match.start() + shift, match.end() + shift)
