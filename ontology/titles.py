"""Keys that are equal for all spellings of one title, or of one publicity day's name."""

from __future__ import annotations

import re
import unicodedata

STATE_NAME = "中华人民共和国"
#: A year in a key, as a regular expression.
YEAR = r"(?:19|20)\d\d"

_COMMAS = "、,"
_DROPPED = "《》〈〉«»<>“”‘’\"'「」『』;:·•・。\u200b\u200c\u200d\ufeff" + "".join(
    chr(code) for code in range(0x3001) if chr(code).isspace()
)
_FOLDED = {
    **dict.fromkeys(map(ord, "—–―‐−─━~〜"), "-"),
    **dict.fromkeys(map(ord, "〔【[{"), "("),
    **dict.fromkeys(map(ord, "〕】]}"), ")"),
    **dict.fromkeys(map(ord, _DROPPED)),
}
_WITHOUT_COMMAS = _FOLDED | dict.fromkeys(map(ord, _COMMAS))
_WITH_COMMAS = _FOLDED | dict.fromkeys(map(ord, _COMMAS), ",")

_LONG_DASH = re.compile("--+")
_YEARS = re.compile(rf"(?<!\d)({YEAR})(?:年度?)?(?:-|至|到)({YEAR})年?(?!\d)")
_LOST_DASH = re.compile(rf"(?<!\d)({YEAR})年?({YEAR})(?:年(?=\)|$)|(?=\)|$))(?!\d)")
_BARE_YEARS = re.compile(rf"(?<=[^(\d])({YEAR}-{YEAR})$")
_YEAR_IN_BRACKETS = re.compile(rf"\(({YEAR}(?:-{YEAR})?)年?版?\)")


def title_key(title: str, *, commas: bool = False, state_name: bool = False) -> str:
    """The key that all spellings of one title share.

    White space, quotation and title marks are dropped, widths (NFKC), brackets and dashes are normalised, and
    year ranges are written 2021-2025 whatever their dash (or missing dash). Commas and 中华人民共和国 are
    also dropped by default. Keep them with ``commas`` if the key must identify a single instrument of the
    register (a few differ only in a comma), and with ``state_name`` to compare titles as they were written.
    """
    folded = unicodedata.normalize("NFKC", title).translate(_WITH_COMMAS if commas else _WITHOUT_COMMAS)
    key = folded if state_name else folded.replace(STATE_NAME, "") or folded
    if "--" in key:
        key = _LONG_DASH.sub("-", key)
    if "20" in key or "19" in key:
        key = _YEARS.sub(r"\1-\2", key)
        key = _LOST_DASH.sub(r"\1-\2", key)
        key = _BARE_YEARS.sub(r"(\1)", key)
        key = _YEAR_IN_BRACKETS.sub(r"(\1)", key)
    return key


def name_key(name: str) -> str:
    """``name`` without what writers vary: its title key, commas kept, whatever the case of its letters."""
    return title_key(name, commas=True).casefold()


_DAY_MARKS = re.compile(r"[“”\"'‘’《》\s]+")
_DAY_DATE = re.compile(r"^\d{1,2}(?:[·.]|月)\d{1,2}日?")
_DAY_SCOPE = re.compile("全国|国家|国际|世界|中国|全民")


def day_key(name: str) -> str:
    """The key that all names of one publicity day (普法宣传日) share: “12·4”国家宪法日 -> 宪法日.

    Marks, white space, a date in figures at the start and 全国, 国家, 国际, 世界, 中国, 全民 are dropped.
    """
    bare = _DAY_MARKS.sub("", name)
    return _DAY_SCOPE.sub("", _DAY_DATE.sub("", bare)) or bare
