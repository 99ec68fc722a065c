"""Statutory obligations (法定义务) and how many reports speak of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from fazhi.viz.matrix import OUTCOMES
from fazhi.web.content.assessments import (
    REACHES,
    Obligation,
    binding,
    name_of,
    obligations,
    outcome_name,
    outcomes,
)
from fazhi.web.content.duty_bars import duty_chart, spoken_of
from fazhi.web.content.filters import law_choice, reach_choice, year_choice, years_of
from fazhi.web.content.parts import BarChart, Cell, paged
from fazhi.web.content.things import alone, reports
from fazhi.web.site import Site


def page(site: Site, key: str, parameters: Mapping[str, str]) -> str:
    """The list."""
    alone(site, key)
    year, law, words = (parameters.get(name, "").strip() for name in ("year", "law", "q"))
    reach = parameters.get("reach", "")
    reach = reach if reach in REACHES else "direct"
    every = obligations(site.store)
    count = _counted(site, year, reach)
    fitting = [
        duty
        for duty in every.values()
        if (not law or site.key(duty.law) == law)
        and words.casefold() in f"{duty.zh} {duty.en} {duty.law_name}".casefold()
    ]
    # Those that apply to no report are last.
    fitting.sort(key=lambda duty: not sum(count[duty.iri, outcome] for outcome in OUTCOMES))
    listed = paged(site, fitting, parameters, "obligations")
    return site.render(
        "obligations.html",
        title=site.say("法定义务", "Statutory obligations"),
        words=words,
        chart=_chart(site, fitting, year, reach) if listed.first == 1 else None,
        choices=[
            year_choice(site, years_of(site.store), year),
            reach_choice(site, reach),
            law_choice(site, every.values(), law),
        ],
        head=[
            site.say("义务", "Obligation"),
            site.say("出处", "From"),
            *(f"{sign} {outcome_name(site, outcome)}" for outcome, (sign, _) in OUTCOMES.items()),
        ],
        rows=[
            [
                Cell(name_of(site, duty), site.href("obligation", site.key(duty.iri))),
                Cell(duty.source, site.href("law", site.key(duty.law))),
                *(
                    Cell(
                        str(count[duty.iri, outcome] or ""),
                        number=True,
                        tone=tone if count[duty.iri, outcome] else "",
                    )
                    for outcome, (_, tone) in OUTCOMES.items()
                ),
            ]
            for duty in listed.rows
        ],
        listed=listed,
    )


def _chart(site: Site, fitting: list[Obligation], year: str, reach: str) -> BarChart | None:
    """Of which of them most and fewest reports speak."""
    wanted = {duty.iri for duty in fitting}
    chosen = [one for one in reports(site.store).values() if not year or one.year == year]
    return duty_chart(site, [one for one in spoken_of(site, chosen, reach) if one.duty.iri in wanted])


def keys(site: Site) -> Iterator[str]:
    """There is one page."""
    yield ""


def _counted(site: Site, year: str, reach: str) -> Counter[tuple[str, str]]:
    """How many reports have which outcome, by obligation and outcome, of those to which it applies so."""
    found = outcomes(site.store)
    bound = binding(site.store)
    count: Counter[tuple[str, str]] = Counter()
    for report in reports(site.store).values():
        if not year or report.year == year:
            for obligation, way in bound.get(report.applicability, {}).items():
                if way == reach:
                    count[obligation, found.get((report.iri, obligation), "not_reported")] += 1
    return count
