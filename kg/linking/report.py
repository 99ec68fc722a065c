"""A report file -> its content, with the names linked to bodies and instruments."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from fazhi.extractors import Extraction, extract, read_file
from fazhi.extractors.records import Record, ReportFields
from fazhi.kg.iris import ReportIris, report_key
from fazhi.kg.linking.bodies import Body, identify
from fazhi.kg.linking.given import NOTHING, Given
from fazhi.kg.linking.instruments import Link, Linker, definitions_in
from fazhi.ontology.reference import instruments


@dataclass(frozen=True)
class LinkedReport:
    """An extraction, and what its names mean.

    ``links`` maps the position of a citation in ``extraction.records`` to its link; ``body`` is the body
    whose work is reported and ``publisher`` the one that put the report online, where the text tells. The
    issuer and year that were ``given`` stand in the report's record.
    """

    extraction: Extraction
    body: Body | None
    publisher: Body | None = None
    links: dict[int, Link] = field(default_factory=dict)
    given: Given = NOTHING

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


def report_iris(report: LinkedReport, base: str) -> ReportIris:
    """The IRIs of ``report`` below ``base``."""
    document = report.extraction.document
    digest = hashlib.sha256(document.text.encode("utf-8")).hexdigest()
    return ReportIris(report.key, base, text_digest=digest, file_digest=document.digest)


def read_report(path: str | Path, given: Given = NOTHING) -> LinkedReport:
    """Read, extract and link the report at ``path``; ReadError where it holds no readable text."""
    return link_report(extract(read_file(path)), given)


def link_report(extraction: Extraction, given: Given = NOTHING) -> LinkedReport:
    """Find the body, the publisher and the cited instruments of an extraction.

    Instruments are those of the reported year and of the body's jurisdiction. Linked citations carry
    the instrument's IRI and the way it was found in their fields ``instrument`` and ``link``. Issuer and year
    are those ``given``, else those of the text.
    """
    extraction = _with_given(extraction, given)
    report = extraction.by_type.of("report")[0]
    text, digest, fields = extraction.document.text, extraction.document.digest, report.fields
    issuer, publisher = fields.get("issuer"), fields.get("publisher")
    body = None
    if issuer:
        title = fields.get("title")
        body = identify(issuer, title=title, text=text, place_hint=publisher, document=digest)
    definitions = definitions_in(text)
    links = {
        position: linker().link(
            record.fields["title"],
            document_number=record.fields.get("document_number"),
            year=fields.get("year"),
            jurisdiction=body.jurisdiction if body else None,
            definitions=definitions,
        )
        for position, record in enumerate(extraction.records)
        if record.type == "citation" and record.fields.get("title")
    }
    records = [_with_link(record, links.get(position)) for position, record in enumerate(extraction.records)]
    return LinkedReport(
        extraction=replace(extraction, records=records),
        body=body,
        publisher=identify(publisher, text=text, document=digest) if publisher else None,
        links=links,
        given=given,
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


@cache
def linker() -> Linker:
    """The linker for the register, created once per process."""
    return Linker(instruments())


def _with_link(record: Record, link: Link | None) -> Record:
    if link is None:
        return record
    fields = {**record.fields, "link": link.kind}
    if link.instrument:
        fields["instrument"] = link.instrument.iri
    return replace(record, fields=fields)
