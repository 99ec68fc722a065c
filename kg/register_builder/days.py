"""The versions of an instrument that one reading gives, with their days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from fazhi.kg.register_builder.history import Event
from fazhi.kg.register_builder.law_text import ON_PUBLICATION
from fazhi.kg.register_builder.reading import Reading

#: The steps of one version (passed by a city, approved by its province, published) lie within so many days.
_ONE_VERSION = 200
#: A text filed so many days after the last step of its note has been amended since: that step was its
#: publication, and the filing day is a slip, or the text was still to be published.
_SLIP, _STILL_TO_PUBLISH = 31, 360
#: What the note dates by publication, or by an adoption that is published the same day.
_DATED_BY_PUBLICATION = ("constitution", "law", "decision_of_npcsc", "administrative_regulation")


@dataclass(frozen=True)
class VersionDays:
    """The day (ISO) of a version, and the day from which it was in force, ``None`` if unknown.

    ``whole``: it was made as a whole (制定、修订), so that its closing article speaks for it.
    """

    day: str
    in_force_from: str | None
    whole: bool = False


def has_columns_of_an_earlier_text(reading: Reading) -> bool:
    """Whether the source's own columns belong to an earlier text of the same name.

    A source may put a new text in the place of an old one and keep the old one's day, commencement and flag
    of repeal: that day is then older than the first day of the text's note, by more than a slip of some days.
    """
    steps = _step_days(reading)
    return bool(reading.day and steps and days_between(reading.day, min(steps)) > _ONE_VERSION)


def begins_with_a_revision(reading: Reading) -> bool:
    """Whether the reading leaves out how the instrument was first made, so that its day is unknown.

    Its note begins with a revision (…修订), or there is none and the closing article has a day long before
    the one the text is filed under.
    """
    steps = [event for event in reading.text.history if event.kind != "in_force"]
    if steps:
        return steps[0].kind == "amended" and not steps[0].decree
    closing = reading.text.commencement
    dated = bool(closing and closing != ON_PUBLICATION and reading.day)
    return dated and days_between(closing or "", reading.day or "") > _ONE_VERSION


def versions(reading: Reading) -> tuple[VersionDays, ...]:
    """The versions that ``reading`` gives, oldest first: those of its note, and the one it is filed under."""
    earlier = has_columns_of_an_earlier_text(reading)
    filed = None if earlier else reading.day
    dated = sorted(((_version_day(steps), steps) for steps in _groups(reading)), key=lambda pair: pair[0])
    if filed:
        last = _last_step(dated[-1][1]) if dated else None
        if last is None or days_between(last, filed) > _days_to_filing(reading.kind, dated[-1][1]):
            dated.append((filed, []))
        elif not _published(dated[-1][1]) or len(dated) > 1:
            day = filed if len(dated) == 1 and filed >= last else max(filed, dated[-1][0])
            dated[-1] = (day, dated[-1][1])
    found = [VersionDays(day, _own_commencement(day, steps), _is_whole(steps)) for day, steps in dated]
    found = _with_closing_article(found, reading)
    if found and found[-1].in_force_from is None and reading.kind == "constitution":
        found[-1] = replace(found[-1], in_force_from=found[-1].day)
    if filed and found and reading.valid_from and reading.valid_from >= (_last_step(dated[-1][1]) or filed):
        found[-1] = replace(found[-1], in_force_from=reading.valid_from)
    if earlier and reading.day:
        found.insert(0, VersionDays(reading.day, reading.valid_from or None))
    return tuple(found)


def _step_days(reading: Reading) -> list[str]:
    return [event.day for event in reading.text.history if event.kind != "in_force"]


def _groups(reading: Reading) -> list[list[Event]]:
    """The steps of the note, version by version; a commencement goes with the version before it."""
    groups: list[list[Event]] = []
    for event in reading.text.history:
        if not groups or (event.kind != "in_force" and _starts_a_version(event, groups, reading.kind)):
            groups.append([])
        groups[-1].append(event)
    return [group for group in groups if any(event.kind != "in_force" for event in group)]


def _starts_a_version(event: Event, groups: Sequence[Sequence[Event]], kind: str) -> bool:
    steps = [step for step in groups[-1] if step.kind != "in_force"]
    if not steps:
        return False
    near = abs(days_between(steps[-1].day, event.day)) <= _ONE_VERSION
    if event.kind == "amended":
        # A city's and its province's step in an amendment: 市人大常委会通过, 省人大常委会批准的《…》修正.
        begun = {step.kind for step in steps} <= {"passed", "approved"}
        return not (near and begun and (len(groups) > 1 or steps[0].kind == "approved"))
    if event.kind == "passed":
        return not near and not (kind == "judicial_interpretation" and _court(event) != _court(steps[-1]))
    return event.kind == "approved" and not near


def _court(event: Event) -> str:
    """Whether the Court or the Procuratorate passed it: they pass a joint interpretation months apart."""
    return "检察院" if "检察" in event.wording else "法院"


def _published(steps: Sequence[Event]) -> str | None:
    return next((event.day for event in steps if event.kind == "published"), None)


def _last_step(steps: Sequence[Event]) -> str | None:
    return max((event.day for event in steps if event.kind != "in_force"), default=None)


def _version_day(steps: Sequence[Event]) -> str:
    return _published(steps) or max(event.day for event in steps if event.kind != "in_force")


def _is_whole(steps: Sequence[Event]) -> bool:
    """Whether it is a new text: made, or 修订 by its maker; 修正, a decision or a decree changes parts."""
    return bool(steps) and not any(
        event.kind == "amended" and ("修订" not in event.wording or "《" in event.wording or event.decree)
        for event in steps
    )


def _days_to_filing(kind: str, steps: Sequence[Event]) -> int:
    """How many days after ``steps`` their text may be filed."""
    exact = kind in _DATED_BY_PUBLICATION and steps[-1].kind in ("published", "amended")
    return _SLIP if exact else _STILL_TO_PUBLISH


def _own_commencement(day: str, steps: Sequence[Event]) -> str | None:
    return next((event.day for event in steps if event.kind == "in_force" and event.day >= day), None)


def _with_closing_article(found: list[VersionDays], reading: Reading) -> list[VersionDays]:
    """With the day of the closing article, which is that of the last version made as a whole (制定、修订)."""
    closing = reading.text.commencement
    if closing == ON_PUBLICATION:
        last = max((i for i, version in enumerate(found) if version.whole or i == 0), default=0)
        return [
            replace(version, in_force_from=version.in_force_from or version.day) if i == last else version
            for i, version in enumerate(found)
        ]
    if not closing or not found:
        return found
    ends = [following.day for _, following in pairwise(found)] + ["9999"]
    return [
        replace(version, in_force_from=closing)
        if version.in_force_from is None and closing < end and _may_begin(version, closing, len(found) == 1)
        else version
        for version, end in zip(found, ends, strict=True)
    ]


def _may_begin(version: VersionDays, closing: str, only: bool) -> bool:
    """Whether a closing day can be a version's: not before it, but for a text made known after it began."""
    return version.day <= closing or (only and days_between(closing, version.day) <= _ONE_VERSION)


def days_between(earlier: str, later: str) -> int:
    """Days from one day (ISO) to another, negative if it is earlier."""
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days
