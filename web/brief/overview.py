"""The overview of all bodies (概览): what stands out, what is usual, and who speaks of how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from fazhi.ontology.reference import indicators
from fazhi.web.brief.medians import in_words, medians
from fazhi.web.brief.parts import Brief, Entry, Grid, Line, Lines, Notes, Section, more
from fazhi.web.brief.ranking import ranking_section
from fazhi.web.content.assessments import name_of
from fazhi.web.content.duty_bars import duty_chart, spoken_of
from fazhi.web.content.evidence import evidence_of
from fazhi.web.content.findings import KINDS, WORDS, Found, found, kind_name
from fazhi.web.content.given import Given, given
from fazhi.web.content.law_bars import most_cited
from fazhi.web.content.names import labels
from fazhi.web.content.things import Body, Report, bodies, reporting
from fazhi.web.content.things import kind_name as class_name
from fazhi.web.site import NotFound, Site

#: So many columns has the table of medians, so many rows; so many laws and obligations have bars.
_COLUMNS, _KINDS, _LAWS, _DUTIES = 4, 8, 10, 5


def overview(site: Site, year: str = "") -> Brief:
    """The overview of the newest report of each body, or of those on ``year``. Raises NotFound."""
    every = reporting(site.store)
    chosen = [report for body in every if (report := _report(body, year))]
    if not chosen:
        years = sorted({one for body in every for one in body.years if one})
        raise NotFound(
            site.say(
                f"没有{year}年度的报告，有：{'、'.join(years)}",
                f"there is no report on {year}, but on {', '.join(years)}",
            )
            if years
            else site.say("图谱中还没有报告", "there is no report yet")
        )
    iris = {report.iri for report in chosen}
    standing = [one for one in found(site.store) if one.report.iri in iris]
    first: dict[str, Found] = {}
    for one in standing:
        first.setdefault(one.kind, one)
    notes = Notes(evidence_of(site, (iri for one in first.values() for iri in one.evidence)))
    sections = (
        _findings(site, standing, first, notes),
        _usual(site, chosen),
        _laws(site, chosen),
        _obligations(site, chosen),
        ranking_section(site, chosen, Counter(one.report.iri for one in standing)),
    )
    said = [report.year for report in chosen if report.year]
    span = "–".join(dict.fromkeys((min(said), max(said)))) if said else ""
    return Brief(
        site.say(f"法治政府建设情况报告概览（{span}）", f"Rule-of-law reports, an overview ({span})"),
        site.language,
        (
            (site.say("报告", "Reports"), Line(_which(site, chosen, year))),
            (site.say("图谱共有", "In the graph"), Line(_all(site, every))),
        ),
        sections,
        notes.all(),
        site.say(
            "只陈述报告写到的内容：“未提及”“没有写到”不等于没有做。线索是供核对的事实，不是结论。",
            "It says what reports say: “not reported” is not “not done”. A lead is a fact to be checked, "
            "no verdict.",
        ),
    )


def _report(body: Body, year: str) -> Report | None:
    return next((one for one in reversed(body.reports) if not year or one.year == year), None)


def _which(site: Site, chosen: Sequence[Report], year: str) -> str:
    if year:
        return site.say(f"{year}年度{len(chosen)}份", f"{len(chosen)} on {year}")
    return site.say(f"{len(chosen)}个单位各自最新的一份", f"the newest of each of {len(chosen)} bodies")


def _all(site: Site, every: Sequence[Body]) -> str:
    reports = sum(len(body.reports) for body in every)
    return site.say(f"{len(every)}个单位的{reports}份报告", f"{reports} reports of {len(every)} bodies")


def _findings(site: Site, standing: Sequence[Found], first: dict[str, Found], notes: Notes) -> Section:
    """A line for each kind of finding: of how many reports, and the first of them."""
    count = Counter(kind for kind, _ in {(one.kind, one.report.iri) for one in standing})
    lines = []
    for kind in (kind for kind in KINDS if kind in first):
        one, how = first[kind], KINDS[kind]
        body = bodies(site.store).get(one.report.body)
        whose = " ".join(filter(None, (body.name if body else one.report.title, one.report.year)))
        example = site.say(f"如{whose}：{one.zh}", f"such as {whose}: {one.en}")
        lines.append(
            Line(
                site.say(
                    f"{kind_name(site, kind)}：{count[kind]}份报告",
                    f"{kind_name(site, kind)}: {count[kind]} reports",
                ),
                notes.of(one.evidence, 2),
                how.sign,
                site.say(*WORDS[how.sign]),
                how.tone,
                example,
                site.href("question", how.question) if how.question else site.href("bodies", finding=kind),
            )
        )
    empty = site.say("没有发现需要留意之处。", "Nothing was found to look at.")
    return Section(site.say("值得注意", "What stands out"), (Lines(tuple(lines), empty=empty),))


def _usual(site: Site, chosen: Sequence[Report]) -> Section:
    """The medians of the counts that rules order and most reports give, by kind of body."""
    title = site.say("各类单位的数据（中位数）", "Figures by kind of body (medians)")
    known = given(site, (one.iri for one in indicators().values() if one.counted_under))
    by_kind = _by_kind(site, chosen)
    of_kind = {kind: medians(known, (one.iri for one in reports)) for kind, reports in by_kind.items()}
    columns = _most_given(known, {one.iri for one in chosen}, of_kind.values())
    names = labels(site, set(columns))
    rows = tuple(
        (
            Entry(
                f"{class_name(site, kind)}（{len(by_kind[kind])}）"
                if site.language == "zh"
                else f"{class_name(site, kind)} ({len(by_kind[kind])})"
            ),
            *(
                Entry(in_words(site, of_kind[kind][one]) if one in of_kind[kind] else "", is_number=True)
                for one in columns
            ),
        )
        for kind in list(by_kind)[:_KINDS]
        if any(one in of_kind[kind] for one in columns)
    )
    if not rows:
        empty = site.say(
            "同一类单位给出同一数据的不足3个，不列中位数。",
            "Fewer than 3 bodies of a kind give the same figure: there are no medians.",
        )
        return Section(title, (Lines((), empty=empty),))
    note = site.say(
        "件数、金额，不是比率：单位有大有小，职责不同。括号内为给出该数的单位数；不足3个的不列。"
        "只用全年的、全文只有一个数的指标；各单位报告的年度不尽相同。",
        "Counts and amounts, no rates: bodies differ in size and task. In brackets, how many give the "
        "figure; nothing where fewer than 3 do. Only figures of the whole year of which a report gives one; "
        "the reports are not all on one year.",
    )
    head = (site.say("类别（单位数）", "Kind (bodies)"), *(names.get(one, "") for one in columns))
    return Section(title, (Grid(head, rows, note=note),))


def _by_kind(site: Site, chosen: Iterable[Report]) -> dict[str, list[Report]]:
    """The reports by the kind of their body, the kinds of most bodies first."""
    found: dict[str, list[Report]] = {}
    for report in chosen:
        for kind in bodies(site.store)[report.body].kinds:
            found.setdefault(kind, []).append(report)
    return dict(sorted(found.items(), key=lambda item: -len(item[1])))


def _most_given(
    known: dict[tuple[str, str], Given], reports: set[str], of_kinds: Iterable[Mapping[str, object]]
) -> list[str]:
    """The indicators with medians that most reports give."""
    having = {indicator for of_kind in of_kinds for indicator in of_kind}
    count = Counter(indicator for report, indicator in known if report in reports and indicator in having)
    return sorted(count, key=lambda one: (-count[one], one))[:_COLUMNS]


def _laws(site: Site, chosen: Sequence[Report]) -> Section:
    shown = most_cited(site, {report.iri for report in chosen}, _LAWS)
    title = site.say("引用的法律文件", "Laws cited")
    if not shown:
        empty = site.say("报告没有引用法律文件。", "No report cites an instrument.")
        return Section(title, (Lines((), empty=empty),))
    return Section(title, (shown,))


def _obligations(site: Site, chosen: Sequence[Report]) -> Section:
    """Of what binds bodies directly, that of which most, fewest and no reports speak."""
    title = site.say("直接约束单位的义务", "Obligations that bind bodies")
    every = spoken_of(site, chosen, "direct")
    if not every:
        empty = site.say("没有适用的义务。", "No obligation applies.")
        return Section(title, (Lines((), empty=empty),))
    chart = duty_chart(site, every)
    silent = sorted((one for one in every if not one.spoken), key=lambda one: -one.of)
    lines = tuple(
        Line(name_of(site, one.duty), (), "·", tone="is-silent", hint=f"{one.duty.source} 0/{one.of}")
        for one in silent[:_DUTIES]
    )
    heading = site.say(f"没有一份报告写到的：{len(silent)}项", f"Of which no report speaks: {len(silent)}")
    quiet = Lines(lines, heading, more(site, len(silent) - len(lines)))
    return Section(title, (*([chart] if chart else []), *([quiet] if silent else [])))
