"""A report of a store with its records as they stand, each with what a person said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fazhi.extractors import Record
from fazhi.kg.graph.report import statements_of
from fazhi.kg.iris import report_graph
from fazhi.kg.linking.readings import reading_of
from fazhi.kg.linking.report import LinkedReport, link_report, report_iris
from fazhi.kg.revisions.applying import Review
from fazhi.kg.revisions.fields import RevisionError
from fazhi.kg.revisions.quote import QuotedText
from fazhi.kg.revisions.revision import Revision, digest_of_text, now
from fazhi.kg.store.files import StoreError
from fazhi.kg.store.opening import open_store
from fazhi.kg.store.own_register import own_register_of
from fazhi.kg.store.readings import Readings
from fazhi.kg.store.revisions import Fault, OfReport, RevisionFiles
from fazhi.kg.version import READING, code_digest
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.in_use import using
from fazhi.ontology.namespaces import resource
from fazhi.ontology.record_types import record_types


class NoReading(FazhiError):  # noqa: N818
    """The reading of a report is missing, or another version of the program made it: read it again first."""


@dataclass(frozen=True)
class ReviewedRecord:
    """A record, the IRI of what it states, and what a person said of it, if anyone did."""

    record: Record
    statement: str
    revision: Revision | None


@dataclass(frozen=True)
class ReviewedReport:
    """A report and its records in the order of the text, revisions that no build has applied yet included.

    ``linked.review`` has the revisions that are of no record (dismissed, without a place, of the whole
    report), ``faults`` what in the file of revisions is none. ``iri`` names the report as the store has it;
    ``base`` is that of the store. ``graph`` is the one after which its revisions are called.
    """

    iri: str
    linked: LinkedReport
    records: list[ReviewedRecord]
    base: str
    graph: str
    faults: tuple[Fault, ...] = ()

    @property
    def text(self) -> str:
        """The reading text, in which records and revisions have their offsets."""
        return self.linked.extraction.document.text

    @property
    def name(self) -> str:
        """The IRI that the report has once its revisions are applied."""
        return resource("report", *self.linked.key, base=self.base)

    @property
    def review(self) -> Review:
        """What persons said of the report."""
        return self.linked.review

    def graph_by(self, revision: Revision | None) -> str:
        """The graph that the report has if this is what a person says of the report itself."""
        key = self.linked.key_by(revision.names if revision else {})
        return resource("graph", *key, base=self.base)

    def revision(
        self,
        found: ReviewedRecord,
        kind: str,
        *,
        by: str,
        fields: Mapping[str, Any] | None = None,
        note: str | None = None,
        at: str | None = None,
    ) -> Revision:
        """What a person says of a record of this report: confirmed, dismissed, or corrected to ``fields``.

        Of a record that was revised before, it takes the place of the earlier revision. Raises RevisionError.
        """
        record, earlier = found.record, found.revision
        if earlier and earlier.kind == "added":
            if kind == "dismissed":
                raise RevisionError(
                    "a person added it; take that revision back instead", "该项由审校人补录，请撤销该审校"
                )
            fields = fields if kind == "corrected" else earlier.fields
            return replace(earlier, by=by, at=at or now(), note=note, fields=fields)
        return Revision(
            report=self.iri,
            kind=kind,
            by=by,
            at=at or now(),
            type=record.type,
            quote=QuotedText(self.text).quote(record.start, record.end),
            statement=(earlier.statement if earlier else None) or found.statement,
            read=earlier.read if earlier else self._open_fields(record),
            fields=fields if kind == "corrected" else None,
            note=note,
        )

    def addition(
        self,
        record_type: str,
        start: int,
        end: int,
        fields: Mapping[str, Any],
        *,
        by: str,
        note: str | None = None,
        at: str | None = None,
    ) -> Revision:
        """A record that was not read, at ``text[start:end]``. Raises RevisionError."""
        try:
            quote = QuotedText(self.text).quote(start, end)
        except ValueError as error:
            raise RevisionError(str(error), "选取的范围没有文字") from error
        return Revision(
            report=self.iri, kind="added", by=by, at=at or now(), type=record_type, quote=quote,
            fields=fields, note=note,
        )  # fmt: skip

    def completion(self, *, by: str, note: str | None = None, at: str | None = None) -> list[Revision]:
        """That every record has been looked at and there are no others, with what that confirms."""
        at = at or now()
        rest = [found for found in self.records if found.revision is None]
        confirmed = [self.revision(found, "confirmed", by=by, at=at) for found in rest]
        whole = Revision(
            report=self.iri, kind="complete", by=by, at=at, text_digest=digest_of_text(self.text), note=note
        )
        return [*confirmed, whole]

    def _open_fields(self, record: Record) -> dict[str, Any]:
        """The fields of a record that the text gives."""
        written = record_types()[record.type].written
        return {name: value for name, value in record.fields.items() if name in written}


def reviewed(store: Path, report: str) -> ReviewedReport:
    """The report with this IRI in the store at ``store``, as it was read and revised.

    Raises StoreError where the store does not have it, and NoReading where its reading is gone or another
    version of the program made it.
    """
    with open_store(store, read_only=True) as opened:
        base = opened.base
        digest = opened.manifest.digest_of(report_graph(report, base))
    if digest is None:
        raise StoreError(f"no report {report}", f"图谱中没有报告 {report}", at=store)
    try:
        kept = reading_of(Readings(store).file(digest).read_bytes(), code_digest(*READING))
    except OSError:
        kept = None
    if kept is None:
        raise NoReading(
            "read by another version of fazhi, or its reading is lost; build it again from its file: "
            f"fazhi build FILE --store {store}",
            f"由其他版本读入，或者阅读结果丢失，请用报告的文件重新构建：fazhi build 文件 --store {store}",
            at=report.removeprefix(f"{base}report/"),
        )
    return _reviewed(report, base, store, *kept)


def _reviewed(iri: str, base: str, store: Path, document: Any, given: Any) -> ReviewedReport:
    from fazhi.extractors import extract

    of_report = OfReport(RevisionFiles(store), base)
    with using(own_register_of(store)):
        linked = link_report(extract(document), given, of_report)
        statements = statements_of(linked, report_iris(linked, base))
        read_as = resource("report", *linked.read_as, base=base)
    records = [
        ReviewedRecord(
            record,
            statements[position].node if position in statements else read_as,
            linked.review.of.get(position),
        )
        for position, record in enumerate(linked.records)
    ]
    return ReviewedReport(iri, linked, records, base, of_report.graph, of_report.kept.faults)
