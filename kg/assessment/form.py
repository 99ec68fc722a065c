"""Obligations about the report itself: when it was published, and what parts it must have.

Source: 法治政府建设与责任落实督察工作规定, article 24 and chapter 4.
"""

from __future__ import annotations

import re
from datetime import date

from fazhi.extractors.issue_date import issue_date
from fazhi.extractors.language.dates import find_dates
from fazhi.kg.assessment.judgement import SILENCE, Judgement
from fazhi.kg.assessment.passages import AssessedReport, Sighting
from fazhi.kg.linking.report import LinkedReport
from fazhi.ontology.deadlines import Deadline

#: The parts a report must have: what was done, what is wanting, the principal leader's part, what is planned.
PARTS = ("work_done", "problems", "leader_duties", "plans")
_LABELLED = re.compile(
    r"(?:发布|公开|发文|发稿)(?:日期|时间)[：:\s]*(?:19|20)\d\d\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?"
)


def publication(report: LinkedReport, deadline: Deadline) -> Judgement:
    """Published within the deadline (article 24), which lies in the year after the one reported on?

    The date of publication decides. Where only a signature is dated, a date past the deadline shows
    that it was missed, one before it shows only that the report was ready.
    """
    found = _date(report)
    if found is None or report.year is None:
        return SILENCE
    day, place, signed = found
    in_time = deadline.is_met(day, report.year + 1)
    if signed:
        outcome = ("partly", "signed_in_time") if in_time else ("contrary", "signed_after_deadline")
    else:
        outcome = ("evidenced", "published_in_time") if in_time else ("contrary", "published_after_deadline")
    return Judgement(*outcome, (place,))


def _date(report: LinkedReport) -> tuple[date, Sighting, bool] | None:
    """The date, where it stands, and whether it is a signature's: publication before signature."""
    document, text = report.extraction.document, report.extraction.report_text.text
    found = issue_date(document, text)
    labelled = _LABELLED.search(text)
    if labelled and not (found and found.in_source and not found.signed):
        dates = find_dates(labelled.group())
        if dates:
            return date.fromisoformat(dates[0]), Sighting(*labelled.span()), False
    if found is None:
        return None
    place = Sighting(found.start, found.end, in_source=found.in_source)
    return date.fromisoformat(found.day), place, found.signed


def contents(assessed: AssessedReport) -> Judgement:
    """Are the parts there that the rules ask for? Each by the heading of its first section."""
    found: dict[str, Sighting] = {}
    for section in assessed.report_text.sections:
        if section.role in PARTS and section.role not in found and section.level:
            found[section.role] = assessed.opening(section)
    missing = [part for part in PARTS if part not in found]
    places = tuple(sorted(found.values(), key=lambda place: place.start))
    if not missing:
        return Judgement("evidenced", "all_parts", places)
    if set(found) <= {"work_done"}:
        return SILENCE
    return Judgement("partly", f"part_missing:{','.join(missing)}", places)
