"""FZ300-FZ303, FZ308: the basics of a report: kind, year, issuer and parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fazhi.extractors.language.characters import blank_out
from fazhi.kg.checks.context import CheckContext
from fazhi.kg.checks.finding import Diagnostic
from fazhi.ontology.reference import obligations

_TITLE = re.compile(r"《[^》]*》")
_LEADER = re.compile(
    r"第一责任人|主要(?:负责人|领导|负责同志)[^，。；\n]{0,12}(?:亲自|带头|牵头|部署|过问|督办|主持|述法|主讲)"
)
_PROBLEMS = re.compile(
    r"(?:存在|还有|仍有|面临)[^。；\n]{0,30}(?:问题|不足|短板|差距|薄弱|困难)|(?:问题|不足|短板)[^。；\n]{0,6}(?:主要|表现|如下|依然|仍)"
)
_PLANS = re.compile(r"下一步|下一年度|下步工作|今后")
_WORK_LENGTH = 200
_CLOSING_SHARE = 0.6
_PARTS = {
    "work_done": ("推进法治政府建设的主要举措和成效", "measures taken and results"),
    "problems": ("存在的不足和原因", "shortcomings and their causes"),
    "leader_duties": (
        "党政主要负责人履行推进法治建设第一责任人职责的情况",
        "how the principal leaders fulfilled their duty",
    ),
    "plans": ("下一年度的主要安排", "plans for the next year"),
}


def no_report(context: CheckContext) -> Iterator[Diagnostic]:
    """The text does not read as a rule-of-law report at all."""
    if not context.extraction.is_report:
        yield Diagnostic(
            *_title(context),
            zh="文本不像法治政府建设年度报告，未作其他检查",
            en="The text does not read as an annual rule-of-law report; nothing else was checked",
            suggestion_zh="确认文件是否选对",
            suggestion_en="Make sure that this is the right file",
        )


def no_year(context: CheckContext) -> Iterator[Diagnostic]:
    """No reported year."""
    if context.year is None:
        yield Diagnostic(
            *_title(context),
            zh="没有找到报告年度",
            en="No reported year is found",
            suggestion_zh="在标题中写明年度，如“2024年度法治政府建设情况报告”",
            suggestion_en="State the year in the title",
        )


def no_issuer(context: CheckContext) -> Iterator[Diagnostic]:
    """No issuer, the body whose work is reported."""
    if not context.report.fields.get("issuer"):
        yield Diagnostic(
            *_title(context),
            zh="没有找到报告单位",
            en="No reporting body is found",
            suggestion_zh="在标题或落款中写明单位全称",
            suggestion_en="Name the body in full in the title or the signature",
        )


def missing_part(context: CheckContext) -> Iterator[Diagnostic]:
    """Required parts that the report says nothing about."""
    if not _contents_required(context):
        return
    for role, (zh, en) in _PARTS.items():
        if not _speaks_of(context, role):
            yield Diagnostic(
                *_title(context),
                zh=f"未见“{zh}”的内容",
                en=f"The report has nothing on {en}",
                suggestion_zh=f"增加“{zh}”一部分",
                suggestion_en="Add this part",
            )


def leader_part_in_passing(context: CheckContext) -> Iterator[Diagnostic]:
    """The principal leaders' duty is mentioned, but no part of the report covers it."""
    if not _contents_required(context) or _has_section(context, "leader_duties"):
        return
    mention = _own_mention(context)
    if mention:
        yield Diagnostic(
            *mention,
            zh="党政主要负责人履行第一责任人职责的情况只是提及，没有专门一部分说明",
            en="The principal leaders' fulfilment of their duty is only mentioned; no part is on it",
            suggestion_zh="单列一部分，写明主要负责人部署、过问、协调、督办的具体情况",
            suggestion_en="Give it a part of its own, with what the leaders did",
        )


def _title(context: CheckContext) -> tuple[int, int]:
    return context.report.start, context.report.end


def _contents_required(context: CheckContext) -> bool:
    """Whether the text is a report, written while the rule on its contents was in force."""
    if not context.extraction.is_report or context.year is None:
        return False
    return obligations()["report-required-contents"].rule_in(context.year + 1) is not None


def _speaks_of(context: CheckContext, role: str) -> bool:
    if role == "work_done":
        return bool(context.extraction.by_type.of("activity")) or _own_length(context, role) >= _WORK_LENGTH
    if _has_section(context, role):
        return True
    if role == "leader_duties":
        return _own_mention(context) is not None
    # Shortcomings and plans without a heading come near the end; earlier, the words mean something else.
    folded = context.report_text.folded
    closing = int(len(folded) * _CLOSING_SHARE)
    return bool((_PROBLEMS if role == "problems" else _PLANS).search(folded, closing))


def _has_section(context: CheckContext, role: str) -> bool:
    """Whether a section has the role; for the leaders' duty, one in the first two levels."""
    sections = context.report_text.sections
    planned = {section.id for section in sections if section.role == "plans"}
    levels = (1, 2) if role == "leader_duties" else range(1, 9)
    return any(s.role == role and s.level in levels and s.parent not in planned for s in sections)


def _own_length(context: CheckContext, role: str) -> int:
    """The number of characters in sections with this role, each counted once."""
    report_text = context.report_text
    return sum(end - start for start, end in report_text.sentences if report_text.role(start) == role)


def _own_mention(context: CheckContext) -> tuple[int, int] | None:
    """Where the report says what its leaders did, outside titles of rules, shortcomings and plans."""
    for match in _LEADER.finditer(blank_out(_TITLE, context.report_text.folded)):
        if context.report_text.role(match.start()) not in ("plans", "problems"):
            return match.start(), match.end()
    return None
