"""The figures of a body's reports (数据) side by side: a table of years, and what has no indicator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fazhi.web.content.evidence import Evidence, chosen
from fazhi.web.content.figures import Figure, change_between
from fazhi.web.content.parts import Cell
from fazhi.web.content.things import Report
from fazhi.web.site import Site


def by_indicator(
    site: Site, reports: list[Report], figures: list[Figure], evidence: Mapping[str, Evidence]
) -> dict[str, Any]:
    """A row for each indicator, a column for each year, the change from the year before the last."""
    years = [report.year for report in reports]
    year_of = {report.iri: report.year for report in reports}
    lines: dict[tuple[str, bool], dict[str, list[Figure]]] = {}
    names = {}
    for figure in figures:
        if figure.indicator:
            # A rate of change stands on a line of its own: it is no amount.
            line = lines.setdefault((figure.indicator, figure.value is None), {})
            line.setdefault(year_of[figure.report], []).append(figure)
            names[figure.indicator] = figure.name
    rows = []
    for (indicator, _), line in lines.items():
        for place in range(max(map(len, line.values()))):
            row = [Cell(names[indicator], tone="soft" if place else "")]
            for year in years:
                here = line.get(year, [])
                row.append(_figure(here[place], evidence) if place < len(here) else Cell("", number=True))
            if len(years) > 1:
                row.append(
                    Cell(_change(site, line, years), number=True, course=_course(line, years))
                    if not place
                    else Cell("", number=True)
                )
            rows.append(row)
    change = [site.say("比上年", "change")] if len(years) > 1 else []
    return {"head": [site.say("指标", "Indicator"), *years, *change], "rows": rows}


def _figure(figure: Figure, evidence: Mapping[str, Evidence]) -> Cell:
    return Cell(
        figure.written,
        unit=figure.unit,
        hint=figure.period,
        evidence=chosen(evidence, [figure.evidence]),
        number=True,
    )


def others(
    reports: list[Report], figures: list[Figure], evidence: Mapping[str, Evidence]
) -> list[tuple[str, list[Cell]]]:
    """The figures without an indicator, by year; their sentences say what they count."""
    return [
        (
            report.year,
            [
                Cell(one.written, unit=one.unit, hint=one.period, evidence=chosen(evidence, [one.evidence]))
                for one in figures
                if one.report == report.iri and not one.indicator
            ],
        )
        for report in reports
    ]


def _change(site: Site, line: Mapping[str, list[Figure]], years: list[str]) -> str:
    """Only where each of the two years has one figure of the indicator, of the whole year."""
    two = [[f for f in line.get(year, []) if not f.period and not f.whole] for year in years[-2:]]
    consecutive = years[-1].isdecimal() and years[-2].isdecimal() and int(years[-1]) == int(years[-2]) + 1
    if not consecutive or any(
        len(line.get(year, [])) != 1 or len(one) != 1 for year, one in zip(years[-2:], two, strict=True)
    ):
        return ""
    return change_between(site, two[0][0], two[1][0])


def _course(line: Mapping[str, list[Figure]], years: list[str]) -> tuple[float, ...]:
    """How a figure went, where at least three years have one figure of the whole year in one unit."""
    found = [line.get(year, []) for year in years]
    whole = [here[0] for here in found if len(here) == 1 and not here[0].period and here[0].value is not None]
    if len(whole) < 3 or len(whole) < len(years) or len({figure.canonical_unit for figure in whole}) > 1:
        return ()
    most = max(figure.value or 0 for figure in whole) or 1
    return tuple(round(float(100 * (figure.value or 0) / most), 1) for figure in whole)
