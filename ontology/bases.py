"""The national law that a local regulation or rule names as its basis (based_on.csv)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from fazhi.ontology.data_files import DATA, read_csv
from fazhi.ontology.instruments import built_in_instruments

COLUMNS = ("instrument", "based_on", "named_in")
#: Where the local text names it: in its first article or in its title.
PLACES = ("第一条", "标题")
LOCAL_KINDS = ("local_regulation", "local_government_rule")


def national_bases(path: Path = DATA / "based_on.csv") -> Mapping[str, tuple[str, ...]]:
    """The ids of the national laws and regulations (上位法) by the id of the local instrument.

    Raises ReferenceDataError, which names file, line and field.
    """
    return _national_bases(path)


@cache
def _national_bases(path: Path) -> dict[str, tuple[str, ...]]:
    register = built_in_instruments()
    bases: dict[str, tuple[str, ...]] = {}
    for entry in read_csv(path, COLUMNS):
        local, national = entry.text("instrument"), entry.text("based_on")
        for field, instrument in (("instrument", local), ("based_on", national)):
            if instrument not in register:
                entry.fail(field, f"is no id of the register: {instrument!r}")
        entry.one_of("named_in", PLACES)
        if register[local].kind not in LOCAL_KINDS:
            entry.fail("instrument", f"is no local regulation or rule: {local!r}")
        if register[national].jurisdiction != "CN" or register[national].kind in LOCAL_KINDS:
            entry.fail("based_on", f"is no national instrument: {national!r}")
        if national in bases.get(local, ()):
            entry.fail("based_on", "is given twice")
        bases[local] = (*bases.get(local, ()), national)
    return bases
