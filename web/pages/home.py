"""The first page (首页): what stands out, what there is, where to go on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from fazhi.web.content.assessments import binding, name_of, obligations, spoken_of
from fazhi.web.content.figures import figures_in
from fazhi.web.content.findings import KINDS, Found, found, kind_name, shown
from fazhi.web.content.law_bars import most_cited
from fazhi.web.content.laws import citations
from fazhi.web.content.parts import Cell, Finding, paged
from fazhi.web.content.things import Body, alone, kinds_of, reporting, reports
from fazhi.web.site import Site

#: So many findings, laws and new reports stand on the page; behind each list is the way to all.
_FINDINGS = 6
_LAWS = 12
_NEW = 5
_SILENT = 3


def page(site: Site, key: str, parameters: Mapping[str, str]) -> str:
    """The first page."""
    alone(site, key)
    with_reports = reporting(site.store)
    every = found(site.store)
    of_body = Counter(one.report.body for one in every)
    figures = figures_in(site.store)
    listed = paged(site, with_reports, parameters, "home", size=30)
    return site.render(
        "home.html",
        title=site.say("法治政府建设情况报告", "Rule-of-law government reports"),
        figures=[
            (len(reports(site.store)), site.say("份报告", "reports")),
            (len(with_reports), site.say("个单位", "bodies")),
            (len({r.year for r in reports(site.store).values() if r.year}), site.say("个年度", "years")),
            (len(citations(site.store)), site.say("件被引用的法律文件", "instruments cited")),
        ],
        findings=_standing_out(site, every),
        new=_new(site),
        head=[
            site.say("单位", "Body"),
            site.say("类别", "Kind"),
            site.say("所在地", "Place"),
            site.say("年度", "Years"),
            site.say("线索", "Findings"),
            site.say("数据", "Figures"),
        ],
        bodies=[_row(site, body, of_body, figures) for body in listed.rows],
        listed=listed,
        laws=most_cited(site, most=_LAWS),
    )


def keys(site: Site) -> Iterator[str]:
    """There is one."""
    yield ""


def _standing_out(site: Site, every: list[Found]) -> list[Finding]:
    """A finding for each kind that there is: how many there are, and the newest of them."""
    first: dict[str, Found] = {}
    for one in every:
        first.setdefault(one.kind, one)
    count = Counter(one.kind for one in every)
    kinds = [kind for kind in KINDS if kind in first]
    newest = dict(zip(kinds, shown(site, (first[kind] for kind in kinds)), strict=True))
    said = [
        replace(
            newest[kind],
            text=f"{kind_name(site, kind)}{site.say('：', ': ')}{count[kind]}{site.say('处', '')}",
            hint=f"{newest[kind].text}{site.say('。', '. ')}{newest[kind].hint}",
            href=_all_of(site, kind),
        )
        for kind in kinds
    ]
    silent = _silent(site)
    return (said[: _FINDINGS - 1] + silent)[:_FINDINGS] if silent else said[:_FINDINGS]


def _all_of(site: Site, kind: str) -> str:
    """Where all findings of a kind are told: the answer to a question, or the bodies that have any."""
    question = KINDS[kind].question
    return site.href("question", question) if question else site.href("bodies", finding=kind)


def _silent(site: Site) -> list[Finding]:
    """Obligations that bind bodies directly and of which no report of the newest year speaks."""
    of_year = [report for report in reports(site.store).values() if report.year]
    if not of_year:
        return []
    year = of_year[-1].year
    bound: Counter[str] = Counter()
    spoken = set()
    for kind, number in Counter(one.applicability for one in of_year if one.year == year).items():
        for obligation, reach in binding(site.store).get(kind, {}).items():
            if reach == "direct":
                bound[obligation] += number
                if (kind, obligation) in spoken_of(site.store):
                    spoken.add(obligation)
    unspoken = [obligation for obligation in bound if obligation not in spoken]
    if not unspoken:
        return []
    most = sorted(unspoken, key=lambda iri: -bound[iri])[:_SILENT]
    names = site.say("；", "; ").join(name_of(site, obligations(site.store)[iri]) for iri in most)
    return [
        Finding(
            site.say(
                f"{year}年度报告均未写到的直接约束的义务：{len(unspoken)}项",
                f"obligations that bind bodies and of which no report on {year} speaks: {len(unspoken)}",
            ),
            "·",
            site.say("未提及", "not reported"),
            "is-silent",
            site.say(
                f"如：{names}。报告没有写到，不等于没有做。",
                f"Such as: {names}. Not reported is not “not done”.",
            ),
            href=site.href("question", "unreported-obligations", year=year),
        )
    ]


def _new(site: Site) -> list[tuple[str, str, str]]:
    """The reports of the latest dates: date, words, address."""
    dated = sorted(
        (r for r in reports(site.store).values() if r.issued), key=lambda r: r.issued, reverse=True
    )
    names = {body.iri: body for body in reporting(site.store)}
    return [
        (
            report.issued,
            f"{names[report.body].name} {report.year}" if report.body in names else report.title,
            site.href("reader", site.key(report.iri)),
        )
        for report in dated[:_NEW]
    ]


def _row(site: Site, body: Body, findings: Counter[str], figures: Mapping[str, int]) -> list[Cell]:
    count = sum(figures.get(report.iri, 0) for report in body.reports)
    return [
        Cell(body.name, site.href("body", site.key(body.iri))),
        Cell(kinds_of(site, body)),
        Cell(body.place_name, site.href("place", site.key(body.place)) if body.place else ""),
        Cell(site.say("、", ", ").join(filter(None, body.years))),
        Cell(str(findings[body.iri]), number=True),
        Cell(str(count), number=True),
    ]
