"""Activities (工作开展情况): clauses of the work-done parts that report a thing done, with their class."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from extractors.activity_classes import classify
from extractors.annotations import Reading, add_record, reading, records_of
from extractors.clauses import clause_spans
from extractors.headings import ITEM, heading_marker
from extractors.lexicons import lexicon
from extractors.sentences import sentences

_LONGEST = 90
_ITEM_START = re.compile(rf"^(?:{ITEM.pattern})")
_MARKER_LEAD = re.compile(r"^(?:同时|此外|另外|其次|首先|再次|最后|并且|并|而且|还|其中|特别是|此项|今年以来|一年来|20\d\d年以来|全年)[，,]?")
_FUTURE = re.compile(r"^(?:下一步|今后|拟|将(?:进一步|继续|持续|于)|计划(?:于|在)|力争)")
_NEGATIVE = re.compile(r"(?:未发生|未出现|未发现|没有(?:出现|发生|发现)|不存在|从未|暂无|尚未|未制定|未产生|无(?!障碍|缝|偿|死角|证|人机|害|纸))")
_STATE_ONLY = re.compile(r"^(?:主要|现将|具体|情况|报告|总结|汇报)[^，]*(?:如下|汇报)")


@Language.component("fazhi_activity")
def activity(doc: Doc) -> Doc:
    """Add an activity record for each clause that reports a concrete thing done."""
    view = reading(doc)
    figures = [(r.start, r.end) for r in records_of(doc, "observation")]
    for section in view.sections:
        if section.role not in ("work_done", "leader_duties"):
            continue
        own_end = min([s.start for s in view.sections if s.parent == section.id], default=section.end)
        for start, end in sentences(view.text, section.start, own_end):
            if start == section.start and _is_heading(view, section.start, section.title, end):
                start = _heading_end(view, start, end)
            for a, b in _statements(view, start, end):
                _add(doc, view, a, b, section.title, figures)
    return doc


def _is_heading(view: Reading, start: int, title: str, end: int) -> bool:
    return bool(heading_marker(view.folded[start : start + 8], block_only=True)) or bool(title)


def _heading_end(view: Reading, start: int, end: int) -> int:
    """A heading is its first sentence or line; what follows in it is text."""
    line_end = view.text.find("\n", start, end)
    return end if line_end < 0 else line_end + 1


def _statements(view: Reading, start: int, end: int) -> list[tuple[int, int]]:
    """Clauses of a sentence, with a clause that leans on the next joined to it."""
    words = lexicon("activities")
    joined: list[tuple[int, int]] = []
    pending: int | None = None
    for a, b in clause_spans(view.folded, start, end):
        item = _ITEM_START.match(view.folded[a:b])
        if item:
            a += item.end()
        lead = _MARKER_LEAD.match(view.folded[a:b])
        if lead and lead.end() < b - a:
            a += lead.end()
        if a >= b:
            continue
        clause = view.folded[a:b]
        if item and _heading_clause(view, b, clause):
            pending = None
            continue
        begin = a if pending is None else pending
        if re.search(words["leans_on_next"], clause) and b < end - 1 and view.folded[b] == "，" and not _has_object(clause):
            pending = begin
            continue
        joined.append((begin if b - begin <= _LONGEST else a, b))
        pending = None
    return joined


def _has_object(clause: str) -> bool:
    """通过…形式大力宣传…: the clause has a verb of its own after its opening."""
    return bool(
        re.search(
            r"(?:等)?(?:形式|方式|载体|平台|渠道|途径|契机|时机|机会|节点|活动|要求|规定|原则|精神|部署)[^，]{0,4}(?:大力|积极|广泛|深入|认真|组织|开展|宣传|推进|加强|召开|落实|制定)", clause
        )
        or re.match(r"^对(?!于)[^，]{2,60}(?:进行|予以|作出|开展|实施|实行|立案|检查|处罚|落实|给予|提供|公开|公示)", clause)
        or re.search(r"\d", clause) and re.match(r"^(?:对|针对)", clause)
    )


def _heading_clause(view: Reading, end: int, clause: str) -> bool:
    """一是规范文件管理。: an item that opens with a short sentence has a heading, not a thing done."""
    return view.folded[end : end + 1] == "。" and len(clause) <= 20 and not re.search(r"\d", clause)


def _add(
    doc: Doc, view: Reading, start: int, end: int, heading: str, figures: list[tuple[int, int]]
) -> None:
    words = lexicon("activities")
    clause = view.folded[start:end]
    if len(clause) < 5 or _FUTURE.match(clause) or _STATE_ONLY.match(clause):
        return
    has_figure = any(start < b and a < end for a, b in figures)
    if not has_figure:
        if _NEGATIVE.search(clause) or re.search(words["attitude"], clause):
            return
        if not re.search(words["done"], clause):
            return
    name, score = classify(clause, heading)
    if score < 1 and not has_figure:
        return
    add_record(
        doc, "activity", start, end, "activity.figure" if has_figure else "activity.clause",
        min(0.95, 0.5 + 0.05 * score + (0.2 if has_figure else 0.0)), class_=name,
    )  # fmt: skip
