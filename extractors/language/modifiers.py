"""What qualifies a figure (数值限定): 近, 余, 超过, 不少于, 以内 …"""

from __future__ import annotations

import re

from fazhi.extractors.language.numerals import is_approximate

_BEFORE = {
    "approx": r"(?<![附最靠临])近|(?<![签预节解违履公条制邀特])约|大约|将近|接近|大概|约为|差不多",
    "more_than": r"超过|超|逾|突破|高于|多于|大于|不止",
    "at_least": r"不少于|不低于|不小于|至少|不下于|不下|最少",
    "at_most": r"不超过|不超|至多|最多|不多于|不高于|不大于|不到|不足|少于|低于|小于",
}
_AFTER = {"more_than": "以上|开外", "at_most": "以内|以下", "approx": "左右|上下|余|多"}
#: The last characters of the modifiers that precede a figure.
_ENDS = frozenset("了有达为过" + "".join(word[-1] for words in _BEFORE.values() for word in words.split("|")))
_PRECEDING = re.compile(
    "(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _BEFORE.items()) + ")[了有达为]?$"
)
_FOLLOWING = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _AFTER.items()))
#: 分别超98.5%和99%: the word qualifies each figure of the row.
_OF_EACH = re.compile(r"(?:分别|均|都|各)(?:已|达|达到|为|有)*[^，。；\d]{1,4}$")
#: What stands between two figures of a row.
IN_A_ROW = re.compile(r"(?:以上|左右)?[、和及与，]")


#: Groups of the pattern of quantities that bear on the modifier.
_GROUPS = ("chinese", "plus", "odd", "odd_after", "after", "after_tenths", "after_share")


def preceding_modifier(words: str, start: int) -> str | None:
    """The modifier that stands right before a figure at ``start``."""
    if not start or words[start - 1] not in _ENDS:
        return None
    match = _PRECEDING.search(words[max(0, start - 5) : start])
    return match.lastgroup if match else None


def qualifies_each(words: str, start: int) -> bool:
    """Whether the modifier before a figure at ``start`` also holds for those that follow in its row."""
    return bool(_OF_EACH.search(words[max(0, start - 10) : start]))


def modifier_of(words: str, match: re.Match[str]) -> str:
    """The modifier of a figure, matched with its measure word in ``words``; ``exact`` where it has none."""
    before = preceding_modifier(words, match.start())
    if before:
        return before
    chinese, plus, odd, odd_after, *afters = match.group(*_GROUPS)
    if chinese in ("百", "千", "万") and words[max(0, match.start() - 1) : match.start()] in ("上", "过"):
        return "approx" if words[match.start() - 1] == "上" else "more_than"
    if plus:
        return "more_than"
    if odd or odd_after or (chinese and is_approximate(chinese)):
        return "approx"
    after = next(filter(None, afters), None)
    behind = _FOLLOWING.fullmatch(after) if after else None
    return behind.lastgroup if behind and behind.lastgroup else "exact"
