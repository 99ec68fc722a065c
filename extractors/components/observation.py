"""Observations (数据): figures that report something done, found, held or in force."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from fazhi.extractors.annotations import Annotations, annotations_of
from fazhi.extractors.components.background import without_background
from fazhi.extractors.components.changes import change_of
from fazhi.extractors.components.indicators import indicator_of
from fazhi.extractors.components.periods import period_of
from fazhi.extractors.language.quantities import Quantity, numerals

#: Where the words to the right of a figure end.
_RIGHT_END = re.compile(r"[，；。、（|\d]")
#: Marks and conjunctions before the words of a figure; 及时, 和解 and 与会 are words.
_LEAD = re.compile(r"(?>(?:[，、；（）| \t]|和(?![解谐])|及(?![时格早])|与(?!会))*)")


@Language.component("fazhi_observation")
def observation(doc: Doc) -> Doc:
    """Add a record for each figure, figures of plans and of standing rules left out."""
    view = annotations_of(doc)
    year = next((report.fields.get("year") for report in view.records_of("report")), None)
    rules = [r for r in view.records_of("duty") if "amount" in r.fields or "frequency" in r.fields]
    ruled = view.mask((rule.start, rule.end) for rule in rules)
    for start, end in view.sentences_around(numerals(view.folded)):
        if view.role(start) == "plans":
            continue
        found = [q for q in view.quantities(start, end) if not ruled[q.start]]
        found = list(without_background(view.folded, start, found))
        if not found:
            continue
        clauses = view.clauses(start, end)
        for index, quantity in enumerate(found):
            previous = found[index - 1] if index else None
            _add(view, quantity, previous, (start, end), clauses, year)
    return doc


def _add(
    view: Annotations,
    quantity: Quantity,
    previous: Quantity | None,
    sentence: tuple[int, int],
    clauses: list[tuple[int, int]],
    year: int | None,
) -> None:
    folded = view.folded
    clause = _clause_of(quantity, clauses) or sentence
    floor = previous.end if previous and previous.end > clause[0] else clause[0]
    left = folded[floor : quantity.start]
    if previous and len(left.strip("、和及与（）其中")) < 2:
        left = folded[clause[0] : quantity.start]
    right_end = _RIGHT_END.search(folded, quantity.end, clause[1])
    right = folded[quantity.end : right_end.start() if right_end else clause[1]]
    change = change_of(folded, quantity, previous, clause[0])
    indicator = indicator_of(view, quantity, sentence, clause, left, change is not None)
    lead = _LEAD.match(folded, max(clause[0], floor), quantity.start)
    begin = lead.end() if lead else quantity.start
    end = quantity.end + (len(right) if right and len(right) <= 14 and quantity.start - begin < 3 else 0)
    view.add(
        "observation",
        begin,
        end,
        f"observation.{quantity.rule}",
        0.95 if indicator else 0.8,
        {
            "value": quantity.value,
            "upper": quantity.upper,
            "unit": quantity.unit,
            "modifier": quantity.modifier,
            "indicator": indicator,
            "change": change,
            "period": period_of(folded, sentence[0], clause[0], quantity.start, year),
        },
    )


def _clause_of(quantity: Quantity, clauses: list[tuple[int, int]]) -> tuple[int, int] | None:
    for clause in clauses:
        if clause[0] <= quantity.start < clause[1]:
            return clause
    return None
