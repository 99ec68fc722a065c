"""FZ201: one figure stated twice and differing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from fazhi.kg.checks.context import CheckContext
from fazhi.kg.checks.finding import Diagnostic
from fazhi.kg.checks.quantities import Figure, agree
from fazhi.kg.checks.wording import pattern, same_thing

#: Measure words that count cases or visits alike.
_UNITS = {"宗": "件", "起": "件", "例": "件", "户次": "家次", "名": "人", "位": "人", "户": "家"}


def stated_twice(context: CheckContext) -> Iterator[Diagnostic]:
    """Figures of the whole year for one thing that cannot both be right.

    Two statements are held against each other only where both say that they are of the year or a total,
    neither is limited to a part, and they stand either in one section or in different main parts: the
    sections of one main part each count their own field of work.
    """
    statements: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in _totals(context):
        statements[_thing(figure.label), _UNITS.get(figure.unit, figure.unit)].append(figure)
    for (thing, _), figures in statements.items():
        for one, other in combinations(figures, 2):
            if one.sentence != other.sentence and _comparable(context, one, other) and not agree(one, other):
                yield _diagnostic(context, thing, one, other)
                break


def _totals(context: CheckContext) -> Iterator[Figure]:
    for figures in context.figures:
        for index, figure in enumerate(figures):
            before = figure.before + figure.left
            plans = context.report_text.role(figure.start) == "plans"
            if plans or not pattern("total_words").search(before) or pattern("scope_words").search(before):
                continue
            followed = context.report_text.folded[figure.end : figure.end + 1]
            if len(_thing(figure.label)) < 2 or (followed in "和、" and index + 1 < len(figures)):
                continue
            yield figure


def _thing(label: str) -> str:
    """What a label counts, in the one wording of all that mean it."""
    words = pattern("light_words").sub("", label.replace("□", "")).strip("，、；。（）()“”和及与 ")
    for wording, name in same_thing():
        if wording.fullmatch(words):
            return name
    return words


def _comparable(context: CheckContext, one: Figure, other: Figure) -> bool:
    first, second = context.report_text.section(one.start).id, context.report_text.section(other.start).id
    return first == second or first.split(".")[0] != second.split(".")[0]


def _diagnostic(context: CheckContext, thing: str, one: Figure, other: Figure) -> Diagnostic:
    line, _ = context.extraction.document.line_column(one.start)
    return Diagnostic(
        other.start,
        other.end,
        zh=f"“{thing}”此处为{other.written}，第{line}行为{one.written}，前后不一致",
        en=f"{thing}: {other.written} here, but {one.written} in line {line}",
        suggestion_zh="核对后统一两处数据",
        suggestion_en="Check and make both figures agree",
        related=((one.start, one.end),),
    )
