"""All assessments of one report."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

from fazhi.kg.assessment.binding import binding, narrowest_classes
from fazhi.kg.assessment.duties import judge_duties
from fazhi.kg.assessment.judgement import Judgement
from fazhi.kg.assessment.passages import AssessedReport
from fazhi.kg.assessment.signs import signs
from fazhi.kg.assessment.statutory import judge
from fazhi.kg.linking.report import LinkedReport
from fazhi.ontology.reference import StatutoryObligation, obligations


@dataclass(frozen=True)
class Assessment:
    """One report compared with one obligation: a statutory one, or a duty that the report states itself.

    ``duty`` is the position of the stated duty in the extraction's records. ``reach`` is an id of the reach
    scheme: how a statutory obligation reaches the body; a stated duty has none.
    """

    judgement: Judgement
    statutory: StatutoryObligation | None = None
    duty: int | None = None
    reach: str | None = None


def assess_report(report: LinkedReport) -> Iterator[Assessment]:
    """The assessments of ``report``: statutory obligations first, then what it requires of itself.

    Statutory obligations are those that were in force in the reported year and bind the report's body; there
    are none if the body or the year is unknown.
    """
    assessed = AssessedReport(report.extraction)
    yield from assess_statutory(report, assessed)
    for position, judgement in judge_duties(assessed):
        yield Assessment(judgement, duty=position)


def assess_statutory(
    report: LinkedReport, assessed: AssessedReport, among: Container[str] | None = None
) -> Iterator[Assessment]:
    """Only the statutory ones of :func:`assess_report`, or those of them whose obligations are ``among`` ids.

    ``assessed`` is the text of ``report``.
    """
    if report.body is None or report.year is None:
        return
    for key, how in binding(narrowest_classes(report.body), report.year).items():
        if among is not None and key not in among:
            continue
        obligation = obligations()[key]
        earlier_rule = obligation.rule_in(report.year) is obligation.earlier_rule
        judgement = judge(report, assessed, obligation, signs()[key], earlier_rule=earlier_rule)
        yield Assessment(judgement, obligation, reach=how)
