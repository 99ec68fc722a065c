"""Revisions as the quads of the report's graph: who said what of which item, and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from fazhi.extractors.reading.document import Span
from fazhi.kg.graph.evidence import add_passage
from fazhi.kg.graph.statements import Statement
from fazhi.kg.graph.terms import Graph, typed
from fazhi.kg.iris import ReportIris, concept
from fazhi.kg.linking.report import LinkedReport
from fazhi.kg.revisions.revision import Revision
from fazhi.ontology.record_types import record_types


def add_revisions(
    graph: Graph, report: LinkedReport, iris: ReportIris, statements: Mapping[int, Statement]
) -> None:
    """Describe the revisions of the report that have a place in its text, and that it was looked through.

    Each is attributed to the person who made it, and so is the report's graph.
    """
    named: Counter[str] = Counter()
    for revision, place, item in _applied(report, statements):
        words = "".join(report.extraction.document.text[slice(*place)].split()) if place else revision.kind
        named[words] += 1
        node = iris.statement("revision", words, number=named[words])
        person = iris.person(revision.by)
        graph.add(node, "rdf:type", "fz:Revision")
        graph.add(node, "fz:revisionKind", concept("revision-kind", revision.kind))
        graph.add(node, "fz:revisedReport", iris.report)
        graph.add(node, "fz:revisedItem", item)
        graph.add(node, "fz:revisedClass", record_types()[revision.type or "report"].class_)
        if place:
            graph.add(node, "fz:hasEvidence", add_passage(graph, report, iris, *place))
        graph.add(node, "prov:wasAttributedTo", person)
        graph.add(node, "prov:generatedAtTime", typed(revision.at, "dateTime"))
        if revision.note:
            graph.add(node, "skos:note", typed(revision.note, "string"))
        graph.add(graph.name, "prov:wasAttributedTo", person)


def persons(report: LinkedReport) -> Iterator[str]:
    """The names of those who revised the report, each once."""
    return iter(dict.fromkeys(revision.by for revision, _, _ in _applied(report, {})))


def _applied(
    report: LinkedReport, statements: Mapping[int, Statement]
) -> Iterator[tuple[Revision, Span | None, str | None]]:
    """The revisions in the order of the text, each with its place and its item; the whole report last."""
    review = report.review
    found: list[tuple[Revision, Span, str | None]] = [
        (each.revision, (each.start, each.end), None) for each in review.dismissed
    ]
    for position, revision in review.of.items():
        record = report.records[position]
        statement = statements.get(position)
        found.append((revision, (record.start, record.end), statement.node if statement else None))
    yield from sorted(found, key=lambda each: (each[1], each[0].type or "", each[0].id))
    if review.complete:
        yield review.complete, None, None
