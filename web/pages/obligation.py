"""A statutory obligation (法定义务): what it asks of whom, and which reports speak of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from fazhi.ontology.namespaces import FZ
from fazhi.viz.matrix import OUTCOMES
from fazhi.web.content.assessments import (
    REACHES,
    Assessed,
    assessed,
    name_of,
    obligations,
    outcome_name,
    outcome_of,
    reach_name,
)
from fazhi.web.content.evidence import Evidence, chosen, evidence_of
from fazhi.web.content.filters import year_choice, years_of
from fazhi.web.content.links import in_graph
from fazhi.web.content.parts import Cell, Segment, paged, segments
from fazhi.web.content.things import Report, bodies, iri_of, kind_name, reports, values
from fazhi.web.site import NotFound, Site

_FACTS = """
SELECT ?bearer ?reference ?modality ?class ?frequency ?deadline  ?from ?to ?scope
  ?verification ?number ?own {
  VALUES ?duty GIVEN
  OPTIONAL { ?duty fz:modality/skos:prefLabel ?modality FILTER(LANG(?modality) = "LANGUAGE") }
  OPTIONAL { ?duty fz:activityClass/skos:prefLabel ?class FILTER(LANG(?class) = "LANGUAGE") }
  OPTIONAL { ?duty fz:frequency/skos:prefLabel ?frequency FILTER(LANG(?frequency) = "LANGUAGE") }
  OPTIONAL { ?duty fz:parkScope/skos:prefLabel ?scope FILTER(LANG(?scope) = "LANGUAGE") }
  OPTIONAL { ?duty fz:deadlineInWords ?deadline FILTER(LANG(?deadline) = "LANGUAGE") }
  OPTIONAL { ?duty fz:documentNumber ?number }
  OPTIONAL { ?duty fz:inForceFrom ?from } OPTIONAL { ?duty fz:inForceTo ?to }
  OPTIONAL { ?duty fz:verification ?verification }
  OPTIONAL { ?duty fz:ownRegisterFile ?own }
}"""
_BEARERS = """
SELECT DISTINCT ?way ?class {
  VALUES ?duty GIVEN
  { ?duty fz:bearer ?class BIND("bearer" AS ?way) }
  UNION { ?duty fz:appliedByReferenceTo ?class BIND("reference" AS ?way) }
}"""
_EARLIER = """
SELECT ?law ?name ?article ?from ?to {
  VALUES ?duty GIVEN
  ?duty fz:earlierRule ?rule . ?rule fz:derivedFrom ?law . ?law skos:prefLabel ?name
  OPTIONAL { ?rule fz:article ?article }
  OPTIONAL { ?rule fz:inForceFrom ?from } OPTIONAL { ?rule fz:inForceTo ?to }
}"""

#: The order in which outcomes are listed: what needs to be looked at first.
_ORDER = ("contrary", "partly", "evidenced")
#: Names of bodies whose reports do not speak of it, on one page.
_SILENT = 300


@dataclass(frozen=True)
class Line:
    """What one report evidences of it."""

    name: str
    href: str
    year: str
    sign: str
    word: str
    tone: str
    reach: str
    why: str
    evidence: tuple[Evidence, ...]


def page(site: Site, key: str, parameters: Mapping[str, str]) -> str:
    """The page of an obligation; the parameter ``year`` leaves only reports on it."""
    iri = iri_of(site, "obligation", key)
    duty = obligations(site.store).get(iri)
    if duty is None:
        raise NotFound(site.say(f"“{key}”不是法定义务", f"“{key}” is no statutory obligation"))
    year = parameters.get("year", "")
    said = {one.report: one for one in assessed(site, "obligation", [iri])}
    applies = _applying(site, iri, year)
    speaking = sorted(
        ((outcome, report, reach) for outcome, report, reach in applies if outcome in _ORDER),
        key=lambda found: (_ORDER.index(found[0]), -int(found[1].year or 0), _name(site, found[1])),
    )
    silent = [(report, reach) for outcome, report, reach in applies if outcome == "not_reported"]
    listed = paged(site, speaking, parameters, "obligation", key)
    quiet = paged(site, silent, parameters, "obligation", key, size=_SILENT, name="silent")
    return site.render(
        "obligation.html",
        title=name_of(site, duty),
        picture=in_graph(site, "obligation", iri),
        facts=_facts(site, iri, (duty.law, duty.source), duty.verified),
        choices=[year_choice(site, years_of(site.store), year)],
        key=key,
        shares=[(reach_name(site, reach), _share(site, applies, reach)) for reach in REACHES],
        by_year=[] if year else _by_year(site, applies),
        lines=_lines(site, listed.rows, said),
        listed=listed,
        silent=[
            (
                _name(site, report),
                report.year,
                site.href("body", site.key(report.body)),
                reach_name(site, reach),
            )
            for report, reach in quiet.rows
        ],
        quiet=quiet,
    )


def keys(site: Site) -> Iterator[str]:
    """All statutory obligations."""
    yield from (site.key(iri) for iri in obligations(site.store))


def _applying(site: Site, iri: str, year: str) -> list[tuple[str, Report, str]]:
    """The reports to which it applies: outcome, report, reach."""
    found = []
    for report in reports(site.store).values():
        if not year or report.year == year:
            reach, outcome = outcome_of(site.store, report, iri)
            if reach:
                found.append((outcome, report, reach))
    return found


def _share(site: Site, applies: list[tuple[str, Report, str]], reach: str) -> list[Segment]:
    here = [outcome for outcome, _, way in applies if way == reach]
    return segments(
        [(outcome_name(site, o), here.count(o), tone, sign) for o, (sign, tone) in OUTCOMES.items()]
    )


def _by_year(
    site: Site, applies: list[tuple[str, Report, str]]
) -> list[tuple[str, list[tuple[str, list[Segment]]]]]:
    """For each reach what is to be seen, and the shares of each year; nothing of one year alone."""
    found = []
    for reach in REACHES:
        of_year: dict[str, list[tuple[str, Report, str]]] = {}
        for one in applies:
            if one[2] == reach and one[1].year:
                of_year.setdefault(one[1].year, []).append(one)
        years = sorted(of_year, reverse=True)
        if len(years) > 1:
            told = site.say("，", "; ").join(_spoken(site, year, of_year[year]) for year in years[:2])
            shares = [(year, _share(site, of_year[year], reach)) for year in reversed(years)]
            found.append((f"{reach_name(site, reach)}{site.say('：', ': ')}{told}", shares))
    return found


def _spoken(site: Site, year: str, applies: list[tuple[str, Report, str]]) -> str:
    spoken, of = sum(outcome != "not_reported" for outcome, *_ in applies), len(applies)
    return site.say(
        f"{year}年度{of}份报告中有{spoken}份写到", f"{spoken} of {of} reports on {year} speak of it"
    )


def _name(site: Site, report: Report) -> str:
    body = bodies(site.store).get(report.body)
    return body.name if body else report.title


def _lines(site: Site, rows: Sequence[tuple[str, Report, str]], said: Mapping[str, Assessed]) -> list[Line]:
    words = [iri for _, report, _ in rows if report.iri in said for iri in said[report.iri].evidence]
    evidence = evidence_of(site, words)
    lines = []
    for outcome, report, reach in rows:
        sign, tone = OUTCOMES[outcome]
        one = said.get(report.iri)
        lines.append(
            Line(
                _name(site, report),
                site.href("body", site.key(report.body)) if report.body else "",
                report.year,
                sign,
                outcome_name(site, outcome),
                tone,
                reach_name(site, reach),
                one.why if one else "",
                chosen(evidence, one.evidence) if one else (),
            )
        )
    return lines


def _facts(site: Site, iri: str, source: tuple[str, str], verified: bool) -> list[tuple[str, Cell]]:
    """What it asks, of whom, by what; what is not known is left out."""
    given = values([iri])
    rows = site.rows(_FACTS.replace("GIVEN", given).replace("LANGUAGE", site.language))
    classes = site.rows(_BEARERS.replace("GIVEN", given))
    between = site.say("、", ", ")

    def told(name: str) -> str:
        return between.join(sorted({row[name] for row in rows if row[name]}))

    def bodies_of(way: str) -> str:
        names = (kind_name(site, row["class"].removeprefix(FZ)) for row in classes if row["way"] == way)
        return between.join(sorted(set(names)))

    begun, ended = told("from"), told("to")
    law, article = source
    facts = [
        (site.say("出处", "From"), Cell(article, site.href("law", site.key(law)), hint=told("number"))),
        (site.say("责任主体", "Bearer"), Cell(bodies_of("bearer"))),
        (site.say("参照适用", "By reference"), Cell(bodies_of("reference"))),
        (site.say("对园区", "For parks"), Cell(told("scope"))),
        (site.say("义务性质", "Modality"), Cell(told("modality"))),
        (site.say("活动类别", "Activity class"), Cell(told("class"))),
        (site.say("频次", "Frequency"), Cell(told("frequency"))),
        (site.say("期限", "Deadline"), Cell(told("deadline"))),
        (
            site.say("施行", "In force"),
            Cell(
                site.say(
                    f"{begun}起" + (f"，至{ended}" if ended else ""),
                    f"from {begun}" + (f" to {ended}" if ended else ""),
                )
                if begun
                else ""
            ),
        ),
        *(
            (
                site.say("此前的规定", "Before"),
                Cell(
                    f"《{row['name']}》{row['article']}",
                    site.href("law", site.key(row["law"])),
                    hint=f"{row['from']} – {row['to']}",
                ),
            )
            for row in site.rows(_EARLIER.replace("GIVEN", given))
        ),
        (
            site.say("条文核对", "Article"),
            _verification(site, told("verification"))
            if verified
            else Cell(
                site.say("未核对：这一条凭记忆录入", "not verified: this entry rests on memory"),
                tone="is-doubtful",
            ),
        ),
        (site.say("自有名录文件", "Own register file"), Cell(told("own"))),
    ]
    return [(label, cell) for label, cell in facts if cell.text]


def _verification(site: Site, how: str) -> Cell:
    """Against what the article was read: a web page or a file of a collection of laws."""
    kind, _, where = how.partition(":")
    address = where if kind == "page" and where.startswith(("http://", "https://")) else ""
    name = urlsplit(address).hostname or "" if address else where.removesuffix(".md")
    return Cell(site.say("已核对", "verified"), address, hint=name)
