"""Problems admitted (存在问题) and plans made (下一步安排), item by item."""

from __future__ import annotations

import re
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from fazhi.extractors.annotations import Annotations, annotations_of
from fazhi.extractors.components.activity_classes import class_scores, classify
from fazhi.extractors.language.clauses import clause_spans
from fazhi.extractors.language.headings import ITEM, heading_marker
from fazhi.extractors.language.sentences import sentences
from fazhi.extractors.outline import heading_role
from fazhi.extractors.reading.document import Section
from fazhi.extractors.rules.matcher import matcher

#: The least score of the activity class that is the topic: in the first clause, or else in all the words.
_CLEAR_IN_FIRST_CLAUSE = 3.0
_CLEAR_TOPIC = 6.0
_TYPES = {"problems": "problem", "plans": "plan"}
_ITEM_AT = re.compile(rf"(?:(?<=[。；：，！？\n])|^)(?:{ITEM.pattern})")
_NUMBERED_AT = re.compile(
    r"(?:(?<=[。；：\n])|^)(?:[一二三四五六七八九十]{1,3}、(?!.?[级审类线])|\d{1,2}(?:、|[.．](?!\d)))"
    r"|(?:(?<=[。；：，\n])|^)(?:（(?:\d{1,2}|[一二三四五六七八九十]{1,2})）|[①-⑳])"
)
#: 执法力量还较薄弱。: a short first sentence that summarises its paragraph.
_HEADING_SENTENCE = re.compile(r"[^，。；：]{4,20}。")
#: The end that a plan serves (，为优化营商环境提供保障), not what it is about.
_PURPOSE = re.compile(r"，为[^，。；]{2,30}(?:提供|奠定|打下|创造|营造)[^，。；]{0,16}")
#: 对照要求，我镇法治建设还存在A，B，C等问题，需加以改进.
_ENUMERATION = re.compile(
    r"(?P<whole>[^；。]{0,120}?)(?:存在|面临)(?:着|了)?(?:一些|诸如)?(?P<list>[^；。]{8,400})"
    r"(?:等(?:方面的?|一些|突出|各种)*|的)(?:问题|不足|短板|差距|现象|情况|薄弱环节|困难|弱项)"
)
#: What a clause begins with that goes on with the one before it.
_LEANING = re.compile(
    "[难不未没无缺仍还且并但也又更较]|导致|造成|影响|使得?|以致|甚至|存在|致使|特别|尤其|有时|容易"
)
_SHORT_HEADING = 10
#: Marks that begin an item of its own paragraph.
_DASHES = "-·●◆■★▲"
#: What closes a list: …；审查把关不严等方面。
_LIST_CLOSING = re.compile(r"等[^，。；]{0,4}方面(?:的(?:问题|不足|短板))?。?$")
#: 等 that ends a row of examples: 如…等，离要求还有差距.
_ROW_END = re.compile("等{1,2}(?=[，。；])")
#: The end of words about the work as a whole, before 存在: 我镇, 法治建设, 工作中, or nothing at all.
_GENERAL = re.compile(
    r"(?:^|[，：]|法治(?:政府)?建设|依法行政|工作中|我们|[我本全][一-龥]{1,3})"
    r"(?:(?:推进|开展|各项|相关|具体|实际)*工作)?(?:中|方面|过程中|上)?(?:[但也还仍尚]|仍然|依然|主要|同时|目前|当前){0,3}$"
)
_CLAUSE = re.compile(r"[^，。；：\n]+")
#: Phrases of lexicon/problems_and_plans.yaml: a sentence with one of these is neither problem nor plan.
_NO_ITEM = ("introductions", "concessions", "conclusions", "causes")


@Language.component("fazhi_problem_plan")
def problem_plan(doc: Doc) -> Doc:
    """Add problem and plan records from the sections of those roles."""
    view = annotations_of(doc)
    children_of: dict[str | None, list[Section]] = {}
    for section in view.sections:
        children_of.setdefault(section.parent, []).append(section)
    causes: set[str | None] = set()
    for section in view.sections:
        record_type = _TYPES.get(section.role)
        if not record_type:
            continue
        # 原因分析 below the problems, and what stands below it, tells causes.
        if record_type == "problem" and (section.parent in causes or _says("causes", section.title)):
            causes.add(section.id)
            continue
        children = children_of.get(section.id, [])
        own_end = children[0].start if children else section.end
        # A child with another role (下一步，… below the problems) is not introduced by this section's text.
        lead_in = any(child.role == section.role for child in children)
        if record_type == "problem":
            own_end = _before_causes(view, section.start, own_end)
        numbered = _is_item(section) and not _only_heads(view, section)
        _own_text(view, section, own_end, record_type, numbered=numbered, lead_in=lead_in)
    return doc


def _before_causes(view: Annotations, start: int, end: int) -> int:
    """``end``, or where a paragraph on the causes begins."""
    line_end = view.text.find("\n", start, end)
    while line_end >= 0:
        following = view.text.find("\n", line_end + 1, end)
        if _says("causes", view.folded[line_end + 1 : following if following >= 0 else end]):
            return line_end
        line_end = following
    return end


def _is_item(section: Section) -> bool:
    """Whether the section is itself an item: numbered and below the first level (（一）…。…)."""
    return section.level > 1 and bool(section.number)


def _only_heads(view: Annotations, section: Section) -> bool:
    """Whether its heading, on a line of its own, only says that problems or plans follow: （一）存在问题."""
    behind = view.text.find(section.title, section.start) + len(section.title)
    own_line = view.folded[behind : behind + 1] == "\n"
    return own_line and len(section.title) <= _SHORT_HEADING and heading_role(section.title) == section.role


def _own_text(
    view: Annotations, section: Section, end: int, record_type: str, *, numbered: bool, lead_in: bool
) -> None:
    start = section.start
    items = list(_ITEM_AT.finditer(view.folded, start, end)) or [
        m for m in _NUMBERED_AT.finditer(view.folded, start, end) if m.start() > start
    ]
    beside = any(_goes_on(section, item) for item in items)
    if numbered and not lead_in and len(items) < 2 and not beside:
        begin = start + len(section.number)
        while begin < end and view.text[begin] in " 、.．,，":
            begin += 1
        stop = _end_of_numbered(view, begin, end)
        _item(view, record_type, begin, stop, "section")
        _prose(view, stop, end, record_type)
        return
    if numbered and beside:
        _item(view, record_type, start + len(section.number), items[0].start(), "item")
    if items:
        for item, following in pairwise(items):
            _item(view, record_type, item.end(), following.start(), "item")
        last = items[-1].end()
        in_one_sentence = len(items) > 1 and "。" not in view.folded[items[0].end() : items[-1].start()]
        stop = _end_of_last_item(view, last, end, one_sentence=in_one_sentence)
        _item(view, record_type, last, stop, "item")
        rest = view.folded[stop:end].strip()
        if in_one_sentence or _says("further", rest) or _says("added", rest):
            _prose(view, stop, end, record_type)
        return
    if not lead_in:
        _prose(view, _after_heading(view, section), end, record_type)


def _goes_on(section: Section, item: re.Match[str]) -> bool:
    """Whether the item is numbered as the section is, and so stands beside it: 1、…。2、…。"""
    own, other = heading_marker(section.number), heading_marker(item.group().strip())
    return bool(own and other and own.style == other.style)


def _prose(view: Annotations, start: int, end: int, record_type: str) -> None:
    """The sentences of a part without items; of several paragraphs, one begun by a heading is whole."""
    lines = [
        list(sentences(view.folded, start + line.start(), start + line.end()))
        for line in re.finditer(r"[^\n]+", view.text[start:end])
    ]
    headed = [
        len(spans) > 1 and (view.folded[spans[0][0]] in _DASHES or _is_heading(view, *spans[0]))
        for spans in lines
    ]
    for spans, whole in zip(lines, headed, strict=True):
        if whole and len(lines) > 1:
            spans = [(spans[0][0], spans[-1][1])]
        for a, b in spans:
            for x, y in _told(view, a, b) if record_type == "problem" else [(a, b)]:
                words = view.folded[x:y]
                if (record_type == "plan" and y - x < 6) or any(_says(key, words) for key in _NO_ITEM):
                    continue
                if record_type == "plan" or _says("admissions", words):
                    _add(view, record_type, x, y, "sentence")


def _told(view: Annotations, start: int, end: int) -> list[tuple[int, int]]:
    """The problems told in a sentence."""
    begun = _introduced(view, start, end)
    told = _problems(view, begun, end)
    if len(told) > 1 and (closing := _LIST_CLOSING.search(view.folded, *told[-1])):
        told[-1] = (told[-1][0], closing.start())
    if len(told) == 1:
        return _in_a_row(view, *told[0], introduced=begun > start)
    return [problem for span in told for problem in _enumerated(view, *span)]


def _is_heading(view: Annotations, start: int, end: int) -> bool:
    """Whether the sentence, the first of several, names what the others tell."""
    headed = _HEADING_SENTENCE.fullmatch(view.folded, start, end)
    return bool(headed) and not _says("concessions", view.folded[start:end])


def _introduced(view: Annotations, start: int, end: int) -> int:
    """Where in the sentence the problems begin: behind 我们也看到，, 还有差距，表现为, 主要问题是."""
    for key in ("sighting", "listings"):
        words = view.folded[start:end]
        found = [
            match.end
            for match in matcher("problems_and_plans", key).matches(words)
            if "；" not in words[: match.start]
        ]
        start += max(found, default=0)
    return start


def _problems(view: Annotations, start: int, end: int) -> list[tuple[int, int]]:
    """The problems told between two offsets: parts at ；, of which each admits one."""
    told: list[tuple[int, int]] = []
    begun = None
    for a, b in clause_spans(view.folded, start, end, "；"):
        a = a if begun is None else begun
        begun = None
        if _says("admissions", view.folded[a:b]):
            told.append((a, b))
        elif told:
            told[-1] = (told[-1][0], b)
        else:
            begun = a
    return told or [(start, end)]


def _in_a_row(view: Annotations, start: int, end: int, *, introduced: bool) -> list[tuple[int, int]]:
    """The problems in a row of clauses: three or more (力量薄弱、推进不平衡、形式单一), or before 等."""
    if introduced and (ended := _ROW_END.search(view.folded, start, end)):
        return _row(view, start, ended.start()) or [(start, end)]
    if introduced and (row := _of_clauses(view, start, end)):
        return row
    if "，" in view.folded[start:end] or _ENUMERATION.match(view.folded, start, end):
        return _enumerated(view, start, end)
    row = clause_spans(view.folded, start, end, "、")
    full = len(row) > 2 and all(b - a >= 5 and _says("admissions", view.folded[a:b]) for a, b in row)
    return row if full else [(start, end)]


def _of_clauses(view: Annotations, start: int, end: int) -> list[tuple[int, int]]:
    """Three or more clauses, each with its own subject and shortcoming: 力量薄弱，水平不高，意识待增强."""
    row = clause_spans(view.folded, start, end, "，")
    full = all(
        b - a >= 5 and not _LEANING.match(view.folded, a, b) and _says("admissions", view.folded[a:b])
        for a, b in row
    )
    return row if full and len(row) > 2 else []


def _enumerated(view: Annotations, start: int, end: int) -> list[tuple[int, int]]:
    """The problems that a clause on the work as a whole lists: 还存在力量不足，形式单一等问题.

    What a single matter or some offices are short of (个别干部还存在…等问题) is one problem.
    """
    found = _ENUMERATION.match(view.folded, start, end)
    if not found or _says("admissions", found.group("whole")) or not _GENERAL.search(found.group("whole")):
        return [(start, end)]
    return _row(view, *found.span("list")) or [(start, end)]


def _row(view: Annotations, start: int, end: int) -> list[tuple[int, int]]:
    """The members of a row, each with a shortcoming of its own."""
    marks = "，；" if "，" in view.folded[start:end] else "、"
    told: list[tuple[int, int]] = []
    begun = start
    for a, b in clause_spans(view.folded, start, end, marks):
        if b - a >= 4 and _says("admissions", view.folded[a:b]):
            told.append((begun, b))
            begun = b + 1
    return told


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


def _end_of_last_item(view: Annotations, start: int, stop: int, *, one_sentence: bool) -> int:
    """The last item ends with its paragraph, or before a sentence that sums up or begins another matter.

    ``one_sentence``: the items are parts of one (一是…；二是…。), which ends with the last of them.
    """
    line_end = view.text.find("\n", start, stop)
    end = stop if line_end < 0 else line_end
    for a, b in sentences(view.folded, start, end):
        words = view.folded[a:b]
        if a > start and one_sentence:
            return a
        if a > start and any(_says(key, words) for key in ("turns", "conclusions", "causes", "further")):
            return a
    return end


def _end_of_numbered(view: Annotations, start: int, end: int) -> int:
    """``end``, or where a sentence that sums up, or a paragraph on another matter, begins."""
    for a, b in sentences(view.folded, start, end):
        words = view.folded[a:b]
        own_line = view.text[a - 1] == "\n"
        if a > start and (_says("conclusions", words) or (own_line and _says("added", words))):
            return a
    return end


def _item(view: Annotations, record_type: str, start: int, end: int, rule: str) -> None:
    """Add what stands behind an item's number: one plan, or the problems that ； separates.

    Behind a heading sentence (执法不够规范。部分…；个别…。) the parts are of one problem.
    """
    first = next(sentences(view.folded, start, end), (start, end))
    whole = record_type == "plan" or (first[1] < end and _is_heading(view, *first))
    for a, b in [(start, end)] if whole else _problems(view, start, end):
        _add(view, record_type, a, b, rule)


def _says(key: str, words: str) -> bool:
    """Whether a phrase of that kind is in the words of a sentence."""
    return matcher("problems_and_plans", key).first(words) is not None


def _add(view: Annotations, record_type: str, start: int, end: int, rule: str) -> None:
    while start < end and (view.text[start].isspace() or view.folded[start] in f"，：；。{_DASHES}"):
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
