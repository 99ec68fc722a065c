"""The numbers that a browser writes before the items of a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import cn2an

_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d{1,4}", re.ASCII)


@dataclass
class NumberedList:
    """A list: how its items are numbered, not at all if ``style`` is empty, and the number of the next."""

    style: str
    number: int = 1
    step: int = 1

    def next_number(self, attributes: Mapping[str, str | None]) -> str:
        """What stands before the next item, which has these attributes; empty if nothing does."""
        given = attributes.get("value") or ""
        number = int(given) if _NUMBER.fullmatch(given) else self.number
        self.number = number + self.step
        return _written(number, self.style) if self.style else ""


def numbered_list(tag: str, attributes: Mapping[str, str | None]) -> NumberedList:
    """The list that an element begins."""
    if tag != "ol":
        return NumberedList("")
    styled = _LIST_STYLE.search(attributes.get("style") or "")
    style = styled[1].lower() if styled else attributes.get("type") or "1"
    start = attributes.get("start") or ""
    number = int(start) if _NUMBER.fullmatch(start) else 1
    return NumberedList("" if style == "none" else style, number, -1 if "reversed" in attributes else 1)


def _written(number: int, style: str) -> str:
    if style in ("a", "A", "lower-alpha", "upper-alpha", "lower-latin", "upper-latin") and 1 <= number <= 26:
        letter = chr(ord("a") + number - 1)
        return f"{letter.upper() if style[0] in 'Au' else letter}."
    if style in ("i", "I", "lower-roman", "upper-roman") and 1 <= number <= 39:
        roman = (
            "x" * (number // 10) + ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"][number % 10]
        )
        return f"{roman.upper() if style[0] in 'Iu' else roman}."
    if ("chinese" in style or "cjk" in style) and number > 0:
        return f"{cn2an.an2cn(number)}、"
    return f"{number}."
