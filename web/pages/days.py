"""The publicity days (宣传日) through the year, and how many reports speak of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from fazhi.web.content.filters import year_choice, years_of
from fazhi.web.content.parts import Cell, paged
from fazhi.web.content.plots import Plot, Point, plot
from fazhi.web.content.things import alone, reports
from fazhi.web.site import Site

_DAYS = """
SELECT ?day ?name ?monthDay ?start ?month {
  ?day a fz:PublicityDay ; skos:prefLabel ?name FILTER(LANG(?name) = "LANGUAGE")
  OPTIONAL { ?day fz:monthDay ?monthDay } OPTIONAL { ?day fz:startDay ?start }
  OPTIONAL { ?day fz:month ?month }
} ORDER BY ?day"""
_USED = "SELECT DISTINCT ?day ?report { ?observance fz:publicityDay ?day ; fz:inReport ?report }"
_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
)  # fmt: skip


def page(site: Site, key: str, parameters: Mapping[str, str]) -> str:
    """The days, those of no fixed date last; the parameter ``year`` leaves only reports on it."""
    alone(site, key)
    year = parameters.get("year", "")
    known = reports(site.store)
    every = {iri for iri, report in known.items() if not year or report.year == year}
    used: dict[str, set[str]] = {}
    for row in site.rows(_USED):
        if row["report"] in every:
            used.setdefault(row["day"], set()).add(row["report"])
    days = {row["day"]: row for row in site.rows(_DAYS.replace("LANGUAGE", site.language))}
    order = sorted(days, key=lambda iri: (_when(days[iri]) or "99", days[iri]["name"]))
    listed = paged(site, order, parameters, "days", size=100)
    return site.render(
        "days.html",
        title=site.say("宣传日", "Publicity days"),
        choices=[year_choice(site, years_of(site.store), year)],
        plot=_plot(site, days, used, len(every)),
        head=[
            site.say("时间", "When"),
            site.say("宣传日", "Publicity day"),
            site.say("写到的报告", "Reports that speak of it"),
        ],
        rows=[
            [
                Cell(_in_words(site, _when(days[iri]))),
                Cell(days[iri]["name"], site.href("day", site.key(iri))),
                Cell(str(len(used.get(iri, ())) or ""), number=True),
            ]
            for iri in listed.rows
        ],
        listed=listed,
    )


def keys(site: Site) -> Iterator[str]:
    """There is one page."""
    yield ""


def _when(row: Mapping[str, str]) -> str:
    """``12-04`` or ``03``; "" where the date is not fixed."""
    return (row["monthDay"] or row["start"] or row["month"]).removeprefix("--")


def _in_words(site: Site, when: str) -> str:
    month, _, day = when.partition("-")
    if not month.isdecimal():
        return site.say("不定", "no fixed date")
    if not day.isdecimal():
        return site.say(f"{int(month)}月", _MONTHS[int(month) - 1])
    return site.say(f"{int(month)}月{int(day)}日", f"{int(day)} {_MONTHS[int(month) - 1]}")


def _plot(
    site: Site, days: Mapping[str, Mapping[str, str]], used: Mapping[str, set[str]], every: int
) -> Plot | None:
    """How many reports speak of a day of each month: a report counts once a month, however many it names."""
    months: list[set[str]] = [set() for _ in _MONTHS]
    of_day: list[tuple[int, str, int]] = []
    for iri, row in days.items():
        month = _when(row).partition("-")[0]
        if iri in used and month.isdecimal():
            months[int(month) - 1] |= used[iri]
            of_day.append((len(used[iri]), row["name"], int(month)))
    if not of_day:
        return None
    count, name, _ = max(of_day)
    points = [
        Point(site.say(f"{place + 1}月", short), str(len(found)), Decimal(len(found)), tone="is-even")
        for place, (short, found) in enumerate(zip(_MONTHS, months, strict=True))
    ]
    title = site.say(
        f"写到最多的是{name}：{every}份报告中的{count}份",
        f"Spoken of most: {name}, in {count} of {every} reports",
    )
    note = site.say(
        "各月的柱为写到该月任一宣传日的报告数；日期不定的不在图中。没有写到，不等于没有开展。",
        "Each column: reports that speak of any day of that month; days of no fixed date are not in it. Not "
        "reported is not “not done”.",
    )
    return plot(site, title, points, note=note, width=620)
