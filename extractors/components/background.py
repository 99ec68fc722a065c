"""Background figures (背景数据): what they count belongs to the economy, the people or the land."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from fazhi.extractors.language.lexicons import lexicon
from fazhi.extractors.language.quantities import Quantity
from fazhi.extractors.rules.matcher import matcher

#: How many characters after a figure to look for words that mark it as background.
_REACH = 8
_CLAUSE_END = re.compile("[，；。]")


def without_background(folded: str, start: int, found: Iterable[Quantity]) -> Iterator[Quantity]:
    """The figures of the sentence that begins at ``start`` that report work, in order."""
    last_is_background = False
    for quantity in found:
        left = _CLAUSE_END.split(folded[start : quantity.start])[-1]
        right = _CLAUSE_END.split(folded[quantity.end : quantity.end + _REACH])[0]
        goes_on = last_is_background and _goes_on().match(left)
        last_is_background = bool(goes_on) or _is_background(left, quantity.unit, right)
        if not last_is_background:
            yield quantity


def _is_background(left: str, unit: str, right: str) -> bool:
    if unit in lexicon("background")["acts"]:
        return False
    return matcher("background").first(f"{left}□{unit}{right}") is not None


@cache
def _goes_on() -> re.Pattern[str]:
    return re.compile(lexicon("background")["goes_on"])
