"""A report file -> its content, with the names linked to bodies and instruments."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, cast

from fazhi.extractors import Extraction, extract, read_file
from fazhi.extractors.records import Record, ReportFields
from fazhi.kg.iris import ReportIris, report_key, resource
from fazhi.kg.linking.attribution import REACH
from fazhi.kg.linking.bodies import Body, BodyKind, government
from fazhi.kg.linking.given import NOTHING, Given
from fazhi.kg.linking.homonyms import Earlier, Surroundings
from fazhi.kg.linking.identification import identify
from fazhi.kg.linking.instruments import Link, Linker, Reason
from fazhi.kg.linking.titles import defined_titles
from fazhi.kg.revisions.applying import NO_REVISIONS, Review, Revisions, revised
from fazhi.kg.revisions.fields import NO_INSTRUMENT
from fazhi.kg.revisions.revision import NAMING
from fazhi.ontology.divisions import divisions
from fazhi.ontology.in_use import follows_register
from fazhi.ontology.reference import instruments, instruments_by_iri
from fazhi.ontology.titles import title_key

#: Between two titles of one list.
_LIST_MARKS = re.compile(r"\s*+(?:(?:[，、和及与]|以及)\s*+)?")


@dataclass(frozen=True)
class LinkedReport:
    """An extraction, and what its names mean.

    ``links`` maps the position of a citation in ``extraction.records`` to its link; ``body`` is the body
    whose work is reported and ``publisher`` the one that put the report online, where the text tells. The
    issuer and year that were ``given`` stand in the report's record. ``review`` is what persons said of the
    records, which are as they said; ``read`` are the fields of the report's own record before that.
    """

    extraction: Extraction
    body: Body | None
    publisher: Body | None = None
    links: dict[int, Link] = field(default_factory=dict)
    given: Given = NOTHING
    review: Review = field(default_factory=Review)
    read: ReportFields = field(default_factory=ReportFields)

    @property
    def records(self) -> list[Record]:
        """The records in the order of the text, the report's own record first."""
        return self.extraction.records

    @property
    def report(self) -> Record[ReportFields]:
        return self.extraction.by_type.of("report")[0]

    @property
    def year(self) -> int | None:
        value = self.report.fields.get("year")
        return int(value) if value else None

    @property
    def key(self) -> tuple[str, ...]:
        """(body key, year), or ("document", first 12 characters of the SHA-256) if either is unknown."""
        digest = self.extraction.document.digest
        return report_key(self.body.key if self.body else None, self.year, digest)

    @property
    def read_as(self) -> tuple[str, ...]:
        """The key by which the program calls the report, whatever persons said."""
        return self.key_by({})

    def key_by(self, said: Mapping[str, Any]) -> tuple[str, ...]:
        """The key that the report has if a person gives its issuer or year (:attr:`Revision.names`)."""
        fields = cast("ReportFields", {**self.read, **said})
        return _key(_body(self.extraction, self.read, fields.get("issuer")), fields, self.extraction)


def report_iris(report: LinkedReport, base: str) -> ReportIris:
    """The IRIs of ``report`` below ``base``."""
    document = report.extraction.document
    digest = hashlib.sha256(document.text.encode("utf-8")).hexdigest()
    return ReportIris(report.key, base, text_digest=digest, file_digest=document.digest)


def read_report(
    path: str | Path, given: Given = NOTHING, *, ocr: bool = False, revisions: Revisions = NO_REVISIONS
) -> LinkedReport:
    """Read, extract and link the report at ``path``; ReadError where it holds no readable text.

    With ``ocr``, pictures of pages are recognised.
    """
    return link_report(extract(read_file(path, ocr=ocr)), given, revisions)


def link_report(
    extraction: Extraction, given: Given = NOTHING, revisions: Revisions = NO_REVISIONS
) -> LinkedReport:
    """Find the body, the publisher and the cited instruments of an extraction.

    Instruments are those of the reported year, of the nation and of the body's place. Linked citations carry
    the instrument's IRI and the way it was found in their fields ``instrument`` and ``link``, ambiguous ones
    the IRIs of their ``candidates``. Issuer and year, which with the body name the report, are those that a
    person says, else those ``given``, else those of the text. ``revisions`` are applied before anything is
    linked.
    """
    extraction = _with_given(extraction, given)
    read = extraction.by_type.of("report")[0].fields
    document = extraction.document
    read_as = _key(_body(extraction, read, read.get("issuer")), read, extraction)
    extraction, review = revised(extraction, revisions.of_report(read_as, document.text))
    extraction, review = _named(extraction, review, read)
    fields = extraction.by_type.of("report")[0].fields
    body = _body(extraction, read, fields.get("issuer"))
    publisher = fields.get("publisher")
    body = _as_said(body, revisions) if body else None
    publishing = identify(publisher, text=document.text, document=document.digest) if publisher else None
    links = _links(extraction, body)
    records = [_with_link(record, links.get(position)) for position, record in enumerate(extraction.records)]
    return LinkedReport(
        extraction=replace(extraction, records=records),
        body=body,
        publisher=_as_said(publishing, revisions) if publishing else None,
        links=links,
        given=_still_given(given, fields),
        review=review,
        read=read,
    )


def _body(extraction: Extraction, read: ReportFields, issuer: str | None) -> Body | None:
    """The body that ``issuer`` names; title and publisher are those that were read."""
    if not issuer:
        return None
    document = extraction.document
    return identify(
        issuer,
        title=read.get("title"),
        text=document.text,
        place_hint=read.get("publisher"),
        document=document.digest,
    )


def _key(body: Body | None, fields: ReportFields, extraction: Extraction) -> tuple[str, ...]:
    return report_key(body.key if body else None, fields.get("year"), extraction.document.digest)


def _named(extraction: Extraction, review: Review, read: ReportFields) -> tuple[Extraction, Review]:
    """The same, without a person’s issuer and year if the revisions stand under another name than they give.

    That happens where somebody writes into the wrong file, or where a later version names a body otherwise.
    """
    revision = review.of.get(0)
    if revision is None or not revision.names:
        return extraction, review
    report = extraction.by_type.of("report")[0]
    key = _key(_body(extraction, read, report.fields.get("issuer")), report.fields, extraction)
    name = resource("report", *key).partition("/report/")[2]
    if name == revision.report.partition("/report/")[2]:
        return extraction, review
    fields = {k: v for k, v in report.fields.items() if k not in NAMING}
    fields |= {k: v for k, v in read.items() if k in NAMING}
    records = [replace(report, fields=cast("ReportFields", fields)), *extraction.records[1:]]
    return replace(extraction, records=records), replace(review, misnamed=(revision, name))


def _as_said(body: Body, revisions: Revisions) -> Body:
    """``body`` and those it belongs to, with the kind and the place that a person says."""
    body = replace(body, parent=_as_said(body.parent, revisions) if body.parent else None)
    said = revisions.of_body(body.key)
    if kind := said.get("body_kind"):
        body = replace(body, kind=cast("BodyKind", kind))
    if code := said.get("place"):
        place = divisions()[code]
        above = divisions()[place.parent] if place.parent else None
        within = above if body.kind == "LocalGovernment" else place
        body = replace(body, place=place, parent=government(within) if within else None)
    return body


def _still_given(given: Given, fields: ReportFields) -> Given:
    """What is given beside the text, without what a person says otherwise."""
    return replace(
        given,
        issuer=given.issuer if given.issuer == fields.get("issuer") else None,
        year=given.year if given.year == fields.get("year") else None,
    )


def _with_given(extraction: Extraction, given: Given) -> Extraction:
    """The extraction, its report's record with the issuer and year that were given."""
    values = {"issuer": given.issuer, "year": given.year}
    known = {name: value for name, value in values.items() if value}
    if not known:
        return extraction
    records = [
        replace(record, fields={**record.fields, **known}) if record.type == "report" else record
        for record in extraction.records
    ]
    return replace(extraction, records=records)


def _links(extraction: Extraction, body: Body | None) -> dict[int, Link]:
    """The links of the citations in the order of the text, as one can tell what a later one means."""
    text = extraction.document.text
    definitions = defined_titles(text)
    cited = [
        (p, r) for p, r in enumerate(extraction.records) if r.type == "citation" and r.fields.get("title")
    ]
    year = extraction.by_type.of("report")[0].fields.get("year")
    links: dict[int, Link] = {}
    earlier = Earlier()
    for row in _rows(text, cited):
        keys = [title_key(record.fields["title"]) for _, record in row]
        beside = frozenset(keys)
        for (position, record), key in zip(row, keys, strict=True):
            if meant := _link_of_person(record):
                links[position] = meant
                earlier.add(key, meant)
                continue
            issued = record.fields.get("purpose") == "issued"
            # What a park or an office issues is no instrument of the place around it.
            local = body is not None and (not issued or body.kind == "LocalGovernment")
            links[position] = linker().link(
                record.fields["title"],
                document_number=record.fields.get("document_number"),
                year=year,
                place=body.place if body and local else None,
                definitions=definitions,
                around=Surroundings(
                    before=_words_before(text, record),
                    after=text[record.end : record.end + REACH],
                    beside=beside,
                    earlier=earlier,
                    issued=issued,
                ),
            )
            earlier.add(key, links[position])
    return links


def _link_of_person(record: Record) -> Link | None:
    """The link that a person gave a citation."""
    said = record.fields.get("instrument")
    if said is None:
        return None
    if said == NO_INSTRUMENT:
        return Link("none", reasons=(Reason.PERSON,))
    return Link("person", instruments_by_iri()[said], reasons=(Reason.PERSON,))


def _rows(text: str, cited: Iterable[tuple[int, Record]]) -> list[list[tuple[int, Record]]]:
    """The citations, those together that stand in one list: 《甲条例》《乙条例》和《丙办法》."""
    rows: list[list[tuple[int, Record]]] = []
    for position, record in cited:
        before = rows[-1][-1][1] if rows else None
        if before and before.end <= record.start and _LIST_MARKS.fullmatch(text, before.end, record.start):
            rows[-1].append((position, record))
        else:
            rows.append([(position, record)])
    return rows


def _words_before(text: str, record: Record) -> str:
    """What stands before a cited title in its paragraph, with words of the mention before the title."""
    start = record.start + max(record.text.find("《"), 0)
    furthest = max(start - REACH, 0)
    return text[max(text.rfind("\n", furthest, start) + 1, furthest) : start]


@follows_register
@cache
def linker() -> Linker:
    """The linker for the register in use."""
    return Linker(instruments())


def _with_link(record: Record, link: Link | None) -> Record:
    if link is None:
        return record
    fields = {name: value for name, value in record.fields.items() if name != "instrument"}
    fields["link"] = link.kind
    if link.instrument:
        fields["instrument"] = link.instrument.iri
    if link.candidates:
        fields["candidates"] = [candidate.iri for candidate in link.candidates]
    return replace(record, fields=fields)
