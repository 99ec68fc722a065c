"""The instruments that most reports cite, as bars; those out of force when they were cited are marked."""

from __future__ import annotations

from collections.abc import Set

from fazhi.web.content.findings import found
from fazhi.web.content.laws import citations, laws_of
from fazhi.web.content.parts import Bar, BarChart, bars
from fazhi.web.site import Site


def most_cited(site: Site, reports: Set[str] | None = None, most: int = 12) -> BarChart | None:
    """The instruments that most of the ``reports`` (IRIs; all without any) cite; None if they cite none.

    Behind the ``most`` first ones stand as many of those that were out of force in the year of a report.
    """
    cited = {
        law: count
        for law, of_law in citations(site.store).items()
        if (count := len(of_law) if reports is None else sum(report in reports for report in of_law))
    }
    if not cited:
        return None
    ended = {
        one.about
        for one in found(site.store)
        if one.kind == "not-in-force" and (reports is None or one.report.iri in reports)
    }
    order = sorted(cited, key=lambda iri: (-cited[iri], iri))
    chosen = [iri for place, iri in enumerate(order) if place < most or iri in ended][: 2 * most]
    laws = laws_of(site, chosen)
    items = [
        Bar(
            law.name,
            str(cited[iri]),
            cited[iri],
            site.href("law", site.key(iri)),
            "is-finding" if iri in ended else "",
            site.say(f"{law.ended}起失效", f"out of force from {law.ended}") if iri in ended else "",
        )
        for iri, law in laws.items()
    ]
    first = laws[chosen[0]].name
    title = site.say(
        f"引用最多的是《{first}》，{cited[chosen[0]]}份报告",
        f"Cited most: 《{first}》, in {cited[chosen[0]]} reports",
    )
    if ended:
        title += site.say(
            f"；{len(ended)}件在被引用的年度已经失效",
            f"; {len(ended)} {'was' if len(ended) == 1 else 'were'} out of force when cited",
        )
    note = site.say("数字为引用的报告数。", "The number is that of reports that cite it.")
    if ended:
        note += site.say(
            "红色的在被引用的报告年度已经失效。",
            " What is red was out of force in the year of a report that cites it.",
        )
    return BarChart(title, bars(items), note)
