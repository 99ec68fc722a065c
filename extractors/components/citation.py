"""Citations (引用): mentions of legal and policy instruments, with or without 《》."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from fazhi.extractors.annotations import Annotations, annotations_of
from fazhi.extractors.components.articles import attached_articles, attached_number, attached_short_form
from fazhi.extractors.components.bare_titles import bare_titles
from fazhi.extractors.components.instrument_names import Title, is_instrument, of_the_state, quoted_titles
from fazhi.extractors.components.purposes import Mention, purpose_of
from fazhi.extractors.components.same_law import same_law
from fazhi.extractors.language.characters import strip_space


@Language.component("fazhi_citation")
def citation(doc: Doc) -> Doc:
    """Add a citation record for every mention of an instrument, one an article where it names several."""
    view = annotations_of(doc)
    titles = _titles(view.folded)
    for title in sorted([*titles, *same_law(view.folded, titles)]):
        if not _is_own_title(view, title):
            _add(view, title)
    return doc


def _is_own_title(view: Annotations, title: Title) -> bool:
    """Whether what reads as a plan is what the report calls itself (法治建设总结和2025年工作计划)."""
    return title.rule == "bare_plan" and any(
        report.start <= title.start and title.end <= report.end
        for report in view.records_of("report")
        if report.text.replace("\n", "") == report.fields.get("title")
    )


def _titles(folded: str) -> list[Title]:
    """The names of instruments in the order of the text, without those that define a short form."""
    quoted = list(quoted_titles(folded))
    taken = {offset for title in quoted for offset in range(title.start, title.end)}
    named = [title for title in quoted if is_instrument(title, folded)]
    for title in bare_titles(folded):
        if taken.isdisjoint(range(title.start, title.end)):
            named.append(title)
    titles: list[Title] = []
    done = 0
    for title in sorted(named):
        if title.start >= done:
            titles.append(title)
            done = attached_short_form(folded, attached_number(folded, title.end)[0])
    return titles


def _add(view: Annotations, title: Title) -> None:
    number_end, number = attached_number(view.folded, title.end)
    articles_end, articles = attached_articles(view.folded, attached_short_form(view.folded, number_end))
    mention = Mention(title.start, articles_end, bool(articles), of_the_state(title, view.folded))
    purpose, governed = purpose_of(view.folded, mention)
    for article in articles or (None,):
        view.add(
            "citation",
            mention.start,
            mention.end,
            f"citation.{title.rule}",
            round(title.confidence * (1.0 if governed else 0.9), 2),
            {
                "title": strip_space(view.text[title.name_start : title.name_end]) + title.suffix,
                "document_number": number and strip_space(view.text[slice(*number)]),
                "article": article,
                "purpose": purpose,
            },
        )
