"""Obligations by bodies (义务一览): what each report of a year evidences of each obligation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from fazhi.web.content.assessments import (
    OUTCOMES,
    REACHES,
    applying,
    name_of,
    obligations,
    outcome_name,
    reach_name,
)
from fazhi.web.content.filters import law_choice, options, reach_choice
from fazhi.web.content.parts import Segment, paged, segments
from fazhi.web.content.things import GROUPS, Body, Report, alone, bodies, kind_name, places, reports
from fazhi.web.site import Site

#: Bodies on one page.
_COLUMNS = 25
#: Which obligations are shown: all, those of which a report speaks, those of which none does.
_SHOWN = ("", "spoken", "unspoken")


@dataclass(frozen=True)
class Column:
    """A report: its body, the address of that, and how much of what applies to it is evidenced."""

    name: str
    href: str
    evidenced: int
    applying: int


@dataclass(frozen=True)
class Row:
    """An obligation: how many of all the reports evidence it, and a cell for each report of the page.

    A cell has the outcome's id, "" where the obligation does not apply, and the address of the words.
    """

    name: str
    href: str
    article: str
    evidenced: int
    applying: int
    cells: list[tuple[str, str]]


def page(site: Site, key: str, parameters: Mapping[str, str]) -> str:
    """The matrix of one year, which is the newest unless another is asked for."""
    alone(site, key)
    years = sorted({r.year for r in reports(site.store).values() if r.year and r.body}, reverse=True)
    year = parameters.get("year", "") or (years[0] if years else "")
    reach = parameters.get("reach", "")
    reach = reach if reach in REACHES else "direct"
    group, place, shown, law = (parameters.get(name, "") for name in ("kind", "place", "rows", "law"))
    within, names = places(site)
    known = bodies(site.store)
    of_year = [(known[r.body], r) for r in reports(site.store).values() if r.year == year and r.body in known]
    there = {wider for body, _ in of_year for wider in within.get(body.place, ())}
    fitting = sorted(
        (
            (body, report)
            for body, report in of_year
            if (not group or body.group == group) and (not place or place in within.get(body.place, ()))
        ),
        key=lambda pair: (GROUPS.index(pair[0].group), pair[0].name),
    )
    outcomes = {report.iri: applying(site.store, report, reach) for _, report in fitting}
    listed = paged(site, fitting, parameters, "matrix", size=_COLUMNS)
    rows = _rows(site, listed.rows, outcomes, shown, law)
    totals = Counter(outcome for of_report in outcomes.values() for outcome in of_report.values())
    groups = [name for name in GROUPS if any(body.group == name for body, _ in of_year)]
    iris = {obligation for of_report in outcomes.values() for obligation in of_report}
    applied = [duty for duty in obligations(site.store).values() if duty.iri in iris]
    return site.render(
        "matrix.html",
        title=site.say("法定义务的体现", "Obligations and what reports evidence"),
        choices=[
            ("year", site.say("年度", "Year"), [(y, y) for y in years], year),
            reach_choice(site, reach),
            (
                "kind",
                site.say("类别", "Kind"),
                options(site, groups, lambda name: kind_name(site, name)),
                group,
            ),
            (
                "place",
                site.say("所在地", "Place"),
                options(site, sorted(there), lambda name: names.get(name, name)),
                place,
            ),
            law_choice(site, applied, law),
            (
                "rows",
                site.say("义务", "Obligations"),
                list(
                    zip(
                        _SHOWN,
                        (
                            site.say("全部", "all"),
                            site.say("有报告写到的", "that a report speaks of"),
                            site.say("均未写到的", "that none speaks of"),
                        ),
                        strict=True,
                    )
                ),
                shown,
            ),
        ],
        year=year,
        reach=reach_name(site, reach),
        totals=_pieces(site, totals),
        signs={
            outcome: (sign, outcome_name(site, outcome), tone) for outcome, (sign, tone) in OUTCOMES.items()
        },
        heads=[
            (kind_name(site, name), len(list(pairs)))
            for name, pairs in groupby(listed.rows, key=lambda pair: pair[0].group)
        ],
        columns=[_column(site, body, outcomes[report.iri]) for body, report in listed.rows],
        rows=rows,
        listed=listed,
    )


def keys(site: Site) -> Iterator[str]:
    """There is one page."""
    yield ""


def _column(site: Site, body: Body, outcomes: Mapping[str, str]) -> Column:
    evidenced = sum(outcome == "evidenced" for outcome in outcomes.values())
    return Column(body.name, site.href("body", site.key(body.iri)), evidenced, len(outcomes))


def _rows(
    site: Site,
    pairs: Sequence[tuple[Body, Report]],
    outcomes: Mapping[str, Mapping[str, str]],
    shown: str,
    law: str,
) -> list[tuple[str, str, list[Row]]]:
    """Name and address of each law, with the obligations from it."""
    addresses = [(report, site.href("body", site.key(body.iri))) for body, report in pairs]
    # Among files, a page for each year of each obligation would be too many.
    asked = {"year": pairs[0][1].year} if pairs and site.interactive else {}
    found: list[tuple[str, str, list[Row]]] = []
    for name, duties in groupby(obligations(site.store).values(), key=lambda duty: duty.law_name):
        rows = []
        for duty in duties:
            said = [of_report[duty.iri] for of_report in outcomes.values() if duty.iri in of_report]
            spoken = any(outcome != "not_reported" for outcome in said)
            if not said or (law and site.key(duty.law) != law) or (shown and (shown == "spoken") != spoken):
                continue
            key = site.key(duty.iri)
            cells = []
            for report, address in addresses:
                outcome = outcomes[report.iri].get(duty.iri, "")
                link = f"{address}#o-{report.year}-{key}" if outcome not in ("", "not_reported") else ""
                cells.append((outcome, link))
            rows.append(
                Row(
                    name_of(site, duty),
                    site.href("obligation", key, **asked),
                    duty.article,
                    said.count("evidenced"),
                    len(said),
                    cells,
                )
            )
            address_of_law = site.href("law", site.key(duty.law))
        if rows:
            found.append((name, address_of_law, rows))
    return found


def _pieces(site: Site, totals: Mapping[str, int]) -> list[Segment]:
    return segments(
        [(outcome_name(site, o), totals.get(o, 0), tone, sign) for o, (sign, tone) in OUTCOMES.items()]
    )
