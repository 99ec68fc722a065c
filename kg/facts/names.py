"""What an activity names: the citations, publicity days and counsel in what is said of it.

Extraction cuts a sentence into clauses, and not every clause is an activity. What stands in none belongs to
an activity only if the sentence leads on to it (依据《…》，为312名农民工追回工资) or goes on with its list.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from fazhi.extractors import Record
from fazhi.extractors.report_text import ReportText

#: The types of record that an activity can name.
_NAMED = ("citation", "publicity_day", "counsel")
#: Between two titles of one list, which commas can split: 《劳动合同法》，《工会法》和《安全生产条例》.
_LIST_MARKS = re.compile(r"[，、和及与以]+")
#: What stands between a title and the end of a clause that leads on: 按照《…》等规定，….
_LEADS_ON = re.compile(
    r"(?:《[^》]*》|[、和及与等的]|有关|相关|法[律规]|规章|制度|文件|部署|规定|要求|精神)*(?=，)"
)
#: A clause on the counsel that the one before names: 续聘…律师事务所为法律顾问，该所派2名律师驻区.
_ITS_COUNSEL = re.compile(r"该所|(?:法律顾问|顾问律师)(?!、)|(?:驻[区园点])?律师|由?\d+名律师")
_CLAUSE_END = re.compile(r"[，；]")


def named_in_activities(text: ReportText, records: Sequence[Record]) -> dict[int, list[int]]:
    """The position of each activity that names other records, with the positions of these."""
    sentences: dict[int, _Sentence] = {}
    for position, record in enumerate(records):
        if record.type == "activity" or record.type in _NAMED:
            start, end = text.sentence(record.start, record.end)
            sentence = sentences.setdefault(start, _Sentence(text.folded, records, end))
            sentence.positions[record.type].append(position)
    found: dict[int, list[int]] = defaultdict(list)
    for sentence in sentences.values():
        for activity, named in sentence.links():
            found[activity].append(named)
    return found


class _Sentence:
    """A sentence of the ``folded`` text, which ends at ``end``, with the positions of its records by type."""

    def __init__(self, folded: str, records: Sequence[Record], end: int) -> None:
        self.folded, self.records, self.end = folded, records, end
        self.positions: dict[str, list[int]] = defaultdict(list)

    def links(self) -> Iterator[tuple[int, int]]:
        """Each activity with each record that it names."""
        publicising: set[int] = set()
        for activity, citation in self._citations():
            yield activity, citation
            if self.records[citation].fields.get("purpose") == "publicity":
                publicising.add(activity)
        yield from self._days(publicising)
        yield from self._counsel()

    def _citations(self) -> Iterator[tuple[int, int]]:
        """Those inside an activity, those that go on with its list, and the basis that leads on to it."""
        before: Record | None = None
        activities: list[int] = []
        for position in self.positions["citation"]:
            citation = self.records[position]
            goes_on = before and _LIST_MARKS.fullmatch(self.folded, before.end, citation.start)
            activities = self._around(citation) or (activities if goes_on else [])
            before = citation
            basis = citation.fields.get("purpose") == "basis"
            leads_on = basis and _LEADS_ON.match(self.folded, citation.end, self.end)
            next_one = self._following(citation, self.end)[:1] if leads_on else []
            yield from ((activity, position) for activity in activities or next_one)

    def _days(self, publicising: set[int]) -> Iterator[tuple[int, int]]:
        """Each day with the first activity on it, and with those that publicise instruments on it.

        利用“12·4”国家宪法日等节点，组织活动24场，宣传《宪法》, before another group of days.
        """
        positions = self.positions["publicity_day"]
        for number, position in enumerate(positions):
            day, later = self.records[position], [self.records[p] for p in positions[number + 1 :]]
            until = next((start for other in later if (start := self._new_clause(day, other))), self.end)
            on_day = [*self._around(day), *self._following(day, until)]
            for activity in on_day:
                if activity == on_day[0] or activity in publicising:
                    yield activity, position

    def _counsel(self) -> Iterator[tuple[int, int]]:
        """Counsel with the activities around its mention, and the next if it says what that counsel did."""
        for position in self.positions["counsel"]:
            counsel = self.records[position]
            yield from ((activity, position) for activity in self._around(counsel))
            for activity in self._following(counsel, self.end)[:1]:
                goes_on = _ITS_COUNSEL.match(self.folded, self.records[activity].start)
                if goes_on and counsel.fields.get("kind") == "legal_counsel":
                    yield activity, position

    def _around(self, record: Record) -> list[int]:
        """The activities that ``record`` lies in or overlaps."""
        found = []
        for position in self.positions["activity"]:
            activity = self.records[position]
            if activity.start < record.end and record.start < activity.end:
                found.append(position)
        return found

    def _following(self, record: Record, until: int) -> list[int]:
        """The activities that begin behind ``record``, before ``until`` and before the next semicolon."""
        semicolon = self.folded.find("；", record.end, until)
        until = until if semicolon < 0 else semicolon
        return [p for p in self.positions["activity"] if record.end <= self.records[p].start < until]

    def _new_clause(self, day: Record, other: Record) -> int | None:
        """Where the clause of the ``other``, later day begins; None if one list joins the two."""
        ends = [mark.end() for mark in _CLAUSE_END.finditer(self.folded, day.end, other.start)]
        return ends[-1] if ends else None
