"""All assessments of one report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fazhi.kg.assessment.binding import binds, reach
from fazhi.kg.assessment.duties import judge_duties
from fazhi.kg.assessment.judgement import Judgement
from fazhi.kg.assessment.passages import Reading
from fazhi.kg.assessment.signs import signs
from fazhi.kg.assessment.statutory import judge
from fazhi.kg.iris import ReportIris
from fazhi.kg.linking.report import LinkedReport
from fazhi.kg.mapping import statements_of
from fazhi.ontology.namespaces import ID
from fazhi.ontology.reference import obligations


@dataclass(frozen=True)
class Assessment:
    """One report held against one obligation.

    ``obligation`` is its IRI and ``key`` what tells the assessment apart among those of its report.
    ``reach`` is a park-scope id: how the duty reaches the body where the text does not bind it itself.
    """

    key: str
    obligation: str
    judgement: Judgement
    reach: str | None = None


def assess_report(report: LinkedReport, *, base: str = ID) -> Iterator[Assessment]:
    """The assessments of ``report``: statutory obligations first, then what it requires of itself.

    Statutory obligations are those in force in the reported year that bind its body; none where body or
    year is unknown.
    """
    reading = Reading(report.extraction)
    yield from _statutory(report, reading)
    iris = ReportIris(report.key, base)
    nodes = {id(statement.record): statement.node for statement in statements_of(report, iris)}
    for duty, judgement in judge_duties(reading):
        node = nodes[id(duty)]
        yield Assessment(f"duty-{node.rsplit('/', 1)[-1]}", node, judgement)


def _statutory(report: LinkedReport, reading: Reading) -> Iterator[Assessment]:
    if report.body is None or report.year is None:
        return
    for obligation in obligations().values():
        rule = obligation.rule_in(report.year)
        sign = signs()[obligation.id]
        if rule is None or not binds(obligation, sign, report.body):
            continue
        judgement = judge(report, reading, sign, earlier_rule=rule is obligation.earlier_rule)
        yield Assessment(obligation.id, obligation.iri, judgement, reach(obligation, report.body))
