"""Problems admitted (存在问题) and plans made (下一步安排), item by item."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from fazhi.extractors.annotations import Annotations, annotations_of
from fazhi.extractors.components.activity_classes import class_scores, classify
from fazhi.extractors.language.clauses import clause_spans
from fazhi.extractors.language.headings import ITEM
from fazhi.extractors.language.sentences import sentences
from fazhi.extractors.reading.document import Section

#: The least score of the activity class that is the topic: in the first clause, or else in all the words.
_CLEAR_IN_FIRST_CLAUSE = 3.0
_CLEAR_TOPIC = 6.0
_TYPES = {"problems": "problem", "plans": "plan"}
_ITEM_AT = re.compile(rf"(?:(?<=[。；：，！？\n])|^)(?:{ITEM.pattern})")
_NUMBERED_AT = re.compile(
    r"(?:(?<=[。；：\n])|^)(?:（(?:\d{1,2}|[一二三四五六七八九十]{1,2})）|[①-⑳]|\d{1,2}(?:、|[.．](?!\d)))"
)
_LEAD_IN = re.compile(
    r"(?:如下|表现(?:在|为)?|以下(?:几|\d|[一二三四五六])?(?:个)?(?:方面|问题|不足|工作)?|主要有|主要是|包括|方面|体现在|重点(?:做好|抓好|从"
    r"|推进)[^。]{0,20})[：:，,。]?$|[：:]$"
)
_CONTRAST = re.compile(
    r"(?:取得|虽然|尽管|成绩|成效|进展|肯定)[^。]*(?:但|不过|与|离|同|距)[^。]*(?:差距|不足|问题|短板|薄弱)[^。]{0,12}[。：]?$|"
    r"^(?:但|同时)?[^。]{0,60}(?:存在|面临)(?:着)?(?:一些|一定|不少|以下|诸多|一定的|部分|许多)?(?:的)?(?:问题|不足|差距|短板|困难|薄弱环节"
    r"|弱项)(?:和[^。，]{2,6})?[，。：]?$"
)
#: The first of several sentences about problems may only say that there are some.
_SHORT_OF_SOMETHING = re.compile(r"[还仍尚]有[^，。]{0,6}(?:问题|不足|差距|距离|短板|薄弱环节)[。：]?$")
#: 执法力量还较薄弱。: a short first sentence that summarises its paragraph.
_HEADING_SENTENCE = re.compile(r"[^，。；：]{4,20}。")
_LISTING = re.compile(r"[^：。；]*(?:短板|不足|问题|差距|弱项|薄弱|困难)[^：。；]{0,12}：")
#: The end that a plan serves (，为优化营商环境提供保障), not what it is about.
_PURPOSE = re.compile(r"，为[^，。；]{2,30}(?:提供|奠定|打下|创造|营造)[^，。；]{0,16}")
_CLAUSE = re.compile(r"[^，。；：\n]+")
_CLOSING = re.compile(
    r"^(?:特此报告|以上报告|专此报告|此致|附件|（?联系人|妥否|以上情况"
    r"|(?:针?对)?(?:这些|以上|上述)[^，。]{0,6}(?:问题|不足))"
)
_CAUSE = re.compile(r"^(?:主要)?原因|^(?:究其|分析)原因|整改(?:情况|措施)")


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
        if len(told) > 1 and (a, b) == told[0] and _SHORT_OF_SOMETHING.search(words):
            continue
        if (
            _LEAD_IN.search(words)
            or _CONTRAST.search(words)
            or _CLOSING.search(words)
            or _CAUSE.search(words)
        ):
            continue
        if b - a < 8 or (record_type == "problem" and not _admits(words)):
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
            listing = _LISTING.match(view.folded, x, y)
            if record_type == "problem" and listing and "；" in view.folded[listing.end() : y]:
                # Include the mark that ends each item, as sentences do.
                items = clause_spans(view.folded, listing.end(), y, "；")
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
        if a > start and re.match(r"(?:针对|对此|下一步|今后|以上|对于以上|上述|总之|这些)", words):
            return a
        if a > start and _CLOSING.match(words):
            return a
    return end


def _admits(words: str) -> bool:
    return bool(
        re.search(
            r"不|缺|弱|欠|差距|有待|仍|尚|未|少|滞后|单一|偏|难|短板|局限|问题|薄|浅|低|慢|亟|需(?:要)?(?:进一步)?(?:加强|提|完善|改)|有限"
            r"|形式化|走过场|淡|紧|轻|粗|才",
            words,
        )
    )


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
