"""The matter (事项) that figures are about where they leave their noun out: 受理34件，维持20件.

The figure before says it, or the heading they stand under. The matters are data:
lexicon/indicator_words.yaml.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

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
    """A matter by the class of its indicators; ``noun`` names it, ``cases`` is the indicator of its cases."""

    broader: str
    noun: str
    cases: str


def matter_of_heading(view: Annotations, offset: int) -> Matter | None:
    """The one matter that the innermost heading with any above ``offset`` names."""
    for section in view.sections_around(offset):
        said = [
            name
            for name, matter in _matters().items()
            if any(word in section.title for word in matter["said"])
        ]
        if said:
            return _matter(said[0]) if len(said) == 1 else None
    return None


def matter_of_figure(record: Record) -> Matter | None:
    """The matter of a figure by its indicator."""
    indicator = record.fields.get("indicator")
    broader = indicators()[indicator].broader if indicator else None
    return _matter(broader) if broader and broader in _matters() else None


def is_kind_of_case(words: str, quantity: Quantity) -> bool:
    """Whether the ``words`` to the left of a figure name a kind of cases, not a matter of its own."""
    return _KIND.search(words) is not None and quantity.unit in lexicon("indicator_words")["sorts"]["case"]


def _matters() -> Any:
    return lexicon("indicator_words")["matters"]


def _matter(name: str) -> Matter:
    entry = _matters()[name]
    return Matter(name, entry["noun"], entry["cases"])
