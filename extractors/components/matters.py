"""The matter (事项) that figures are about where they leave their noun out: 受理34件，维持20件.

The figure before says it, or the heading they stand under. The matters are data:
lexicon/indicator_words.yaml.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from fazhi.extractors.annotations import Annotations
from fazhi.extractors.language.lexicons import lexicon
from fazhi.extractors.language.quantities import Quantity
from fazhi.extractors.records import Record
from fazhi.ontology.reference import indicators

#: 行政处罚类17件, 招投标领域处罚案件12件: a kind of the cases that the heading speaks of.
_KIND = re.compile(
    "(?:(?<![各这此])类|被申请人的)(?:案件|申请|数量|最多|的|共|有|达|为|约|占|，)*$|领域[^，]{0,12}案件(?:共|有|达|为|约)*$"
)


class Matter(NamedTuple):
    """A matter: the words that say it, its noun, and the indicator of its cases."""

    said: list[str]
    noun: str
    cases: str


def matter_of_heading(view: Annotations, offset: int) -> Matter | None:
    """The one matter that the innermost heading with any above ``offset`` names."""
    for section in view.sections_around(offset):
        if said := _said_in(section.title):
            return said[0] if len(said) == 1 else None
    return None


def matter_of_figure(record: Record) -> Matter | None:
    """The matter of a figure by its indicator."""
    indicator = record.fields.get("indicator")
    broader = indicators()[indicator].broader if indicator else None
    return _matters().get(broader) if broader else None


def is_kind_of_case(words: str, quantity: Quantity) -> bool:
    """Whether the ``words`` to the left of a figure name a kind of cases, not a matter of its own."""
    return _KIND.search(words) is not None and quantity.unit in lexicon("indicator_words")["sorts"]["case"]


@lru_cache(maxsize=256)
def _said_in(title: str) -> list[Matter]:
    """The matters that a heading names."""
    return [matter for matter in _matters().values() if any(word in title for word in matter.said)]


@cache
def _matters() -> dict[str, Matter]:
    """The matters by the class of their indicators."""
    return {broader: Matter(**entry) for broader, entry in lexicon("indicator_words")["matters"].items()}
