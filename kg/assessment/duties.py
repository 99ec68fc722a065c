"""What a report requires of itself (自定要求), compared with what the same report says was done.

A requirement is never its own evidence: its sentence is left out, except for a figure in another clause of
it. Only a clear match counts. A requirement with a frequency or an amount is met by a figure on the same
matter that reaches it; one without, by another sentence saying that it was done; a prohibition, by a sentence
saying that it was kept throughout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fazhi.extractors.language.overlaps import Overlaps
from fazhi.extractors.records import Record
from fazhi.kg.assessment.judgement import NO_OTHER_STATEMENT, SILENCE, Judgement
from fazhi.kg.assessment.likeness import Alike, Likeness, bigrams
from fazhi.kg.assessment.passages import DONE, AssessedReport, Sighting
from fazhi.kg.assessment.wording import THROUGHOUT, only_carries_out_a_system

#: How many times a year each frequency of stated duties requires something.
TIMES_A_YEAR = {"weekly": 52, "monthly": 12, "quarterly": 4, "half_yearly": 2, "yearly": 1}
#: Units in which sessions are counted; all are treated alike.
SESSIONS = frozenset({"次", "期", "场", "场次", "轮", "回", "堂", "讲"})
HOURS = frozenset({"学时", "小时", "课时"})
#: A figure with at least this likeness is taken to be about the matter of the requirement.
SAME_MATTER = 0.5
#: A sentence with at least this share of a requirement's words says that it was done.
SAME_ACT = 0.7
_SUBJECT = re.compile(r"每(?:个?月|年|半年|季度?|周[一二三四五六日]?)|必须|应当|要求|须")
_FORBIDDEN = re.compile(r"(?:一律)?不得|严禁|禁止")


def judge_duties(assessed: AssessedReport) -> Iterator[tuple[int, Judgement]]:
    """The requirements in the parts on work done, each with what the report evidences of it.

    A requirement is given by the position of its record in ``assessed.records``.
    """
    duties = [
        (position, record)
        for position, record in enumerate(assessed.records)
        if record.type == "duty" and _role(assessed, record) in DONE
    ]
    if not duties:
        return
    activities = [r for r in assessed.records if r.type == "activity"]
    likeness = Likeness(assessed.report_text.text[r.start : r.end] for r in activities)
    stated = Overlaps((record.start, record.end) for _, record in duties)
    told = [r for r in activities if _role(assessed, r) in DONE and not stated.of(r.start, r.end)]
    figures = [
        r
        for r in assessed.records
        if r.type == "observation"
        and r.fields.get("unit") in SESSIONS | HOURS
        and not r.fields.get("change")
        and _role(assessed, r) in DONE
    ]
    by_matter = Alike(
        likeness.score, SAME_MATTER, ((_clause(assessed, r), r.fields.get("unit"), r) for r in figures)
    )
    by_act = Alike(likeness.coverage, SAME_ACT, ((r.text, _throughout(assessed, r), r) for r in told))
    for position, duty in duties:
        asked = _required(duty)
        judgement = _by_figure(assessed, by_matter, duty, asked) if asked else SILENCE
        if judgement is SILENCE:
            judgement = _by_statement(assessed, by_act, duty)
        yield position, judgement


def _required(duty: Record) -> tuple[float, frozenset[str]] | None:
    """The amount per year and the units that count it; None if the duty gives neither."""
    amount, unit = duty.fields.get("amount"), duty.fields.get("unit")
    times = TIMES_A_YEAR.get(duty.fields.get("frequency", ""))
    if amount is not None and unit in HOURS:
        return float(amount) * (times or 1), HOURS
    if times and (unit is None or unit in SESSIONS):
        return times * float(amount or 1), SESSIONS
    return None


def _by_figure(
    assessed: AssessedReport,
    figures: Alike[str | None, Record],
    duty: Record,
    asked: tuple[float, frozenset[str]],
) -> Judgement:
    amount, units = asked
    clear: list[tuple[float, Record]] = []
    for score, unit, alike in figures.to(_matter(assessed, duty)):
        first = next((r for r in alike if not _overlap(r, duty)), None)
        if first and unit in units:
            clear.append((score, first))
    if not clear:
        return SILENCE
    _, best = max(clear, key=lambda found: (found[0], -found[1].start))
    reached = float(best.fields["value"]) >= amount
    return Judgement(
        "evidenced" if reached else "partly",
        "figure_reached" if reached else "figure_below",
        (assessed.clause_at(best.start, best.end),),
    )


def _by_statement(assessed: AssessedReport, told: Alike[bool, Record], duty: Record) -> Judgement:
    """What another sentence says was done about the requirement; the sentence most like it decides."""
    start, end = assessed.report_text.sentence(duty.start, duty.end)
    forbidden = duty.fields.get("modality") == "must_not"
    clear: list[tuple[bool, float, Record]] = []
    for score, throughout, alike in told.to(_act(duty.text)):
        first = next((r for r in alike if not start < r.end or not r.start < end), None)
        if first and (throughout or not forbidden):
            clear.append((throughout, score, first))
    if not clear:
        return NO_OTHER_STATEMENT
    throughout, _, best = max(clear, key=lambda found: (*found[:2], -found[2].start))
    place = (Sighting(best.start, best.end),)
    if throughout:
        return Judgement("evidenced", "throughout", place)
    if only_carries_out_a_system(assessed.report_text.folded[best.start : best.end]):
        return Judgement("partly", "system_carried_out", place)
    if _required(duty):
        return Judgement("partly", "figure_unclear", place)
    return Judgement("evidenced", "statement", place)


def _act(words: str) -> str:
    """What is to be done, without who does it and how often; for a prohibition, its condition."""
    condition = _FORBIDDEN.split(words)[0]
    if condition != words and bigrams(condition):
        return condition
    parts = [part for part in _SUBJECT.split(words) if bigrams(part)]
    return parts[-1] if parts else words


def _throughout(assessed: AssessedReport, record: Record) -> bool:
    return bool(THROUGHOUT.search(assessed.report_text.folded, record.start, record.end))


def _overlap(one: Record, other: Record) -> bool:
    return one.start < other.end and other.start < one.end


def _matter(assessed: AssessedReport, duty: Record) -> str:
    """The words of the requirement and the clause before it, which may name its matter (会前学法制度)."""
    passage = assessed.passage_at(duty.start)
    begin = assessed.report_text.folded.rfind("，", passage.start if passage else 0, max(duty.start - 1, 0))
    start = begin + 1 if begin >= 0 else passage.start if passage else duty.start
    return assessed.report_text.text[start : duty.end]


def _clause(assessed: AssessedReport, record: Record) -> str:
    place = assessed.clause_at(record.start, record.end)
    return assessed.report_text.text[place.start : place.end]


def _role(assessed: AssessedReport, record: Record) -> str:
    passage = assessed.passage_at(record.start)
    return passage.role if passage else ""
