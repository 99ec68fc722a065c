"""Observations (数据): figures that report something done, found, held or in force."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from fazhi.extractors.annotations import Annotations, annotations_of
from fazhi.extractors.components.background import without_background
from fazhi.extractors.components.changes import change_of
from fazhi.extractors.components.indicators import FIGURE, choose_indicator, measured_in, settle
from fazhi.extractors.components.periods import period_of
from fazhi.extractors.language.quantities import Quantity, quantities

_RESPECTIVE = re.compile(
    r"(?P<nouns>[^，。；：]{1,16}?(?:、[^，。；：、]{1,16}?)+?)(?:同比|环比|较上年|较去年|比上年)?分别"
)
#: The figure counts a part, or the remainder, of what the previous figure counts.
_PART = re.compile(r"^[，、（]?(?:其中|其余|余下|剩余|另有|包括|含|较|比|同比)")
#: The least weight at which words of the previous clause count as evidence for an indicator.
_SURE_WEIGHT = 3
#: Where the words to the right of a figure end.
_RIGHT_END = re.compile(r"[，；。、（\d]")
_CLAUSE_END = re.compile("[，；。]")
_QUOTED = re.compile(r"《[^》]*》|“[^”]*”")


@Language.component("fazhi_observation")
def observation(doc: Doc) -> Doc:
    """Add a record for each figure, figures of plans and of standing rules left out."""
    view = annotations_of(doc)
    rules = [r for r in view.records_of("duty") if "amount" in r.fields or "frequency" in r.fields]
    ruled = view.mask((rule.start, rule.end) for rule in rules)
    for start, end in view.sentences:
        if view.role(start) == "plans":
            continue
        found = [q for q in quantities(view.folded, start, end) if not ruled[q.start]]
        found = list(without_background(view.folded, start, found))
        if not found:
            continue
        clauses = view.clauses(start, end)
        for index, quantity in enumerate(found):
            previous = found[index - 1] if index else None
            _add(view, quantity, previous, (start, end), clauses)
    return doc


def _add(
    view: Annotations,
    quantity: Quantity,
    previous: Quantity | None,
    sentence: tuple[int, int],
    clauses: list[tuple[int, int]],
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
    indicator = _indicator(view, quantity, sentence, clause, left, right, change is not None)
    begin = max(clause[0], floor)
    while begin < quantity.start and folded[begin] in "，、；和及与（）":
        begin += 1
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
            "period": period_of(folded, sentence[0], clause[0], quantity.start, _year(view)),
        },
    )


def _clause_of(quantity: Quantity, clauses: list[tuple[int, int]]) -> tuple[int, int] | None:
    for clause in clauses:
        if clause[0] <= quantity.start < clause[1]:
            return clause
    return None


def _indicator(
    view: Annotations,
    quantity: Quantity,
    sentence: tuple[int, int],
    clause: tuple[int, int],
    left: str,
    right: str,
    change: bool,
) -> str | None:
    """The indicator, from the clause, else inherited from the previous figure, else from both clauses."""
    noun = _respective_noun(view, quantity, sentence)
    whole = view.folded[clause[0] : quantity.start]
    inherited = _indicator_before(view, sentence[0])
    if inherited and left.endswith("类"):
        return inherited
    before_figure = [noun] if noun else [left] if left == whole else [left, whole]
    for words in before_figure:
        context = f"{words}{FIGURE}" if noun else f"{words}{FIGURE}{right}"
        if "《" in context or "“" in context:
            context = _QUOTED.sub("", context)
        choice = choose_indicator(quantity.unit, context, change=change)
        if choice:
            return settle(choice, quantity.unit, view.folded[sentence[0] : clause[1]])
    if inherited and (change or (_PART.search(left) and measured_in(inherited, quantity.unit))):
        return inherited
    before = re.split(r"[，；：]", view.folded[sentence[0] : clause[0]].rstrip("，；："))[-1]
    before = re.sub(r"\d[\d,.]*", "", before)
    choice = choose_indicator(quantity.unit, f"{before}{whole}{FIGURE}{right}"[-60:], change=change)
    if choice and choice.weight >= _SURE_WEIGHT:
        return settle(choice, quantity.unit, view.folded[sentence[0] : clause[1]])
    return None


def _indicator_before(view: Annotations, start: int) -> str | None:
    """The indicator of the figure before, if that stands in the sentence that begins at ``start``."""
    earlier = view.records_of("observation")
    if not earlier or earlier[-1].start < start:
        return None
    indicator: str | None = earlier[-1].fields.get("indicator")
    return indicator


def _year(view: Annotations) -> int | None:
    year: int | None = next((r.fields.get("year") for r in view.records_of("report")), None)
    return year


def _respective_noun(view: Annotations, quantity: Quantity, sentence: tuple[int, int]) -> str | None:
    """批次、人次分别下降21.3%和18%: the noun that stands where the figure stands in its row."""
    if view.folded.find("分别", sentence[0], quantity.start) < 0:
        return None
    words = _CLAUSE_END.split(view.folded[sentence[0] : quantity.start])[-1]
    match = _RESPECTIVE.search(words)
    if not match:
        return None
    nouns = re.split(r"[、和及与]", match.group("nouns"))
    position = len(re.findall(r"\d+(?:\.\d+)?", words[match.end() :]))
    if position >= len(nouns):
        return None
    stem = words[: match.start()]
    return stem + nouns[position]
