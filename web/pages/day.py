"""A publicity day (宣传日): when it is, who used it, which laws were publicised on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from fazhi.ontology.collation import by_sound
from fazhi.web.content.evidence import chosen, evidence_of
from fazhi.web.content.laws import laws_of
from fazhi.web.content.parts import Bar, Cell, bars, paged
from fazhi.web.content.things import bodies, iri_of, iris, reports, values
from fazhi.web.site import NotFound, Site

_FACTS = """
SELECT ?name ?alias ?monthDay ?start ?end ?month ?rule ?basis ?from ?to ?verification {
  VALUES ?day GIVEN
  ?day a fz:PublicityDay
  OPTIONAL { ?day skos:prefLabel ?name FILTER(LANG(?name) = "LANGUAGE") }
  OPTIONAL { ?day skos:altLabel ?alias } OPTIONAL { ?day fz:monthDay ?monthDay }
  OPTIONAL { ?day fz:startDay ?start } OPTIONAL { ?day fz:endDay ?end } OPTIONAL { ?day fz:month ?month }
  OPTIONAL { ?day fz:dateRule ?rule } OPTIONAL { ?day fz:legalBasis ?basis }
  OPTIONAL { ?day fz:inForceFrom ?from } OPTIONAL { ?day fz:inForceTo ?to }
  OPTIONAL { ?day fz:verification ?verification }
}"""
_USED = """
SELECT ?report ?evidence {
  VALUES ?day GIVEN
  ?observance fz:publicityDay ?day ; fz:inReport ?report ; fz:mainEvidence ?evidence .
  ?evidence oa:start ?start
} ORDER BY ?start"""
_LAWS = """
SELECT DISTINCT ?law ?report {
  VALUES ?day GIVEN
  ?observance fz:publicityDay ?day . ?activity fz:onDay ?observance ; fz:hasCitation ?citation .
  ?citation fz:instrument ?law ; fz:inReport ?report
}"""


def page(site: Site, key: str, parameters: Mapping[str, str]) -> str:
    """The page of a publicity day."""
    given = values([iri_of(site, "publicity-day", key)])
    described = site.rows(_FACTS.replace("GIVEN", given).replace("LANGUAGE", site.language))
    if not described:
        raise NotFound(site.say(f"“{key}”不是宣传日", f"“{key}” is no publicity day"))
    known, told = bodies(site.store), reports(site.store)
    used: dict[str, list[str]] = {}
    for row in site.rows(_USED.replace("GIVEN", given)):
        if row["report"] in told and told[row["report"]].body in known:
            used.setdefault(row["report"], []).append(row["evidence"])
    order = sorted(used, key=lambda iri: (by_sound(known[told[iri].body].name), told[iri].year))
    listed = paged(site, order, parameters, "day", key)
    evidence = evidence_of(site, (iri for report in listed.rows for iri in used[report]))
    count = Counter(row["law"] for row in site.rows(_LAWS.replace("GIVEN", given)))
    most = sorted(count, key=lambda law: (-count[law], law))[:20]
    return site.render(
        "day.html",
        title=described[0]["name"] or key,
        facts=_facts(site, described),
        head=[site.say("单位", "Body"), site.say("年度", "Year"), site.say("原文", "The words")],
        rows=[
            [
                Cell(known[told[iri].body].name, site.href("body", site.key(told[iri].body))),
                Cell(told[iri].year),
                Cell("", evidence=chosen(evidence, used[iri])),
            ]
            for iri in listed.rows
        ],
        listed=listed,
        laws=bars(
            [
                Bar(law.name, str(count[iri]), count[iri], site.href("law", site.key(iri)))
                for iri, law in laws_of(site, most).items()
            ]
        ),
    )


def keys(site: Site) -> Iterator[str]:
    """All publicity days of the calendar, and those that only reports name."""
    yield from (site.key(iri) for iri in iris(site.store, "PublicityDay"))


def _facts(site: Site, rows: list[dict[str, str]]) -> list[tuple[str, Cell]]:
    def told(name: str) -> str:
        return site.say("、", ", ").join(sorted({row[name] for row in rows if row[name]}))

    row = rows[0]
    span = f"{_day(site, row['start'])}–{_day(site, row['end'])}" if row["start"] else ""
    when = _day(site, row["monthDay"]) or span or _day(site, row["month"])
    rule = site.say("按规则或者逐年确定", "by rule or year by year") if row["rule"] else ""
    sure = row["verification"] != "memory"
    verified = (
        ("已核对", "verified") if sure else ("未核对：凭记忆录入", "not verified: this rests on memory")
    )
    facts = [
        (site.say("时间", "When"), Cell(when or rule, hint=row["rule"])),
        (site.say("别称", "Also called"), Cell(told("alias"))),
        (site.say("法律依据", "Legal basis"), Cell(told("basis"))),
        (site.say("始于", "Since"), Cell(told("from"))),
        (site.say("止于", "Until"), Cell(told("to"))),
        (
            site.say("核对", "Checked"),
            Cell(site.say(*verified) if row["verification"] else "", tone="" if sure else "is-doubtful"),
        ),
    ]
    return [(label, cell) for label, cell in facts if cell.text]


def _day(site: Site, written: str) -> str:
    """``--12-04`` as people write it; ``--03`` is a month."""
    month, _, day = written.removeprefix("--").partition("-")
    if not month.isdecimal() or (day and not day.isdecimal()):
        return ""
    if not day:
        return site.say(f"{int(month)}月", f"month {int(month)}")
    return site.say(f"{int(month)}月{int(day)}日", f"{int(day)}/{int(month)}")
