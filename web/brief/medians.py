"""Medians (中位数) of figures among the bodies of one kind, of one year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import median_high, median_low

from fazhi.web.content.figures import grouped, large
from fazhi.web.content.given import Given
from fazhi.web.content.things import Body, reporting
from fazhi.web.site import Site

#: Of fewer bodies there is no median.
FEWEST = 3


@dataclass(frozen=True)
class Median:
    """The median of ``count`` bodies' figures, in the canonical unit; ``about``: it is no exact number."""

    value: Decimal
    unit: str
    about: bool
    count: int


def peers(site: Site, body: Body, year: str) -> list[str]:
    """The reports (IRIs) on a year of the bodies of the same kind, this one among them; one of each.

    None where the year, or the kind of the body, is not known.
    """
    kinds = set(body.kinds) - {"PublicBody"} if year else set()
    by_body = {
        report.body: report.iri
        for other in reporting(site.store)
        if kinds.intersection(other.kinds)
        for report in other.reports
        if report.year == year
    }
    return list(by_body.values())


def medians(known: Mapping[tuple[str, str], Given], reports: Iterable[str]) -> dict[str, Median]:
    """The medians of what reports give (:func:`given`), by indicator; ``reports`` are one of each body.

    Left out where fewer than :data:`FEWEST` give a figure, or they give it in several units.
    """
    wanted = set(reports)
    by_indicator: dict[str, list[Given]] = {}
    for (report, indicator), one in known.items():
        if report in wanted:
            by_indicator.setdefault(indicator, []).append(one)
    return {
        indicator: _median(figures)
        for indicator, figures in by_indicator.items()
        if len(figures) >= FEWEST and len({one.unit for one in figures}) == 1
    }


def _median(figures: list[Given]) -> Median:
    numbers = [one.value for one in figures]
    low, high = median_low(numbers), median_high(numbers)
    about = any(one.about for one in figures if one.value in (low, high))
    return Median((low + high) / 2, figures[0].unit, about, len(figures))


def in_words(site: Site, median: Median) -> str:
    """The median as people write it, and of how many it is: 25万元（7）."""
    about = site.say("约", "about ") if median.about else ""
    number = large(site, median.value) if median.unit == "元" else grouped(round(median.value, 1))
    return site.say(
        f"{about}{number}{median.unit}（{median.count}）",
        f"{about}{number}{median.unit} ({median.count})",
    )
