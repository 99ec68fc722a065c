"""FZ201: one figure stated twice with different values."""

from __future__ import annotations

from collections.abc import Iterator

from fazhi.kg.checks.context import CheckContext
from fazhi.kg.checks.finding import Diagnostic
from fazhi.kg.checks.places import phrase
from fazhi.kg.facts.conflicts import conflicts
from fazhi.kg.facts.figures import Figure


def stated_twice(context: CheckContext) -> Iterator[Diagnostic]:
    """Two whole-year figures for the same thing that cannot both be right."""
    for thing, one, other in conflicts(context.report_text, context.year, context.figures):
        yield _diagnostic(context, thing, one, other)


def _diagnostic(context: CheckContext, thing: str, one: Figure, other: Figure) -> Diagnostic:
    zh, en = phrase(context, one.start)
    return Diagnostic(
        other.start,
        other.end,
        zh=f"“{thing}”此处为{other.written}，{zh}为{one.written}，前后不一致",
        en=f"{thing}: {other.written} here, but {one.written} {en}",
        suggestion_zh="核对后统一两处数据",
        suggestion_en="Check and make both figures agree",
        related=((one.start, one.end),),
    )
