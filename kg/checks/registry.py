"""The table of all checks, and the function that runs them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from fazhi.extractors import Document, Extraction
from fazhi.extractors.reading.document import Span
from fazhi.kg.checks import (
    articles,
    attachments,
    citations,
    dates,
    drafting,
    form,
    homonyms,
    layout,
    parts,
    rates,
    repeated_figures,
    titles,
)
from fazhi.kg.checks.context import CheckContext
from fazhi.kg.checks.explanations import explanation
from fazhi.kg.checks.finding import SEVERITIES, Diagnostic, Finding, Place, Replacement
from fazhi.kg.checks.places import has_lines, label
from fazhi.kg.linking.report import LinkedReport, link_report

Check = Callable[[CheckContext], Iterable[Diagnostic]]

#: Every check by its code; checks.yaml says what each code means.
CHECKS: dict[str, Check] = {
    "FZ101": citations.repealed,
    "FZ102": citations.repealed_within_year,
    "FZ103": citations.not_yet,
    "FZ104": citations.near_miss,
    "FZ105": citations.wrong_years,
    "FZ106": citations.expired_plan,
    "FZ107": titles.unbalanced,
    "FZ108": citations.wrong_number,
    "FZ109": titles.undefined_short_form,
    "FZ110": titles.lost_dash,
    "FZ111": titles.number_brackets,
    "FZ112": articles.beyond_last,
    "FZ113": homonyms.ambiguous,
    "FZ201": repeated_figures.stated_twice,
    "FZ202": parts.exceeds_whole,
    "FZ203": rates.over_hundred,
    "FZ204": rates.rate_differs,
    "FZ205": parts.sum_differs,
    "FZ206": rates.change_contradicts,
    "FZ207": parts.sum_exceeds,
    "FZ208": parts.more_closed,
    "FZ209": rates.complements_exceed,
    "FZ300": form.no_report,
    "FZ301": form.no_year,
    "FZ302": form.no_issuer,
    "FZ303": form.missing_part,
    "FZ304": dates.late,
    "FZ305": dates.years_disagree,
    "FZ306": dates.signed_too_early,
    "FZ307": drafting.outdated_terms,
    "FZ308": form.leader_part_in_passing,
    "FZ309": drafting.numbering,
    "FZ310": drafting.leftovers,
    "FZ311": dates.impossible_date,
    "FZ312": dates.wrong_publicity_day,
    "FZ313": drafting.unpaired,
    "FZ314": drafting.half_width,
    "FZ315": layout.heading_levels,
    "FZ316": layout.heading_marks,
    "FZ317": layout.document_number,
    "FZ318": layout.closing_date,
    "FZ319": attachments.line_form,
    "FZ320": attachments.missing,
}


def check(extraction: Extraction, *, ignore: Collection[str] = ()) -> list[Finding]:
    """The findings on a report in line order, without the codes in ``ignore``.

    Of a text that is no report that is all there is to say.
    """
    return check_linked(link_report(extraction), ignore=ignore)


def check_linked(linked: LinkedReport, *, ignore: Collection[str] = ()) -> list[Finding]:
    """:func:`check` for a report whose names are linked already."""
    context = CheckContext(linked)
    told = CHECKS if linked.extraction.is_report else {"FZ300": form.no_report}
    found = [
        _finding(context, code, diagnostic)
        for code, run in told.items()
        if code not in ignore
        # An instrument cited with several articles is found once for each.
        for diagnostic in dict.fromkeys(run(context))
    ]
    gravity = list(SEVERITIES)
    return sorted(found, key=lambda f: (f.line, f.column, gravity.index(f.severity), f.code))


def _finding(context: CheckContext, code: str, diagnostic: Diagnostic) -> Finding:
    document, span = context.extraction.document, (diagnostic.start, diagnostic.end)
    place, position = place_in(document, span), None
    first, last = context.report_text.sentence(*span)
    sentence, mark = context.report_text.text[first:last], (span[0] - first, span[1] - first)
    if diagnostic.source:
        position = diagnostic.source[0]
        place = replace(place, **_lines(document.source_line_column, diagnostic.source))
        sentence, mark = _source_line(document, diagnostic.source)
    return Finding(
        code=code,
        severity=explanation(code).severity,
        message_zh=diagnostic.zh,
        message_en=diagnostic.en,
        place=place,
        sentence=sentence.replace("\n", " "),
        mark_start=max(mark[0], 0),
        mark_end=min(mark[1], len(sentence)),
        suggestion_zh=diagnostic.suggestion_zh,
        suggestion_en=diagnostic.suggestion_en,
        related=tuple(place_in(document, other) for other in diagnostic.related),
        has_lines=has_lines(context),
        where=label(context, diagnostic.start, source=position),
        fragment=document.place(diagnostic.start) if position is None else document.source_place(position),
        fix=tuple(
            Replacement(place_in(document, (edit.start, edit.end)), edit.text) for edit in diagnostic.fix
        ),
    )


def place_in(document: Document, span: Span) -> Place:
    """The place of a span of the reading text of ``document``."""
    return Place(*span, **_lines(document.line_column, span))


def _lines(at: Callable[[int], tuple[int, int]], span: Span) -> dict[str, int]:
    """The lines and columns of a place; ``at`` tells those of an offset."""
    line, column = at(span[0])
    end_line, last_column = at(max(span[1] - 1, span[0]))
    return {"line": line, "column": column, "end_line": end_line, "end_column": last_column + 1}


def _source_line(document: Document, span: Span) -> tuple[str, Span]:
    """The line of the source text that holds ``span``, and where in it that stands."""
    source = document.source_text
    start, end = source.rfind("\n", 0, span[0]) + 1, source.find("\n", span[1])
    return source[start : end if end >= 0 else len(source)], (span[0] - start, span[1] - start)
