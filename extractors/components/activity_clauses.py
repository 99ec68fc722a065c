"""Clauses of sections on work done (工作开展情况), out of which activities are made, and what marks them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from fazhi.extractors.annotations import Annotations
from fazhi.extractors.language.clauses import clause_spans
from fazhi.extractors.language.headings import ITEM, STYLES, heading_marker
from fazhi.extractors.language.lexicons import lexicon
from fazhi.extractors.reading.document import Span
from fazhi.extractors.rules.matcher import Matcher
from fazhi.extractors.rules.rule import rules

_ROLES = ("work_done", "leader_duties")
#: Item numbers and connectives before the first word of a clause: 一是, 2., 同时，
_LEAD = re.compile(
    rf"\s*+(?:(?:{'|'.join(pattern.pattern for pattern in STYLES.values())})\s*+)?(?P<item>{ITEM.pattern})?"
    r"(?:(?:同时|此外|另外|其次|首先|再次|最后|并且|并|而且|还|此项|今年以来|一年来|20\d\d年以来)[，,]?)*\s*"
)
_SHORTEST = 2
#: The words in a title are not those of the clause.
_TITLE = re.compile("《[^》]*》")
#: What ends a row of acts and is said of them all; what opens a clause that reports no act by itself.
_SHARED = re.compile(r"等[^，]{0,10}(?:形式|方式|途径|渠道|活动|工作|措施|手段|内容)")
_LEANS = re.compile("通过|以(?!案释法)|采取|采用|利用|对|将|把|为")
_FIGURE = re.compile(r"\d|[一二三四五六七八九十百]余?(?:场|次|份|个|期|件|条)")
#: The kinds of verbs that report acts apart from each other where they stand in a row.
_ACTS = frozenset({"hold", "issue", "set_up", "spread"})


class _Records(NamedTuple):
    """The records found so far: ``spans`` of start, end and kind in order, their ``starts``, and the last
    offset that each and those before it ``reach``."""

    spans: list[tuple[int, int, str]]
    starts: list[int]
    reach: list[int]

    def between(self, start: int, end: int) -> list[tuple[int, int, str]]:
        """Those with characters between two offsets, and perhaps some before."""
        return self.spans[bisect_right(self.reach, start) : bisect_left(self.starts, end)]


class Clause(NamedTuple):
    """A clause without the numbers and connectives before it, and its folded words.

    ``marks`` are names of what is seen of it, which tell alone and in pairs, ``measures`` such as tell only
    alone. ``settled`` is what it is whatever the labeller makes of it (in ``lexicon/activities.yaml``).
    Offsets: reading text, 0-based code points, end exclusive.
    """

    start: int
    end: int
    words: str
    marks: tuple[str, ...]
    measures: tuple[str, ...]
    settled: str | None

    @property
    def is_adjunct(self) -> bool:
        """Whether it only gives basis, aim, means, place or time of what the next clause reports."""
        return "adjunct" in self.marks and "figure" not in self.marks

    @property
    def is_mere_occasion(self) -> bool:
        """Whether the act behind it is clear without it: no object (对…), day or title is in it, or it is an
        aim (为…)."""
        names = {"publicity_day", "title"} & set(self.marks)
        has_object = names or self.words.startswith(("对", "针对", "就", "将", "把"))
        return self.is_adjunct and (self.words.startswith("为") or not has_object)

    @property
    def is_state(self) -> bool:
        """Whether it gives a state of the world (PM2.5浓度为20微克/立方米), or what others are to do."""
        return "state" in self.marks

    @property
    def is_plain_act(self) -> bool:
        """Whether it is a verb of an act with its object (签订年度目标责任书), and no heading or rule."""
        heads_paragraph = "opens paragraph" in self.marks and "ends paragraph" not in self.marks
        return (
            "act" in self.marks
            and not heads_paragraph
            and not {"adjunct", "nothing", "state", "item", "heading"} & set(self.marks)
            and not any(mark.startswith("duty.") for mark in self.marks)
        )

    @property
    def is_no_act(self) -> bool:
        """Whether it reports nothing done whatever stands beside it: a fragment, an effect."""
        return "figure" not in self.marks and self.settled in ("fragment", "effect")


def sentences_on_work(view: Annotations) -> Iterator[list[Clause]]:
    """The clauses of each sentence in the sections on work done.

    Runs after the components for the other types of records in these sections.
    """
    first_child: dict[str | None, int] = {}
    for section in view.sections:
        first_child.setdefault(section.parent, section.start)
    records = _records(view)
    for section in view.sections:
        if section.role not in _ROLES:
            continue
        for start, end in view.sentences_between(section.start, first_child.get(section.id, section.end)):
            around = []
            if start == section.start or view.text[start - 1] == "\n":
                around.append("opens paragraph")
            if view.text[end : end + 1] in ("", "\n"):
                around.append("ends paragraph")
            if start == section.start:
                marker = heading_marker(view.folded[start : start + 12], block_only=True)
                if marker or section.title:
                    around.append("heading")
                    start += len(marker.text) if marker else 0
            if clauses := _clauses(view, start, end, records, around):
                yield clauses


def _clauses(view: Annotations, start: int, end: int, records: _Records, around: list[str]) -> list[Clause]:
    folded = view.folded
    places = []
    for a, b in _acts_in_a_row(folded, view.clauses(start, end)):
        lead = _LEAD.match(folded, a, b)
        if lead and b - lead.end() >= _SHORTEST:
            places.append((lead.end(), b, lead["item"] is not None))
    recorded = records.between(start, end)
    clauses = []
    mark = "^"
    for number, (a, b, is_item) in enumerate(places):
        words, following = folded[a:b], folded[b : b + 1]
        says, settled = clause_rules(words)
        marks = [following, f"{mark} before", *around, *says, *kinds(words)]
        measures = _measures(min((b - a) // 4, 8), min(number, 3))
        if is_item:
            marks.append("item")
        if len(places) == 1:
            marks.append("alone")
        if "《" in words:
            marks.append("title")
        marks += sorted({kind for begin, stop, kind in recorded if begin < b and a < stop})
        clauses.append(Clause(a, b, words, tuple(marks), measures, settled))
        mark = following
    return clauses


def _acts_in_a_row(folded: str, spans: list[Span]) -> Iterator[Span]:
    """The clauses, parted between acts in a row (设置展板、发放折页) unless what ends the row is said of them
    all: a figure (张贴海报、悬挂横幅300条) or a noun (设置展板、发放折页等形式)."""
    for start, end in spans:
        if folded.find("、", start, end) < 0:
            yield start, end
            continue
        words = folded[start:end]
        parts = clause_spans(folded, start, end, "、")
        if len(parts) > 1 and not _LEANS.match(words) and not _SHARED.search(words):
            uncounted = not _FIGURE.search(words)
            act, counted = False, uncounted
            for a, b in parts:
                if act and counted and _is_act(folded[a:b], from_start=True):
                    yield start, a - 1
                    start, act, counted = a, False, uncounted
                act = act or _is_act(folded[a:b])
                counted = counted or bool(_FIGURE.search(folded[a:b]))
        yield start, end


def _is_act(words: str, *, from_start: bool = False) -> bool:
    """Whether the first verb, or that from the start, is one of an act and has its object behind it."""
    verb = _verbs().match(words) if from_start else _verbs().search(words)
    return bool(verb and len(words) >= verb.end() + 2 and _kind_of("verbs")[verb[0]] in _ACTS)


@cache
def _measures(length: int, place: int) -> tuple[str, ...]:
    return f"length {length}", f"place {place}"


def _records(view: Annotations) -> _Records:
    """The records found so far."""
    spans = [
        (record.start, record.end, f"citation {record.fields.get('purpose')}")
        for record in view.records_of("citation")
    ]
    for record_type in ("observation", "duty", "leading_group", "counsel", "publicity_day"):
        for each in view.records_of(record_type):
            kind = {"observation": "figure", "duty": each.rule}.get(record_type, record_type)
            spans.append((each.start, each.end, kind))
    spans.sort()
    return _Records(
        spans, [start for start, _, _ in spans], list(accumulate((end for _, end, _ in spans), max))
    )


def clause_rules(words: str) -> tuple[list[str], str | None]:
    """What the rules of ``lexicon/activities.yaml`` say of a folded clause, each thing once, in order; and
    what the first rule says that settles what it is, if any does."""
    told, settling = _told()
    says = {number: told.rules[number].says for number in told.matching(words)}
    settled = min((number for number in says if number >= settling), default=None)
    telling = {each for number, each in says.items() if number < settling}
    return sorted(telling), None if settled is None else says[settled]


@cache
def _told() -> tuple[Matcher, int]:
    """The rules that tell what a clause is, to be tried at once, and the number of the first that settles."""
    telling, settling = rules("activities"), rules("activities", "settled")
    return Matcher([*telling, *settling]), len(telling)


def kinds(words: str) -> list[str]:
    """The kinds of a folded clause's first verb and of the object in which it ends, by the lists of
    ``lexicon/activities.yaml``: ``["verb set_up", "object body"]``."""
    if "《" in words:
        words = _TITLE.sub("《》", words)
    verb = _verbs().search(words)
    return [f"verb {_kind_of('verbs')[verb[0]] if verb else None}", f"object {_kind_of_object(words)}"]


def _kind_of_object(words: str) -> str | None:
    """The kind of the longest object in which a clause ends, 等 and a closing mark behind it left out."""
    kind_of = _kind_of("objects")
    closed = words[:-1] if words.endswith(("”", "）")) else words
    named = closed.removesuffix("等")
    for length in _lengths_of_objects():
        if kind := kind_of.get(named[-length:]):
            return kind
    return None


@cache
def _lengths_of_objects() -> list[int]:
    """How many characters the lexicon's objects have, the longest first."""
    return sorted({len(word) for word in _kind_of("objects")}, reverse=True)


@cache
def _kind_of(key: str) -> dict[str, str]:
    """The kind of each word under ``key`` of the lexicon."""
    return {word: kind for kind, words in lexicon("activities")[key].items() for word in words.split()}


@cache
def _verbs() -> re.Pattern[str]:
    """Any of the verbs of the lexicon, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(_kind_of("verbs"), key=len, reverse=True))))


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
