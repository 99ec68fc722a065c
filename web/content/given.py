"""What many reports give of some indicators, to be set beside each other: values without their words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from fazhi.web.content.things import values
from fazhi.web.site import Site

_VALUES = """
SELECT ?report ?indicator ?value ?unit ?modifier {
  VALUES ?indicator GIVEN
  ?figure fz:indicator ?indicator ; fz:inReport ?report ; sdmx-measure:obsValue ?value ; fz:unit ?unit
  OPTIONAL { ?figure fz:modifier ?modifier }
  FILTER NOT EXISTS { ?figure fz:periodAsWritten ?period }
  FILTER NOT EXISTS { ?figure fz:partOf ?whole }
  FILTER NOT EXISTS { ?figure fz:upperBound ?upper }
}"""


@dataclass(frozen=True)
class Given:
    """The one figure of a whole year that a report gives of an indicator."""

    value: Decimal
    unit: str
    about: bool


def given(site: Site, indicators: Iterable[str]) -> dict[tuple[str, str], Given]:
    """What reports give of indicators (IRIs), by report and indicator.

    As :func:`fazhi.web.content.figures.of_the_year` takes it: one figure of the whole year, or none.
    """
    wanted = list(indicators)
    found: dict[tuple[str, str], Given | None] = {}
    for row in site.rows(_VALUES.replace("GIVEN", values(wanted))) if wanted else ():
        pair = (row["report"], row["indicator"])
        about = bool(row["modifier"]) and not row["modifier"].endswith("/exact")
        found[pair] = None if pair in found else Given(Decimal(row["value"]), row["unit"], about)
    return {pair: one for pair, one in found.items() if one}
