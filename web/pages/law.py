"""A legal instrument (法律文件): what it is, its versions, who cites it, what obligations rest on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from fazhi.ontology.articles import article_number
from fazhi.ontology.collation import by_sound
from fazhi.ontology.reference_rdf import NATIONWIDE
from fazhi.web.content.assessments import name_of, obligations
from fazhi.web.content.evidence import chosen, evidence_of
from fazhi.web.content.laws import (
    PURPOSE_SIGNS,
    Law,
    kind_by_title,
    kinds_of,
    laws_of,
    purpose_name,
    register,
    status_name,
)
from fazhi.web.content.links import in_graph
from fazhi.web.content.names import article_of
from fazhi.web.content.parts import Cell, paged
from fazhi.web.content.plots import Plot, Point, plot
from fazhi.web.content.things import bodies, iri_of, reports, values
from fazhi.web.site import NotFound, Site

_FACTS = """
SELECT ?alias ?number ?issuer ?jurisdiction ?source ?complete ?own {
  VALUES ?law GIVEN
  OPTIONAL { ?law skos:altLabel ?alias } OPTIONAL { ?law eli:number ?number }
  OPTIONAL { ?law fz:issuingAuthority ?issuer } OPTIONAL { ?law fz:jurisdiction ?jurisdiction }
  OPTIONAL { ?law dcterms:source ?source } OPTIONAL { ?law fz:versionSeriesComplete ?complete }
  OPTIONAL { ?law fz:ownRegisterFile ?own }
}"""
_RELATED = """
SELECT DISTINCT ?way ?other ?name {
  VALUES ?law GIVEN
  { ?law eli:based_on ?other BIND("basis" AS ?way) }
  UNION { ?other eli:based_on ?law BIND("local" AS ?way) }
  UNION { ?other eli:repealed_by ?law BIND("repealed" AS ?way) }
  ?other skos:prefLabel ?name
} ORDER BY ?name"""
_VERSIONS = """
SELECT ?date ?from ?to ?articles {
  VALUES ?law GIVEN
  ?version eli:realizes ?law ; eli:version_date ?date
  OPTIONAL { ?version fz:inForceFrom ?from } OPTIONAL { ?version fz:inForceTo ?to }
  OPTIONAL { ?version fz:lastArticle ?articles }
} ORDER BY ?date"""
_CITATIONS = """
SELECT ?report ?purpose ?article ?evidence {
  VALUES ?law GIVEN
  ?citation fz:instrument ?law ; fz:inReport ?report ; fz:purpose ?purpose ; fz:mainEvidence ?evidence .
  ?evidence oa:start ?start
  OPTIONAL { ?citation fz:article ?article }
} ORDER BY ?report ?start"""
_SOURCE_WORDS = Path(__file__).with_name("source_words.yaml")
#: Local laws that rest on one of the nation are shown up to this number.
_MOST = 100
#: Sentences that cite an article are shown up to this number.
_SAMPLE = 5


def page(site: Site, key: str, parameters: Mapping[str, str]) -> str:
    """The page of an instrument."""
    iri = iri_of(site, "instrument", key)
    law = laws_of(site, [iri]).get(iri)
    if law is None or iri not in register(site.store):
        raise NotFound(site.say(f"“{key}”不是法律文件", f"“{key}” is no instrument"))
    given = values([iri])
    described = site.rows(_FACTS.replace("GIVEN", given))
    related = site.rows(_RELATED.replace("GIVEN", given))
    known = reports(site.store)
    cited = [row for row in site.rows(_CITATIONS.replace("GIVEN", given)) if row["report"] in known]
    years = sorted({known[row["report"]].year for row in cited})
    local = _linked(site, related, "local")
    return site.render(
        "law.html",
        title=law.name,
        picture=in_graph(site, "law", iri) if cited else "",
        facts=_facts(site, law, described),
        successors=[(name, site.href("law", site.key(other))) for other, name in law.successors],
        repealed=_linked(site, related, "repealed"),
        bases=_linked(site, related, "basis"),
        local=local[:_MOST],
        local_count=len(local),
        versions=site.rows(_VERSIONS.replace("GIVEN", given)),
        complete=any(row["complete"] == "true" for row in described),
        late=any(year and _ended_before(law, year) for year in years),
        reports_count=len({row["report"] for row in cited}),
        years=years,
        **_citing(site, law, cited, years, parameters, key),
        articles=_articles(site, cited),
        plot=_plot(site, law, {row["report"] for row in cited}),
        duties=[
            (article_of(site, duty.article), name_of(site, duty), site.href("obligation", site.key(duty.iri)))
            for duty in sorted(obligations(site.store).values(), key=lambda one: article_number(one.article))
            if duty.law == iri
        ],
    )


def keys(site: Site) -> Iterator[str]:
    """All instruments of the register, and those that only reports name."""
    yield from (site.key(iri) for iri in register(site.store))


def _ended_before(law: Law, year: str) -> bool:
    """Whether the instrument was out of force on the first day of a year."""
    return bool(law.ended) and law.ended <= f"{year}-01-01"


def _linked(site: Site, related: list[dict[str, str]], way: str) -> list[tuple[str, str]]:
    return [(row["name"], site.href("law", site.key(row["other"]))) for row in related if row["way"] == way]


def _facts(site: Site, law: Law, rows: list[dict[str, str]]) -> list[tuple[str, Cell]]:
    """What is known of the instrument; what is not is left out."""

    def told(name: str) -> Cell:
        return Cell(site.say("、", ", ").join(sorted({row[name] for row in rows if row[name]})))

    where = told("jurisdiction")
    if where.text == NATIONWIDE:
        where = Cell(site.say(NATIONWIDE, "nationwide"))
    ended = site.say(f"{law.ended}起失效", f"from {law.ended}") if law.ended else ""
    day = site.say("名录编制之日", "on the day the register was made") if law.status else ""
    facts = [
        (site.say("全称", "Full title"), Cell(law.title if law.title != law.name else "")),
        (site.say("别称", "Also called"), told("alias")),
        (site.say("种类", "Kind"), Cell(kinds_of(site, law), hint=kind_by_title(site, law))),
        (site.say("制定机关", "Issued by"), told("issuer")),
        (site.say("文号", "Number"), told("number")),
        (site.say("适用地域", "Where it applies"), where),
        (site.say("通过或公布", "Passed or published"), Cell(law.adopted)),
        (site.say("首次施行", "First in force"), Cell(law.begun)),
        (site.say("失效", "Out of force"), Cell(ended)),
        (site.say("效力", "Status"), Cell(status_name(site, law.status), hint=day)),
        (site.say("自有名录文件", "Own register file"), told("own")),
        (site.say("名录依据", "Source"), Cell(_in_words(site, told("source").text), tone="soft")),
    ]
    return [(label, cell) for label, cell in facts if cell.text]


def _in_words(site: Site, source: str) -> str:
    """Where the register has an entry from, the words of its files put into those of people."""
    words = _source_words()
    return re.sub(rf"\b({'|'.join(words)})\b", lambda match: words[match[0]][site.language], source)


@cache
def _source_words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = yaml.safe_load(_SOURCE_WORDS.read_text("utf-8"))
    return words


def _citing(
    site: Site,
    law: Law,
    cited: list[dict[str, str]],
    years: list[str],
    parameters: Mapping[str, str],
    key: str,
) -> dict[str, Any]:
    """The bodies that cite it, a column for each year."""
    known = bodies(site.store)
    by_body: dict[str, dict[str, list[dict[str, str]]]] = {}
    for row in cited:
        report = reports(site.store)[row["report"]]
        by_body.setdefault(report.body, {}).setdefault(report.year, []).append(row)
    order = sorted(by_body, key=lambda body: (by_sound(known[body].name if body in known else ""), body))
    listed = paged(site, order, parameters, "law", key)
    evidence = evidence_of(
        site, (row["evidence"] for body in listed.rows for year in by_body[body].values() for row in year)
    )

    def cell(rows: list[dict[str, str]], year: str) -> Cell:
        purposes = dict.fromkeys(row["purpose"].rpartition("/")[2] for row in rows)
        return Cell(
            site.say("、", ", ").join(
                f"{PURPOSE_SIGNS.get(p, '')} {purpose_name(site, p)}" for p in purposes
            ),
            evidence=chosen(evidence, (row["evidence"] for row in rows)),
            tone="is-finding" if year and _ended_before(law, year) else "",
        )

    def name(body: str) -> Cell:
        if body not in known:
            return Cell(site.say("单位不明", "no body"))
        return Cell(known[body].name, site.href("body", site.key(body)))

    return {
        "head": [site.say("单位", "Body"), *(year or site.say("年度不明", "no year") for year in years)],
        "rows": [
            [name(body), *(cell(by_body[body].get(year, []), year) for year in years)] for body in listed.rows
        ],
        "listed": listed,
    }


def _plot(site: Site, law: Law, citing: set[str]) -> Plot | None:
    """Which share of the reports on each year cite it; None where there are reports on one year only."""
    of_year: dict[str, list[str]] = {}
    for report in reports(site.store).values():
        if report.year:
            of_year.setdefault(report.year, []).append(report.iri)
    if not citing or len(of_year) < 2:
        return None
    points, told = [], []
    for year in map(str, range(int(min(of_year)), int(max(of_year)) + 1)):
        all_of = of_year.get(year, [])
        if not all_of:
            points.append(Point(year, site.say("无报告", "no report")))
            continue
        count = sum(iri in citing for iri in all_of)
        tone = "is-finding" if _ended_before(law, year) else ""
        points.append(Point(year, f"{count}/{len(all_of)}", Decimal(count) / len(all_of), tone=tone))
        told.append((year, count, len(all_of)))
    year, count, of = told[-1]
    title = site.say(f"{year}年度{of}份报告中有{count}份引用", f"Cited in {count} of {of} reports on {year}")
    note = site.say(
        "柱高为引用它的报告占该年度报告的比例。",
        "The height is the share of the reports on a year that cite it.",
    )
    if any(point.tone for point in points):
        note += site.say("红色的年度它已经失效。", " In red years it was out of force.")
    return plot(site, title, points, note=note, width=max(300, 56 * len(points)))


def _articles(site: Site, cited: list[dict[str, str]]) -> list[list[Cell]]:
    """The articles that reports cite, those of most reports first, each with some sentences."""
    articles: dict[str, list[dict[str, str]]] = {}
    for row in cited:
        if row["article"]:
            articles.setdefault(row["article"], []).append(row)
    order = sorted(articles.items(), key=lambda item: (-len(item[1]), item[0]))[:_MOST]
    evidence = evidence_of(site, (row["evidence"] for _, rows in order for row in rows[:_SAMPLE]))
    return [
        [
            Cell(article_of(site, article)),
            Cell(str(len({row["report"] for row in rows})), number=True),
            Cell("", evidence=chosen(evidence, (row["evidence"] for row in rows[:_SAMPLE]))),
        ]
        for article, rows in order
    ]
