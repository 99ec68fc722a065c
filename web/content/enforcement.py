"""Enforcement and inspections by body (执法和检查): counts, and a rate where one report gives its base."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from fazhi.ontology.reference import indicators
from fazhi.web.content.figures import grouped
from fazhi.web.content.given import Given, given
from fazhi.web.content.names import labels
from fazhi.web.content.parts import Bar, BarChart, bars
from fazhi.web.content.things import Body, Report
from fazhi.web.site import Site

#: A chart shows this many bodies: those of the greatest numbers.
_MOST = 8
_CASES = "penalty_case_count"
#: What may be the base of a rate of cases, and how many of it the rate is for.
_BASES = ("inspection_count", "inspected_enterprise_visits")
_PER = 100


def enforcement_charts(site: Site, bodies: Sequence[Body], year: str) -> list[BarChart]:
    """Charts of the bodies' newest reports, or of those on ``year``; none of what fewer than two give."""
    catalogue = indicators()
    iris = [catalogue[name].iri for name in (_CASES, *_BASES) if name in catalogue]
    known = given(site, iris)
    names = labels(site, set(iris))
    chosen = [(body, one) for body in bodies if (one := _report(body, year))]
    charts = [_counts(site, iri, names.get(iri, ""), chosen, known, year) for iri in iris]
    return [chart for chart in (_rates(site, iris, names, chosen, known), *charts) if chart]


def _report(body: Body, year: str) -> Report | None:
    return next((one for one in reversed(body.reports) if not year or one.year == year), None)


def _counts(
    site: Site,
    indicator: str,
    name: str,
    chosen: Sequence[tuple[Body, Report]],
    known: Mapping[tuple[str, str], Given],
    year: str,
) -> BarChart | None:
    """Those in the unit of most: a number of cases is not set beside one of households."""
    having = [
        (body, report, known[report.iri, indicator])
        for body, report in chosen
        if (report.iri, indicator) in known
    ]
    units = [one.unit for _, _, one in having]
    unit = max(units, key=units.count, default="")
    having = sorted(
        (one for one in having if one[2].unit == unit), key=lambda one: (-one[2].value, one[0].name)
    )
    if len(having) < 2:
        return None
    items = [
        _bar(site, body, report, one.value, f"{_about(site, one)}{grouped(one.value)}{unit}", year)
        for body, report, one in having[:_MOST]
    ]
    first = items[0]
    title = site.say(
        f"{name}最多：{first.name}，{first.label}（数量，不是比率）",
        f"{name}, most: {first.name}, {first.label} (counts, no rates)",
    )
    of = site.say(
        f"给出该数的{len(having)}个单位中最多的{len(items)}个。",
        f"The {len(items)} greatest of {len(having)} bodies that give it. ",
    )
    warned = site.say(
        "数量不是比率：单位有大有小，职责不同。没有写到的单位不在其中，不等于没有。",
        "Counts are no rates: bodies differ in size and task. Who does not give it is not here, which does "
        "not mean that there is none.",
    )
    short = indicator.rpartition("/")[2]
    every = site.href("question", "observations", indicator=short, **({"year": year} if year else {}))
    return BarChart(title, bars(items), of + warned, every)


def _rates(
    site: Site,
    iris: Sequence[str],
    names: Mapping[str, str],
    chosen: Sequence[tuple[Body, Report]],
    known: Mapping[tuple[str, str], Given],
) -> BarChart | None:
    """Cases for each hundred of the base that more bodies give beside them, in one report."""
    cases, *bases = iris
    base = max(bases, key=lambda iri: sum(_both(report, cases, iri, known) for _, report in chosen))
    rates = []
    for body, report in chosen:
        if _both(report, cases, base, known):
            above, below = known[report.iri, cases], known[report.iri, base]
            rate = _PER * above.value / below.value
            about = _about(site, above) or _about(site, below)
            said = f"{about}{grouped(round(rate, 1))}"
            hint = f"{grouped(above.value)}{above.unit}/{grouped(below.value)}{below.unit}"
            rates.append((rate, body, report, said, hint))
    rates.sort(key=lambda one: (-one[0], one[1].name))
    if len(rates) < 2:
        return None
    items = [
        Bar(body.name, said, float(rate), site.href("body", site.key(body.iri)), hint=f"{report.year} {hint}")
        for rate, body, report, said, hint in rates[:_MOST]
    ]
    first = items[0]
    title = site.say(
        f"每{_PER}次（家次）检查的立案数最高：{first.name}，{first.label}起",
        f"Cases for each {_PER} inspections, highest: {first.name}, {first.label}",
    )
    note = site.say(
        f"{names.get(cases, '')}/{names.get(base, '')}，两个数见于同一份报告；"
        f"{len(rates)}个单位中最高的{len(items)}个。立案多于检查的不列。立案不都出自这些检查，比率高低不说明执法好坏。",
        f"{names.get(cases, '')} / {names.get(base, '')}, both from one report; the {len(items)} highest of "
        f"{len(rates)}, those with more cases than inspections left out. Not every case comes of these "
        "inspections, and no rate says how good enforcement is.",
    )
    return BarChart(title, bars(items), note)


def _both(report: Report, cases: str, base: str, known: Mapping[tuple[str, str], Given]) -> bool:
    above, below = known.get((report.iri, cases)), known.get((report.iri, base))
    # More cases than inspections: these are not what the cases came of.
    return above is not None and below is not None and 0 < below.value >= above.value


def _bar(site: Site, body: Body, report: Report, value: Decimal, label: str, year: str) -> Bar:
    return Bar(
        body.name,
        label,
        float(value),
        site.href("body", site.key(body.iri)),
        hint="" if year else report.year,
    )


def _about(site: Site, one: Given) -> str:
    return site.say("约", "about ") if one.about else ""
