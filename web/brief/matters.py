"""Problems and plans (问题、计划) in a brief, and what became of the plans of the year before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fazhi.kg.assessment.follow_up import ANY_CLASS
from fazhi.kg.assessment.likeness import Likeness
from fazhi.web.brief.parts import Line, Lines, Notes, Section, more
from fazhi.web.content.things import Report
from fazhi.web.site import Site

#: So many of a list are told, of each that became something else fewer.
_SHOWN, _OF_EACH = 3, 2
#: Characters of a problem or plan that are told.
_LONG = 42


def _is(row: Mapping[str, str], report: Report | None, kind: str) -> bool:
    return report is not None and row["report"] == report.iri and row["class"].endswith(f"#{kind}")


def _told(
    site: Site, rows: Sequence[Mapping[str, str]], notes: Notes, empty: str, heading: str = ""
) -> Lines:
    lines = tuple(
        Line(_short(row["words"]), notes.of([row["evidence"]], quoted=True), hint=row["topic"], quoted=True)
        for row in rows[:_SHOWN]
    )
    return Lines(lines, heading, more(site, len(rows) - len(lines)), empty)


def _short(words: str) -> str:
    return words if len(words) <= _LONG else f"{words[:_LONG]}…"


def problems_section(site: Site, report: Report, rows: Sequence[Mapping[str, str]], notes: Notes) -> Section:
    """What the report says is not well, in its own words; ``rows`` are those of its problems and plans."""
    problems = [row for row in rows if _is(row, report, "Problem")]
    empty = site.say("没有读到问题。", "None was found.")
    return Section(
        site.say("报告承认的问题", "Problems that the report admits"), (_told(site, problems, notes, empty),)
    )


@dataclass(frozen=True)
class Plans:
    """The plans of the year before and this report's own (rows), and what the report says of the former.

    ``after`` are the activities on a plan's matter, ``again`` what plans it again: evidence (IRIs) by plan.
    """

    last: Sequence[Mapping[str, str]]
    own: Sequence[Mapping[str, str]]
    after: Mapping[str, Sequence[str]]
    again: Mapping[str, str]

    def silent(self) -> list[Mapping[str, str]]:
        """The plans of the year before of which the report does not speak."""
        return [row for row in self.last if row["matter"] not in {*self.after, *self.again}]


def plans_of(
    report: Report,
    before: Report | None,
    rows: Sequence[Mapping[str, str]],
    followed: Sequence[Mapping[str, str]],
) -> Plans:
    """The plans among problems and plans of both reports, with the activities that follow them up."""
    last = [row for row in rows if _is(row, before, "Plan")]
    own = [row for row in rows if _is(row, report, "Plan")]
    after: dict[str, list[str]] = {}
    for row in followed:
        after.setdefault(row["plan"], []).append(row["evidence"])
    return Plans(last, own, after, _planned_again(last, own))


def plans_section(site: Site, report: Report, before: Report | None, plans: Plans, notes: Notes) -> Section:
    """What became of the plans of the year before, and this report's own."""
    last = _followed(site, before, plans, notes)
    heading = site.say(f"{report.year}年报告的计划", f"Plans of the report on {report.year}")
    this = _told(site, plans.own, notes, site.say("没有读到计划。", "No plan was found."), heading)
    return Section(site.say("计划", "Plans"), (last, this))


def _followed(site: Site, before: Report | None, plans: Plans, notes: Notes) -> Lines:
    """Last year's plans: spoken of, planned again, not spoken of."""
    if not before or not plans.last:
        why = (
            site.say(
                f"{before.year}年报告中没有读到计划。", f"No plan was found in the report on {before.year}."
            )
            if before
            else site.say(
                "没有上年报告，看不出上年计划的后续。",
                "There is no report on the year before whose plans could be followed.",
            )
        )
        return Lines((), empty=why)
    spoken = [row for row in plans.last if row["matter"] in plans.after]
    again = [row for row in plans.last if row["matter"] in plans.again and row not in spoken]
    lines, counted = [], []
    for sign, tone, word, rows in (
        ("●", "is-good", site.say("报告写到", "spoken of"), spoken),
        ("◐", "is-doubtful", site.say("仍列为计划", "planned again"), again),
        ("·", "is-silent", site.say("没有写到", "not reported"), plans.silent()),
    ):
        counted.append(f"{sign} {word} {len(rows)}")
        for row in rows[:_OF_EACH]:
            plan = row["matter"]
            iris = plans.after.get(plan) or [plans.again.get(plan, row["evidence"])]
            lines.append(
                Line(
                    _short(row["words"]),
                    notes.of(iris, quoted=rows is not spoken),
                    sign,
                    word,
                    tone,
                    quoted=True,
                )
            )
    said = site.say("、", ", ").join(counted)
    heading = site.say(
        f"{before.year}年报告的计划{len(plans.last)}项：{said}",
        f"{len(plans.last)} plans of the report on {before.year}: {said}",
    )
    return Lines(tuple(lines), heading, more(site, len(plans.last) - len(lines)))


def _planned_again(planned: Sequence[Mapping[str, str]], own: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The plans of the year before that this year's report plans again, with the evidence of that.

    They are told by the words they share, weighed as where activities are found for plans.
    """
    likeness = Likeness(row["words"] for row in (*planned, *own))
    found = {}
    for row in planned:
        scores = [(likeness.score(row["words"], other["words"]), other["evidence"]) for other in own]
        best = max(scores, default=(0.0, ""))
        if best[0] >= ANY_CLASS:
            found[row["matter"]] = best[1]
    return found
