"""FZ202, FZ205, FZ207, FZ208: parts compared with their whole."""

from __future__ import annotations

from collections.abc import Iterator

from fazhi.kg.checks.context import CheckContext
from fazhi.kg.checks.finding import Diagnostic
from fazhi.kg.facts.parts import Figures, by_kind, closed_of_received, divisions, in_row, of_which, passages


def exceeds_whole(context: CheckContext) -> Iterator[Diagnostic]:
    """Parts larger than their stated whole."""
    folded = context.report_text.folded
    for figures in _passages(context):
        told: set[int] = set()
        for whole, part in (*of_which(folded, figures), *by_kind(folded, figures)):
            # Several earlier figures may together be the whole.
            if (
                part.start in told
                or not all(f.exact for f in whole)
                or part.value <= sum(f.value for f in whole)
            ):
                continue
            told.add(part.start)
            shown = "＋".join(f.written for f in whole)
            yield Diagnostic(
                part.start,
                part.end,
                zh=f"部分（{part.written}）大于总数（{shown}）",
                en=f"The part ({part.written}) is larger than the whole ({shown})",
                suggestion_zh="核对总数和分项",
                suggestion_en="Check whole and part",
                related=tuple((f.start, f.end) for f in whole),
            )


def sum_differs(context: CheckContext) -> Iterator[Diagnostic]:
    """Parts that do not add up to the total, if the text gives all of them."""
    for figures in _passages(context):
        for whole, parts in divisions(figures):
            total = sum(part.value for part in parts)
            if not all(figure.exact for figure in (whole, *parts)) or abs(total - whole.value) < 1e-6:
                continue
            if any(part.value > whole.value for part in parts):
                continue
            shown = "＋".join(part.written for part in parts)
            yield Diagnostic(
                whole.start,
                whole.end,
                zh=f"分项之和（{shown}＝{_number(total)}）与总数{whole.written}不符",
                en=f"The parts ({shown} = {_number(total)}) do not add up to {whole.written}",
                suggestion_zh="核对总数和各分项",
                suggestion_en="Check the total and its parts",
                related=tuple((part.start, part.end) for part in parts),
            )


def sum_exceeds(context: CheckContext) -> Iterator[Diagnostic]:
    """Parts in a row behind 其中 that together are more than the whole."""
    for figures in _passages(context):
        for whole, parts in in_row(context.report_text.folded, figures):
            total = sum(part.value for part in parts)
            if not all(figure.exact for figure in (whole, *parts)) or total <= whole.value:
                continue
            if any(part.value > whole.value for part in parts):
                continue
            shown = "＋".join(part.written for part in parts)
            yield Diagnostic(
                parts[0].start,
                parts[-1].end,
                zh=f"各部分之和（{shown}＝{_number(total)}）大于总数{whole.written}",
                en=f"The parts ({shown} = {_number(total)}) add up to more than {whole.written}",
                suggestion_zh="核对总数和各部分；各部分有交叉的，写明",
                suggestion_en="Check the whole and its parts; say so where they overlap",
                related=((whole.start, whole.end),),
            )


def more_closed(context: CheckContext) -> Iterator[Diagnostic]:
    """More cases closed than received, and none carried over from before."""
    for figures in _passages(context):
        for received, closed in closed_of_received(context.report_text.folded, figures):
            if not (received.exact and closed.exact) or closed.value <= received.value:
                continue
            yield Diagnostic(
                closed.start,
                closed.end,
                zh=f"办结数（{closed.written}）大于受理数（{received.written}），没有说明上年结转",
                en=f"More closed ({closed.written}) than received ({received.written}), none carried over",
                suggestion_zh="核对两个数据；含上年结转的，写明结转数",
                suggestion_en="Check both figures; say how many were carried over",
                related=((received.start, received.end),),
            )


def _passages(context: CheckContext) -> Iterator[Figures]:
    """Groups of figures that can be parts of one another, without those in plans."""
    told = [figures for figures in context.figures if context.report_text.role(figures[0].start) != "plans"]
    return (figures for figures in passages(context.report_text.folded, told) if len(figures) > 1)


def _number(value: int | float) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
