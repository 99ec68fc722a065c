"""The signs by which a report shows an obligation: evidence_signs.yaml as typed, compiled data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fazhi.ontology.data_files import DATA, Entry, read_yaml
from fazhi.ontology.deadlines import Deadline
from fazhi.ontology.in_use import follows_register
from fazhi.ontology.reference import (
    StatutoryObligation,
    built_in_indicators,
    built_in_obligations,
    obligations,
)

Pattern = re.Pattern[str]

RULES = ("publication", "contents", "counsel")
_BOUNDED = re.compile(r"\{\d+,\d+\}(?!\?)")
_FIELDS = ("id", "shown", "spoken", "contrary", "figures", "rule", "role", "every", "not_under_earlier_rule")
#: The name of the only element of an obligation that is not split into elements.
WHOLE = ""


@dataclass(frozen=True)
class Figures:
    """Figures that decide: one of ``indicators`` in one of ``units``, in a passage containing ``words``."""

    indicators: frozenset[str]
    at_least: float
    units: frozenset[str]
    words: Pattern | None


@dataclass(frozen=True)
class Signs:
    """How to recognise one obligation in a report; the fields are those of the data file.

    ``shown`` maps the name of an element (:data:`WHOLE` if there is only one) to its sign.
    """

    obligation: str
    shown: Mapping[str, Pattern]
    spoken: Pattern | None
    contrary: Pattern | None
    figures: Figures | None
    rule: str | None
    role: str | None
    every: bool
    not_under_earlier_rule: frozenset[str]

    @property
    def words(self) -> tuple[Pattern, ...]:
        """All signs of words but those of the contrary."""
        return (*self.shown.values(), *((self.spoken,) if self.spoken else ()))


def signs(path: Path | None = None) -> Mapping[str, Signs]:
    """The signs by the id of their obligation, one entry for each in use; or those of the file ``path``.

    Those of an own obligation are its ``evidence_hint``; if it gives none, those of the built-in obligation
    that it replaces. Raises ReferenceDataError.
    """
    return _signs_in(path) if path else _in_use()


@follows_register
@cache
def _in_use() -> Mapping[str, Signs]:
    built_in = _signs_in(DATA / "evidence_signs.yaml")
    own = (found for found in obligations().values() if found.own_file and found.evidence_hint)
    hinted = {obligation.id: _hinted(obligation) for obligation in own}
    return {**built_in, **hinted} if hinted else built_in


@cache
def _signs_in(path: Path) -> Mapping[str, Signs]:
    found: dict[str, Signs] = {}
    for entry in read_yaml(path):
        sign = _signs(entry)
        if sign.obligation in found:
            entry.fail("id", "is given twice")
        found[sign.obligation] = sign
    return found


def _hinted(obligation: StatutoryObligation) -> Signs:
    """Signs of words alone."""
    words = "|".join(map(re.escape, obligation.evidence_hint))
    return Signs(obligation.id, {WHOLE: re.compile(words)}, None, None, None, None, None, False, frozenset())


def _signs(entry: Entry) -> Signs:
    entry.allow_only(_FIELDS)
    shown = entry.value("shown")
    elements = shown if isinstance(shown, dict) else {WHOLE: shown} if shown else {}
    for name, values in elements.items():
        if not isinstance(values, list) or not values:
            entry.fail("shown", f"has no list of signs for {name or 'it'}")
    obligation = built_in_obligations()[entry.one_of("id", built_in_obligations())]
    rule = entry.optional_one_of("rule", RULES)
    if rule == "publication" and not isinstance(obligation.deadline, Deadline):
        entry.fail("rule", "is for an obligation with a day of the calendar as its deadline")
    unless = frozenset(entry.texts("not_under_earlier_rule"))
    if not unless <= set(elements):
        entry.fail("not_under_earlier_rule", "names an element that is not under shown")
    return Signs(
        obligation=obligation.id,
        shown={name: _pattern(entry, "shown", values) for name, values in elements.items()},
        spoken=_optional(entry, "spoken"),
        contrary=_optional(entry, "contrary"),
        figures=_figures(entry.nested("figures")),
        rule=rule,
        role=entry.optional_one_of("role", ("leader_duties",)),
        every=entry.value("every") is True,
        not_under_earlier_rule=unless,
    )


def _optional(entry: Entry, field: str) -> Pattern | None:
    values = entry.texts(field)
    return _pattern(entry, field, values) if values else None


def _pattern(entry: Entry, field: str, alternatives: tuple[str, ...] | list[str]) -> Pattern:
    joined = "|".join(f"(?:{words})" for words in alternatives)
    # Passages are searched as lines of one text, so no sign may match across a line break; and the
    # shortest words that show the obligation are the best evidence.
    joined = _BOUNDED.sub(r"\g<0>?", joined.replace("[^", r"[^\n"))
    try:
        return re.compile(joined)
    except re.error as error:
        entry.fail(field, f"is no regular expression ({error})")


def _figures(entry: Entry | None) -> Figures | None:
    if entry is None:
        return None
    entry.allow_only(("indicators", "at_least", "units", "words"))
    names = entry.texts("indicators")
    for name in names:
        if name not in built_in_indicators():
            entry.fail("indicators", f"holds {name!r}, which is no indicator")
    least = entry.value("at_least")
    if not isinstance(least, int | float):
        entry.fail("at_least", "is not a number")
    return Figures(frozenset(names), float(least), frozenset(entry.texts("units")), _optional(entry, "words"))
