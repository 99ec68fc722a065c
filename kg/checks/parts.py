"""FZ202, FZ205: parts against their whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fazhi.kg.checks.context import CheckContext
from fazhi.kg.checks.finding import Diagnostic
from fazhi.kg.checks.quantities import Figure
from fazhi.kg.checks.wording import pattern, wholes

Figures = tuple[Figure, ...]

_CLAUSE_END = re.compile(r"[，；。\n]")
_SHARES = ("%", "个百分点", "百分点")
_REST = re.compile(r"(?:其余|余下|剩余|其他|另外)(?:的)?$")
_KEPT = re.compile(r"保留|继续有效")
_SORTED = re.compile(r"保留|继续有效|修改|修订|废止|失效")
_SUM = re.compile(r"^[，；、（]?(?:共计|合计|总计|共)$")
_RESPECTIVELY = re.compile(r"分别(?:为|是|有)$")


def exceeds_whole(context: CheckContext) -> Iterator[Diagnostic]:
    """Parts larger than the whole they are said to be part of."""
    for figures in _sentences_with_context(context):
        told: set[int] = set()
        for whole, part in (*_of_which(context, figures), *_by_kind(context, figures)):
            # Several figures before it may be its whole together.
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
    """Parts that do not add up to the total where the text gives all of them."""
    for figures in _sentences_with_context(context):
        for whole, parts in _divisions(figures):
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


def _sentences_with_context(context: CheckContext) -> Iterator[Figures]:
    """The figures of each sentence; one that opens with 其中 goes with the sentence before."""
    previous: Figures = ()
    for figures in context.figures:
        if context.report_text.role(figures[0].start) == "plans":
            continue
        opening = context.report_text.folded[figures[0].sentence[0] : figures[0].sentence[0] + 2]
        joined = previous and opening == "其中" and figures[0].sentence[0] - previous[0].sentence[1] <= 1
        previous = (*previous, *figures) if joined else figures
        if not joined and len(figures) < 2:
            continue
        yield previous


def _of_which(context: CheckContext, figures: Figures) -> Iterator[tuple[Figures, Figure]]:
    """其中…: each figure after it, and those of its unit before it, of which it can only be part."""
    folded = context.report_text.folded
    for index, part in enumerate(figures):
        opening = folded.rfind("其中", figures[0].sentence[0], part.start)
        if part.unit in _SHARES or opening < 0 or re.search(r"[；。]", folded[opening : part.start]):
            continue
        before = tuple(f for f in figures[:index] if f.end <= opening and f.unit == part.unit)
        if before:
            yield before, part


def _by_kind(context: CheckContext, figures: Figures) -> Iterator[tuple[Figures, Figure]]:
    """排查…化解…, 清理…废止…: the words of the figures say that one is part of the others."""
    for kind in wholes():
        for index, part in enumerate(figures):
            # 排查整治隐患 is a whole though 整治 alone would be a part.
            if kind.whole.search(part.label) or not kind.part.search(part.label):
                continue
            before = tuple(f for f in figures[:index] if f.unit == part.unit and kind.whole.search(f.label))
            if before and not _carried_over(context, part):
                yield before, part


def _carried_over(context: CheckContext, part: Figure) -> bool:
    """Whether the sentence, up to the end of the part's clause, counts cases of earlier years in."""
    folded = context.report_text.folded
    stop = _CLAUSE_END.search(folded, part.end)
    words = folded[part.sentence[0] : stop.start() if stop else part.sentence[1]]
    return bool(pattern("carried_over").search(words))


def _divisions(figures: Figures) -> Iterator[tuple[Figure, Figures]]:
    """Totals and their parts, where the text gives all of them."""
    yield from _part_and_rest(figures)
    yield from _sorted_documents(figures)
    yield from _listed(figures)


def _part_and_rest(figures: Figures) -> Iterator[tuple[Figure, Figures]]:
    """发现58处，整改56处，其余2处…"""
    for index, rest in enumerate(figures):
        before = tuple(f for f in figures[:index] if f.unit == rest.unit)
        if _REST.search(rest.left) and len(before) == 2 and before[1] is figures[index - 1]:
            whole, part = before
            yield whole, (part, rest)


def _sorted_documents(figures: Figures) -> Iterator[tuple[Figure, Figures]]:
    """清理63件，保留51件、修改5件、废止7件: where each figure says what became of them, all are sorted."""
    kind = wholes()[0]
    whole = next((f for f in figures if kind.whole.search(f.label) and not _SORTED.search(f.label)), None)
    if whole is None:
        return
    parts = tuple(f for f in figures if f.start > whole.end and f.unit == whole.unit)
    each_sorted = all(_SORTED.search(part.left) for part in parts)
    if len(parts) >= 2 and each_sorted and any(_KEPT.search(part.left) for part in parts):
        yield whole, parts


def _listed(figures: Figures) -> Iterator[tuple[Figure, Figures]]:
    """A12件、B8件，共计20件, and 共20件，分别为12件、8件."""
    for index, figure in enumerate(figures):
        if _SUM.search(figure.left) and not figure.right:
            parts: list[Figure] = []
            for earlier in reversed(figures[:index]):
                if earlier.unit != figure.unit or _SUM.search(earlier.left):
                    break
                parts.insert(0, earlier)
            if len(parts) >= 2:
                yield figure, tuple(parts)
        if _RESPECTIVELY.search(figure.left) and index:
            whole = figures[index - 1]
            following = [f for f in figures[index:] if f.unit == whole.unit]
            if whole.unit == figure.unit and len(following) >= 2 and "共" in whole.left:
                yield whole, tuple(following)


def _number(value: int | float) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
