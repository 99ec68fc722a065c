"""The choices of the forms above lists (筛选): each a parameter, its label, its options, what is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from fazhi.kg.store.graph_store import GraphStore
from fazhi.web.content.assessments import REACHES, Obligation, reach_name
from fazhi.web.content.things import reports
from fazhi.web.site import Site

#: Pairs of a value and what it is called; the empty value leaves out nothing.
Options = list[tuple[str, str]]
Choice = tuple[str, str, Options, str]


def options(site: Site, values: Iterable[str], name: Callable[[str], str] = str) -> Options:
    """All of them, then each of the ``values``."""
    return [("", site.say("全部", "all")), *((value, name(value)) for value in values)]


def years_of(store: GraphStore) -> list[str]:
    """The years on which there are reports, the newest first."""
    return sorted({report.year for report in reports(store).values() if report.year}, reverse=True)


def year_choice(site: Site, years: Iterable[str], chosen: str) -> Choice:
    """One of the years, or all."""
    return "year", site.say("年度", "Year"), options(site, years), chosen


def reach_choice(site: Site, chosen: str) -> Choice:
    """How obligations apply."""
    return (
        "reach",
        site.say("适用方式", "Reach"),
        [(name, reach_name(site, name)) for name in REACHES],
        chosen,
    )


def law_choice(site: Site, duties: Iterable[Obligation], chosen: str) -> Choice:
    """From which instrument obligations come, by the key of its page."""
    laws = {site.key(duty.law): duty.law_name for duty in duties}
    return (
        "law",
        site.say("出处", "From"),
        options(site, sorted(laws, key=laws.__getitem__), laws.__getitem__),
        chosen,
    )
