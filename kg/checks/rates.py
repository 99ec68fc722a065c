"""FZ203, FZ204, FZ206, FZ209: percentages and changes compared with the figures behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from fazhi.kg.checks.context import CheckContext
from fazhi.kg.checks.finding import Diagnostic
from fazhi.kg.facts.figures import Figure
from fazhi.kg.facts.wording import Rate, pattern, rates

_TO = r"(?:到|至|为|成)(?:了)?"
_LINKING = re.compile(r"(?:均|都|已|分别)?(?:达到|达|为|是|约|近|超过|超|保持|在)*$")
_FROM = re.compile(r"[从由]")
#: 不合格率 and 未整改率 are the complements of 合格率 and 整改率.
_COMPLEMENT = re.compile(r"[不未非](?P<of>[一-龥]{2,3}率)$")
_CHANGE_RATE = re.compile(
    r"^[，、]?(?:(?:同比|降幅|增幅|共|总体|整体)(?:约|达|为)?)?(?P<verb>[^，。；]{0,6})$"
)


def over_hundred(context: CheckContext) -> Iterator[Diagnostic]:
    """Shares above 100 %."""
    for figure in _all(context):
        noun = _LINKING.sub("", figure.left)
        if figure.unit != "%" or figure.value <= 100 or not pattern("shares").search(noun):
            continue
        if pattern("no_shares").search(figure.left) or re.search(r"同比|增长|提高|上升|增加", figure.left):
            continue
        yield Diagnostic(
            figure.start,
            figure.end,
            zh=f"“{noun.strip('，、')}”是比率，不能超过100%，此处为{figure.written}",
            en=f"{noun.strip('，、')} is a share and cannot pass 100 %, but is given as {figure.written}",
            suggestion_zh="核对比率",
            suggestion_en="Check the rate",
        )


def complements_exceed(context: CheckContext) -> Iterator[Diagnostic]:
    """合格率98%，不合格率5%: a rate and its complement that together pass 100 %."""
    for figures in context.figures:
        for one, other in pairwise(f for f in figures if f.unit == "%"):
            complement = _COMPLEMENT.search(_LINKING.sub("", other.left))
            name = _LINKING.sub("", one.left)
            if not complement or not name.endswith(complement.group("of")) or _COMPLEMENT.search(name):
                continue
            if one.value + other.value > 100 + 1e-6:
                yield Diagnostic(
                    other.start,
                    other.end,
                    zh=f"{one.written}与{other.written}之和超过100%，而两者是同一总体的两部分",
                    en=f"{one.written} and {other.written} are the two parts of one whole and pass 100 %",
                    suggestion_zh="核对两个比率",
                    suggestion_en="Check both rates",
                    related=((one.start, one.end),),
                )


def rate_differs(context: CheckContext) -> Iterator[Diagnostic]:
    """Rates that do not match the counts in the same sentence."""
    for figures in context.figures:
        for index, figure in enumerate(figures):
            if figure.unit != "%":
                continue
            source = _counts(figures, index) or _change(context, figures, index)
            if source is None:
                continue
            first, second, computed = source
            if _fits(figure, computed):
                continue
            shown = f"{computed:.2f}".rstrip("0").rstrip(".")
            yield Diagnostic(
                figure.start,
                figure.end,
                zh=f"按{first.written}和{second.written}计算应为{shown}%，此处为{figure.written}",
                en=f"{first.written} and {second.written} give {shown} %, but {figure.written} is stated",
                suggestion_zh="核对比率和两个数据",
                suggestion_en="Check the rate and both counts",
                related=((first.start, first.end), (second.start, second.end)),
            )


def change_contradicts(context: CheckContext) -> Iterator[Diagnostic]:
    """从7人增加到5人: the verb says one thing, the figures another."""
    for figures in context.figures:
        for first, second, rises in _moves(context, figures):
            if (second.value < first.value) if rises else (second.value > first.value):
                verb_zh, verb_en = ("增加", "rise") if rises else ("减少", "fall")
                yield Diagnostic(
                    first.start,
                    second.end,
                    zh=f"写的是{verb_zh}，数据却从{first.written}到{second.written}",
                    en=f"It is said to {verb_en}, the figures go from {first.written} to {second.written}",
                    suggestion_zh="核对两个数据和用词",
                    suggestion_en="Check both figures and the verb",
                )


def _all(context: CheckContext) -> Iterator[Figure]:
    for figures in context.figures:
        yield from figures


def _counts(figures: tuple[Figure, ...], index: int) -> tuple[Figure, Figure, Decimal] | None:
    """The part and the whole before a rate, and the rate they yield in per cent."""
    stated = figures[index]
    if "分别" in stated.left or "均" in stated.left or re.search(r"同比|提高|上升|下降|比|较", stated.left):
        return None
    kind = next((r for r in rates() if _names(r, stated)), None)
    if kind is None:
        return None
    earlier = figures[:index]
    part_at = next((i for i in range(index - 1, -1, -1) if _is_part(kind, earlier[i])), None)
    if part_at is None:
        return None
    part = earlier[part_at]
    # Two adjacent counts before the rate belong to it; a count between them may be the whole instead.
    whole = next((f for f in reversed(earlier[:part_at]) if f.unit == part.unit), None)
    if whole is None or not kind.whole.search(whole.label) or not (whole.exact and part.exact):
        return None
    if not whole.value or part.value > whole.value:
        return None
    return part, whole, Decimal(str(part.value)) / Decimal(str(whole.value)) * 100


def _names(kind: Rate, stated: Figure) -> bool:
    noun = _LINKING.sub("", stated.left)
    return bool(re.fullmatch(pattern("rate_prefix").pattern + kind.rate.pattern, noun))


def _is_part(kind: Rate, figure: Figure) -> bool:
    return bool(kind.part.search(figure.label)) and not kind.whole.search(figure.label)


def _change(
    context: CheckContext, figures: tuple[Figure, ...], index: int
) -> tuple[Figure, Figure, Decimal] | None:
    """从312次降至187次，降幅约40%: the two figures just before a rate of change, and the rate they yield."""
    stated = figures[index]
    gap = _CHANGE_RATE.match(stated.left)
    if index < 2 or not gap or not re.search(r"降幅|增幅|下降|减少|增长|增加|压减|压缩|上升", stated.left):
        return None
    if re.search(r"同比|较|比", stated.left):
        return None
    moves = [m for m in _moves(context, figures[:index]) if m[1] is figures[index - 1]]
    if not moves or not moves[0][0].value or moves[0][0].unit in ("%",):
        return None
    first, second, _ = moves[0]
    if not (first.exact and second.exact):
        return None
    difference = abs(Decimal(str(second.value)) - Decimal(str(first.value)))
    return first, second, difference / Decimal(str(first.value)) * 100


def _fits(stated: Figure, computed: Decimal) -> bool:
    """Whether a rate is the computed one, rounded or truncated, or close to it if the text says about."""
    value = Decimal(str(stated.value))
    modifier = stated.quantity.modifier
    if modifier in ("more_than", "at_least"):
        return computed >= value - stated.last_place
    if modifier == "at_most":
        return computed <= value + stated.last_place
    tolerance = stated.last_place if modifier == "exact" else Decimal(3)
    return abs(computed - value) < max(tolerance, Decimal("0.05"))


def _moves(context: CheckContext, figures: tuple[Figure, ...]) -> Iterator[tuple[Figure, Figure, bool]]:
    """从A增加到B: the two figures, in the same unit, and whether the verb says rise."""
    rises = re.compile(rf"^(?:\D{{0,4}})?(?:{pattern('rises').pattern}){_TO}(?:约|近)?$")
    falls = re.compile(rf"^(?:\D{{0,4}})?(?:{pattern('falls').pattern}){_TO}(?:约|近)?$")
    for first, second in pairwise(figures):
        between = context.report_text.folded[first.end : second.start]
        if pattern("ranks").search(first.before + first.left):
            continue
        if first.unit != second.unit or not _FROM.search(first.left) or not (first.exact and second.exact):
            continue
        if rises.match(between):
            yield first, second, True
        elif falls.match(between):
            yield first, second, False
