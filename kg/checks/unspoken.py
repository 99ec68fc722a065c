"""What the law asks a report to speak of, and this one does not (未提及的法定事项).

These are statutory obligations that were in force in the reported year, bind the report's body or reach it,
belong to what such a report speaks of (report_matters.yaml, or an own register), and are ``not_reported`` by
the assessment. Not reported is not "not done".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from fazhi.kg.assessment.passages import AssessedReport
from fazhi.kg.assessment.report import assess_statutory
from fazhi.kg.assessment.signs import signs
from fazhi.kg.linking.report import LinkedReport
from fazhi.ontology.reference import Rule, StatutoryObligation, instruments, obligations
from fazhi.ontology.schemes import DIRECT

#: Frequencies of what a body may be without for a year; decisions are taken and documents issued in any.
_IN_CASE = frozenset({"per_case", "as_needed"})


@dataclass(frozen=True)
class Wording:
    """How another body's report words what it did: its sentence, in which ``words`` are the evidence."""

    sentence: str
    words: str
    body: str
    year: int


@dataclass(frozen=True)
class Unspoken:
    """An obligation that a report does not speak of.

    ``law`` and ``article`` are of the rule in force in the reported year, ``verified`` tells whether that
    article was read in a text. ``reach`` is an id of the reach scheme, ``direct`` whether the text binds
    bodies of this kind. ``in_case``: the duty arises only where there is such a case. ``mentioned``: its
    words stand somewhere, but not as work done (a plan, a shortcoming, a wish). ``doubt`` is 0 for what is
    most certainly missed, and grows.
    """

    obligation: str
    label_zh: str
    label_en: str
    law: str
    article: str
    reach: str
    direct: bool
    in_case: bool
    mentioned: bool
    modality: str
    verified: bool
    doubt: int
    wording: Wording | None = None


def unspoken(linked: LinkedReport, assessed: AssessedReport) -> tuple[Unspoken, ...]:
    """What the report ``linked``, assessed by its text, does not speak of, by law: most certain ones first.

    More certain is what binds the body itself than what only reaches it, then what arises every year than
    what needs a case, then what must be done, by an article that was read, than what should, is remembered,
    or mentioned at least; the order of report_matters.yaml decides the rest. A law stands where its most
    certain obligation does, but what binds the body and what only reaches it are kept apart. Empty where body
    or year is unknown.
    """
    order = {name: place for place, name in enumerate(report_matters())}
    found = [
        _unspoken(assessment.statutory, rule, assessment.reach, assessed)
        for assessment in assess_statutory(linked, assessed, order)
        if assessment.judgement.outcome == "not_reported"
        and assessment.statutory
        and linked.year
        and (rule := assessment.statutory.rule_in(linked.year))
    ]
    by_law: dict[tuple[bool, str], list[Unspoken]] = {}
    for one in sorted(found, key=lambda one: (one.doubt, order[one.obligation])):
        by_law.setdefault((one.direct, one.law), []).append(one)
    return tuple(one for group in by_law.values() for one in group)


def _unspoken(
    obligation: StatutoryObligation, rule: Rule, reach: str | None, assessed: AssessedReport
) -> Unspoken:
    direct, in_case = reach in DIRECT, obligation.frequency in _IN_CASE
    words = signs()[obligation.id].words
    mentioned = any(assessed.everything.find(sign, wanting=True) for sign in words)
    weak = obligation.modality == "should" or not rule.verified or mentioned
    return Unspoken(
        obligation=obligation.id,
        label_zh=obligation.label_zh,
        label_en=obligation.label_en,
        law=instruments()[rule.instrument].short_title,
        article=rule.article,
        reach=reach or "direct",
        direct=direct,
        in_case=in_case,
        mentioned=mentioned,
        modality=obligation.modality,
        verified=rule.verified,
        doubt=4 * (not direct) + 2 * in_case + weak,
    )


def most_certain(found: Sequence[Unspoken], number: int) -> list[Unspoken]:
    """The ``number`` most certain of what :func:`unspoken` found, in its order."""
    kept = sorted(range(len(found)), key=lambda place: (found[place].doubt, place))[:number]
    return [found[place] for place in sorted(kept)]


def report_matters() -> list[str]:
    """The ids of the obligations that a report has to speak of, in a drafter's order; own ones are last."""
    own = [found.id for found in obligations().values() if found.own_file]
    return list(dict.fromkeys((*_built_in(), *own)))


@cache
def _built_in() -> tuple[str, ...]:
    data = files("fazhi.kg.checks").joinpath("report_matters.yaml").read_text("utf-8")
    return tuple(yaml.safe_load(data))
