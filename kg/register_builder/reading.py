"""What a source says of one text of an instrument: the form in which every source is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from fazhi.kg.register_builder.law_text import LawText

_ISO = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Reading:
    """One text as one source has it.

    ``source``: the source and the place in it, as the register's ``source`` column names it. ``day``: the day
    (ISO) by which the source files the text, that of its publication or adoption. ``valid_from``: when the
    source says that this text took effect. ``expired``: the source flags the text as repealed. ``free_form``:
    its note has no fixed form and its kind is inferred, so that any other reading goes before it. ``issuer``:
    who made it, where the source has that beside the text.
    """

    source: str
    kind: str
    jurisdiction: str
    day: str | None
    valid_from: str | None
    expired: bool
    text: LawText
    free_form: bool = False
    issuer: str = ""


def iso_day(written: object) -> str | None:
    """``written`` if it is a day of the calendar (``YYYY-MM-DD``), else ``None``."""
    try:
        return date.fromisoformat(str(written)).isoformat() if _ISO.fullmatch(str(written)) else None
    except ValueError:
        return None


def law_kind(title: str) -> str:
    """The kind of what the National People's Congress or its Standing Committee made, by its title."""
    if title.startswith("中华人民共和国宪法"):
        return "constitution"
    decision = re.match("全国人民代表大会(?:常务委员会)?关于", title) or title.endswith(("的决定", "的决议"))
    return "decision_of_npcsc" if decision else "law"
