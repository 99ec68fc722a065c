"""Of which obligations most and fewest reports speak, as bars (outcomes by obligation)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from fazhi.web.content.assessments import Obligation, applying, name_of, obligations, outcomes
from fazhi.web.content.parts import Bar, BarChart
from fazhi.web.content.things import Report
from fazhi.web.site import Site

#: So many stand at either end.
_MOST = 5


@dataclass(frozen=True)
class Spoken:
    """How many of the reports to which an obligation applies speak of it."""

    duty: Obligation
    spoken: int
    of: int

    @property
    def share(self) -> float:
        """In percent."""
        return round(100 * self.spoken / self.of, 2)


def spoken_of(site: Site, reports: Iterable[Report], reach: str) -> list[Spoken]:
    """The obligations that apply to reports in one way, those of which the greatest share speaks first."""
    bound: Counter[str] = Counter()
    spoken: Counter[str] = Counter()
    for report in reports:
        for obligation, outcome in applying(site.store, report, reach, outcomes(site.store)).items():
            bound[obligation] += 1
            spoken[obligation] += outcome != "not_reported"
    known = obligations(site.store)
    found = [Spoken(known[iri], spoken[iri], of) for iri, of in bound.items()]
    return sorted(found, key=lambda one: (-one.share, -one.of, one.duty.iri))


def duty_chart(site: Site, every: list[Spoken]) -> BarChart | None:
    """Both ends of them: the bars are shares of the reports to which each applies; None if all are alike."""
    told = [one for one in every if one.spoken]
    shown = list(dict.fromkeys([*told[:_MOST], *told[-_MOST:]]))
    if len({one.share for one in shown}) < 2:
        return None
    first = shown[0]
    title = site.say(
        f"写到最多的：{name_of(site, first.duty)}，{first.of}份报告中的{first.spoken}份",
        f"Spoken of most: {name_of(site, first.duty)}, in {first.spoken} of {first.of} reports",
    )
    note = site.say(
        "写到的报告数/适用的报告数，比例最高和最低的几项。没有写到，不等于没有做。",
        "Reports that speak of it, of those to which it applies: the highest and the lowest shares. Not "
        "reported is not “not done”.",
    )
    bars = [
        Bar(
            name_of(site, one.duty),
            f"{one.spoken}/{one.of}",
            one.share,
            site.href("obligation", site.key(one.duty.iri)),
        )
        for one in shown
    ]
    return BarChart(title, bars, note)
