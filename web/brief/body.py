"""The brief of a body (单位要点): one of its reports, on one or two pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fazhi.web.brief.duties import obligations_section
from fazhi.web.brief.figures import figures_section, key_figures
from fazhi.web.brief.laws import laws_section
from fazhi.web.brief.matters import plans_of, plans_section, problems_section
from fazhi.web.brief.parts import Brief, Line, Notes
from fazhi.web.brief.standing import findings_section
from fazhi.web.content.assessments import assessed
from fazhi.web.content.evidence import evidence_of
from fazhi.web.content.figures import figures_of
from fazhi.web.content.findings import found_alone
from fazhi.web.content.statements import CITATIONS, FOLLOWED, MATTERS, SOURCES, stated
from fazhi.web.content.things import Body, Report, kinds_of
from fazhi.web.site import NotFound, Site


def report_on(site: Site, body: Body, year: str) -> Report:
    """The report of a body on a year, the newest without one. Raises NotFound, which names the years."""
    if not body.reports:
        raise NotFound(site.say(f"图谱中没有{body.name}的报告", f"there is no report of {body.name}"))
    for report in reversed(body.reports):
        if not year or report.year == year:
            return report
    years = site.say("、", ", ").join(filter(None, body.years))
    raise NotFound(
        site.say(
            f"{body.name}没有{year}年度的报告，有：{years}",
            f"there is no report of {body.name} on {year}, but on {years}",
        )
    )


def body_brief(site: Site, body: Body, year: str = "") -> Brief:
    """The brief of a body's report on ``year``, the newest without one. Raises NotFound."""
    report = report_on(site, body, year)
    before = _before(body, report)
    both = [one for one in (before, report) if one]
    told = {query: stated(site, query, both) for query in (CITATIONS, MATTERS, FOLLOWED, SOURCES)}
    figures = figures_of(site, (one.iri for one in both))
    judged = assessed(site, "report", [report.iri])
    on_report = found_alone(site.store, [report])
    notes = Notes(
        evidence_of(
            site,
            [
                *(row["evidence"] for query in (CITATIONS, MATTERS, FOLLOWED) for row in told[query]),
                *(row["dated"] for row in told[SOURCES]),
                *(figure.evidence for figure in figures),
                *(iri for one in judged for iri in one.evidence),
                *(iri for one in on_report for iri in one.evidence),
            ],
        ),
        body.name,
        report.year,
    )
    facts = _facts(site, body, report, told[SOURCES], notes)
    key = key_figures(site, body, report, before, figures)
    plans = plans_of(report, before, told[MATTERS], told[FOLLOWED])
    sections = (
        findings_section(site, report, on_report, key, judged, plans, notes),
        figures_section(site, body, report, before, key, notes),
        obligations_section(site, report, judged, notes),
        laws_section(site, report, told[CITATIONS], notes),
        problems_section(site, report, told[MATTERS], notes),
        plans_section(site, report, before, plans, notes),
    )
    return Brief(
        _title(site, body, report),
        site.language,
        facts,
        sections,
        notes.all(),
        site.say(
            "只陈述报告写到的内容：“未提及”“没有写到”不等于没有做。线索是供核对的事实，不是结论。"
            "“直接约束”之外的义务须经上级、授权或者参照才适用，不能说该单位违反了它。",
            "It says what the report says: “not reported” is not “not done”. A lead is a fact to be checked, "
            "no verdict. Of what only reaches a body it cannot be said that the body breached it.",
        ),
    )


def _title(site: Site, body: Body, report: Report) -> str:
    year = site.say(f"{report.year}年度", f" {report.year}") if report.year else ""
    return site.say(f"{body.name}{year}报告要点", f"{body.name}{year}: brief")


def _before(body: Body, report: Report) -> Report | None:
    """The body's report on the year before."""
    year = str(int(report.year) - 1) if report.year else ""
    return next((one for one in reversed(body.reports) if year and one.year == year), None)


def _facts(
    site: Site, body: Body, report: Report, sources: Sequence[Mapping[str, str]], notes: Notes
) -> tuple[tuple[str, Line], ...]:
    rows = [row for row in sources if row["report"] == report.iri]
    kind = kinds_of(site, body)
    place = site.say("、", ", ").join(filter(None, (body.place_name, body.parent_name)))
    files = site.say("、", ", ").join(dict.fromkeys(row["file"] for row in rows if row["file"]))
    address = next((row["source"] for row in rows if row["source"].startswith(("http://", "https://"))), "")
    dated = notes.of(row["dated"] for row in rows)
    facts = [
        (site.say("类别", "Kind"), Line(kind)),
        (site.say("所在地、上级", "Place, parent"), Line(place)),
        (site.say("报告", "Report"), Line(report.title, href=site.href("reader", site.key(report.iri)))),
        (
            site.say("日期", "Date"),
            Line(report.issued or site.say("没有读到", "not found"), dated),
        ),
        (site.say("来源", "Source"), Line(files, href=address)),
    ]
    return tuple((label, line) for label, line in facts if line.text)
