"""Clauses of sections on work done (工作开展情况), out of which activities are made, and what marks them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from fazhi.extractors.annotations import Annotations
from fazhi.extractors.language.headings import ITEM, STYLES, heading_marker
from fazhi.extractors.rules.matcher import Matcher
from fazhi.extractors.rules.rule import rules

_ROLES = ("work_done", "leader_duties")
#: Item numbers and connectives before the first word of a clause: 一是, 2., 同时，
_LEAD = re.compile(
    rf"\s*(?:{'|'.join(pattern.pattern for pattern in STYLES.values())})?\s*(?P<item>{ITEM.pattern})?"
    r"(?:(?:同时|此外|另外|其次|首先|再次|最后|并且|并|而且|还|此项|今年以来|一年来|20\d\d年以来)[，,]?)*\s*"
)
_SHORTEST = 2


class Clause(NamedTuple):
    """A clause without the numbers and connectives before it, and its marks: names of what is seen of it.

    Offsets: reading text, 0-based code points, end exclusive.
    """

    start: int
    end: int
    marks: tuple[str, ...]

    @property
    def is_adjunct(self) -> bool:
        """Whether it only gives basis, aim, means, place or time of what the next clause reports."""
        return "adjunct" in self.marks and "figure" not in self.marks


def sentences_on_work(view: Annotations) -> Iterator[list[Clause]]:
    """The clauses of each sentence in the sections on work done.

    Runs after the components for the other types of records in these sections.
    """
    first_child: dict[str | None, int] = {}
    for section in view.sections:
        first_child.setdefault(section.parent, section.start)
    carried = _Carried(view)
    for section in view.sections:
        if section.role not in _ROLES:
            continue
        for start, end in view.sentences_between(section.start, first_child.get(section.id, section.end)):
            around = [section.role]
            if start == section.start:
                marker = heading_marker(view.folded[start : start + 12], block_only=True)
                if marker or section.title:
                    around.append("heading")
                    start += len(marker.text) if marker else 0
            if clauses := _clauses(view, start, end, carried, around):
                yield clauses


def _clauses(view: Annotations, start: int, end: int, carried: _Carried, around: list[str]) -> list[Clause]:
    folded = view.folded
    places = []
    for a, b in view.clauses(start, end):
        lead = _LEAD.match(folded, a, b)
        begin = lead.end() if lead else a
        if b - begin >= _SHORTEST:
            places.append((begin, b, bool(lead and lead["item"])))
    clauses = []
    mark = "^"
    for number, (a, b, is_item) in enumerate(places):
        words, following = folded[a:b], folded[b : b + 1]
        marks = [following, f"{mark} before", *around, *clause_rules(words)]
        marks.append(f"length {min((b - a) // 4, 8)}")
        marks.append(f"place {min(number, 3)}")
        if is_item:
            marks.append("item")
        if len(places) == 1:
            marks.append("alone")
        if "《" in words:
            marks.append("title")
        marks += carried.between(a, b)
        clauses.append(Clause(a, b, tuple(marks)))
        mark = following
    return clauses


class _Carried:
    """The records found so far, by place: their types with what tells those of a type apart."""

    def __init__(self, view: Annotations) -> None:
        found = [
            *((r.start, r.end, "figure") for r in view.records_of("observation")),
            *((r.start, r.end, r.rule) for r in view.records_of("duty")),
            *((r.start, r.end, f"citation {r.fields.get('purpose')}") for r in view.records_of("citation")),
            *((r.start, r.end, "leading group") for r in view.records_of("leading_group")),
            *((r.start, r.end, "counsel") for r in view.records_of("counsel")),
            *((r.start, r.end, "publicity day") for r in view.records_of("publicity_day")),
        ]
        self._found = sorted(found)
        self._open = 0

    def between(self, start: int, end: int) -> list[str]:
        """The names of those that share characters with ``text[start:end]``; asked in the text's order."""
        found = self._found
        while self._open < len(found) and found[self._open][1] <= start:
            self._open += 1
        names = []
        for number in range(self._open, len(found)):
            begin, stop, name = found[number]
            if begin >= end:
                break
            if stop > start:
                names.append(name)
        return sorted(set(names))


def clause_rules(words: str) -> list[str]:
    """What the rules of ``lexicon/activities.yaml`` say of a folded clause, each thing once, in order."""
    matcher = _rules()
    return sorted({matcher.rules[number].says for number in matcher.matching(words)})


@cache
def _rules() -> Matcher:
    return Matcher(rules("activities"))


def labels_by_rules(clauses: list[Clause]) -> list[str]:
    """Labels of a sentence's clauses by the rules alone, as the trained labeller gives them."""
    labels: list[str] = []
    for clause in clauses:
        said = clause.marks
        if "figure" not in said and ("nothing" in said or "done" not in said or clause.is_adjunct):
            labels.append("nothing")
        elif "carries_on" in said and labels and labels[-1] != "nothing":
            labels.append("continues")
        else:
            labels.append("nothing" if "heading" in said and "figure" not in said else "begins")
    return labels
