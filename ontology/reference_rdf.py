"""The reference data as RDF: instruments, obligations, indicators, publicity days, units, rules.

Quads are pyoxigraph terms, made directly, and hold no blank node.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from fazhi.ontology import namespaces as ns
from fazhi.ontology.bases import national_bases
from fazhi.ontology.extraction_rules import SCHEME, ExtractionRule, extraction_rules
from fazhi.ontology.reference import (
    Indicator,
    Instrument,
    PublicityDay,
    Rule,
    StatutoryObligation,
    indicators,
    instruments,
    obligations,
    publicity_days,
)
from fazhi.ontology.tallies import Tally, tallies
from fazhi.ontology.units import Unit, units
from fazhi.ontology.versions import VersionSeries, first_in_force, version_series

#: Register kind to class (local name in fz:).
KIND_CLASSES = {
    "constitution": "Constitution",
    "law": "Law",
    "decision_of_npcsc": "LegislativeDecision",
    "supervisory_regulation": "SupervisoryRegulation",
    "administrative_regulation": "AdministrativeRegulation",
    "local_regulation": "LocalRegulation",
    "department_rule": "DepartmentRule",
    "local_government_rule": "LocalGovernmentRule",
    "judicial_interpretation": "JudicialInterpretation",
    "party_regulation": "PartyRegulation",
    "policy_document": "PolicyDocument",
    "standard": "Standard",
}
#: The place where an instrument of the nation applies.
NATIONWIDE = "全国"
_MODALITY_CLASSES = {"must": "Duty", "must_not": "Prohibition"}

_Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]


def reference_quads() -> Iterator[Quad]:
    """The built-in reference data in use, in the reference graph: no entry that an own one replaces.

    Raises ReferenceDataError for a broken data file.
    """
    described = (
        *_entries(own=False),
        *map(_unit, units().values()),
        *map(_extraction_rule, extraction_rules().values()),
        *map(_tally, tallies()),
    )
    return _in_graph(ns.reference_graph(), described)


def own_register_quads() -> Iterator[Quad]:
    """The entries of the own register in use in a graph of their own; bodies stand with the reports."""
    return _in_graph(ns.own_register_graph(), _entries(own=True))


def _in_graph(name: str, described: Iterable[Iterable[_Statement]]) -> Iterator[Quad]:
    graph = NamedNode(name)
    return (Quad(*statement, graph) for statement in chain.from_iterable(described))


def _entries(*, own: bool) -> Iterator[Iterator[_Statement]]:
    """What is said of each entry that an own register may have too."""
    register, series, bases = instruments(), version_series(), national_bases()
    for law in register.values():
        if bool(law.own_file) == own:
            yield _instrument(law)
            yield _law_over_time(law, series.get(law.id))
            yield _based_on(law, bases.get(law.id, ()), register)
    catalogues: tuple[tuple[Mapping[str, Any], Callable[[Any], Iterator[_Statement]]], ...] = (
        (obligations(), partial(_obligation, register=register)),
        (indicators(), partial(_indicator, register=register)),
        (publicity_days(), _publicity_day),
    )
    for catalogue, describe in catalogues:
        yield from (describe(entry) for entry in catalogue.values() if bool(entry.own_file) == own)
    if own:
        for catalogue in (register, obligations(), indicators(), publicity_days()):
            yield from (_from_own_file(entry) for entry in catalogue.values() if entry.own_file)


def _from_own_file(entry: Any) -> Iterator[_Statement]:
    yield NamedNode(entry.iri), _OWN_REGISTER_FILE, Literal(entry.own_file)


def _fz(name: str) -> NamedNode:
    return NamedNode(ns.FZ + name)


_TYPE = NamedNode(ns.RDF + "type")
_TITLE = NamedNode(ns.DCTERMS + "title")
_SOURCE = NamedNode(ns.DCTERMS + "source")
_PREF_LABEL = NamedNode(ns.SKOS + "prefLabel")
_ALT_LABEL = NamedNode(ns.SKOS + "altLabel")
_HIDDEN_LABEL = NamedNode(ns.SKOS + "hiddenLabel")
_NOTATION = NamedNode(ns.SKOS + "notation")
_NOTE = NamedNode(ns.SKOS + "note")
_BROADER = NamedNode(ns.SKOS + "broader")
_BROAD_MATCH = NamedNode(ns.SKOS + "broadMatch")
_EXACT_MATCH = NamedNode(ns.SKOS + "exactMatch")
_IN_SCHEME = NamedNode(ns.SKOS + "inScheme")
_TOP_CONCEPT_OF = NamedNode(ns.SKOS + "topConceptOf")
_HAS_TOP_CONCEPT = NamedNode(ns.SKOS + "hasTopConcept")
_CONCEPT = NamedNode(ns.SKOS + "Concept")
_NUMBER = NamedNode(ns.ELI + "number")
_DATE_DOCUMENT = NamedNode(ns.ELI + "date_document")
_VERSION_DATE = NamedNode(ns.ELI + "version_date")
_ENTRY_IN_FORCE = NamedNode(ns.ELI + "first_date_entry_in_force")
_NO_LONGER_IN_FORCE = NamedNode(ns.ELI + "date_no_longer_in_force")
_REPEALED_BY = NamedNode(ns.ELI + "repealed_by")
_REALIZES = NamedNode(ns.ELI + "realizes")
_BASED_ON = NamedNode(ns.ELI + "based_on")
_IN_FORCE = NamedNode(ns.ELI + "in_force")
_XSD_DATE = NamedNode(ns.XSD + "date")
_XSD_MONTH_DAY = NamedNode(ns.XSD + "gMonthDay")
_XSD_MONTH = NamedNode(ns.XSD + "gMonth")
_UCUM_CODE = NamedNode(ns.QUDT + "UCUMcs")

_LAST_AMENDED = _fz("lastAmended")
_OUT_OF_FORCE_FROM = _fz("outOfForceFrom")
_ISSUING_AUTHORITY = _fz("issuingAuthority")
_JURISDICTION = _fz("jurisdiction")
_OWN_REGISTER_FILE = _fz("ownRegisterFile")
_REGISTER_STATUS = _fz("registerStatus")
_INSTRUMENT_VERSION = _fz("InstrumentVersion")
_SERIES_COMPLETE = _fz("versionSeriesComplete")
_LAST_ARTICLE = _fz("lastArticle")
_IN_FORCE_FROM = _fz("inForceFrom")
_IN_FORCE_TO = _fz("inForceTo")
#: Register status to ELI's value.
_FORCE = {
    "in_force": NamedNode(ns.ELI + "InForce-inForce"),
    "repealed": NamedNode(ns.ELI + "InForce-notInForce"),
    "not_yet_in_force": NamedNode(ns.ELI + "InForce-notInForce"),
}
_KINDS = {kind: _fz(name) for kind, name in KIND_CLASSES.items()}


def _zh(text: str) -> Literal:
    return Literal(text, language="zh")


def _en(text: str) -> Literal:
    return Literal(text, language="en")


def _date(day: datetime.date) -> Literal:
    return Literal(day.isoformat(), datatype=_XSD_DATE)


def _instrument(instrument: Instrument) -> Iterator[_Statement]:
    node = NamedNode(instrument.iri)
    yield node, _TYPE, _KINDS[instrument.kind]
    yield node, _TITLE, _zh(instrument.title)
    yield node, _PREF_LABEL, _zh(instrument.short_title)
    for name in instrument.names:
        if name not in (instrument.title, instrument.short_title):
            yield node, _ALT_LABEL, _zh(name)
    if instrument.document_number:
        yield node, _NUMBER, Literal(instrument.document_number)
    if instrument.issuer:
        yield node, _ISSUING_AUTHORITY, _zh(instrument.issuer)
    if instrument.jurisdiction:
        yield node, _JURISDICTION, Literal(instrument.jurisdiction.replace("CN", NATIONWIDE))
    yield node, _REGISTER_STATUS, Literal(instrument.status)
    yield node, _SOURCE, Literal(instrument.source)
    if instrument.promulgated:
        yield node, _DATE_DOCUMENT, _date(instrument.promulgated)
    if instrument.repealed_on:
        yield from _end_of_force(node, instrument.repealed_on)
    if instrument.repealed_by:
        yield node, _REPEALED_BY, NamedNode(ns.resource("instrument", instrument.repealed_by))
    if instrument.last_amended:
        yield node, _LAST_AMENDED, _date(instrument.last_amended)


def _based_on(
    instrument: Instrument, bases: Iterable[str], register: Mapping[str, Instrument]
) -> Iterator[_Statement]:
    for basis in bases:
        yield NamedNode(instrument.iri), _BASED_ON, NamedNode(register[basis].iri)


def _law_over_time(instrument: Instrument, series: VersionSeries | None) -> Iterator[_Statement]:
    """Force on the register's day, first entry into force, and the versions."""
    node = NamedNode(instrument.iri)
    if instrument.status in _FORCE:
        yield node, _IN_FORCE, _FORCE[instrument.status]
    begun = first_in_force(instrument, series)
    if begun:
        yield node, _ENTRY_IN_FORCE, _date(begun)
    if series:
        yield node, _SERIES_COMPLETE, Literal(series.complete)
        yield from _versions(node, series)


def _versions(work: NamedNode, series: VersionSeries) -> Iterator[_Statement]:
    for version in series.versions:
        node = NamedNode(f"{work.value}/version/{version.version_date.isoformat()}")
        yield node, _TYPE, _INSTRUMENT_VERSION
        yield node, _REALIZES, work
        yield node, _VERSION_DATE, _date(version.version_date)
        if version.in_force_from:
            yield node, _ENTRY_IN_FORCE, _date(version.in_force_from)
        if version.articles:
            yield node, _LAST_ARTICLE, Literal(version.articles)
        yield node, _SOURCE, Literal(version.source)
        period = series.period(version)
        if period:
            yield node, _IN_FORCE_FROM, _date(period.first)
            if period.last:
                yield node, _IN_FORCE_TO, _date(period.last)
            if period.superseded_on:
                yield from _end_of_force(node, period.superseded_on)


def _end_of_force(node: NamedNode, ended_on: datetime.date) -> Iterator[_Statement]:
    """The first day without force, as Chinese law gives it, and the last day with it, as ELI does."""
    yield node, _OUT_OF_FORCE_FROM, _date(ended_on)
    yield node, _NO_LONGER_IN_FORCE, _date(ended_on - datetime.timedelta(days=1))


def _obligation(obligation: StatutoryObligation, register: Mapping[str, Instrument]) -> Iterator[_Statement]:
    node = NamedNode(obligation.iri)
    yield node, _TYPE, _fz("StatutoryObligation")
    if obligation.modality in _MODALITY_CLASSES:
        yield node, _TYPE, _fz(_MODALITY_CLASSES[obligation.modality])
    yield node, _PREF_LABEL, _zh(obligation.label_zh)
    yield node, _PREF_LABEL, _en(obligation.label_en)
    yield from _rule(node, obligation.rule, register)
    if obligation.document_number:
        yield node, _fz("documentNumber"), Literal(obligation.document_number)
    for bearer in obligation.bearers:
        yield node, _fz("bearer"), _fz(bearer)
    for body in obligation.by_reference:
        yield node, _fz("appliedByReferenceTo"), _fz(body)
    yield node, _fz("modality"), NamedNode(ns.concept("modality", obligation.modality))
    yield node, _fz("activityClass"), NamedNode(ns.concept("activity-class", obligation.activity_class))
    if obligation.frequency:
        yield node, _fz("frequency"), NamedNode(ns.concept("frequency", obligation.frequency))
    if obligation.deadline:
        yield node, _fz("deadline"), Literal(obligation.deadline.text)
        yield node, _fz("deadlineInWords"), _en(obligation.deadline.in_english)
    if obligation.deadline_zh:
        yield node, _fz("deadlineInWords"), _zh(obligation.deadline_zh)
    if obligation.threshold:
        yield node, _fz("threshold"), Literal(obligation.threshold)
    yield node, _fz("parkScope"), NamedNode(ns.concept("reach", obligation.park_scope))
    for words in obligation.evidence_hint:
        yield node, _fz("evidenceHint"), _zh(words)
    if obligation.restated_at:
        yield node, _fz("restatedAt"), Literal(obligation.restated_at)
    if obligation.note:
        yield node, _NOTE, _en(obligation.note)
    if obligation.earlier_rule:
        earlier = NamedNode(node.value + "/earlier")
        yield node, _fz("earlierRule"), earlier
        yield earlier, _TYPE, _fz("EarlierRule")
        yield from _rule(earlier, obligation.earlier_rule, register)


def _rule(node: NamedNode, rule: Rule, register: Mapping[str, Instrument]) -> Iterator[_Statement]:
    yield node, _fz("derivedFrom"), NamedNode(register[rule.instrument].iri)
    yield node, _fz("titleAsWritten"), Literal(rule.instrument_as_cited)
    yield node, _fz("article"), Literal(rule.article)
    yield node, _fz("inForceFrom"), _date(rule.in_force_from)
    if rule.in_force_to:
        yield node, _fz("inForceTo"), _date(rule.in_force_to)
    yield node, _fz("verification"), Literal(rule.source)
    yield node, _fz("verified"), Literal(rule.verified)


def _indicator(indicator: Indicator, register: Mapping[str, Instrument]) -> Iterator[_Statement]:
    node = NamedNode(indicator.iri)
    yield from _top_concept(node, "indicator")
    yield node, _NOTATION, Literal(indicator.id)
    yield node, _PREF_LABEL, _zh(indicator.label_zh)
    yield node, _PREF_LABEL, _en(indicator.label_en)
    yield node, _BROAD_MATCH, NamedNode(ns.concept("activity-class", indicator.broader))
    yield node, _fz("unit"), Literal(indicator.unit)
    for unit in indicator.unit_variants:
        yield node, _fz("unitVariant"), Literal(unit)
    for keyword in indicator.keywords:
        if keyword != indicator.label_zh:
            yield node, _HIDDEN_LABEL, _zh(keyword)
    provision = indicator.counted_under
    if provision is None:
        yield node, _SOURCE, _zh("年度法治政府建设报告")
        yield node, _SOURCE, _en("annual rule-of-law government reports")
        return
    yield node, _SOURCE, NamedNode(register[provision.instrument].iri)
    yield node, _fz("article"), Literal(provision.article)
    yield node, _fz("verification"), Literal(provision.source)


def _publicity_day(day: PublicityDay) -> Iterator[_Statement]:
    node = NamedNode(day.iri)
    yield node, _TYPE, _fz("PublicityDay")
    yield from _top_concept(node, "publicity-day")
    yield node, _PREF_LABEL, _zh(day.label_zh)
    yield node, _PREF_LABEL, _en(day.label_en)
    for alias in day.aliases:
        if alias != day.label_zh:
            yield node, _ALT_LABEL, _zh(alias)
    if day.date:
        is_month = len(day.date) == len("--MM")
        datatype = _XSD_MONTH if is_month else _XSD_MONTH_DAY
        yield node, _fz("month" if is_month else "monthDay"), Literal(day.date, datatype=datatype)
    for name, bound in (("startDay", day.start), ("endDay", day.end)):
        if bound:
            yield node, _fz(name), Literal(bound, datatype=_XSD_MONTH_DAY)
    if day.rule:
        yield node, _fz("dateRule"), Literal(day.rule)
    if day.legal_basis:
        yield node, _fz("legalBasis"), _zh(day.legal_basis)
    if day.in_force_from:
        yield node, _fz("inForceFrom"), _date(day.in_force_from)
    if day.in_force_to:
        yield node, _fz("inForceTo"), _date(day.in_force_to)
    yield node, _fz("verification"), Literal(day.source)
    if day.note:
        yield node, _NOTE, _en(day.note)


def _extraction_rule(rule: ExtractionRule) -> Iterator[_Statement]:
    node = NamedNode(rule.iri)
    yield from _top_concept(node, SCHEME)
    yield node, _NOTATION, Literal(rule.id)
    yield node, _PREF_LABEL, _zh(rule.label_zh)
    yield node, _PREF_LABEL, _en(rule.label_en)
    yield node, _fz("usualConfidence"), Literal(str(rule.confidence), datatype=NamedNode(ns.XSD + "decimal"))


def _tally(tally: Tally) -> Iterator[_Statement]:
    node = NamedNode(tally.iri)
    yield node, _TYPE, _fz("Tally")
    yield node, _fz("counted"), NamedNode(tally.counted)
    if tally.among:
        yield node, _fz("among"), NamedNode(tally.among)
        yield NamedNode(tally.least), _fz("leastOf"), node


def _unit(unit: Unit) -> Iterator[_Statement]:
    node = NamedNode(unit.iri)
    if unit.broader:
        yield node, _TYPE, _CONCEPT
        yield node, _IN_SCHEME, NamedNode(ns.scheme("unit"))
        yield node, _BROADER, NamedNode(ns.concept("unit", unit.broader))
    else:
        yield from _top_concept(node, "unit")
    yield node, _NOTATION, Literal(unit.id)
    if unit.ucum:
        yield node, _NOTATION, Literal(unit.ucum, datatype=_UCUM_CODE)
    if unit.qudt:
        yield node, _EXACT_MATCH, NamedNode(unit.qudt)
    word, *others = unit.words
    yield node, _PREF_LABEL, _zh(word)
    yield node, _PREF_LABEL, _en(unit.label_en)
    for other in others:
        yield node, _ALT_LABEL, _zh(other)


def _top_concept(node: NamedNode, scheme: str) -> Iterator[_Statement]:
    """A concept of a scheme that has no levels."""
    yield node, _TYPE, _CONCEPT
    yield node, _IN_SCHEME, NamedNode(ns.scheme(scheme))
    yield node, _TOP_CONCEPT_OF, NamedNode(ns.scheme(scheme))
    yield NamedNode(ns.scheme(scheme)), _HAS_TOP_CONCEPT, node
