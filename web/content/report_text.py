"""A report's text (阅读文本) with what was read in it: its outline, its records, where they stand.

Offsets count the characters of the text from 0, end exclusive, as in the IRIs of evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from pyoxigraph import NamedNode

from fazhi.kg.iris import place_of
from fazhi.ontology.concepts import Label, class_labels
from fazhi.ontology.namespaces import PREFIXES, resource
from fazhi.ontology.record_types import record_types
from fazhi.web.content.answers import grouped
from fazhi.web.content.evidence import place_in_words
from fazhi.web.content.links import address_of
from fazhi.web.content.parts import Cell
from fazhi.web.site import NotFound, Site


@dataclass(frozen=True)
class Span:
    """Characters of the text."""

    start: int
    end: int

    @property
    def fragment(self) -> str:
        """The fragment of the address that leads to them (RFC 5147)."""
        return f"char={self.start},{self.end}"


@dataclass(frozen=True)
class Section:
    """A section (章节) with its heading; ``start`` is where that begins, None if it is not found."""

    id: str
    heading: str
    level: int
    start: int | None


@dataclass(frozen=True)
class Record:
    """A fact that the report states, each once however often it does.

    ``type`` is a key of :func:`fazhi.ontology.record_types.record_types`, ``spans`` all places that state it,
    ``main`` the one that does so best, ``sentence`` the sentence of that, ``section`` its section's id and
    ``place`` the page or paragraph of the file in words ("" where it has none). ``facts`` are pairs of a
    label and what is told.
    """

    iri: str
    type: str
    main: Span
    spans: tuple[Span, ...]
    sentence: Span
    section: str
    place: str
    rule: str
    confidence: float | None
    facts: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True)
class ReportText:
    """The text of a report and what was read in it, in the order of the text; "" for what is not known.

    ``sentences`` are those that evidence stands in.
    """

    iri: str
    text: str
    title: str
    body: str
    body_name: str
    year: str
    issued: str
    file: str
    source: str
    sections: tuple[Section, ...]
    sentences: tuple[Span, ...]
    records: tuple[Record, ...]


# GIVEN stands for the IRI of the report. A FILTER, unlike VALUES, is looked at for what one report has alone.
_REPORT = """
SELECT ?text ?title ?body ?name ?year ?issued ?file ?source {
  GIVEN a fz:Report ; fz:readingText/nif:isString ?text
  OPTIONAL { GIVEN dcterms:title ?title }
  OPTIONAL { GIVEN fz:issuer ?body . ?body skos:prefLabel ?name }
  OPTIONAL { GIVEN fz:reportedYear ?year } OPTIONAL { GIVEN dcterms:issued ?issued }
  OPTIONAL { GIVEN prov:wasDerivedFrom ?read . ?read rdfs:label ?file
    OPTIONAL { ?read dcterms:source ?source } }
} ORDER BY ?name ?file LIMIT 1"""
_SECTIONS = """
SELECT ?section ?number ?title {
  ?section dcterms:isPartOf+ GIVEN
  OPTIONAL { ?section fz:number ?number } OPTIONAL { ?section dcterms:title ?title }
}"""
_RECORDS = """
SELECT ?item ?class ?main ?evidence ?sentence ?section ?place ?rule ?confidence {
  { ?item fz:inReport GIVEN } UNION { VALUES ?item { GIVEN } }
  ?item a ?class FILTER(?class IN (%s))
  ?item fz:mainEvidence ?main ; fz:mainEvidence|fz:hasEvidence ?evidence ;
    fz:extractionRule ?ruled .
  ?evidence fz:inSentence ?sentence
  OPTIONAL { ?sentence fz:inSection ?section }
  OPTIONAL { ?evidence prov:wasDerivedFrom/rdf:value ?place }
  OPTIONAL { ?ruled skos:prefLabel ?rule FILTER(LANG(?rule) = "%s") }
  OPTIONAL { ?item fz:confidence ?own } OPTIONAL { ?ruled fz:usualConfidence ?usual }
  BIND(COALESCE(?own, ?usual) AS ?confidence)
}"""
_FACTS = """
SELECT ?item ?property ?value ?zh ?label {
  { ?item fz:inReport GIVEN } UNION { VALUES ?item { GIVEN } }
  ?item ?property ?value FILTER(?property IN (%s))
  OPTIONAL { ?value skos:prefLabel ?zh FILTER(LANG(?zh) = "zh") }
  OPTIONAL { ?value skos:prefLabel ?label FILTER(LANG(?label) = "%s") }
}"""
_POSTS = """
SELECT ?item ?role ?who {
  ?item fz:inReport GIVEN ; org:hasPost ?post . ?post rdfs:label ?who ; org:role ?held .
  ?held skos:prefLabel ?role FILTER(LANG(?role) = "%s")
} ORDER BY ?item ?held"""

#: What is told of a record, in this order, and the field of a record type that says what it is called; where
#: there is none, it is called as in the ontology. Numbers are followed by their unit.
_PROPERTIES = {
    "fz:indicator": "",
    "sdmx-measure:obsValue": "observation.value",
    "fz:rateOfChange": "observation.value",
    "fz:upperBound": "",
    "fz:modifier": "",
    "fz:change": "",
    "fz:periodAsWritten": "observation.period",
    "fz:caseCount": "",
    "fz:fineAmount": "",
    "fz:activityClass": "",
    "fz:instrument": "citation.instrument",
    "fz:titleAsWritten": "",
    "fz:documentNumber": "",
    "fz:article": "",
    "fz:purpose": "",
    "fz:linkMethod": "",
    "fz:suggestedInstrument": "",
    "fz:possibleInstrument": "",
    "fz:publicityDay": "",
    "fz:nameAsWritten": "",
    "fz:dateAsWritten": "",
    "fz:counselKind": "",
    "org:member": "counsel.firm",
    "fz:retained": "",
    "skos:prefLabel": "leading_group.name",
    "fz:modality": "",
    "fz:bearerAsWritten": "",
    "fz:frequency": "",
    "fz:amount": "",
    "fz:topic": "",
    "fz:issuer": "",
    "fz:reportedYear": "",
    "dcterms:issued": "report.published",
    "dcterms:publisher": "report.publisher",
    "fz:indexNumber": "",
}
_IN_UNITS = {"sdmx-measure:obsValue", "fz:rateOfChange", "fz:upperBound", "fz:amount"}
_TRUTH = {"true": ("是", "yes"), "false": ("否", "no")}


def report_text(site: Site, key: str) -> ReportText:
    """The report whose IRI ends in ``key`` (body and year). Raises NotFound."""
    parts = key.split("/")
    iri = resource("report", *parts, base=site.store.base)
    found = _rows(site, _REPORT, iri) if len(parts) == 2 and all(parts) else []
    if not found:
        raise NotFound(site.say("没有这份报告", "there is no such report"))
    row = found[0]
    records, sentences = _records(site, iri)
    return ReportText(
        iri=iri,
        text=row["text"],
        title=row["title"] or site.say("（无标题）", "(untitled)"),
        body=row["body"],
        body_name=row["name"],
        year=row["year"],
        issued=row["issued"],
        file=row["file"],
        source=row["source"],
        sections=tuple(_sections(row["text"], _rows(site, _SECTIONS, iri))),
        sentences=sentences,
        records=records,
    )


def _rows(site: Site, query: str, report: str) -> list[dict[str, str]]:
    return site.rows(query.replace("GIVEN", str(NamedNode(report))))


def _sections(text: str, rows: Iterable[Mapping[str, str]]) -> Iterator[Section]:
    """The sections in their order, found in the text by their headings."""
    named = sorted(((_section_id(row["section"]), row) for row in rows), key=lambda pair: _order(pair[0]))
    at = 0
    for identifier, row in named:
        heading = f"{row['number']}{row['title']}"
        if not heading:
            continue
        found = re.compile(r"^\s*" + _spaced(heading), re.MULTILINE).search(text, at)
        found = found or re.compile(_spaced(heading)).search(text, at)
        start = None
        if found:
            at = found.end()
            start = found.start() + len(found[0]) - len(found[0].lstrip())
        yield Section(identifier, heading, identifier.count(".") + 1, start)


def _section_id(iri: str) -> str:
    return iri.rpartition("/section/")[2]


def _order(identifier: str) -> list[tuple[int, str]]:
    return [(int(part) if part.isdecimal() else 0, part) for part in identifier.split(".")]


def _spaced(words: str) -> str:
    return r"\s*".join(re.escape(character) for character in words if not character.isspace())


def _records(site: Site, report: str) -> tuple[tuple[Record, ...], tuple[Span, ...]]:
    """The records of a report in the order of its text, and the sentences that they stand in."""
    types = {PREFIXES["fz"] + found.class_name: name for name, found in record_types().items()}
    classes = ", ".join(found.class_ for found in record_types().values())
    query = _RECORDS % (classes, site.language)
    facts = _facts(site, report)
    items: dict[str, list[dict[str, str]]] = {}
    for row in _rows(site, query, report):
        items.setdefault(row["item"], []).append(row)
    records, sentences = [], set()
    for iri, rows in items.items():
        spans = sorted({span for row in rows if (span := _span(row["evidence"]))}, key=_position)
        best = next(row for row in rows if row["evidence"] == row["main"])
        main, sentence = _span(best["main"]), _span(best["sentence"])
        sentences |= {span for row in rows if (span := _span(row["sentence"]))}
        if main is None or sentence is None:
            continue
        confidence = float(best["confidence"]) if best["confidence"] else None
        records.append(
            Record(
                iri=iri,
                type=types[best["class"]],
                main=main,
                spans=tuple(spans),
                sentence=sentence,
                section=_section_id(best["section"]),
                place=place_in_words(site, best["place"]),
                rule=best["rule"],
                confidence=confidence,
                facts=tuple(facts.get(iri, ())),
            )
        )
    ordered = sorted(records, key=lambda record: (_position(record.main), record.iri))
    return tuple(ordered), tuple(sorted(sentences, key=_position))


def _span(iri: str) -> Span | None:
    place = place_of(iri)
    return Span(place[1], place[2]) if place and place[1] < place[2] else None


def _position(span: Span) -> tuple[int, int]:
    return span.start, -span.end


def _facts(site: Site, report: str) -> dict[str, list[tuple[str, Cell]]]:
    """What is told of each record, by its IRI."""
    told: dict[str, dict[str, list[Cell]]] = {}
    units = _units(site, report)
    query = _FACTS % (", ".join(_PROPERTIES), site.language)
    for row in _rows(site, query, report):
        name = _prefixed(row["property"])
        told.setdefault(row["item"], {}).setdefault(name, []).append(_cell(site, name, row, units))
    facts = {
        iri: [
            (_label(site, name), cell)
            for name in _PROPERTIES
            for cell in sorted(by_name.get(name, ()), key=lambda cell: cell.text)
        ]
        for iri, by_name in told.items()
    }
    for row in _rows(site, _POSTS % site.language, report):
        facts.setdefault(row["item"], []).append((row["role"], Cell(row["who"], report=True)))
    return facts


_UNITS = "SELECT ?item ?unit { ?item fz:inReport GIVEN ; fz:unit ?unit }"


def _units(site: Site, report: str) -> dict[str, str]:
    return {row["item"]: row["unit"] for row in _rows(site, _UNITS, report)}


def _cell(site: Site, name: str, row: Mapping[str, str], units: Mapping[str, str]) -> Cell:
    value = row["value"]
    if "://" in value:
        return Cell(row["label"] or row["zh"] or site.key(value), address_of(site, value))
    if name in _IN_UNITS:
        return Cell(grouped(_plain(value)), unit=units.get(row["item"], ""))
    if name in ("fz:caseCount", "fz:fineAmount"):
        return Cell(grouped(_plain(value)), unit="元" if name == "fz:fineAmount" else "")
    if value in _TRUTH:
        return Cell(site.say(*_TRUTH[value]))
    return Cell(value.removeprefix("--"), report=name.endswith("AsWritten"))


def _plain(number: str) -> str:
    """A decimal without noughts at its end."""
    return f"{Decimal(number).normalize():f}"


@cache
def _full_names() -> dict[str, str]:
    return {PREFIXES[name.partition(":")[0]] + name.partition(":")[2]: name for name in _PROPERTIES}


def _prefixed(iri: str) -> str:
    return _full_names()[iri]


def _label(site: Site, name: str) -> str:
    kind, _, field = _PROPERTIES[name].partition(".")
    if field:
        found = record_types()[kind].fields[field]
        words = Label(found.label_zh, found.label_en)
    else:
        words = class_labels()[name.partition(":")[2]]
    said = site.say(*words)
    return said[:1].upper() + said[1:]
