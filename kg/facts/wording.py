"""The patterns of figures.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True)
class Whole:
    """Labels of a whole, and labels of what can only be part of it."""

    whole: re.Pattern[str]
    part: re.Pattern[str]


@dataclass(frozen=True)
class Rate(Whole):
    """A rate, with the whole and the part that it is calculated from."""

    rate: re.Pattern[str]


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The pattern called ``name``."""
    return re.compile(_data()[name])


@cache
def wholes() -> tuple[Whole, ...]:
    """Wholes and their parts."""
    return tuple(Whole(re.compile(e["whole"]), re.compile(e["part"])) for e in _data()["parts"])


@cache
def rates() -> tuple[Rate, ...]:
    """Rates and the counts that they are calculated from."""
    return tuple(
        Rate(re.compile(e["whole"]), re.compile(e["part"]), re.compile(f"(?:{e['rate']})"))
        for e in _data()["rates"]
    )


@cache
def _same_thing() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Different wordings of one thing, a group for each thing, and the words that replace them."""
    wordings, names = zip(*_data()["same_thing"], strict=True)
    return re.compile("|".join(f"({wording})" for wording in wordings)), names


def thing_counted(label: str) -> str:
    """What a figure's label counts, in one wording for all labels that mean the same."""
    words = pattern("light_words").sub("", label.replace("□", "")).strip("，、；。（）()“”和及与 ")
    wordings, names = _same_thing()
    same = wordings.fullmatch(words)
    return names[same.lastindex - 1] if same and same.lastindex else words


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(files("fazhi.kg.facts").joinpath("figures.yaml").read_text("utf-8"))
    return data
