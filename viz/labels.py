"""Labels as they stand on a graph page: wrapped, and how large that makes the node (标签换行与节点大小).

A node is drawn as a tile: its form at the left, its label beside it. What is reckoned here is reckoned in the
same way by ``templates/graph-model.js`` for nodes that come in later.
"""

from __future__ import annotations

import re
from typing import Any

#: Font size and line height in pixels; a line holds this many full-width characters, a label so many lines.
FONT_SIZE, LINE = 14, 19
EMS, LINES = 12.0, 4
#: A status is written smaller, in one line.
_STATUS_EMS = 13.4
#: Width of a half-width character in ems, with something to spare.
_HALF = 0.6
_OPENING, _CLOSING = "（《〈“‘【", "）》〉”’】、，。；：！？"
#: Space for the form, and around the text.
_FORM, _RIGHT, _ABOVE = 30, 10, 6

Size = tuple[int, int]


def wrap(label: str, ems: float = EMS, lines: int = LINES) -> str:
    """``label`` wrapped to at most ``lines`` lines of ``ems`` full-width characters; … ends a longer one."""
    rows, row, width = [], "", 0.0
    # Numbers and Latin words are kept whole unless they exceed a line; no line ends in an opening bracket or
    # begins with a closing one (GB/T 15834-2011).
    for word in re.findall(
        rf"[{_OPENING}]?(?:[!-~×]{{1,{int(ems / _HALF)}}}|[^{_OPENING}!-~×])[{_CLOSING}]*|.",
        " ".join(label.split()),
    ):
        step = measure(word)
        if row and width + step > ems:
            rows.append(row)
            row, width = "", 0.0
        row, width = row + word, width + step
    rows.append(row)
    if len(rows) > lines:
        rows = rows[:lines]
        rows[-1] = rows[-1][:-1] + "…"
    return "\n".join(line.strip() for line in rows)


def measure(text: str) -> float:
    """The width of a text in ems."""
    return sum(_HALF if character < "\u2000" else 1.0 for character in text)


def texts_of(attributes: dict[str, Any]) -> tuple[str, str]:
    """What is written on a node in Chinese and in English: its label, wrapped, and below it its status."""
    zh = str(attributes.get("label") or "?")
    en = str(attributes.get("label_en") or zh)
    sign, said_zh, said_en, _ = attributes.get("status") or ("", "", "", "")
    return _with_status(zh, f"{sign} {said_zh}"), _with_status(en, f"{sign} {said_en}")


def _with_status(label: str, status: str) -> str:
    return "\n".join(filter(None, [wrap(label), wrap(status.strip(), _STATUS_EMS, 1)]))


def size_of(attributes: dict[str, Any], language: str = "") -> Size:
    """Width and height of a node in pixels: for its text in ``zh`` or ``en``, or large enough for both."""
    texts = dict(zip(("zh", "en"), texts_of(attributes), strict=True))
    sizes = [_size(text) for name, text in texts.items() if language in ("", name)]
    return max(width for width, _ in sizes), max(height for _, height in sizes)


def _size(text: str) -> Size:
    rows = text.split("\n")
    width = round(FONT_SIZE * max(map(measure, rows))) + _FORM + _RIGHT
    return width, len(rows) * LINE + 2 * _ABOVE
