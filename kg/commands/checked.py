"""What a child process makes of a draft, for ``fazhi check`` and the pages: findings and summary."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fazhi.kg.commands.terminal import shown
from fazhi.ontology.errors import FazhiError

if TYPE_CHECKING:
    from fazhi.kg.checks import Finding
    from fazhi.kg.checks.explanations import Language
    from fazhi.kg.checks.finding import Place
    from fazhi.kg.checks.promises import LastReport
    from fazhi.kg.checks.summary import Summary
    from fazhi.kg.linking.report import LinkedReport
    from fazhi.viz.pages import ShownPages


@dataclass(frozen=True)
class Checked:
    """The findings on a report, and its summary if it was asked for and the text is a report.

    ``title`` is the place of its title, ``digest`` the SHA-256 of its file in hexadecimal: a copy is made by
    these. ``trouble`` says why the store gave nothing to the summary; it is empty where there was no trouble.
    ``page`` is the report with the findings marked in its text (HTML), if it was asked for.
    """

    findings: list[Finding]
    title: Place
    digest: str
    media_type: str
    summary: Summary | None = None
    trouble: str = ""
    page: str = ""


def checked(
    file: Path,
    ocr: bool,
    ignored: Collection[str],
    store: Path | None,
    last: LastReport | None,
    *,
    page: Language | None = None,
) -> Checked:
    """The findings on the report in ``file``; with a ``store``, which need not exist, also its summary.

    ``last`` is the report to hold it against; without it that of the year before in the store, if any. With
    ``ocr``, pages that are pictures count by what was recognised of them. ``page`` is the language in which a
    page opens that is to be made.
    """
    from fazhi.kg.linking.report import read_report

    linked = read_report(file, ocr=ocr)
    found = of_linked(linked, ignored, store, last)
    if page is None:
        return found
    return replace(found, page=page_of(linked, file.name, found, records=False, language=page))


def of_linked(
    linked: LinkedReport, ignored: Collection[str], store: Path | None, last: LastReport | None = None
) -> Checked:
    """:func:`checked` for a report that is read and linked already."""
    from fazhi.kg.checks.registry import check_linked, place_in
    from fazhi.kg.checks.summary import summarise

    document = linked.extraction.document
    title = place_in(document, (linked.report.start, linked.report.end))
    findings = check_linked(linked, ignore=ignored)
    found = Checked(findings, title, document.digest, document.media_type)
    if store is None:
        return found
    try:
        return replace(found, summary=_with_precedents(linked, store, last))
    except FazhiError as error:  # A store that cannot be read must not cost the findings.
        return replace(found, summary=summarise(linked, last), trouble=str(error))


def _with_precedents(linked: LinkedReport, store: Path, last: LastReport | None) -> Summary | None:
    from fazhi.kg.checks.summary import kinds_of, summarise
    from fazhi.kg.precedents import precedents

    body, year = linked.body, linked.year
    found = precedents(store, kinds_of(body)) if body and year else None
    if found is None or body is None or year is None:
        return summarise(linked, last)
    summary = summarise(linked, last or found.report(body.key, year - 1))
    if summary is None:
        return None
    return summary.with_wordings(found.wordings((one.obligation for one in summary.unspoken), body.key))


def page_of(
    linked: LinkedReport,
    name: str,
    found: Checked,
    *,
    records: bool,
    language: Language = "zh",
    pages: ShownPages | None = None,
) -> str:
    """The report with what was ``found`` marked in its text, and its ``records`` too, as an HTML page.

    ``name`` is shown where the report has no title; the page opens in ``language``. ``pages`` are those of
    the file, shown beside the text.
    """
    from fazhi.extractors.reading.document import place_words
    from fazhi.kg.checks.page_content import finding_content, summary_content
    from fazhi.viz.marked import marked_page

    extraction = linked.extraction
    return marked_page(
        title=linked.report.fields.get("title") or shown(name),
        text=extraction.document.text,
        records=[_shown(linked, position) for position in range(len(linked.records))] if records else None,
        sections=[asdict(section) for section in extraction.sections],
        findings=[finding_content(finding) for finding in found.findings],
        summary=summary_content(found.summary) if found.summary else None,
        language="zh-CN" if language == "zh" else "en",
        places=[place_words(extraction.document.place(record.start)) for record in extraction.records]
        if records
        else (),
        pages=pages,
    )


def _shown(linked: LinkedReport, position: int) -> dict[str, Any]:
    """A record as a page shows it, with what a person said of it."""
    revision = linked.review.of.get(position)
    said = {name: getattr(revision, name) for name in ("kind", "by", "at", "note")} if revision else None
    return linked.records[position].to_dict() | ({"revision": said} if said else {})


def read_last_report(file: Path, ocr: bool) -> LastReport:
    """The plans of the report in ``file``. Raises FazhiError where that is no report."""
    from fazhi.kg.checks.promises import last_report
    from fazhi.kg.linking.report import read_report

    linked = read_report(file, ocr=ocr)
    if not linked.extraction.is_report:
        raise FazhiError("not like an annual report; give last year's", "不像年度报告，请给上年的", at=file)
    return last_report(linked, str(file))
