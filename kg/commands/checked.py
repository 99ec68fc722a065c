"""What a child process makes of a draft, for ``fazhi check`` and the pages: findings and summary."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from fazhi.ontology.errors import FazhiError

if TYPE_CHECKING:
    from fazhi.kg.checks import Finding
    from fazhi.kg.checks.finding import Place
    from fazhi.kg.checks.promises import LastReport
    from fazhi.kg.checks.summary import Summary
    from fazhi.kg.linking.report import LinkedReport


@dataclass(frozen=True)
class Checked:
    """The findings on a report, and its summary if it was asked for and the text is a report.

    ``title`` is the place of its title, ``digest`` the SHA-256 of its file in hexadecimal: a copy is made by
    these. ``trouble`` says why the store gave nothing to the summary; it is empty where there was no trouble.
    """

    findings: list[Finding]
    title: Place
    digest: str
    media_type: str
    summary: Summary | None = None
    trouble: str = ""


def findings_in(file: Path, ignored: Collection[str]) -> Checked:
    """The findings on the report in ``file`` alone."""
    from fazhi.kg.linking.report import read_report

    return _without_summary(read_report(file), ignored)


def checked(file: Path, ignored: Collection[str], store: Path, last: LastReport | None) -> Checked:
    """The findings on the report in ``file``, and its summary with what the ``store`` has to add.

    ``last`` is the report to hold it against; without it that of the year before in the store, if any.
    """
    from fazhi.kg.linking.report import read_report

    return of_linked(read_report(file), ignored, store, last)


def of_linked(
    linked: LinkedReport, ignored: Collection[str], store: Path, last: LastReport | None = None
) -> Checked:
    """:func:`checked` for a report that is read and linked already."""
    from fazhi.kg.checks.summary import summarise

    found = _without_summary(linked, ignored)
    try:
        return replace(found, summary=_with_precedents(linked, store, last))
    except FazhiError as error:  # A store that cannot be read must not cost the findings.
        return replace(found, summary=summarise(linked, last), trouble=str(error))


def _without_summary(linked: LinkedReport, ignored: Collection[str]) -> Checked:
    from fazhi.kg.checks.registry import check_linked, place_in

    document = linked.extraction.document
    title = place_in(document, (linked.report.start, linked.report.end))
    return Checked(check_linked(linked, ignore=ignored), title, document.digest, document.media_type)


def _with_precedents(linked: LinkedReport, store: Path, last: LastReport | None) -> Summary | None:
    from fazhi.kg.checks.summary import kinds_of, summarise
    from fazhi.kg.precedents import precedents

    body, year = linked.body, linked.year
    if body is None or year is None:
        return summarise(linked, last)
    with precedents(store, body.key, kinds_of(body)) as found:
        if found is None:
            return summarise(linked, last)
        summary = summarise(linked, last or found.last_report(year - 1))
        return summary and summary.with_wordings(found.wordings(one.obligation for one in summary.unspoken))


def read_last_report(file: Path) -> LastReport:
    """The plans of the report in ``file``."""
    from fazhi.kg.checks.promises import last_report
    from fazhi.kg.linking.report import read_report

    return last_report(read_report(file), str(file))
