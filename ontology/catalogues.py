"""The entries of the catalogues: statutory obligations, indicators, publicity days, and how one is made.

The fields of the files and their rules are described in data/README.md and at the head of each file.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from fazhi.ontology.bearers import BEARERS, BROADER
from fazhi.ontology.data_files import Entry, is_verified
from fazhi.ontology.deadlines import Deadline, TimeLimit, parse_deadline
from fazhi.ontology.instruments import Instrument, built_in_by_key, found_in
from fazhi.ontology.namespaces import concept, resource
from fazhi.ontology.schemes import ACTIVITY_CLASSES, FREQUENCIES, PARK_SCOPES

STATUTORY_MODALITIES = ("must", "must_not", "should")
#: The source of an indicator that is known from published reports alone.
REPORTS = "reports"

_THRESHOLD = re.compile(r"(>=|<=|>|<|=) \d++ \w++.*")
_SOURCE = re.compile(r"memory|(mirror|page):\S.*")
_MONTH_DAY = re.compile(r"--(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?")


@dataclass(frozen=True)
class Provision:
    """A place in an instrument (条款): the instrument's id, its name in the catalogue, the article.

    ``source`` says where the article was read (``memory`` if nowhere), ``verified`` whether it was.
    """

    instrument: str
    instrument_as_cited: str
    article: str
    source: str
    verified: bool


@dataclass(frozen=True)
class Rule(Provision):
    """The provision of a duty and the time in which it is in force.

    Both dates are inclusive; if only the month or year of commencement is known, ``in_force_from`` is its
    first day.
    """

    in_force_from: datetime.date
    in_force_to: datetime.date | None

    def in_force_in(self, year: int) -> bool:
        """Whether the rule was in force on any day of ``year``."""
        begun = self.in_force_from <= datetime.date(year, 12, 31)
        return begun and (self.in_force_to is None or self.in_force_to >= datetime.date(year, 1, 1))


@dataclass(frozen=True)
class StatutoryObligation:
    """What an article of an instrument obliges a kind of body to do (法定义务).

    ``deadline_zh`` is the deadline in Chinese. ``threshold``: ``OP N UNIT …``. ``park_scope`` says how the
    duty reaches a park. ``evidence_hint``: words that show it in a report. ``own_file``: the file of the own
    register in which it stands, ``None`` for a built-in entry.
    """

    id: str
    label_zh: str
    label_en: str
    rule: Rule
    earlier_rule: Rule | None
    document_number: str | None
    bearers: tuple[str, ...]
    by_reference: tuple[str, ...]
    modality: str
    activity_class: str
    frequency: str | None
    deadline: Deadline | TimeLimit | None
    deadline_zh: str | None
    threshold: str | None
    park_scope: str
    evidence_hint: tuple[str, ...]
    restated_at: str | None
    note: str | None
    own_file: str | None = None

    @property
    def iri(self) -> str:
        """The obligation's IRI."""
        return resource("obligation", self.id)

    @property
    def verified(self) -> bool:
        """Whether the article was read in a text; False if the entry rests on memory."""
        return self.rule.verified

    def rule_in(self, year: int) -> Rule | None:
        """The rule in force in ``year``: the current one, else the earlier one, else none."""
        for rule in (self.rule, self.earlier_rule):
            if rule and rule.in_force_in(year):
                return rule
        return None


@dataclass(frozen=True)
class Indicator:
    """What a figure in a report counts. ``broader`` is an activity class, ``unit`` the canonical unit.

    ``counted_under`` is the provision that orders the count or sets the figure, ``None`` if only reports are
    known to give it.

    How reports word it: one of ``names`` says it alone, one of ``nouns`` (what is counted) together with one
    of ``verbs`` (what was done to it). One of ``within`` must stand in the sentence, if there are any; one of
    ``unless`` says that something else is meant. ``own_file``: the file of the own register in which it
    stands, ``None`` for a built-in entry.
    """

    id: str
    label_zh: str
    label_en: str
    unit: str
    unit_variants: tuple[str, ...]
    broader: str
    counted_under: Provision | None
    keywords: tuple[str, ...]
    names: tuple[str, ...]
    nouns: tuple[str, ...]
    verbs: tuple[str, ...]
    within: tuple[str, ...]
    unless: tuple[str, ...]
    own_file: str | None = None

    @property
    def iri(self) -> str:
        """The indicator's IRI."""
        return concept("indicator", self.id)


@dataclass(frozen=True)
class PublicityDay:
    """A day, week or month used for legal publicity (普法宣传日).

    ``date`` is ``--MM-DD`` or ``--MM``; a week has ``start`` and ``end`` instead; all are ``None`` if only
    local rules fix it. ``rule`` says how a moving date is set. ``in_force_from`` and ``in_force_to`` limit
    the years in which the legal basis was in force. ``source`` says where the day was read (``memory`` if
    nowhere), ``verified`` whether it was. ``own_file``: the file of the own register in which it stands,
    ``None`` for a built-in entry.
    """

    id: str
    label_zh: str
    label_en: str
    aliases: tuple[str, ...]
    date: str | None
    start: str | None
    end: str | None
    rule: str | None
    legal_basis: str | None
    in_force_from: datetime.date | None
    in_force_to: datetime.date | None
    source: str
    verified: bool
    note: str | None
    own_file: str | None = None

    @property
    def iri(self) -> str:
        """The day's IRI."""
        return resource("publicity-day", self.id)


_PROVISION_FIELDS = ("instrument", "article", "verified")
_RULE_FIELDS = (*_PROVISION_FIELDS, "in_force_from", "in_force_to")


def _provision(entry: Entry, register: Mapping[str, Instrument]) -> Provision:
    cited = entry.text("instrument")
    instrument = found_in(register, cited)
    if instrument is None:
        entry.fail(
            "instrument", f"is no instrument of the register: {cited!r}", f"名录中没有这部法律文件：{cited!r}"
        )
    source = _source(entry)
    return Provision(
        instrument=instrument.id,
        instrument_as_cited=cited,
        article=entry.text("article"),
        source=source,
        verified=is_verified(source),
    )


def _rule(entry: Entry, register: Mapping[str, Instrument]) -> Rule:
    rule = Rule(
        **vars(_provision(entry, register)),
        in_force_from=entry.first_day("in_force_from"),
        in_force_to=entry.optional_date("in_force_to"),
    )
    if rule.in_force_to and rule.in_force_to < rule.in_force_from:
        entry.fail("in_force_to", "is before in_force_from", "早于 in_force_from")
    return rule


def _source(entry: Entry) -> str:
    """Where an entry was read: the catalogues' field ``verified``."""
    entry.text("verified")
    return entry.matching("verified", _SOURCE, "memory, mirror:PATH or page:URL") or ""


def obligation_of(entry: Entry, register: Mapping[str, Instrument] | None = None) -> StatutoryObligation:
    """The obligation of one entry, laid down in an instrument of ``register``, which is by title key.

    By default in one of the built-in register. Raises ReferenceDataError.
    """
    register = register or built_in_by_key()
    entry.allow_only(
        (
            *("id", "label_zh", "label_en", "document_number", "bearer", "by_reference", "modality"),
            "activity_class",
            *("frequency", "deadline", "deadline_zh", "threshold", "park_scope", "evidence_hint"),
            *("restated_at", "note"),
            *("earlier_rule", *_RULE_FIELDS),
        )
    )
    earlier = entry.nested("earlier_rule")
    if earlier:
        earlier.allow_only(_RULE_FIELDS)
    return StatutoryObligation(
        id=entry.text("id"),
        label_zh=entry.text("label_zh"),
        label_en=entry.text("label_en"),
        rule=_rule(entry, register),
        earlier_rule=_rule(earlier, register) if earlier else None,
        document_number=entry.optional_text("document_number"),
        bearers=_classes(entry, "bearer", BEARERS) or entry.fail("bearer", "is missing", "缺少"),
        by_reference=_classes(entry, "by_reference", BROADER),
        modality=entry.one_of("modality", STATUTORY_MODALITIES),
        activity_class=entry.one_of("activity_class", ACTIVITY_CLASSES),
        frequency=entry.optional_one_of("frequency", FREQUENCIES),
        deadline=_deadline(entry),
        deadline_zh=entry.text("deadline_zh") if entry.optional_text("deadline") else None,
        threshold=entry.matching("threshold", _THRESHOLD, "a threshold such as '>= 2 lecture per year'"),
        park_scope=entry.one_of("park_scope", PARK_SCOPES),
        evidence_hint=entry.texts("evidence_hint"),
        restated_at=entry.optional_text("restated_at"),
        note=entry.optional_text("note"),
    )


def _deadline(entry: Entry) -> Deadline | TimeLimit | None:
    text = entry.optional_text("deadline")
    try:
        return parse_deadline(text) if text else None
    except ValueError:
        entry.fail(
            "deadline",
            f"is not a deadline such as 'before --04-01': {text!r}",
            f"不是期限，写法如 'before --04-01'：{text!r}",
        )


def _classes(entry: Entry, field: str, known: Collection[str]) -> tuple[str, ...]:
    names = entry.texts(field)
    for name in names:
        if name not in known:
            all_ = ", ".join(sorted(known))
            entry.fail(field, f"holds {name!r}, not one of {all_}", f"含有 {name!r}，应为其中之一：{all_}")
    return names


def indicator_of(entry: Entry, register: Mapping[str, Instrument] | None = None) -> Indicator:
    """The indicator of one entry, counted under an instrument of ``register``, which is by title key.

    By default under one of the built-in register. Raises ReferenceDataError.
    """
    entry.allow_only(
        (
            *("id", "label_zh", "label_en", "unit", "unit_variants", "broader", "source", "keywords"),
            *("names", "nouns", "verbs", "within", "unless"),
        )
    )
    return Indicator(
        id=entry.text("id"),
        label_zh=entry.text("label_zh"),
        label_en=entry.text("label_en"),
        unit=entry.text("unit"),
        unit_variants=entry.texts("unit_variants"),
        broader=entry.one_of("broader", ACTIVITY_CLASSES),
        counted_under=_counted_under(entry, register or built_in_by_key()),
        keywords=entry.texts("keywords"),
        names=entry.texts("names"),
        nouns=entry.texts("nouns"),
        verbs=entry.texts("verbs"),
        within=entry.texts("within"),
        unless=entry.texts("unless"),
    )


def _counted_under(entry: Entry, register: Mapping[str, Instrument]) -> Provision | None:
    """An indicator's ``source``: a provision, or ``reports``."""
    if isinstance(entry.value("source"), dict):
        provision = entry.nested("source") or entry.fail("source", "is empty", "为空")
        provision.allow_only(_PROVISION_FIELDS)
        return _provision(provision, register)
    if entry.text("source") != REPORTS:
        entry.fail(
            "source",
            f"is neither {REPORTS} nor a provision (instrument, article, verified)",
            f"应为 {REPORTS}，或者条文（instrument、article、verified）",
        )
    return None


def publicity_day_of(entry: Entry) -> PublicityDay:
    """The publicity day of one entry. Raises ReferenceDataError."""
    entry.allow_only(
        (
            *("id", "label_zh", "label_en", "aliases", "date", "rule", "legal_basis"),
            *("in_force_from", "in_force_to", "verified", "note"),
        )
    )
    day, start, end = _day_of(entry)
    source = _source(entry)
    return PublicityDay(
        id=entry.text("id"),
        label_zh=entry.text("label_zh"),
        label_en=entry.text("label_en"),
        aliases=entry.texts("aliases"),
        date=day,
        start=start,
        end=end,
        rule=entry.optional_text("rule"),
        legal_basis=entry.optional_text("legal_basis"),
        in_force_from=entry.optional_date("in_force_from"),
        in_force_to=entry.optional_date("in_force_to"),
        source=source,
        verified=is_verified(source),
        note=entry.optional_text("note"),
    )


def _day_of(entry: Entry) -> tuple[str | None, str | None, str | None]:
    """The date of a day or month, else the start and end of a week."""
    span = entry.nested("date") if isinstance(entry.value("date"), dict) else None
    if span is None:
        return entry.matching("date", _MONTH_DAY, "--MM-DD, --MM or start and end"), None, None
    span.allow_only(("start", "end"))
    bounds = [span.matching(bound, _MONTH_DAY, "--MM-DD") for bound in ("start", "end")]
    if None in bounds:
        entry.fail("date", "needs both start and end", "须有 start 和 end")
    return None, bounds[0], bounds[1]
