"""Changes (增减): whether a figure is a rate, or an amount, of increase or decrease."""

from __future__ import annotations

import re

from fazhi.extractors.language.quantities import Quantity

_CHANGE = re.compile(
    r"(?P<up>增长|上升|提高|提升|增加|上涨|扩大|高出|增幅|上浮|涨幅|(?:升|增|(?<!提)高)了?$)|(?P<down>下降|减少|降低|压缩|缩短|压减|精简|缩减|削减|下滑|回落|降幅|降(?!至|到|为)|下浮|低出|(?:减|(?<!降)低|(?<!减)少)了?$)"
)
_COMPARED = re.compile(
    r"同比|环比|较(?:上年|去年|20\d\d年|上一年|同期)|比(?:上年|去年|20\d\d年|上一年|同期)|与(?:上年|去年)"
)
#: Units in which a change is told without what it is compared with.
_RATES = ("%", "个百分点", "百分点", "倍")
#: 降至, 提高到: what follows is the value reached, not a change.
_RESULT = re.compile(r"[至到为]")
#: 增幅为9%, 压缩率达60%, 压缩比达到60%: a noun for the change itself.
_NOUN = re.compile("增幅|降幅|涨幅|[一-龥]{2}[率比]")
#: 21.3%和18%: the second figure shares the verb of the first.
_IN_A_ROW = re.compile(r"%?[、和及与]")


def change_of(folded: str, quantity: Quantity, previous: Quantity | None, clause: int) -> str | None:
    """``increase``, ``decrease`` or ``None``; ``clause`` is where the figure's clause begins."""
    near = folded[max(clause, quantity.start - 14) : quantity.start]
    rate = quantity.unit in _RATES
    if rate or _COMPARED.search(near):
        verb = next(reversed(list(_CHANGE.finditer(near))), None)
        if (
            verb
            and (_NOUN.match(near, verb.start()) or not _RESULT.search(near, verb.end()))
            and (len(near) - verb.end() <= 4 or "分别" in near)
        ):
            return "increase" if verb.group("up") else "decrease"
    if rate and previous and _IN_A_ROW.fullmatch(folded, previous.end, quantity.start):
        return change_of(folded, previous, None, clause)
    return None
