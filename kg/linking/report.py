"""A report file -> its content, with the names linked to bodies and instruments."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from fazhi.extractors import Extraction, extract, read_file
from fazhi.extractors.records import Record, ReportFields
from fazhi.kg.iris import ReportIris, report_key
from fazhi.kg.linking.attribution import REACH
from fazhi.kg.linking.bodies import Body
from fazhi.kg.linking.given import NOTHING, Given
from fazhi.kg.linking.homonyms import Earlier, Surroundings
from fazhi.kg.linking.identification import identify
from fazhi.kg.linking.instruments import Link, Linker
from fazhi.kg.linking.titles import defined_titles
from fazhi.kg.revisions.applying import Review, revised
from fazhi.kg.revisions.revision import Revision
from fazhi.ontology.in_use import follows_register
from fazhi.ontology.reference import instruments
from fazhi.ontology.titles import title_key

#: Between two titles of one list.
_LIST_MARKS = re.compile(r"\s*+(?:(?:[，、和及与]|以及)\s*+)?")

#: The revisions of the report with a key (:attr:`LinkedReport.key`).
RevisionsOf = Callable[[tuple[str, ...]], Sequence[Revision]]


@dataclass(frozen=True)
class LinkedReport:
    """An extraction, and what its names mean.

    ``links`` maps the position of a citation in ``extraction.records`` to its link; ``body`` is the body
    whose work is reported and ``publisher`` the one that put the report online, where the text tells. The
    issuer and year that were ``given`` stand in the report's record. ``review`` is what persons said of the
    records, which are as they said.
    """

    extraction: Extraction
    body: Body | None
    publisher: Body | None = None
    links: dict[int, Link] = field(default_factory=dict)
    given: Given = NOTHING
    review: Review = field(default_factory=Review)

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


def no_revisions(_: tuple[str, ...]) -> Sequence[Revision]:
    """No person has said anything of any report."""
    return ()


def read_report(
    path: str | Path, given: Given = NOTHING, *, ocr: bool = False, revisions_of: RevisionsOf = no_revisions
) -> LinkedReport:
    """Read, extract and link the report at ``path``; ReadError where it holds no readable text.

    With ``ocr``, pictures of pages are recognised.
    """
    return link_report(extract(read_file(path, ocr=ocr)), given, revisions_of)


def link_report(
    extraction: Extraction, given: Given = NOTHING, revisions_of: RevisionsOf = no_revisions
) -> LinkedReport:
    """Find the body, the publisher and the cited instruments of an extraction.

    Instruments are those of the reported year, of the nation and of the body's place. Linked citations carry
    the instrument's IRI and the way it was found in their fields ``instrument`` and ``link``, ambiguous ones
    the IRIs of their ``candidates``. Issuer and year are those ``given``, else those of the text; with the
    body they name the report, whatever was revised. ``revisions_of`` are applied before anything is linked.
    """
    extraction = _with_given(extraction, given)
    report = extraction.by_type.of("report")[0]
    text, digest, fields = extraction.document.text, extraction.document.digest, report.fields
    issuer, publisher = fields.get("issuer"), fields.get("publisher")
    body = None
    if issuer:
        title = fields.get("title")
        body = identify(issuer, title=title, text=text, place_hint=publisher, document=digest)
    key = report_key(body.key if body else None, fields.get("year"), digest)
    extraction, review = revised(extraction, revisions_of(key))
    publisher = extraction.by_type.of("report")[0].fields.get("publisher")
    links = _links(extraction, body)
    records = [_with_link(record, links.get(position)) for position, record in enumerate(extraction.records)]
    return LinkedReport(
        extraction=replace(extraction, records=records),
        body=body,
        publisher=identify(publisher, text=text, document=digest) if publisher else None,
        links=links,
        given=given,
        review=review,
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
    fields = {**record.fields, "link": link.kind}
    if link.instrument:
        fields["instrument"] = link.instrument.iri
    if link.candidates:
        fields["candidates"] = [candidate.iri for candidate in link.candidates]
    return replace(record, fields=fields)
