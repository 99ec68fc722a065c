"""What a report evidences of the obligations that apply to its body (法定义务), in a brief."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from fazhi.viz.matrix import OUTCOMES
from fazhi.web.brief.parts import Line, Lines, Notes, Section, Whole, more
from fazhi.web.content.assessments import (
    REACHES,
    Assessed,
    binding,
    name_of,
    obligations,
    outcome_name,
    reach_name,
)
from fazhi.web.content.links import own_page
from fazhi.web.content.parts import segments
from fazhi.web.content.things import Report
from fazhi.web.site import Site

#: So many obligations of a list are named.
_SHOWN = 4


def obligations_section(site: Site, report: Report, judged: Sequence[Assessed], notes: Notes) -> Section:
    """A bar for each way in which obligations apply; what binds the body and is not spoken of, by name."""
    bound = binding(site.store).get(report.applicability, {})
    known = obligations(site.store)
    said = {one.obligation: one for one in judged}
    blocks: list[Lines | Whole] = []
    for reach in REACHES:
        here = [iri for iri in known if bound.get(iri) == reach]
        count = Counter(said[iri].outcome if iri in said else "not_reported" for iri in here)
        pieces = segments(
            [(outcome_name(site, o), count[o], tone, sign) for o, (sign, tone) in OUTCOMES.items()]
        )
        if pieces:
            items = site.say(f"{len(here)}项", str(len(here)))
            blocks.append(Whole(f"{reach_name(site, reach)} {items}", tuple(pieces)))
    if not blocks:
        why = site.say(
            "没有适用的义务：报告缺少年度，或者单位类别不明。",
            "No obligation applies: the report lacks its year, or the kind of body is not known.",
        )
        return Section(site.say("法定义务", "Obligations"), (Lines((), empty=why),))
    direct = [iri for iri in known if bound.get(iri) == "direct"]
    silent = [iri for iri in direct if iri not in said]
    evidenced = [iri for iri in direct if iri in said and said[iri].outcome == "evidenced"]
    for iris, heading, tone in (
        (evidenced, site.say("直接约束，已体现", "Binding, evidenced"), "is-good"),
        (
            silent,
            site.say(
                "直接约束，报告没有写到（不等于没有做，可以问）",
                "Binding, not reported (which is not “not done”)",
            ),
            "is-silent",
        ),
    ):
        if iris:
            lines = tuple(
                Line(
                    name_of(site, known[iri]),
                    notes.of(said[iri].evidence) if iri in said else (),
                    OUTCOMES["evidenced" if iri in said else "not_reported"][0],
                    tone=tone,
                    hint=known[iri].source,
                    href=own_page(site, iri),
                )
                for iri in iris[:_SHOWN]
            )
            blocks.append(Lines(lines, heading, more(site, len(iris) - len(lines)), is_short=True))
    return Section(site.say("法定义务", "Obligations"), tuple(blocks))
