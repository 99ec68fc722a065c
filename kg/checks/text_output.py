"""Findings in compiler style: place, code, sentence with the words marked, why, what to do."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

from fazhi.kg.checks.explanations import Language, explanation
from fazhi.kg.checks.finding import SEVERITIES, Finding

#: Characters of the sentence shown on either side of the marked words.
_CONTEXT = 24
_LONGEST_MARK = 60
_LABELS = {"zh": ("原因：", "建议："), "en": ("why: ", "do: ")}


def finding_lines(source: str, finding: Finding, language: Language) -> list[str]:
    """The lines that show one finding in the file ``source``."""
    what, why, todo = said(finding, language)
    return [
        f"{_place(source, finding, language)}: {what}",
        *(f"    {line}" for line in (*_marked(finding), why, todo)),
    ]


def _place(source: str, finding: Finding, language: Language) -> str:
    """The file and the place in it: line and column of a text, else page, paragraph or section."""
    if finding.has_lines:
        return f"{source}:{finding.line}:{finding.column}"
    where = finding.where[0 if language == "zh" else 1]
    return f"{source}: {where}" if where else source


def said(finding: Finding, language: Language) -> tuple[str, str, str]:
    """What is wrong, with code and severity; why, with the rule behind it; what to do: each in a line."""
    zh = language == "zh"
    severity = SEVERITIES[finding.severity] if zh else finding.severity
    message = finding.message_zh if zh else finding.message_en
    entry = explanation(finding.code)
    suggestion = (finding.suggestion_zh if zh else finding.suggestion_en) or entry.suggestion(language)
    why, todo = _LABELS[language]
    return f"{finding.code} {severity} {message}", f"{why}{entry.why(language)}", f"{todo}{suggestion}"


def findings_counted(findings: Sequence[Finding], files: int, language: Language) -> str:
    """The number of findings of each severity in ``files`` files, in one line."""
    counts = Counter(finding.severity for finding in findings)
    if language == "zh":
        shown = "，".join(f"{counts[s]}个{name}" for s, name in SEVERITIES.items() if counts[s])
        return f"{files}份报告：{shown or '没有发现问题'}"
    shown = ", ".join(f"{counts[s]} {s}{'s' if counts[s] > 1 else ''}" for s in SEVERITIES if counts[s])
    return f"{files} report{'s' if files > 1 else ''}: {shown or 'no findings'}"


def explained(code: str, language: Language) -> list[str]:
    """What a code means, for ``--explain``. Raises FazhiError for an unknown code."""
    entry = explanation(code)
    severity = SEVERITIES[entry.severity] if language == "zh" else entry.severity
    why, todo = _LABELS[language]
    return [
        f"{code} {severity} {entry.title(language)}",
        f"    {why}{entry.why(language)}",
        f"    {todo}{entry.suggestion(language)}",
    ]


def _marked(finding: Finding) -> tuple[str, str]:
    """The sentence around the words in question, and a line of carets under them."""
    end = min(finding.mark_end, finding.mark_start + _LONGEST_MARK)
    first, last = max(0, finding.mark_start - _CONTEXT), min(len(finding.sentence), end + _CONTEXT)
    before = ("…" if first else "") + finding.sentence[first : finding.mark_start]
    marked = finding.sentence[finding.mark_start : end]
    after = finding.sentence[end:last] + ("…" if last < len(finding.sentence) else "")
    return before + marked + after, " " * _width(before) + "^" * max(_width(marked), 1)


def _width(words: str) -> int:
    """Width in terminal columns: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in words)
