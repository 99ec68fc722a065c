"""What a report says it requires of itself (自定要求), held against what the same report says was done.

Only a clear match counts. A requirement with a frequency or an amount is met by a figure on the same matter
that reaches it, or like any other by a statement that it is carried out or was done throughout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fazhi.extractors.records import Record
from fazhi.kg.assessment.judgement import SILENCE, Judgement
from fazhi.kg.assessment.likeness import Likeness
from fazhi.kg.assessment.passages import DONE, AssessedReport, Sighting

#: How often a year each frequency of stated duties asks for something.
TIMES_A_YEAR = {"weekly": 52, "monthly": 12, "quarterly": 4, "half_yearly": 2, "yearly": 1}
#: Units in which sessions are counted, one as good as the other.
SESSIONS = frozenset({"次", "期", "场", "场次", "轮", "回", "堂", "讲"})
HOURS = frozenset({"学时", "小时", "课时"})
#: From this likeness on a figure is taken to be about the matter of the requirement.
SAME_MATTER = 0.5
_CARRIED_OUT = re.compile(
    r"^[^，]{0,10}(?:落实|执行|坚持|贯彻)(?![^，]*(?:必须|应当|不得))|(?:今年|20\d\d年|一年)以?来"
)
_THROUGHOUT = re.compile(r"均|全部|都|逐一|逐件|全覆盖|100%|百分之百")


def judge_duties(assessed: AssessedReport) -> Iterator[tuple[int, Judgement]]:
    """The requirements of the parts on work done, each with what the report evidences of it.

    A requirement is given by the position of its record in ``assessed.records``.
    """
    duties = [
        (position, record)
        for position, record in enumerate(assessed.records)
        if record.type == "duty" and _role(assessed, record) in DONE
    ]
    if not duties:
        return
    told = [
        r for r in assessed.records if r.type in ("activity", "observation") and _role(assessed, r) in DONE
    ]
    likeness = Likeness(
        assessed.report_text.text[r.start : r.end] for r in assessed.records if r.type == "activity"
    )
    for position, duty in duties:
        others = [r for r in told if r.end <= duty.start or duty.end <= r.start]
        asked = _required(duty)
        judgement = _by_figure(assessed, likeness, duty, asked, others) if asked else SILENCE
        if judgement is SILENCE:
            judgement = _by_statement(assessed, likeness, duty, others)
        yield position, judgement


def _required(duty: Record) -> tuple[float, frozenset[str]] | None:
    """The amount a year and the units that count it; None where the duty gives neither."""
    amount, unit = duty.fields.get("amount"), duty.fields.get("unit")
    times = TIMES_A_YEAR.get(duty.fields.get("frequency", ""))
    if amount is not None and unit in HOURS:
        return float(amount) * (times or 1), HOURS
    if times and (unit is None or unit in SESSIONS):
        return times * float(amount or 1), SESSIONS
    return None


def _by_figure(
    assessed: AssessedReport,
    likeness: Likeness,
    duty: Record,
    asked: tuple[float, frozenset[str]],
    others: Sequence[Record],
) -> Judgement:
    amount, units = asked
    matter = _matter(assessed, duty)
    figures = [
        (likeness.score(matter, _clause(assessed, r)), r)
        for r in others
        if r.type == "observation" and r.fields.get("unit") in units and not r.fields.get("change")
    ]
    clear = [(score, r) for score, r in figures if score >= SAME_MATTER]
    if not clear:
        return SILENCE
    _, best = max(clear, key=lambda found: (found[0], -found[1].start))
    reached = float(best.fields["value"]) >= amount
    return Judgement(
        "evidenced" if reached else "partly",
        "figure_reached" if reached else "figure_below",
        (assessed.clause_at(best.start, best.end),),
    )


def _by_statement(
    assessed: AssessedReport, likeness: Likeness, duty: Record, others: Sequence[Record]
) -> Judgement:
    """Its own clause says that it is carried out, or another one that it was done throughout."""
    own = assessed.clause_at(duty.start, duty.end)
    if _CARRIED_OUT.search(assessed.report_text.folded[own.start : own.end]):
        return Judgement("evidenced", "statement", (own,))
    found = [
        (likeness.score(duty.text, r.text), r)
        for r in others
        if r.type == "activity" and _THROUGHOUT.search(r.text)
    ]
    clear = [(score, r) for score, r in found if score >= SAME_MATTER]
    if not clear:
        return SILENCE
    _, best = max(clear, key=lambda pair: (pair[0], -pair[1].start))
    return Judgement("evidenced", "statement", (Sighting(best.start, best.end),))


def _matter(assessed: AssessedReport, duty: Record) -> str:
    """The words of the requirement with the clause before it, which may name its matter (会前学法制度)."""
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
