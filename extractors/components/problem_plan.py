"""Problems admitted (存在问题) and plans made (下一步安排), item by item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from fazhi.extractors.annotations import Annotations, annotations_of
from fazhi.extractors.components.activity_classes import class_scores, classify
from fazhi.extractors.language.clauses import clause_spans
from fazhi.extractors.language.headings import ITEM
from fazhi.extractors.language.sentences import sentences
from fazhi.extractors.reading.document import Section
from fazhi.extractors.rules.matcher import Matcher
from fazhi.extractors.rules.rule import rules

#: The least score of the activity class that is the topic: in the first clause, or else in all the words.
_CLEAR_IN_FIRST_CLAUSE = 3.0
_CLEAR_TOPIC = 6.0
_TYPES = {"problems": "problem", "plans": "plan"}
_ITEM_AT = re.compile(rf"(?:(?<=[。；：，！？\n])|^)(?:{ITEM.pattern})")
_NUMBERED_AT = re.compile(
    r"(?:(?<=[。；：\n])|^)(?:（(?:\d{1,2}|[一二三四五六七八九十]{1,2})）|[①-⑳]|\d{1,2}(?:、|[.．](?!\d)))"
)
#: 执法力量还较薄弱。: a short first sentence that summarises its paragraph.
_HEADING_SENTENCE = re.compile(r"[^，。；：]{4,20}。")
#: The end that a plan serves (，为优化营商环境提供保障), not what it is about.
_PURPOSE = re.compile(r"，为[^，。；]{2,30}(?:提供|奠定|打下|创造|营造)[^，。；]{0,16}")
_CLAUSE = re.compile(r"[^，。；：\n]+")
#: Phrases of lexicon/problems_and_plans.yaml: a sentence with one of these is neither problem nor plan.
_NO_ITEM = ("introductions", "concessions", "conclusions", "causes")


@Language.component("fazhi_problem_plan")
def problem_plan(doc: Doc) -> Doc:
    """Add problem and plan records from the sections of those roles."""
    view = annotations_of(doc)
    for index, section in enumerate(view.sections):
        record_type = _TYPES.get(section.role)
        if not record_type:
            continue
        children = [s for s in view.sections[index + 1 :] if s.parent == section.id]
        own_end = children[0].start if children else section.end
        # A child with another role (下一步，… below the problems) is not introduced by this section's text.
        lead_in = any(child.role == section.role for child in children)
        _own_text(view, section, own_end, record_type, numbered=_is_item(section), lead_in=lead_in)
    return doc


def _is_item(section: Section) -> bool:
    """Whether the section is itself an item: numbered and below the first level (（一）…。…)."""
    return section.level > 1 and bool(section.number)


def _own_text(
    view: Annotations, section: Section, end: int, record_type: str, *, numbered: bool, lead_in: bool
) -> None:
    start = section.start
    items = list(_ITEM_AT.finditer(view.folded, start, end)) or [
        m for m in _NUMBERED_AT.finditer(view.folded, start, end) if m.start() > start
    ]
    if numbered and not lead_in and len(items) < 2:
        begin = start + len(section.number)
        while begin < end and view.text[begin] in " 、.．,，":
            begin += 1
        _add(view, record_type, begin, end, "section")
        return
    if items and numbered and not ITEM.match(view.folded[items[0].start() : items[0].end()]):
        _add(view, record_type, start + len(section.number), items[0].start(), "item")
    if items:
        ends = [m.start() for m in items[1:]] + [end]
        for item, stop in zip(items, ends, strict=True):
            _add(
                view,
                record_type,
                item.end(),
                _item_end(view, item.end(), stop, last=stop == end),
                "item",
            )
        return
    if lead_in:
        return
    begin = _after_heading(view, section)
    told = list(_prose(view, begin, end, record_type))
    for a, b in told:
        words = view.folded[a:b]
        if len(told) > 1 and (a, b) == told[0] and _says("first_concessions", words):
            continue
        if any(_says(key, words) for key in _NO_ITEM):
            continue
        if b - a < 8 or (record_type == "problem" and not _says("admissions", words)):
            continue
        _add(view, record_type, a, b, "sentence")


def _prose(view: Annotations, start: int, end: int, record_type: str) -> Iterator[tuple[int, int]]:
    """The sentences of a part without items; a paragraph with a heading sentence is kept whole, and what a
    sentence on problems lists behind its colon (仍有短板：…；…。) is told apart."""
    for line in re.finditer(r"[^\n]+", view.text[start:end]):
        a, b = start + line.start(), start + line.end()
        spans = list(sentences(view.text, a, b))
        if len(spans) > 1 and _HEADING_SENTENCE.fullmatch(view.folded, *spans[0]):
            yield spans[0][0], spans[-1][1]
            continue
        for x, y in spans:
            listing = next(_phrases("listings").matches(view.folded[x:y]), None)
            if record_type == "problem" and listing and "；" in view.folded[x + listing.end : y]:
                # Include the mark that ends each item, as sentences do.
                items = clause_spans(view.folded, x + listing.end, y, "；")
                yield from ((item, min(stop + 1, y)) for item, stop in items)
            else:
                yield x, y


def _after_heading(view: Annotations, section: Section) -> int:
    if not section.number and not section.title:
        return section.start
    line_end = view.text.find("\n", section.start)
    line_end = section.end if line_end < 0 else line_end
    heading_end = section.start + len(section.number) + len(section.title)
    found = view.text.find(section.title, section.start)
    heading_end = max(heading_end, found + len(section.title)) if section.title else heading_end
    while heading_end < section.end and view.text[heading_end] in "。：: \n":
        heading_end += 1
    return min(heading_end, section.end)


def _item_end(view: Annotations, start: int, stop: int, *, last: bool) -> int:
    """The last item ends with its paragraph, or before a closing sentence that sums up."""
    if not last:
        return stop
    line_end = view.text.find("\n", start, stop)
    end = stop if line_end < 0 else line_end
    for a, b in sentences(view.text, start, end):
        words = view.folded[a:b]
        if a > start and (_says("turns", words) or _says("conclusions", words)):
            return a
    return end


def _says(key: str, words: str) -> bool:
    """Whether a phrase of that kind is in the words of a sentence."""
    return _phrases(key).first(words) is not None


@cache
def _phrases(key: str) -> Matcher:
    return Matcher(rules("problems_and_plans", key))


def _add(view: Annotations, record_type: str, start: int, end: int, rule: str) -> None:
    while start < end and (view.text[start].isspace() or view.folded[start] in "，：；。"):
        start += 1
    while end > start and (view.text[end - 1].isspace() or view.folded[end - 1] in "。；，：、"):
        end -= 1
    if end - start >= 4:
        view.add(
            record_type, start, end, f"{record_type}.{rule}", 0.9 if rule != "sentence" else 0.8,
            {"topic": _topic(view.folded[start:end])},
        )  # fmt: skip


def _topic(words: str) -> str | None:
    """The activity class that the words are plainly about; None if there is none.

    The first clause names the matter (进一步规范重大行政决策程序。…), the others how it is to be done.
    """
    first = _CLAUSE.match(words)
    scores = sorted(class_scores(first.group()).values(), reverse=True) if first else []
    if first and scores and scores[0] >= _CLEAR_IN_FIRST_CLAUSE and scores[0] not in scores[1:]:
        topic, _ = classify(first.group())
    else:
        topic, score = classify(_PURPOSE.sub("", words))
        if score < _CLEAR_TOPIC:
            return None
    return topic if topic != "other" else None
