"""A law firm (律师事务所): whose counsel it is, as reports say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fazhi.ontology.collation import by_sound
from fazhi.web.content.evidence import chosen, evidence_of
from fazhi.web.content.parts import Cell, paged
from fazhi.web.content.things import bodies, iri_of, iris, reports, values
from fazhi.web.site import NotFound, Site

_NAME = "SELECT ?name { VALUES ?firm GIVEN ?firm a fz:LawFirm ; skos:prefLabel ?name }"
_COUNSEL = """
SELECT ?report ?kind ?retained ?evidence {
  VALUES ?firm GIVEN
  ?counsel org:member ?firm ; a fz:LegalCounsel ; fz:inReport ?report ; fz:mainEvidence ?evidence
  OPTIONAL { ?counsel fz:counselKind/skos:prefLabel ?kind FILTER(LANG(?kind) = "LANGUAGE") }
  OPTIONAL { ?counsel fz:retained ?retained }
}"""


def page(site: Site, key: str, parameters: Mapping[str, str]) -> str:
    """The page of a firm."""
    given = values([iri_of(site, "firm", key)])
    names = site.rows(_NAME.replace("GIVEN", given))
    if not names:
        raise NotFound(site.say(f"“{key}”不是律师事务所", f"“{key}” is no law firm"))
    known, told = bodies(site.store), reports(site.store)
    rows = [
        row
        for row in site.rows(_COUNSEL.replace("GIVEN", given).replace("LANGUAGE", site.language))
        if row["report"] in told and told[row["report"]].body in known
    ]

    def order(row: dict[str, str]) -> tuple[object, ...]:
        report = told[row["report"]]
        return by_sound(known[report.body].name), report.year, row["evidence"]

    rows.sort(key=order)
    listed = paged(site, rows, parameters, "firm", key)
    evidence = evidence_of(site, (row["evidence"] for row in listed.rows))
    return site.render(
        "firm.html",
        title=names[0]["name"],
        head=[
            site.say("单位", "Body"),
            site.say("年度", "Year"),
            site.say("顾问种类", "Kind of counsel"),
            site.say("原文", "The words"),
        ],
        rows=[
            [
                Cell(known[report.body].name, site.href("body", site.key(report.body))),
                Cell(report.year),
                Cell(row["kind"], hint=site.say("聘用", "retained") if row["retained"] == "true" else ""),
                Cell("", evidence=chosen(evidence, [row["evidence"]])),
            ]
            for row in listed.rows
            for report in [told[row["report"]]]
        ],
        listed=listed,
    )


def keys(site: Site) -> Iterator[str]:
    """All law firms that reports name."""
    yield from (site.key(iri) for iri in iris(site.store, "LawFirm"))
