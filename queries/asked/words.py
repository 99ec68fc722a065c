"""The words of an asking: how a text is folded for comparing, and what its words mean (words.yaml).

A text is compared by its units: Chinese characters one by one, other words and figures as a whole, English
ones without their endings. Marks and white space are left out.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_HAN = "〇々\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
#: Characters that are their own keys, which most names consist of.
_ALL_PLAIN = re.compile("[\u4e00-\u9fff]+")
_IS_HAN = re.compile(f"[{_HAN}]")
_UNIT = re.compile(rf"[{_HAN}]|[0-9]+|[^\W0-9_{_HAN}]+")
#: Ends a unit that is not one Chinese character, so that act is not found in action.
_END = "\x1f"
_ENDINGS = ("ing", "ed", "es", "s", "e")
_DATA = Path(__file__).with_name("words.yaml")


@dataclass(frozen=True)
class Unit:
    """A Chinese character, a word or a figure of a text; offsets count code points from 0."""

    key: str
    start: int
    end: int


@dataclass(frozen=True)
class Lexicon:
    """The words of words.yaml by their folded form.

    ``meanings`` leads words to what they mean; ``empty`` ones mean nothing here, ``beyond`` ones ask for
    what no question tells. ``named`` has further names by kind and label.
    """

    meanings: dict[str, str]
    empty: frozenset[str]
    beyond: frozenset[str]
    named: dict[str, dict[str, list[str]]]


def units(text: str) -> list[Unit]:
    """The units of a text. Width and case are folded; what folds to several characters is left as it is."""
    folded = "".join(_folded(character) for character in text)
    return [Unit(_unit_key(match[0]), *match.span()) for match in _UNIT.finditer(folded)]


def word_key(text: str) -> str:
    """The key of a word or name: equal for all its spellings."""
    if _ALL_PLAIN.fullmatch(text):
        return text
    return "".join(unit.key for unit in units(text))


@cache
def lexicon() -> Lexicon:
    """What words.yaml says."""
    data = yaml.safe_load(_DATA.read_text("utf-8"))
    meanings = {key: meaning for meaning, words in data["meanings"].items() for key in _keys([words])}
    named = {
        kind: {label: words.split() for label, words in names.items()}
        for kind, names in data["named"].items()
    }
    return Lexicon(meanings, _keys(data["empty"]) - meanings.keys(), _keys(data["beyond"]), named)


def _keys(lines: list[str]) -> frozenset[str]:
    return frozenset(word_key(word.replace("_", " ")) for line in lines for word in line.split())


def _folded(character: str) -> str:
    if "\u4e00" <= character <= "\u9fff":
        return character
    folded = unicodedata.normalize("NFKC", character).lower()
    return folded if len(folded) == 1 else character


def _unit_key(unit: str) -> str:
    if _IS_HAN.match(unit):
        return unit
    for ending in _ENDINGS:
        if unit.isascii() and unit.endswith(ending) and len(unit) - len(ending) >= 3:
            unit = unit.removesuffix(ending)
            break
    return unit + _END
