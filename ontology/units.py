"""The units of figures (计量单位): the words that reports count and measure in, with codes of QUDT and UCUM.

The table and its source are described in data/README.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fazhi.ontology.data_files import DATA, read_csv
from fazhi.ontology.namespaces import QUDT_UNIT, concept

_COLUMNS = ("id", "label_zh", "label_en", "counted_en", "other_labels", "broader", "ucum", "qudt")
_UCUM = re.compile(r"[!-~]+")


@dataclass(frozen=True)
class Unit:
    """A unit of measure (计量单位).

    ``words`` are those that reports write, the usual one first. ``one_en`` and ``many_en`` are what stands
    behind a figure in English (1 case, 3 cases). ``broader`` is the id of a wider unit: the measure words
    (量词) of things that are counted are below ``counting_unit``. ``ucum`` is the code in UCUM, a mere
    annotation (``{person}``) for what is counted; ``qudt`` the IRI of the same unit in QUDT.
    """

    id: str
    words: tuple[str, ...]
    label_en: str
    one_en: str
    many_en: str
    broader: str | None
    ucum: str | None
    qudt: str | None

    @property
    def iri(self) -> str:
        """The unit's IRI."""
        return concept("unit", self.id)


@cache
def units(path: Path = DATA / "units.csv") -> Mapping[str, Unit]:
    """The units by id. Raises ReferenceDataError for a broken file."""
    found: dict[str, Unit] = {}
    words: set[str] = set()
    for entry in read_csv(path, _COLUMNS):
        qudt = entry.optional_text("qudt")
        others = entry.optional_text("other_labels")
        one, _, many = entry.text("counted_en").partition("|")
        unit = Unit(
            id=entry.text("id"),
            words=(entry.text("label_zh"), *(others.split("|") if others else ())),
            label_en=entry.text("label_en"),
            one_en=one,
            many_en=many or one,
            broader=entry.optional_one_of("broader", found),
            ucum=entry.matching("ucum", _UCUM, "a UCUM code, which is printable ASCII"),
            qudt=QUDT_UNIT + qudt if qudt else None,
        )
        if unit.id in found:
            entry.fail("id", "is given twice")
        if not words.isdisjoint(unit.words):
            entry.fail("label_zh", f"or another label is a word of another unit: {', '.join(unit.words)}")
        words.update(unit.words)
        found[unit.id] = unit
    return found


def in_english(word: str, number: float | None = None) -> str:
    """A unit that a report writes, as it stands behind ``number`` in English; an unknown word as it is."""
    unit = _by_word().get(word)
    if unit is None:
        return word
    return unit.one_en if number == 1 else unit.many_en


@cache
def _by_word() -> Mapping[str, Unit]:
    return {word: unit for unit in units().values() for word in unit.words}
