"""All bodies that report (单位), to be narrowed down by kind, place, year and finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from fazhi.ontology.collation import by_sound
from fazhi.web.content.enforcement import enforcement_charts
from fazhi.web.content.filters import options, year_choice
from fazhi.web.content.findings import KINDS, found
from fazhi.web.content.findings import kind_name as finding_name
from fazhi.web.content.parts import Cell, paged
from fazhi.web.content.things import Body, alone, kind_name, kinds_of, places, reporting
from fazhi.web.site import Site


def page(site: Site, key: str, parameters: Mapping[str, str]) -> str:
    """The list."""
    alone(site, key)
    every = reporting(site.store)
    within, names = places(site)
    chosen = {name: parameters.get(name, "") for name in ("kind", "place", "year", "finding", "sort")}
    of_body: dict[str, set[str]] = {}
    count: Counter[str] = Counter()
    for one in found(site.store):
        if not chosen["year"] or one.report.year == chosen["year"]:
            of_body.setdefault(one.report.body, set()).add(one.kind)
            count[one.report.body] += 1

    def fits(body: Body) -> bool:
        return (
            (not chosen["kind"] or chosen["kind"] in body.classes)
            and (not chosen["year"] or chosen["year"] in body.years)
            and (not chosen["place"] or chosen["place"] in within.get(body.place, ()))
            and (not chosen["finding"] or chosen["finding"] in of_body.get(body.iri, ()))
        )

    fitting = [body for body in every if fits(body)]
    if chosen["sort"] == "findings":
        fitting.sort(key=lambda body: -count[body.iri])
    listed = paged(site, fitting, parameters, "bodies")
    kinds = sorted({kind for body in every for kind in (body.group, *body.kinds)})
    there = {wider for body in every for wider in within.get(body.place, ())}
    return site.render(
        "bodies.html",
        title=site.say("单位", "Bodies"),
        choices=[
            (
                "kind",
                site.say("类别", "Kind"),
                options(site, kinds, lambda kind: kind_name(site, kind)),
                chosen["kind"],
            ),
            (
                "place",
                site.say("所在地", "Place"),
                options(
                    site,
                    sorted(there, key=lambda place: by_sound(names.get(place, place))),
                    lambda place: names.get(place, place),
                ),
                chosen["place"],
            ),
            year_choice(site, sorted({y for b in every for y in b.years if y}, reverse=True), chosen["year"]),
            (
                "finding",
                site.say("线索", "Finding"),
                options(
                    site,
                    [k for k in KINDS if any(k in kinds for kinds in of_body.values())],
                    lambda k: finding_name(site, k),
                ),
                chosen["finding"],
            ),
            (
                "sort",
                site.say("排序", "Order"),
                [
                    ("", site.say("按名称", "by name")),
                    ("findings", site.say("线索多的在前", "most findings first")),
                ],
                chosen["sort"],
            ),
        ],
        head=[
            site.say("单位", "Body"),
            site.say("类别", "Kind"),
            site.say("所在地", "Place"),
            site.say("上级单位", "Parent"),
            site.say("年度", "Years"),
            site.say("线索", "Findings"),
        ],
        rows=[_row(site, body, count[body.iri]) for body in listed.rows],
        listed=listed,
        charts=enforcement_charts(site, fitting, chosen["year"]) if listed.first == 1 else [],
    )


def keys(site: Site) -> Iterator[str]:
    """There is one page."""
    yield ""


def _row(site: Site, body: Body, findings: int) -> list[Cell]:
    return [
        Cell(body.name, site.href("body", site.key(body.iri))),
        Cell(kinds_of(site, body)),
        Cell(body.place_name, site.href("place", site.key(body.place)) if body.place else ""),
        Cell(body.parent_name, site.href("body", site.key(body.parent)) if body.parent else ""),
        Cell(site.say("、", ", ").join(filter(None, body.years))),
        Cell(str(findings), number=True),
    ]
