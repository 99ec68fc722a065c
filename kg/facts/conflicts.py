"""Figures in one report that cannot both be right: two different totals of one thing for the year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from fazhi.extractors.report_text import ReportText
from fazhi.kg.facts.figures import MOST_COMPARED, Figure, agree
from fazhi.kg.facts.quantities import UNITS
from fazhi.kg.facts.wording import pattern, thing_counted

_YEAR = re.compile(r"20\d\d年(?:以来|至今)?")


def conflicts(
    text: ReportText, year: int | None, sentences: Iterable[Sequence[Figure]]
) -> Iterator[tuple[str, Figure, Figure]]:
    """What is counted, and the two figures, the earlier first.

    ``sentences`` are the figures of each sentence that has any. Two figures are compared only if both are
    said to be for the reported ``year`` or a total, neither is limited to a part, and they are either in one
    section or in different main parts: sections of the same main part each count their own field of work.
    """
    statements: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in _totals(text, year, sentences):
        statements[thing_counted(figure.label), UNITS.get(figure.unit, figure.unit)].append(figure)
    for (thing, _), figures in statements.items():
        for one, other in _pairs(figures):
            if one.sentence != other.sentence and _comparable(text, one, other) and not agree(one, other):
                yield thing, one, other
                break


def _pairs(figures: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Each figure with those that follow it."""
    for number, figure in enumerate(figures):
        for other in figures[number + 1 : number + 1 + MOST_COMPARED]:
            yield figure, other


def _totals(text: ReportText, year: int | None, sentences: Iterable[Sequence[Figure]]) -> Iterator[Figure]:
    for figures in sentences:
        for index, figure in enumerate(figures):
            before = figure.before + figure.left
            plans = text.role(figure.start) == "plans"
            if (
                plans
                or figure.quantity.upper is not None
                or not pattern("total_words").search(before)
                or pattern("scope_words").search(before)
            ):
                continue
            if _of_another_year(figure, year):
                continue
            followed = text.folded[figure.end : figure.end + 1]
            if len(thing_counted(figure.label)) < 2 or (followed in "和、" and index + 1 < len(figures)):
                continue
            yield figure


def _comparable(text: ReportText, one: Figure, other: Figure) -> bool:
    first, second = text.section(one.start).id, text.section(other.start).id
    return first == second or first.split(".")[0] != second.split(".")[0]


def _of_another_year(figure: Figure, year: int | None) -> bool:
    """Whether the last year that the sentence names before the figure is not the reported one."""
    named = _YEAR.findall(figure.before + figure.left)
    return bool(named) and named[-1] != f"{year}年"
