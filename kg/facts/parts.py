"""Which figures are parts of which: 其中, 排查…化解…, 共…分别…, 含….

A whole may be several figures together (受理12件、结转3件，其中化解10件).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from fazhi.kg.facts.figures import MOST_COMPARED, Figure
from fazhi.kg.facts.wording import pattern, wholes

Figures = Sequence[Figure]

_CLAUSE_END = re.compile(r"[，；。\n]")
_SHARES = ("%", "个百分点", "百分点")
_INCLUDING = re.compile(r"^[，；、（]?(?:含|包括|包含)")
_TOTAL = re.compile(r"总量|总数|总额")
_REST = re.compile(r"(?:其余|余下|剩余|其他|另外)(?:的)?$")
_KEPT = re.compile(r"保留|继续有效")
_SORTED = re.compile(r"保留|继续有效|修改|修订|废止|失效")
_SUM = re.compile(r"^[，；、（]?(?:共计|合计|总计|共)$")
_RESPECTIVELY = re.compile(r"分别(?:为|是|有)$")


def passages(folded: str, sentences: Sequence[Figures]) -> Iterator[Figures]:
    """The figures that can be parts of one another: one sentence's, or two's if 其中 opens the second.

    ``sentences`` holds the figures of each sentence that has any, in the order of the text ``folded``.
    """
    previous: Figures = ()
    for figures in sentences:
        begin = figures[0].sentence[0]
        near = 0 < len(previous) <= MOST_COMPARED and begin - previous[0].sentence[1] <= 1
        joined = near and folded.startswith("其中", begin)
        previous = (*previous, *figures) if joined else figures
        yield previous


def of_which(folded: str, figures: Figures) -> Iterator[tuple[Figures, Figure]]:
    """其中…: each figure after it, with the earlier figures in its unit, one of which must be its whole."""
    for index, part in enumerate(figures):
        opening = folded.rfind("其中", figures[0].sentence[0], part.start)
        if part.unit in _SHARES or opening < 0 or re.search(r"[；。]", folded[opening : part.start]):
            continue
        before = tuple(f for f in figures[:index] if f.end <= opening and f.unit == part.unit)
        if before:
            yield before, part


def by_kind(folded: str, figures: Figures) -> Iterator[tuple[Figures, Figure]]:
    """排查…化解…, 清理…废止…: the wording shows that one figure is part of the others."""
    labels = [figure.label for figure in figures]
    for kind in wholes():
        for index, part in enumerate(figures[1:], 1):
            # 排查整治隐患 is a whole, although 整治 alone would be a part.
            if not kind.part.search(labels[index]) or kind.whole.search(labels[index]):
                continue
            before = tuple(
                figure
                for figure, label in zip(figures[:index], labels, strict=False)
                if figure.unit == part.unit and kind.whole.search(label)
            )
            if before and not _carried_over(folded, part):
                yield before, part


def closed_of_received(folded: str, figures: Figures) -> Iterator[tuple[Figure, Figure]]:
    """受理60件，审结58件: cases received and those of them closed, where none were carried over before."""
    for index, closed in enumerate(figures):
        if not pattern("closed").search(closed.left) or _carried_over(folded, closed):
            continue
        before = [f for f in figures[:index] if f.unit == closed.unit and pattern("received").search(f.label)]
        if len(before) == 1 and not pattern("another_matter").search(folded[before[0].end : closed.start]):
            yield before[0], closed


def in_row(folded: str, figures: Figures) -> Iterator[tuple[Figure, Figures]]:
    """查处45件，其中食品类20件、药品类12件: cases, and the parts in a row behind 其中 that do not overlap."""
    for index, whole in enumerate(figures[:-1]):
        row: list[Figure] = []
        end = whole.end
        for part in figures[index + 1 :]:
            between = folded[end : part.start]
            opened = "其中" in between if not row else "、" in between[:1] or "，" in between[:1]
            if not opened or part.unit != whole.unit or re.search(r"[；。）]", between):
                break
            row.append(part)
            end = part.end
        sorts = [pattern("sorts").search(part.label) for part in row]
        alike = all(sorts) and len({sort.group() for sort in sorts if sort}) == 1
        if len(row) > 1 and alike and pattern("cases").fullmatch(whole.unit):
            yield whole, tuple(row)


def including(figures: Figures) -> Iterator[tuple[Figure, Figure]]:
    """审结139件（含上年结转18件）: a figure and the part that it includes."""
    for whole, part in pairwise(figures):
        if part.unit == whole.unit and _INCLUDING.match(part.left):
            yield whole, part


def of_total(folded: str, figures: Figures) -> Iterator[tuple[Figure, Figure]]:
    """上访总量149批451人次，…。到市上访15批31人次: figures after a total in the same paragraph and unit."""
    end_of_total = -1
    for index, total in enumerate(figures):
        if _TOTAL.search(total.left) or total.start == end_of_total:
            end_of_total = total.end
            paragraph_end = folded.find("\n", total.end)
            for figure in figures[index + 1 : index + 1 + MOST_COMPARED]:
                if -1 < paragraph_end < figure.start:
                    break
                if figure.unit == total.unit:
                    yield total, figure


def divisions(figures: Figures) -> Iterator[tuple[Figure, Figures]]:
    """Totals and their parts, if the text gives all of the parts."""
    yield from _part_and_rest(figures)
    yield from _sorted_documents(figures)
    yield from _listed(figures)


def _carried_over(folded: str, part: Figure) -> bool:
    """Whether the sentence, up to the end of the part's clause, includes cases of earlier years."""
    stop = _CLAUSE_END.search(folded, part.end)
    words = folded[part.sentence[0] : stop.start() if stop else part.sentence[1]]
    return bool(pattern("carried_over").search(words))


def _part_and_rest(figures: Figures) -> Iterator[tuple[Figure, Figures]]:
    """发现58处，整改56处，其余2处…"""
    for index, rest in enumerate(figures):
        before = tuple(f for f in figures[:index] if f.unit == rest.unit)
        if _REST.search(rest.left) and len(before) == 2 and before[1] is figures[index - 1]:
            whole, part = before
            yield whole, (part, rest)


def _sorted_documents(figures: Figures) -> Iterator[tuple[Figure, Figures]]:
    """清理63件，保留51件、修改5件、废止7件: a total, if every figure says what became of some."""
    kind = wholes()[0]
    whole = next((f for f in figures if kind.whole.search(f.label) and not _SORTED.search(f.label)), None)
    if whole is None:
        return
    parts = tuple(f for f in figures if f.start > whole.end and f.unit == whole.unit)
    each_sorted = all(_SORTED.search(part.left) for part in parts)
    if len(parts) >= 2 and each_sorted and any(_KEPT.search(part.left) for part in parts):
        yield whole, parts


def _listed(figures: Figures) -> Iterator[tuple[Figure, Figures]]:
    """A12件、B8件，共计20件 and 共20件，分别为12件、8件."""
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
