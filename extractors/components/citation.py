"""Citations (引用): mentions of legal and policy instruments, with or without 《》."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from fazhi.extractors.annotations import Annotations, annotations_of
from fazhi.extractors.components.articles import attached_article, attached_number
from fazhi.extractors.components.bare_titles import bare_titles
from fazhi.extractors.components.instrument_names import Title, is_instrument, of_the_state, quoted_titles
from fazhi.extractors.components.purposes import Mention, purpose_of
from fazhi.extractors.language.characters import strip_space


@Language.component("fazhi_citation")
def citation(doc: Doc) -> Doc:
    """Add a citation record for every mention of an instrument."""
    view = annotations_of(doc)
    quoted = list(quoted_titles(view.folded))
    for title in quoted:
        if is_instrument(title, view.folded):
            _add(view, title)
    covered = [(title.start, title.end) for title in quoted]
    for title in bare_titles(view.folded):
        if not any(start < title.end and title.start < end for start, end in covered):
            _add(view, title)
    return doc


def _add(view: Annotations, title: Title) -> None:
    number_end, number = attached_number(view.folded, title.end)
    article_end, article = attached_article(view.folded, number_end)
    end = max(title.end, number_end, article_end)
    purpose, governed = purpose_of(
        view.folded, Mention(title.start, end, article is not None, of_the_state(title, view.folded))
    )
    view.add(
        "citation",
        title.start,
        end,
        f"citation.{title.rule}",
        round(title.confidence * (1.0 if governed else 0.9), 2),
        {
            "title": strip_space(view.text[title.name_start : title.name_end]),
            "document_number": number and strip_space(view.text[slice(*number)]),
            "article": article,
            "purpose": purpose,
        },
    )
