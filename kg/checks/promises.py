"""Last year's promises that this year's report does not take up (上年计划未见回应)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fazhi.kg.assessment.follow_up import Item, follow_ups
from fazhi.kg.assessment.passages import DONE, AssessedReport
from fazhi.kg.linking.report import LinkedReport


@dataclass(frozen=True)
class Plan:
    """A plan of a report: its words, the sentence that holds them, the id of its topic if it has one."""

    words: str
    sentence: str
    topic: str | None


@dataclass(frozen=True)
class LastReport:
    """The report that this year's is held against: its plans, and the body and year that it is about.

    ``body`` is the key of the body, ``name`` what it is called; what the report does not tell is None.
    ``source`` names the file, or is empty for a report of the store.
    """

    source: str
    body: str | None
    name: str | None
    year: int | None
    plans: tuple[Plan, ...]


@dataclass(frozen=True)
class Promises:
    """What a report takes up of an earlier one's plans: ``open`` are those to which nothing answers.

    ``same_body`` is None where either report does not tell its body, ``years_between`` where it does not
    tell its year (1: the year before). Nothing answers is not "not done".
    """

    last: LastReport
    open: tuple[Plan, ...]
    same_body: bool | None
    years_between: int | None


def last_report(linked: LinkedReport, source: str) -> LastReport:
    """The plans of a report that was read from the file ``source``."""
    body, text = linked.body, linked.extraction.report_text
    plans = []
    for record in linked.extraction.by_type.of("plan"):
        start, end = text.sentence(record.start, record.end)
        plans.append(Plan(record.text, text.text[start:end], record.fields.get("topic")))
    name = body.name if body else linked.report.fields.get("issuer")
    return LastReport(source, body.key if body else None, name, linked.year, tuple(plans))


def promises(last: LastReport, linked: LinkedReport, assessed: AssessedReport) -> Promises:
    """What the report ``linked`` takes up of the plans of ``last``."""
    body = linked.body.key if linked.body else None
    return Promises(
        last,
        open=tuple(_not_taken_up(last.plans, linked, assessed)),
        same_body=None if body is None or last.body is None else body == last.body,
        years_between=None if linked.year is None or last.year is None else linked.year - last.year,
    )


def _not_taken_up(plans: Sequence[Plan], linked: LinkedReport, assessed: AssessedReport) -> Iterable[Plan]:
    """The plans that no activity takes up, and no other words of the parts on work done either."""
    items = {str(place): Item(str(place), plan.words, plan.topic) for place, plan in enumerate(plans)}
    text = assessed.report_text.text
    activities = [
        Item(str(record.start), record.text, record.fields.get("class"))
        for record in linked.extraction.by_type.of("activity")
    ]
    passages = [
        Item(str(passage.start), text[passage.start : passage.end], None)
        for passage in assessed.passages
        if passage.role in DONE
    ]
    for told in (activities, passages):
        for found in list(follow_ups(list(items.values()), told)):
            items.pop(found.plan.node, None)
    return [plans[int(place)] for place in items]
