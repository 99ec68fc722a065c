"""Who speaks of how much (排序): bodies by the obligations that bind them and that their reports speak of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fazhi.ontology.collation import by_sound
from fazhi.web.brief.parts import Entry, Grid, Lines, Section
from fazhi.web.content.assessments import applying
from fazhi.web.content.assessments import outcomes as outcomes_of_all
from fazhi.web.content.things import Report, bodies, kind_name
from fazhi.web.site import Site

#: Of a kind with more bodies than these, the first and the last are named.
_ALL, _FIRST, _LAST = 20, 12, 5


def ranking_section(site: Site, chosen: Sequence[Report], findings: Mapping[str, int]) -> Section:
    """A table for each kind of body, and what it cannot say; ``findings`` counts those on each report."""
    by_kind: dict[str, list[tuple[float, Report, int, int, int]]] = {}
    every = outcomes_of_all(site.store)
    for report in chosen:
        outcomes = list(applying(site.store, report, "direct", every).values())
        evidenced, partly = outcomes.count("evidenced"), outcomes.count("partly")
        if outcomes:
            kind = "、".join(kind_name(site, one) for one in bodies(site.store)[report.body].kinds)
            line = ((evidenced + partly) / len(outcomes), report, evidenced, partly, len(outcomes))
            by_kind.setdefault(kind, []).append(line)
    note = site.say(
        "排序只说报告写到了多少项直接约束该单位的义务，不说做了多少、做得好坏：写得短的、另行公开的都排在后面。"
        "同类单位之间才可比，并列的名次相同；线索只供核对，不计入名次。",
        "The order says of how many obligations that bind it a report speaks, not how much was done, "
        "nor how well: who writes little, or publishes elsewhere, comes late. Compare bodies of one kind "
        "only; equals share a place, and findings are leads that count for nothing here.",
    )
    tables = [
        _table(site, kind, lines, findings)
        for kind, lines in sorted(by_kind.items(), key=lambda item: -len(item[1]))
        if len(lines) > 1
    ]
    alone = sum(len(lines) == 1 for lines in by_kind.values())
    single = site.say(f"另有{alone}个单位没有同类。", f"{alone} bodies have none of their kind beside them.")
    said = Lines((), rest=note + (single if alone else ""))
    return Section(site.say("排序：报告写到的义务", "In order: obligations spoken of"), (said, *tables))


def _table(
    site: Site,
    kind: str,
    lines: Sequence[tuple[float, Report, int, int, int]],
    findings: Mapping[str, int],
) -> Grid:
    names = {report.iri: bodies(site.store)[report.body].name for _, report, *_ in lines}
    order = sorted(lines, key=lambda line: (-line[0], by_sound(names[line[1].iri])))
    places = [1 + sum(other[0] > line[0] for other in order) for line in order]
    rows: list[tuple[Entry, ...]] = [
        (
            Entry(str(place), is_number=True),
            Entry(names[report.iri], href=site.href("body", site.key(report.body))),
            Entry(report.year, is_number=True),
            Entry(f"{evidenced + partly}/{of}", is_number=True),
            Entry(str(partly), is_number=True),
            Entry(str(findings.get(report.iri, 0)), is_number=True),
        )
        for place, (_, report, evidenced, partly, of) in zip(places, order, strict=True)
    ]
    if len(rows) > _ALL:
        left = len(rows) - _FIRST - _LAST
        words = site.say(f"……另有{left}个单位", f"… {left} more")
        gap = (Entry("", is_number=True), Entry(words, tone="is-silent"), *[Entry("", is_number=True)] * 4)
        rows = [*rows[:_FIRST], gap, *rows[-_LAST:]]
    head = (
        site.say("名次", "Place"),
        site.say("单位", "Body"),
        site.say("年度", "Year"),
        site.say("写到的义务", "Spoken of"),
        site.say("其中部分体现", "partly"),
        site.say("线索", "Findings"),
    )
    count = site.say(f"{kind}（{len(order)}个单位）", f"{kind} ({len(order)})")
    return Grid(head, tuple(rows), heading=count)
