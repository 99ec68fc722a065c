"""The reference data: instruments, statutory obligations, indicators, publicity days.

Each loader reads its file once, checks every entry, and raises ReferenceDataError, which names file, line
and field. The data files and their rules are described in data/README.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from fazhi.ontology.catalogues import (
    Indicator,
    Provision,
    PublicityDay,
    Rule,
    StatutoryObligation,
    indicator_of,
    obligation_of,
    publicity_day_of,
)
from fazhi.ontology.data_files import DATA, Entry, ReferenceDataError, read_yaml
from fazhi.ontology.in_use import follows_register, own_register
from fazhi.ontology.instruments import (
    INSTRUMENT_KINDS,
    Instrument,
    Status,
    find_instrument,
    instruments,
    instruments_by_iri,
    instruments_by_key,
)

__all__ = [
    "INSTRUMENT_KINDS",
    "Indicator",
    "Instrument",
    "Provision",
    "PublicityDay",
    "ReferenceDataError",
    "Rule",
    "Status",
    "StatutoryObligation",
    "find_instrument",
    "indicators",
    "instruments",
    "instruments_by_iri",
    "instruments_by_key",
    "obligations",
    "publicity_days",
]

_Item = TypeVar("_Item", StatutoryObligation, Indicator, PublicityDay)


def obligations(path: Path | None = None) -> Mapping[str, StatutoryObligation]:
    """The catalogue of statutory obligations in use by id, or that of the file ``path``.

    Own entries stand behind the built-in ones, or in place of the one whose id they have. Raises
    ReferenceDataError.
    """
    return _obligations(path) if path else _obligations_in_use()


def indicators(path: Path | None = None) -> Mapping[str, Indicator]:
    """The indicators in use by id, or those of the file ``path``; own entries as in :func:`obligations`.

    Raises ReferenceDataError.
    """
    return _indicators(path) if path else _indicators_in_use()


def publicity_days(path: Path | None = None) -> Mapping[str, PublicityDay]:
    """The calendar of publicity days in use by id, or that of the file ``path``.

    Own entries as in :func:`obligations`. Raises ReferenceDataError.
    """
    return _publicity_days(path) if path else _publicity_days_in_use()


def built_in_obligations() -> Mapping[str, StatutoryObligation]:
    """The built-in catalogue of obligations, whatever own register is in use."""
    return _obligations(DATA / "obligations.yaml")


def built_in_indicators() -> Mapping[str, Indicator]:
    """The built-in indicators, whatever own register is in use."""
    return _indicators(DATA / "indicators.yaml")


def built_in_publicity_days() -> Mapping[str, PublicityDay]:
    """The built-in calendar of publicity days, whatever own register is in use."""
    return _publicity_days(DATA / "publicity_days.yaml")


@follows_register
@cache
def _obligations_in_use() -> Mapping[str, StatutoryObligation]:
    own = own_register()
    return _together(built_in_obligations(), own.obligations if own else {})


@follows_register
@cache
def _indicators_in_use() -> Mapping[str, Indicator]:
    own = own_register()
    return _together(built_in_indicators(), own.indicators if own else {})


@follows_register
@cache
def _publicity_days_in_use() -> Mapping[str, PublicityDay]:
    own = own_register()
    return _together(built_in_publicity_days(), own.publicity_days if own else {})


def _together(built_in: Mapping[str, _Item], own: Mapping[str, _Item]) -> Mapping[str, _Item]:
    return {**built_in, **own} if own else built_in


@cache
def _obligations(path: Path) -> dict[str, StatutoryObligation]:
    return _by_id(path, obligation_of)


@cache
def _indicators(path: Path) -> dict[str, Indicator]:
    return _by_id(path, indicator_of)


@cache
def _publicity_days(path: Path) -> dict[str, PublicityDay]:
    return _by_id(path, publicity_day_of)


def _by_id(path: Path, build: Callable[[Entry], _Item]) -> dict[str, _Item]:
    found: dict[str, _Item] = {}
    for entry in read_yaml(path):
        item = build(entry)
        if item.id in found:
            entry.fail("id", "is given twice")
        found[item.id] = item
    return found
