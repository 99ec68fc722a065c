"""Where in its file a reader finds the words of a finding.

In a text that is line and column, in a PDF the page, in a Word file the paragraph. Nobody sees the lines of
a web page: there it is the section.
"""

from __future__ import annotations

from fazhi.extractors import place_words
from fazhi.kg.checks.context import CheckContext

_METADATA = ("页面信息", "page information")


def has_lines(context: CheckContext) -> bool:
    """Whether a reader of the file sees the lines that are counted."""
    return context.extraction.document.media_type == "text/plain"


def label(context: CheckContext, offset: int, *, source: int | None = None) -> tuple[str, str]:
    """The place of the character at an offset in the reading text, in Chinese and English; empty if unknown.

    ``source`` is its offset in the source text, where the words stand in a page's metadata alone.
    """
    document = context.extraction.document
    if has_lines(context):
        return ("", "")
    fragment = document.place(offset) if source is None else document.source_place(source)
    if fragment:
        return place_words(fragment)
    if source is not None:
        return _METADATA
    section = _section(context, offset)
    return (f"“{section}”", f"“{section}”") if section else ("", "")


def phrase(context: CheckContext, offset: int) -> tuple[str, str]:
    """The same within a sentence: 第9行 and ``in line 9``."""
    if has_lines(context):
        line, _ = context.extraction.document.line_column(offset)
        return f"第{line}行", f"in line {line}"
    fragment = context.extraction.document.place(offset)
    if fragment:
        zh, en = place_words(fragment)
        return zh, f"{'on' if fragment.startswith('page=') else 'in'} {en}"
    section = _section(context, offset)
    return (f"“{section}”部分", f"under “{section}”") if section else ("另一处", "elsewhere")


def _section(context: CheckContext, offset: int) -> str:
    section = context.report_text.section(offset)
    return f"{section.number}{section.title}" if section.level else ""
