"""A body (单位): its reports on several years side by side, each statement with its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fazhi.ontology.collation import by_sound
from fazhi.viz.matrix import OUTCOMES
from fazhi.web.content.assessments import (
    REACHES,
    applying,
    assessed,
    name_of,
    obligations,
    outcome_name,
    reach_name,
)
from fazhi.web.content.evidence import Evidence, chosen, evidence_of
from fazhi.web.content.figure_table import by_indicator, others
from fazhi.web.content.figures import figures_of
from fazhi.web.content.findings import found_on, shown
from fazhi.web.content.laws import laws_of, purpose_name
from fazhi.web.content.links import in_graph
from fazhi.web.content.names import article_of
from fazhi.web.content.parts import Cell, Segment, segments
from fazhi.web.content.plots import over_the_years
from fazhi.web.content.statements import (
    CITATIONS,
    COUNSEL,
    DAYS,
    FOLLOWED,
    GROUPS,
    MATTERS,
    POSTS,
    SOURCES,
    stated,
)
from fazhi.web.content.things import Body, Report, body_called, iri_of, iris, kinds_of, values
from fazhi.web.site import NotFound, Site

#: Characters of a plan or problem that are shown of it before its sentence.
_LONG = 60
_BELOW = """
SELECT ?body ?name {
  VALUES ?parent GIVEN ?body org:subOrganizationOf ?parent ; a fz:PublicBody ; skos:prefLabel ?name
}"""


@dataclass(frozen=True)
class Duty:
    """An obligation as a report evidences it; ``anchor`` is the name of its place on the page."""

    anchor: str
    name: str
    href: str
    source: str
    why: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Reach:
    """How the obligations that apply in one way divide: the bar, and those of each outcome."""

    name: str
    bar: list[Segment]
    outcomes: list[tuple[str, str, str, list[Duty]]]


@dataclass(frozen=True)
class Matter:
    """A problem or plan in its own words, and what the report of the next year says of it."""

    words: str
    topic: str
    evidence: tuple[Evidence, ...]
    followed: tuple[Evidence, ...] = field(default=())


def page(site: Site, key: str, parameters: Mapping[str, str]) -> str:
    """The page of a body."""
    body = body_called(site.store, iri_of(site, "body", key))
    if body is None:
        raise NotFound(site.say(f"“{key}”不是单位", f"“{key}” is no body"))
    reports = sorted(body.reports, key=lambda report: report.year)
    told = {
        query: stated(site, query, reports)
        for query in (CITATIONS, COUNSEL, GROUPS, POSTS, DAYS, MATTERS, FOLLOWED, SOURCES)
    }
    figures = figures_of(site, (report.iri for report in reports))
    judged = assessed(site, "report", (report.iri for report in reports))
    named = [
        row[name] for rows in told.values() for row in rows for name in ("evidence", "dated") if row.get(name)
    ]
    evidence = evidence_of(
        site, [*named, *(f.evidence for f in figures), *(iri for one in judged for iri in one.evidence)]
    )
    newest = reports[::-1]
    years = {report.iri: report.year for report in reports}
    on_body = found_on(site.store, body.reports)
    return site.render(
        "body.html",
        title=body.name,
        key=site.key(body.iri),
        picture=in_graph(site, "body", body.iri) if body.reports else "",
        facts=_facts(site, body),
        below=_below(site, body),
        reports=newest,
        findings=shown(site, (one for one in on_body if one.report == newest[0]), named=False),
        earlier=shown(site, (one for one in on_body if one.report != newest[0]), named=False),
        figures=by_indicator(site, reports, figures, evidence),
        others=others(newest, figures, evidence),
        plots=over_the_years(site, reports, figures),
        duties=_duties(site, newest, judged, evidence),
        laws=_laws(site, told[CITATIONS], evidence, years),
        counsel=_counsel(site, told[COUNSEL], evidence, years),
        groups=_groups(site, told[GROUPS], told[POSTS], evidence, years),
        days=_days(site, told[DAYS], evidence, years),
        matters=_matters(site, newest, told[MATTERS], told[FOLLOWED], evidence),
        sources=_sources(site, newest, told[SOURCES], evidence),
    )


def keys(site: Site) -> Iterator[str]:
    """All bodies, also those that only others name."""
    yield from (site.key(iri) for iri in iris(site.store, "PublicBody"))


def _facts(site: Site, body: Body) -> list[tuple[str, Cell]]:
    facts = [(site.say("类别", "Kind"), Cell(kinds_of(site, body)))]
    if body.place:
        facts.append(
            (site.say("所在地", "Place"), Cell(body.place_name, site.href("place", site.key(body.place))))
        )
    if body.parent:
        facts.append(
            (site.say("上级单位", "Parent"), Cell(body.parent_name, site.href("body", site.key(body.parent))))
        )
    return facts


def _below(site: Site, body: Body) -> list[tuple[str, str]]:
    """The bodies of which this is the parent."""
    below = {row["body"]: row["name"] for row in site.rows(_BELOW.replace("GIVEN", values([body.iri])))}
    order = sorted(below.items(), key=lambda one: (by_sound(one[1]), one[0]))
    return [(name, site.href("body", site.key(iri))) for iri, name in order]


def _duties(
    site: Site, reports: list[Report], judged: list[Any], evidence: Mapping[str, Evidence]
) -> list[tuple[Report, list[Reach]]]:
    by_pair = {(one.report, one.obligation): one for one in judged}
    found_outcomes = {pair: one.outcome for pair, one in by_pair.items()}
    known = obligations(site.store)
    found = []
    for report in reports:
        reaches = []
        for reach in REACHES:
            outcomes = applying(site.store, report, reach, found_outcomes)
            lists: dict[str, list[Duty]] = {
                outcome: [] for outcome in ("contrary", "partly", "evidenced", "not_reported")
            }
            for iri, outcome in outcomes.items():
                one = by_pair.get((report.iri, iri))
                duty = known[iri]
                key = site.key(iri)
                lists[outcome].append(
                    Duty(
                        f"o-{report.year}-{key}",
                        name_of(site, duty),
                        site.href("obligation", key),
                        duty.source,
                        one.why if one else "",
                        chosen(evidence, one.evidence) if one else (),
                    )
                )
            bar = segments(
                [(outcome_name(site, o), len(lists[o]), tone, sign) for o, (sign, tone) in OUTCOMES.items()]
            )
            if bar:
                shown = [(outcome_name(site, o), *OUTCOMES[o], lists[o]) for o in lists if lists[o]]
                reaches.append(Reach(reach_name(site, reach), bar, shown))
        if reaches:
            found.append((report, reaches))
    return found


def _laws(
    site: Site, rows: list[dict[str, str]], evidence: Mapping[str, Evidence], years: Mapping[str, str]
) -> list[list[Cell]]:
    """A row for each law and purpose, the laws that a duty rests on first."""
    laws = laws_of(site, (row["law"] for row in rows))
    lines: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows:
        lines.setdefault((row["purpose"].rpartition("/")[2], row["law"]), []).append(row)
    order = {
        purpose: place for place, purpose in enumerate(("basis", "study", "publicity", "issued", "mention"))
    }
    cells = []
    for purpose, law in sorted(lines, key=lambda pair: (order.get(pair[0], 9), by_sound(laws[pair[1]].name))):
        cited = lines[purpose, law]
        on = sorted({years[row["report"]] for row in cited})
        ended = laws[law].ended
        late = bool(ended) and any(ended <= f"{year}-01-01" for year in on)
        cells.append(
            [
                Cell(
                    laws[law].name,
                    site.href("law", site.key(law)),
                    tone="is-finding" if late else "",
                    hint=site.say(f"⚠ {ended}起失效", f"⚠ out of force from {ended}") if late else "",
                ),
                Cell(purpose_name(site, purpose)),
                Cell(
                    site.say("、", ", ").join(
                        sorted({article_of(site, row["article"]) for row in cited if row["article"]})
                    )
                ),
                Cell(
                    site.say("、", ", ").join(on),
                    evidence=chosen(evidence, (row["evidence"] for row in cited)),
                ),
            ]
        )
    return cells


def _counsel(
    site: Site, rows: list[dict[str, str]], evidence: Mapping[str, Evidence], years: Mapping[str, str]
) -> list[tuple[str, Cell, tuple[Evidence, ...]]]:
    found = []
    for row in rows:
        firm = row["firm"]
        cell = Cell(
            f"{row['kind']}{site.say('：', ': ')}{row['firmName']}" if firm else row["kind"],
            site.href("firm", site.key(firm)) if firm else "",
            hint=site.say("聘用", "retained") if row["retained"] == "true" else "",
        )
        found.append((years[row["report"]], cell, chosen(evidence, [row["evidence"]])))
    return found


def _groups(
    site: Site,
    rows: list[dict[str, str]],
    posts: list[dict[str, str]],
    evidence: Mapping[str, Evidence],
    years: Mapping[str, str],
) -> list[tuple[str, Cell, tuple[Evidence, ...]]]:
    members: dict[str, dict[tuple[str, str], None]] = {}
    for post in posts:
        if post["who"]:
            members.setdefault(post["group"], {})[post["role"], post["who"]] = None
    groups: dict[str, dict[str, str]] = {}
    for row in rows:
        groups.setdefault(row["group"], row)
    found = []
    for group in groups.values():
        who = site.say("；", "; ").join(
            f"{role}{site.say('：', ': ')}{name}" for role, name in members.get(group["group"], ())
        )
        name = group["name"] or site.say("领导小组（未写名称）", "a leading group without a name")
        found.append((years[group["report"]], Cell(name, hint=who), chosen(evidence, [group["evidence"]])))
    return found


def _days(
    site: Site, rows: list[dict[str, str]], evidence: Mapping[str, Evidence], years: Mapping[str, str]
) -> list[tuple[str, Cell, tuple[Evidence, ...]]]:
    return [
        (
            years[row["report"]],
            Cell(row["name"] or row["written"], site.href("day", site.key(row["day"])) if row["day"] else ""),
            chosen(evidence, [row["evidence"]]),
        )
        for row in rows
    ]


def _matters(
    site: Site,
    reports: list[Report],
    rows: list[dict[str, str]],
    followed: list[dict[str, str]],
    evidence: Mapping[str, Evidence],
) -> list[dict[str, Any]]:
    """Of each report its problems and plans, and of these what the report of the next year says."""
    after: dict[str, list[str]] = {}
    for row in followed:
        after.setdefault(row["plan"], []).append(row["evidence"])
    years = {report.year for report in reports}
    found = []
    for report in reports:
        lists: dict[str, list[Matter]] = {"Problem": [], "Plan": []}
        for row in rows:
            if row["report"] == report.iri:
                words = row["words"]
                lists[row["class"].rpartition("#")[2]].append(
                    Matter(
                        words if len(words) <= _LONG else words[:_LONG] + "…",
                        row["topic"],
                        chosen(evidence, [row["evidence"]]),
                        chosen(evidence, after.get(row["matter"], ())),
                    )
                )
        next_year = str(int(report.year) + 1) if report.year.isdecimal() else ""
        if any(lists.values()):
            found.append(
                {
                    "year": report.year,
                    "problems": lists["Problem"],
                    "plans": lists["Plan"],
                    "next": next_year if next_year in years else "",
                }
            )
    return found


def _sources(
    site: Site, reports: list[Report], rows: list[dict[str, str]], evidence: Mapping[str, Evidence]
) -> list[list[Cell]]:
    first: dict[str, dict[str, str]] = {}
    for row in rows:
        first.setdefault(row["report"], row)
    cells = []
    for report in reports:
        row = first[report.iri]
        publisher, source = row["publisher"], row["source"]
        cells.append(
            [
                Cell(report.year),
                Cell(
                    report.title or site.say("报告全文", "the report"),
                    site.href("reader", site.key(report.iri)),
                    hint=row["number"],
                ),
                Cell(
                    report.issued or site.say("没有读到", "not found"),
                    tone="" if report.issued else "is-silent",
                    evidence=chosen(evidence, [row["dated"]]),
                ),
                Cell(row["publisherName"], site.href("body", site.key(publisher)) if publisher else ""),
                Cell(
                    row["file"],
                    source if source.startswith(("http://", "https://")) else "",
                    hint=row["retrieved"][:10],
                ),
            ]
        )
    return cells
