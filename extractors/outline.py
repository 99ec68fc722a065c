"""The section tree of a report (章节结构) and the role of each section."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from fazhi.extractors.language.characters import fold
from fazhi.extractors.language.headings import STYLES, heading_marker, ordinal
from fazhi.extractors.language.sentences import sentences
from fazhi.extractors.reading.document import Section, Span
from fazhi.extractors.reading.furniture import is_furniture
from fazhi.extractors.reading.layout import is_signature
from fazhi.extractors.rules.matcher import matcher

_LINE = re.compile(r"[^\n]+")
#: A year that is not part of a date.
_YEAR = re.compile(r"(20\d\d)年(?!\d{1,2}月)")
_HEAD_LENGTH = 400
#: The numbering styles, outermost first.
_ORDER = list(STYLES)
#: The style of headings numbered as those of the section around them are.
_ANEW = "anew"
_LONGEST_HEADING = 60
_HEAD_LINES = 8
_LONGEST_HEAD_LINE = 75
#: Characters of the body that are read with the lines below it: signature and date may stand among them.
_CLOSING_LENGTH = 80
#: Notes below the signature have at most so many characters; more is an annex.
_NOTES_LENGTH = 300
#: What closes a report below its last sentence: 特此报告, signature, date, contacts, attachments.
_CLOSING_LINE = re.compile(
    r"^(?:特此报告|以上报告|专此报告|此致|妥否.{0,10}|附件.{0,60}|（?联系(?:人|电话).{0,40}|[（(]此件.{0,20}"
    r"|(?:抄送|抄报|主送)[：:].{0,80}|.{2,24}(?:办公室|办|局|处)\s*(?:(?:19|20)\d\d年.{1,10})?印发"
    r"|[^，。；：]{2,32}(?:政府|局|委|会|办|处|区|园|厅|院|中心|街道|镇|乡|公司|室)"
    r"|.{0,30}(?:(?:19|20)\d\d年\d{1,2}月\d{1,2}日|(?:20\d\d|二[〇○零0OＯ].{1,3})年.{1,2}月.{1,3}日)[）)]?)[。.]?$|(?:联系电话|联系人)[：:]"
)


class _Heading(NamedTuple):
    start: int
    style: str
    number: str
    title: str
    role: str | None


def outline(text: str) -> list[Section]:
    """The sections of the reading text ``text``, in order, with parents before children.

    Section ``0`` is the text before the first heading. Each section extends to the next heading at its level
    or above. A part of a section that turns to another matter (``下一步，…`` at the end of 存在问题) becomes
    an unnumbered section of its own.
    """
    length = body_end(text)
    folded = fold(text)
    headings = [h for h in _headings(text, folded) if h.start < length]
    headings = _with_plans_by_place(headings, _following_year(folded))
    first = headings[0].start if headings else length
    # Above a heading without a number stands the work done: its own heading says no role.
    opening = "preamble" if headings and headings[0].style != "bare" else "work_done"
    sections = [Section("0", 0, "", "", opening, 0, first)] if first else []
    sections += _tree(headings, length)
    return _with_openings(text, folded, sections, length)


def body_end(text: str) -> int:
    """The offset at which the body of the report ends and its closing lines (落款) begin."""
    end = _notes_start(text)
    while end > 0:
        start = text.rfind("\n", 0, end) + 1
        line = text[start:end].strip()
        if line and not (start and _CLOSING_LINE.search(line)) and not is_furniture(line):
            return end
        end = max(start - 1, 0)
    return len(text)


def _notes_start(text: str) -> int:
    """The offset at which a few notes (注释) below the day of signature begin; without them, of the end."""
    end = len(text)
    while len(text) - end < _NOTES_LENGTH:
        start = text.rfind("\n", 0, end) + 1
        line = text[start:end].strip()
        if start <= len(text) // 2 or heading_marker(line) or "|" in line:
            break
        if is_signature(line):
            return end
        end = start - 1
    return len(text)


def closing_lines(text: str) -> list[str]:
    """The lines that close a report (落款), as :func:`closing_spans` gives them."""
    return [text[start:end] for start, end in closing_spans(text)]


def closing_spans(text: str) -> list[Span]:
    """Where the closing lines (落款) stand: the last characters of the body and all that follows.

    The first of them may be the end of a longer line; empty lines are left out.
    """
    first = max(body_end(text) - _CLOSING_LENGTH, 0)
    return [match.span() for match in _LINE.finditer(text, first)]


def head_spans(text: str) -> list[Span]:
    """Where the lines of the page's head stand: the short lines before the first prose."""
    spans, position = [], 0
    for line in text.split("\n")[:_HEAD_LINES]:
        if len(line) > _LONGEST_HEAD_LINE or re.search(r"[。；]", line):
            break
        spans.append((position, position + len(line)))
        position += len(line) + 1
    return spans


def heading_role(title: str) -> str | None:
    """The role that a heading's wording gives its section, or ``None``."""
    role = _role_by("headings", title)
    # 存在问题和下一步打算: the problems come first, and the plans then have an opening of their own.
    if role == "plans" and re.match(r"(?!针对|对照|围绕).{0,14}(?:问题|不足|短板|差距|薄弱|困难)", title):
        return "problems"
    return role


def _headings(text: str, folded: str) -> list[_Heading]:
    found: list[_Heading] = []
    position = 0
    # Before any prose, what is worded like a heading (…工作总结和2024年工作打算) is the title.
    inside = False
    for paragraph in text.split("\n"):
        end = position + len(paragraph)
        heading = _heading_of(paragraph, folded[position:end], position, inside)
        if heading:
            found.append(heading)
        inside = inside or bool(heading) or "。" in paragraph
        position = end + 1
    return found


def _heading_of(paragraph: str, folded: str, position: int, inside: bool) -> _Heading | None:
    marker = heading_marker(folded, block_only=True)
    if marker:
        rest = folded[len(marker.text) :]
        title = re.split(r"[。：\n]", rest, maxsplit=1)[0].strip()
        if len(title) > _LONGEST_HEADING:
            title = ""
        start = len(marker.text)
        return _Heading(
            position,
            marker.style,
            paragraph[:start].strip(),
            paragraph[start : start + len(title)].strip(),
            heading_role(title),
        )
    bare = folded.rstrip("：。")
    if inside and len(bare) <= 30 and not re.search("[，：]", bare) and (role := heading_role(bare)):
        return _Heading(position, "bare", "", paragraph.rstrip("：:。"), role)
    return None


def _following_year(folded: str) -> str:
    """The year after the one that the head of the text names first; no figure at all where it names none."""
    named = _YEAR.search(folded[:_HEAD_LENGTH])
    return str(int(named.group(1)) + 1) if named else "-"


def _with_plans_by_place(headings: list[_Heading], following_year: str) -> list[_Heading]:
    """The headings, those with the role of plans for which place or year tells it.

    重点任务 stands below the problems, 2024年工作 in a report on 2023.
    """
    found: list[_Heading] = []
    outermost = next((heading.style for heading in headings if heading.style != "bare"), "bare")
    below_problems = False
    above: _Heading | None = None
    role = None
    for heading in headings:
        if heading.style == outermost:
            if (
                heading.role is None
                and role in ("problems", "plans")
                and above
                and _counted_anew(above, heading)
            ):
                heading = heading._replace(style=_ANEW)
            elif heading.role is None and below_problems and _role_by("tasks", heading.title):
                heading = heading._replace(role="plans")
            above = heading
        if heading.role is None and re.match(
            rf"[关于对]{{0,2}}{following_year}年(?!\d{{1,2}}月|.*(?:成效|情况|回顾|总结))", heading.title
        ):
            heading = heading._replace(role="plans")
        if heading.style in (outermost, "bare"):
            role = heading.role
            below_problems = below_problems or role == "problems"
        found.append(heading)
    return found


def _counted_anew(above: _Heading, heading: _Heading) -> bool:
    """Whether the heading is counted within the section that ``above`` begins or belongs to.

    三、打算 / 一、加强… / 二、规范…: the second and third are parts of the first.
    """
    number = ordinal(heading.number)
    return number == 1 or (above.style == _ANEW and number == ordinal(above.number) + 1)


def _tree(headings: list[_Heading], length: int) -> list[Section]:
    sections: list[Section] = []
    path: list[int] = []
    parents: list[Section] = []
    levels = _levels(headings)
    for number, (heading, level) in enumerate(zip(headings, levels, strict=True)):
        del parents[level:]
        path = [*path[: level + 1], *([0] * (level + 1 - len(path)))]
        path[level] += 1
        parent = parents[-1] if parents else None
        role = _role_below(parent, heading)
        following = range(number + 1, len(headings))
        section = Section(
            id=".".join(map(str, path)),
            level=level + 1,
            number=heading.number,
            title=heading.title,
            role="work_done" if role == "rectification" else role,
            start=heading.start,
            end=next((headings[n].start for n in following if levels[n] <= level), length),
            parent=parent.id if parent else None,
        )
        sections.append(section)
        parents.append(section)
    return sections


def _role_below(parent: Section | None, heading: _Heading) -> str:
    """A heading's own words decide, but items under problems or plans keep that role in any case."""
    if parent is None:
        return heading.role or "work_done"
    if heading.style != "bare" and parent.role in ("problems", "plans"):
        return heading.role if heading.role in ("plans", "rectification") else parent.role
    return heading.role or parent.role


def _levels(headings: list[_Heading]) -> list[int]:
    """Levels, from 0, based on how the numbering styles nest in this particular text."""
    places: dict[str, list[int]] = {}
    for place, heading in enumerate(headings):
        places.setdefault(heading.style, []).append(place)
    levels: list[int] = []
    open_styles: list[str] = []
    last: dict[str, _Heading] = {}

    def goes_on(style: str, place: int) -> bool:
        """Whether the next heading of that style is the one that follows the last."""
        following = bisect_left(places[style], place)
        if following == len(places[style]):
            return False
        return ordinal(headings[places[style][following]].number) == ordinal(last[style].number) + 1

    for place, heading in enumerate(headings):
        level = _level(open_styles, heading.style, partial(goes_on, place=place))
        open_styles[level:] = [heading.style]
        last[heading.style] = heading
        levels.append(level)
    return levels


def _level(open_styles: list[str], style: str, goes_on: Callable[[str], bool]) -> int:
    """The level of a heading below those of ``open_styles``.

    A style that is new here nests in what is open, but one that GB/T 9704 sets further out closes what does
    not go on below it: 二、 behind a lone （三）.
    """
    if style in open_styles:
        return open_styles.index(style)
    if style == "bare":
        return min(1, len(open_styles))
    if style == _ANEW:
        return open_styles.index("bare") + 1 if "bare" in open_styles else 1
    for level, other in enumerate(open_styles):
        if other in _ORDER and _ORDER.index(other) > _ORDER.index(style) and not goes_on(other):
            return level
    return len(open_styles)


def _with_openings(text: str, folded: str, sections: list[Section], length: int) -> list[Section]:
    """Split off parts of a section that open with 下一步 or 存在…问题 without a heading of their own.

    Numbered sections that follow such an opening within the problems are plans too.
    """
    result: list[Section] = []
    problems_end = plans_end = 0
    last = _end_of_work(sections, length)
    for index, section in enumerate(sections):
        if section.start < plans_end:
            section = replace(section, role="plans")
        elif section.role == "problems":
            problems_end = max(problems_end, section.end)
        result.append(section)
        own_end = sections[index + 1].start if index + 1 < len(sections) else section.end
        parts = _parts(folded, section, own_end, last_part=section.end in (last, length))
        if section.role == "problems" and any(part.role == "plans" for part in parts):
            plans_end = problems_end
        result.extend(parts)
    return result


def _end_of_work(sections: list[Section], length: int) -> int:
    """Where the plans begin in a report without a section on problems, which then close the part before."""
    if any(section.role == "problems" for section in sections):
        return length
    return next((section.start for section in sections if section.role == "plans"), length)


def _parts(folded: str, section: Section, end: int, *, last_part: bool) -> list[Section]:
    cuts: list[tuple[int, str]] = []
    role = section.role
    last_part = last_part or _names_work_and_problems(section.title)
    # Before the last part of a report, only problems turn to something else, namely plans.
    if not last_part and role != "problems":
        return []
    for start, stop in sentences(folded, section.start, end):
        opening = _role_by("openings", folded[start:stop]) if start > section.start else None
        if opening is None or opening == role:
            continue
        if opening == "problems" and (role == "plans" or not last_part):
            continue
        if opening == "plans" and role != "problems" and not last_part:
            continue
        cuts.append((start, opening))
        role = opening
    ends = [start for start, _ in cuts[1:]] + [end][: len(cuts)]
    return [
        Section(f"{section.id}.{opening}", section.level + 1, "", "", opening, start, stop, section.id)
        for (start, opening), stop in zip(cuts, ends, strict=True)
    ]


def _names_work_and_problems(title: str) -> bool:
    rule = matcher("section_roles", "headings").first(title)
    return rule is not None and rule.id == "heading.work_and_problems"


def _role_by(where: str, words: str) -> str | None:
    rule = matcher("section_roles", where).first(words)
    return rule.says if rule else None
