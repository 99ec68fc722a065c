"""One report compared with one statutory obligation by the signs of evidence_signs.yaml."""

from __future__ import annotations

from collections.abc import Sequence

from fazhi.kg.assessment.form import contents, publication
from fazhi.kg.assessment.judgement import SILENCE, Judgement
from fazhi.kg.assessment.passages import AssessedReport, Sighting
from fazhi.kg.assessment.signs import WHOLE, Figures, Pattern, Signs
from fazhi.kg.assessment.wording import THROUGHOUT, only_carries_out_a_system
from fazhi.kg.linking.report import LinkedReport
from fazhi.ontology.deadlines import Deadline
from fazhi.ontology.reference import StatutoryObligation


def judge(
    report: LinkedReport,
    assessed: AssessedReport,
    obligation: StatutoryObligation,
    signs: Signs,
    *,
    earlier_rule: bool = False,
) -> Judgement:
    """Compare one report with one obligation. ``earlier_rule``: the earlier of its two rules applied then."""
    if signs.rule == "publication":
        assert isinstance(obligation.deadline, Deadline)
        return publication(report, obligation.deadline)
    if signs.rule == "contents":
        return contents(assessed)
    engaged = _counsel(assessed) if signs.rule == "counsel" else ()
    if signs.figures and (by_figure := _by_figures(assessed, signs.figures)):
        return by_figure
    shown, missing = _shown(assessed, signs, earlier_rule)
    contrary = tuple(assessed.all_but_plans.find(signs.contrary, wanting=True)) if signs.contrary else ()
    told = engaged or tuple(p for p in shown if not p.rule and not _only_system(assessed, p))
    if told and contrary:
        return Judgement("partly", "statement_and_contrary", _first(told, contrary))
    if contrary:
        return Judgement("contrary", "contrary_statement", contrary)
    if engaged:
        return Judgement("evidenced", "counsel", engaged)
    if told:
        return _of_doing(assessed, signs, told, missing)
    if systems := tuple(place for place in shown if not place.rule):
        return Judgement("partly", "system_carried_out", systems)
    if shown:
        return Judgement("partly", "standing_rule", shown)
    if signs.spoken and (spoken := assessed.done.find(signs.spoken) or assessed.headings.find(signs.spoken)):
        return Judgement("partly", _how_spoken_of(assessed, spoken), tuple(spoken))
    return SILENCE


def _how_spoken_of(assessed: AssessedReport, spoken: Sequence[Sighting]) -> str:
    """The rule that decided where the matter is only spoken of."""
    if any(_only_system(assessed, place) for place in spoken):
        return "system_carried_out"
    return "standing_rule" if all(place.rule for place in spoken) else "mention"


def _of_doing(
    assessed: AssessedReport, signs: Signs, told: tuple[Sighting, ...], missing: list[str]
) -> Judgement:
    """The judgement of a report that says the obligation was done, in whole or in part."""
    if missing:
        return Judgement("partly", f"element_missing:{','.join(missing)}", told)
    if not signs.every:
        return Judgement("evidenced", "statement", told)
    throughout = tuple(place for place in told if THROUGHOUT.search(_words(assessed, place)))
    if not throughout:
        return Judgement("partly", "not_throughout", told)
    return Judgement("evidenced", "throughout", throughout)


def _words(assessed: AssessedReport, place: Sighting) -> str:
    return assessed.report_text.folded[place.start : place.end]


def _only_system(assessed: AssessedReport, place: Sighting) -> bool:
    return only_carries_out_a_system(_words(assessed, place))


def _shown(
    assessed: AssessedReport, signs: Signs, earlier_rule: bool
) -> tuple[tuple[Sighting, ...], list[str]]:
    """The places that show the elements, and the elements that are not said to be done."""
    text = assessed.by_leaders if signs.role else assessed.done
    places: list[Sighting] = []
    missing: list[str] = []
    for name, sign in signs.shown.items():
        found = text.find(sign)
        places += [place for place in found if place not in places]
        done = any(not _only_system(assessed, place) for place in found)
        if not done and not (earlier_rule and name in signs.not_under_earlier_rule):
            missing.append(name)
    return tuple(places), [name for name in missing if name != WHOLE]


def _first(*groups: tuple[Sighting, ...]) -> tuple[Sighting, ...]:
    return tuple(group[0] for group in groups if group)


def _counsel(assessed: AssessedReport) -> tuple[Sighting, ...]:
    """The statements that counsel is engaged: a firm is named, or the engagement is said to continue."""
    return tuple(
        assessed.clause_at(r.start, r.end)
        for r in assessed.records
        if r.type == "counsel" and (r.fields.get("retained") or r.fields.get("firm"))
    )


def _by_figures(assessed: AssessedReport, figures: Figures) -> Judgement | None:
    """What the figures decide: the largest one, whether it meets the requirement or falls short."""
    found = sorted(
        (-float(r.fields["value"]), r.start, r.end)
        for r in assessed.records
        if r.type == "observation"
        and r.fields.get("indicator") in figures.indicators
        and (not figures.units or r.fields.get("unit") in figures.units)
        and not r.fields.get("change")
        and (figures.words is None or _around(assessed, r.start, r.end, figures.words))
    )
    if not found:
        return None
    value, start, end = found[0]
    reached = -value >= figures.at_least
    place = assessed.clause_at(start, end)
    return Judgement(
        "evidenced" if reached else "partly", "figure_reached" if reached else "figure_below", (place,)
    )


def _around(assessed: AssessedReport, start: int, end: int, words: Pattern) -> bool:
    passage = assessed.passage_at(start)
    return passage is not None and bool(words.search(assessed.report_text.folded, passage.start, passage.end))
