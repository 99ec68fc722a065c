"""FZ319, FZ320: the attachments that a report names (附件说明, GB/T 9704—2012, 7.3.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fazhi.kg.checks.context import CheckContext
from fazhi.kg.checks.finding import Diagnostic

#: These lines are no part of the reading text; they are looked for in the file's own text.
_LINE = re.compile(r"^[^\S\n]*+附件[^\S\n]*+(?P<colon>[：:])[^\S\n]*+(?P<name>[^\n]*)", re.MULTILINE)
_ENTRY = re.compile(r"[^\S\n]*+(?P<number>\d{1,2})[^\S\n]*+(?P<mark>[.．、])[^\S\n]*+(?P<name>[^\n]*)")
#: What does not follow the name of an attachment.
_MARKS = "。；;，,、"
_MENTION = re.compile(r"(?<!》)(?:见\s*+附件|[（(]附件(?=\s*+\d))\s*+(?P<number>\d{0,2})")
#: What a line begins with that is an attachment or leads to one.
_PRESENT = re.compile(r"^[^\S\n]*+(?:相关|下载)?附(?:件|表)", re.MULTILINE)
_BLANK = re.compile(r"\s*+")
_NEXT = re.compile(r"2\s*+[.．、]")
#: A file offered on a page, or nothing.
_NO_NAME = re.compile(r"无?|.*\.(?:pdf|docx?|wps|ofd|xlsx?|et|zip|rar)\W*", re.IGNORECASE)


@dataclass(frozen=True)
class _Attachment:
    """The name of an attachment and its span in the source text; ``mark`` is where its number ends in 、."""

    number: int
    name: str
    start: int
    end: int
    mark: tuple[int, int] | None


def line_form(context: CheckContext) -> Iterator[Diagnostic]:
    """Lines that name attachments: the colon, marks around the name and behind it."""
    for line in _LINE.finditer(context.extraction.document.source_text):
        if line["colon"] == ":" and not _NO_NAME.fullmatch(line["name"].strip()):
            yield _odd(
                context,
                line.span("colon"),
                ("“附件”之后用全角冒号", "A full-width colon follows 附件"),
                ("改为“：”", "Write ："),
            )
    for each in _listed(context):
        last = each.name[-1]
        name = each.name.rstrip(_MARKS)
        if each.mark:
            yield _odd(
                context,
                each.mark,
                ("附件的顺序号之后用下脚点，不用顿号", "A point follows the number of an attachment, not 、"),
                (f"改为“{each.number}.”", f"Write {each.number}."),
            )
        if name.startswith("《") and name.find("》") == len(name) - 1:
            yield _odd(
                context,
                (each.start, each.start + len(name)),
                (f"附件名称不加书名号：{name}", f"The name of an attachment is not in 《》: {name}"),
                ("删去书名号", "Leave the marks out"),
            )
        if last in _MARKS:
            yield _odd(
                context,
                (each.end - 1, each.end),
                (
                    f"附件名称后不加标点符号：{each.name}",
                    f"No mark follows the name of an attachment: {each.name}",
                ),
                (f"删去“{last}”", f"Leave {last} out"),
            )


def missing(context: CheckContext) -> Iterator[Diagnostic]:
    """An attachment that the text refers to, while none is named below it, or none of that number."""
    source = context.extraction.document.source_text
    attachments = list(_listed(context))
    # A single line may name several: 附件：1.甲 2.乙.
    listed = len(attachments) > 1 or not any(_NEXT.search(each.name) for each in attachments)
    last = max((each.number for each in attachments), default=0) if listed else 0
    present = _PRESENT.search(source)
    told: set[str] = set()
    for mention in _MENTION.finditer(context.report_text.folded):
        number = mention["number"]
        if number in told:
            continue
        if present and not (number and last and int(number) > last):
            continue
        if number and re.search(rf"^[^\S\n]*+附件\s*+{number}\b", source, re.MULTILINE):
            continue
        told.add(number)
        yield Diagnostic(
            *mention.span(),
            zh=f"文中提到附件{number}，正文之后没有相应的附件说明",
            en=f"The text refers to 附件{number}, and nothing below it names this attachment",
            suggestion_zh="在正文下空一行写明“附件：名称”，或删去",
            suggestion_en="Name it below the text (附件：…), or leave the reference out",
        )


def _listed(context: CheckContext) -> Iterator[_Attachment]:
    """The attachments named below the text: 附件：1.甲 and the lines 2.乙, 3.丙 that follow it."""
    source = context.extraction.document.source_text
    for line in _LINE.finditer(source):
        found: re.Match[str] | None = _ENTRY.match(source, line.start("name")) or line
        number = 0
        while found:
            number += 1
            name = found["name"].strip()
            if not _NO_NAME.fullmatch(name):
                start = found.start("name")
                numbered = found is not line and found["mark"] == "、"
                mark = found.span("mark") if numbered else None
                yield _Attachment(number, name, start, start + len(name), mark)
            below = _BLANK.match(source, found.end())
            found = _ENTRY.match(source, below.end()) if below and found is not line else None
            if found and int(found["number"]) != number + 1:
                found = None


def _odd(
    context: CheckContext, source: tuple[int, int], told: tuple[str, str], suggestion: tuple[str, str]
) -> Diagnostic:
    """A finding in the source text; what it tells and suggests, in Chinese and English."""
    return Diagnostic(
        context.report.start,
        context.report.end,
        zh=told[0],
        en=told[1],
        suggestion_zh=suggestion[0],
        suggestion_en=suggestion[1],
        source=source,
    )
