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
    acts = lexicon("background")["acts"]
    last_is_background = False
    for quantity in found:
        if last_is_background or quantity.unit not in acts:
            left = _CLAUSE_END.split(folded[start : quantity.start])[-1]
            goes_on = last_is_background and _goes_on().match(left)
            last_is_background = bool(goes_on) or _is_background(folded, left, quantity)
        if not last_is_background:
            yield quantity


def _is_background(folded: str, left: str, quantity: Quantity) -> bool:
    if quantity.unit in lexicon("background")["acts"]:
        return False
    right = _CLAUSE_END.split(folded[quantity.end : quantity.end + _REACH])[0]
    return matcher("background").first(f"{left}□{quantity.unit}{right}") is not None


@cache
def _goes_on() -> re.Pattern[str]:
    return re.compile(lexicon("background")["goes_on"])
