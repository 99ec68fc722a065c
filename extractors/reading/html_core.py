"""The block of a page that holds the report."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from fazhi.extractors.language.headings import heading_marker
from fazhi.extractors.reading.html_lines import Page

#: From so many lines of prose on, a block that says nothing new is a copy, and no paragraph that comes twice.
_COPIED_LINES = 3
#: The block that has this share of the prose is that of the report.
_MOST = 0.75
_SIGNS = re.compile(r"\W+")


def bare(text: str) -> str:
    """The letters and digits alone."""
    return _SIGNS.sub("", text)


def is_section_heading(line: str) -> bool:
    """Whether a line begins as a section of a report does, which no letter or tip does."""
    marker = heading_marker(line.strip(), block_only=True)
    return marker is not None and marker.style in ("chapter", "chinese", "bracketed")


def inside_core(page: Page, prose: Sequence[bool], dividers: Sequence[bool]) -> list[bool]:
    """For each line whether it is in the innermost block that holds all prose that is not furniture.

    Blocks named like furniture are none where they hold most of the prose. Of blocks that say the same, such
    as one for telephones, the first counts; what stands apart from the block with most of the prose, such as
    a slogan, does not. ``prose`` and ``dividers`` tell of each line whether it is prose, and whether it parts
    what the report says from what the portal does.
    """
    total = sum(len(line.text) for line, is_prose in zip(page.lines, prose, strict=True) if is_prose)
    if 2 * _prose_in_furniture(page, prose) > total:
        furniture = [False] * len(page.blocks)
    else:
        furniture = [block.furniture for block in page.blocks]
    weight = [0] * len(page.blocks)
    texts: dict[int, set[str]] = defaultdict(set)
    for line, is_prose in zip(page.lines, prose, strict=True):
        if is_prose and not furniture[line.block]:
            weight[line.block] += len(line.text)
            texts[line.block].add(bare(line.text))
    below = list(weight)
    children: dict[int, list[int]] = defaultdict(list)
    for number in range(len(page.blocks) - 1, 0, -1):
        parent = page.blocks[number].parent
        below[parent] += below[number]
        if below[number]:
            children[parent].append(number)
    core, left_out = 0, furniture
    apart = _Apart(page, prose, dividers)
    while not weight[core]:
        own = sorted(children[core])
        if len(own) > 1:
            own = apart.without_others(_without_repeated(own, children, texts), below)
            left_out = _also(left_out, set(children[core]) - set(own), page)
        if len(own) != 1:
            break
        core = own[0]
    within = [False] * len(page.blocks)
    within[core] = True
    for number in range(core + 1, len(page.blocks)):
        within[number] = within[page.blocks[number].parent]
    return [within[line.block] and not left_out[line.block] for line in page.lines]


def _prose_in_furniture(page: Page, prose: Sequence[bool]) -> int:
    return sum(
        len(line.text)
        for line, is_prose in zip(page.lines, prose, strict=True)
        if is_prose and page.blocks[line.block].furniture
    )


def _without_repeated(
    blocks: list[int], children: dict[int, list[int]], texts: dict[int, set[str]]
) -> list[int]:
    """The blocks without those all of whose lines of prose those before them have."""
    kept: list[int] = []
    said: set[str] = set()
    for block in blocks:
        own: set[str] = set()
        open_blocks = [block]
        while open_blocks:
            number = open_blocks.pop()
            own |= texts.get(number, set())
            open_blocks += children.get(number, [])
        if own <= said and len(own) >= _COPIED_LINES:
            continue
        said |= own
        kept.append(block)
    return kept


class _Apart:
    """Which blocks stand apart from another: links, furniture or a title are between their prose and its."""

    def __init__(self, page: Page, prose: Sequence[bool], dividers: Sequence[bool]) -> None:
        blocks = range(len(page.blocks))
        #: The first and the last line of prose in each block.
        self._prose: list[tuple[int, int]] = [(len(prose), -1) for _ in blocks]
        self._headings = [False for _ in blocks]
        self._dividers = [0]
        for number, line in enumerate(page.lines):
            if prose[number]:
                self._widen(line.block, (number, number))
            self._headings[line.block] |= is_section_heading(line.text)
            self._dividers.append(self._dividers[-1] + dividers[number])
        for block in reversed(blocks[1:]):
            parent = page.blocks[block].parent
            self._widen(parent, self._prose[block])
            self._headings[parent] |= self._headings[block]

    def _widen(self, block: int, lines: tuple[int, int]) -> None:
        first, last = self._prose[block]
        self._prose[block] = min(first, lines[0]), max(last, lines[1])

    def without_others(self, blocks: list[int], weight: Sequence[int]) -> list[int]:
        """The blocks without those that stand apart from that with most of the prose, if one has."""
        main = max(blocks, key=lambda block: weight[block])
        if weight[main] < _MOST * sum(weight[block] for block in blocks):
            return blocks
        return [block for block in blocks if block == main or not self._is_apart(block, main)]

    def _is_apart(self, block: int, main: int) -> bool:
        before, after = sorted((self._prose[block], self._prose[main]))
        return not self._headings[block] and self._dividers[before[1]] < self._dividers[after[0]]


def _also(left_out: list[bool], blocks: set[int], page: Page) -> list[bool]:
    """``left_out`` with these blocks and what is in them."""
    result = list(left_out)
    for number, block in enumerate(page.blocks):
        result[number] = result[number] or number in blocks or (number > 0 and result[block.parent])
    return result
