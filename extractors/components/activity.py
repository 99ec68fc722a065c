"""Activities (工作开展情况): clauses of sections on work done that report something done, and their class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from fazhi.extractors.annotations import Annotations, annotations_of
from fazhi.extractors.components.activity_classes import class_scores
from fazhi.extractors.components.trained_classes import probabilities
from fazhi.extractors.language.headings import ITEM, heading_marker
from fazhi.extractors.language.lexicons import lexicon
from fazhi.extractors.rules.windows import finditer_around

_MARKER_LEAD = re.compile(
    r"(?:同时|此外|另外|其次|首先|再次|最后|并且|并|而且|还|其中|特别是|此项|今年以来|一年来|20\d\d年以来|全年)[，,]?"
)
_FUTURE = re.compile(r"^(?:下一步|今后|拟|将(?:进一步|继续|持续|于)|计划(?:于|在)|力争)")
_MEETING = re.compile(r"召开|会议|专题会")
_MEETING_GOES_ON = re.compile(r"研究|审议|解决|听取|传达|部署|分析|通报")
_VERB_AFTER_MEANS = re.compile(
    r"(?:形式|方式|载体|平台|渠道|途径|契机|时机|机会|节点|活动|要求|规定|原则|精神|部署|实际)[^，]{0,4}(?:大力|积极|广泛|深入|认真|组织|开展|宣传|推进"
    r"|加强|召开|落实|制定|举办|督促|推动)"
)
_VERB_AFTER_OBJECT = re.compile(
    r"对(?!于)[^，]{2,60}(?:进行|予以|作出|开展|实施|实行|立案|检查|处罚|落实|给予|提供|公开|公示)"
)
_NEGATIVE = re.compile(
    r"(?:未发生|未出现|未发现|没有(?:出现|发生|发现)|不存在|从未|暂无|尚未|未制定|未产生|无(?!障碍|缝|偿|死角|证|人机|害|纸))"
)
#: 加强组织领导, 规范决策机制: an aim in general terms.
_ABSTRACT = re.compile(
    r"^(?:进一步|切实|着力|持续|不断|深入|全面|扎实|大力|积极)*(?:加强|规范|坚持|带头|落实|强化|健全|完善|深化|推进|狠抓|压实|提升|提高|抓好|抓实|优化|突出"
    r"|注重|严格|夯实|筑牢|严把|拓宽|创新|把好|抓牢|聚焦|紧盯|做好|做实|推动)[^，《“”\d]{2,12}$"
)
#: 形成主要领导负责抓，分管领导具体抓的工作局面: a single statement despite its commas.
_PATTERN = re.compile(r"(?:形成|构建|建立)了?[^。；：\n]{4,70}?的[^，。；\n]{0,8}(?:局面|格局)")
_IN_PATTERN = re.compile(r"局面|格局")
#: Statements of a rule are duties only and report nothing done; schedules (每季度…) are both.
_PURE_RULES = frozenset({"duty.must", "duty.must_not", "duty.required", "duty.threshold"})
#: Added to the probability of the class of the previous statement in the same sentence.
_GOES_ON = 0.2
_SENTENCE_END = re.compile(r"[。！？\n]")
_STATE_ONLY = re.compile(r"^(?:主要|现将|具体|情况|报告|总结|汇报)[^，]*(?:如下|汇报)")


@Language.component("fazhi_activity")
def activity(doc: Doc) -> Doc:
    """Add an activity record for each clause that reports a concrete thing done."""
    view = annotations_of(doc)
    figures = view.mask((r.start, r.end) for r in view.records_of("observation"))
    found: list[_Statement] = []
    done = 0
    for start, end, heading in statements(doc):
        opens = not found or bool(_SENTENCE_END.search(view.folded, done, start))
        if statement := _reported(view.folded[start:end], start, heading, opens, 1 in figures[start:end]):
            found.append(statement)
            done = end
    for statement, (name, probability) in zip(found, _classes(found), strict=True):
        start = statement.start
        view.add(
            "activity", start, start + len(statement.words),
            "activity.figure" if statement.has_figure else "activity.clause",
            round(min(0.95, 0.3 + 0.45 * probability + (0.2 if statement.has_figure else 0.0)), 2),
            {"class": name},
        )  # fmt: skip
    return doc


class _Statement(NamedTuple):
    """A clause that reports something done: its folded words, their offset in the reading text, the lexicon's
    scores for its class, whether it is the first in its sentence, and whether it contains an observation."""

    words: str
    start: int
    scores: dict[str, float]
    opens_sentence: bool
    has_figure: bool


def _classes(found: list[_Statement]) -> Iterator[tuple[str, float]]:
    """The class of each statement and its probability. The class of the previous statement in the sentence
    carries over (出动执法人员36人次) unless another is much more likely."""
    names, rows = probabilities([(statement.words, statement.scores) for statement in found])
    before = 0
    for statement, chances in zip(found, rows, strict=True):
        if not statement.opens_sentence:
            chances[before] += _GOES_ON
        highest = max(chances)
        before = chances.index(highest)
        yield names[before], min(1.0, highest)


def statements(doc: Doc) -> Iterator[tuple[int, int, str]]:
    """The clauses in sections on work done that could report something done: start, end, section title.

    Runs after the components for observations, leading groups and duties. Offsets: reading text, 0-based.
    """
    view = annotations_of(doc)
    groups = [(r.start, r.end) for r in view.records_of("leading_group")]
    hints = (hint.start() for hint in _IN_PATTERN.finditer(view.folded))
    groups += [match.span() for match in finditer_around(hints, _PATTERN, view.folded, before=90, after=90)]
    first_child: dict[str | None, int] = {}
    for section in view.sections:
        first_child.setdefault(section.parent, section.start)
    rules = [record for record in view.records_of("duty") if record.rule in _PURE_RULES]
    ruled = view.mask((rule.start, rule.end) for rule in rules)
    for section in view.sections:
        if section.role not in ("work_done", "leader_duties"):
            continue
        own_end = first_child.get(section.id, section.end)
        for start, end in view.sentences_between(section.start, own_end):
            if start == section.start and _is_heading(view, section.start, section.title):
                start = _heading_end(view, start, end)
            for a, b in _statements(view, start, end, groups):
                if not (ruled[a] and any(rule.start <= a and b <= rule.end + 1 for rule in rules)):
                    yield a, b, section.title


@cache
def _words() -> dict[str, re.Pattern[str]]:
    """The lexicon's patterns for clauses. All except ``done`` apply to the beginning of a clause."""
    names = ("leans_on_next", "attitude", "results", "general", "done")
    return {name: re.compile(lexicon("activities")[name]) for name in names}


def _is_heading(view: Annotations, start: int, title: str) -> bool:
    return bool(title) or bool(heading_marker(view.folded[start : start + 8], block_only=True))


def _heading_end(view: Annotations, start: int, end: int) -> int:
    """A heading is its first sentence or line; what follows in it is text."""
    line_end = view.text.find("\n", start, end)
    return end if line_end < 0 else line_end + 1


def _statements(
    view: Annotations, start: int, end: int, groups: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Clauses of a sentence; one that leans on the next, or only adds to the one before, is joined to it."""
    words, folded = _words(), view.folded
    joined: list[tuple[int, int]] = []
    pending: int | None = None
    clauses = view.clauses(start, end)
    here = [(x, y) for x, y in groups if x < end and start < y]
    for a, b in _whole_groups(clauses, here) if here else clauses:
        item = ITEM.match(folded, a, b)
        if item:
            a = item.end()
            pending = None
        lead = _MARKER_LEAD.match(folded, a, b)
        if lead and lead.end() < b:
            a = lead.end()
        clause = folded[a:b]
        if len(clause) < 3 or (item and _heading_clause(view, b, clause)):
            continue
        if joined and not item and _adds(folded[slice(*joined[-1])], clause) and b - joined[-1][0] <= 130:
            joined[-1] = (joined[-1][0], b)
            pending = None
            continue
        if words["leans_on_next"].match(clause) and folded[b : b + 1] == "，" and not _has_object(clause):
            pending = a if pending is None else pending
            continue
        joined.append((a if pending is None else _with_lead(folded, pending, a, b), b))
        pending = None
    return joined


def _with_lead(folded: str, lead: int, start: int, end: int) -> int:
    """Where a statement begins if its clause at ``start`` follows a dependent clause at ``lead``.

    The object of 对/将/把 and a legal basis (严格执行《…》) belong to the statement; others only if short.
    """
    if folded[lead] in "对将把" or "《" in folded[lead:start]:
        return lead if end - lead <= 130 else start
    return lead if start - lead <= max(end - start + 2, 25 if end - start <= 10 else 0) else start


def _whole_groups(clauses: list[tuple[int, int]], groups: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The clauses, merging those that the description of a leading group spans."""
    merged: list[tuple[int, int]] = []
    for a, b in clauses:
        group = next(((x, y) for x, y in groups if merged and x < merged[-1][1] and a < y and x < b), None)
        if group and merged:
            merged[-1] = (merged[-1][0], b)
        else:
            merged.append((a, b))
    return merged


def _adds(previous: str, clause: str) -> bool:
    """Whether the clause only gives a result of the previous one or continues the same meeting."""
    if _words()["results"].match(clause):
        return True
    return bool(_MEETING_GOES_ON.match(clause) and _MEETING.search(previous))


def _has_object(clause: str) -> bool:
    """Whether the clause has a verb of its own after its opening: 通过…形式大力宣传…."""
    return bool(
        _VERB_AFTER_MEANS.search(clause)
        or _VERB_AFTER_OBJECT.match(clause)
        or (clause.startswith(("对", "针对")) and re.search(r"\d", clause))
    )


def _heading_clause(view: Annotations, end: int, clause: str) -> bool:
    """一是规范文件管理。/ 一是加强组织领导，…: an item's short opening is a heading, not a thing done."""
    if re.search(r"[\d《]", clause):
        return False
    mark = view.folded[end : end + 1]
    return (mark in "。：" and len(clause) <= 20) or (mark == "，" and bool(_ABSTRACT.match(clause)))


def _reported(
    clause: str, start: int, heading: str, opens_sentence: bool, has_figure: bool
) -> _Statement | None:
    """The statement that a folded clause makes, if it reports something done."""
    words = _words()
    if len(clause) < 5 or _FUTURE.match(clause) or _STATE_ONLY.match(clause):
        return None
    if not has_figure and (
        _NEGATIVE.search(clause)
        or words["attitude"].match(clause)
        or words["general"].match(clause)
        or not words["done"].search(clause)
    ):
        return None
    scores = class_scores(clause, heading)
    if not has_figure and max(scores.values(), default=0.0) < 1:
        return None
    return _Statement(clause, start, scores, opens_sentence, has_figure)
