"""One report as read and linked -> the quads of its named graph.

The graph has no blank nodes and no time stamps: the same report, program and reference data give the
same quads. Every extracted node leads to the characters of the reading text: through fz:mainEvidence to the
passage that says it best, through fz:hasEvidence to others that say it too.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from pyoxigraph import Quad

from fazhi.extractors.records import Record
from fazhi.kg.assessment.binding import narrowest_classes
from fazhi.kg.facts import Fact, facts_of
from fazhi.kg.facts.penalties import PENALTY_FIGURES
from fazhi.kg.graph.statements import ADD, Context, Statement
from fazhi.kg.graph.terms import Graph, chinese, date, decimal, offset, typed, year
from fazhi.kg.iris import ReportIris, concept, local_resource
from fazhi.kg.linking.bodies import Body
from fazhi.kg.linking.report import LinkedReport
from fazhi.kg.version import PROGRAM
from fazhi.ontology.divisions import Division, ancestors
from fazhi.ontology.namespaces import ID
from fazhi.ontology.record_types import record_types


def map_report(
    report: LinkedReport,
    *,
    base: str = ID,
    program_version: str,
    statements: Mapping[int, Statement] | None = None,
) -> list[Quad]:
    """The quads of ``report`` in the graph ``ReportIris(report.key, base).graph``, in no set order.

    ``statements`` are those of :func:`statements_of`, where they are at hand.
    """
    iris = ReportIris(report.key, base)
    graph = Graph(iris.graph)
    body = add_body(graph, report.body, base) if report.body else None
    _add_report(graph, report, iris, body)
    _add_provenance(graph, report, iris, program_version)
    _add_sections(graph, report, iris)
    statements = statements or statements_of(report, iris)
    context = Context(iris=iris, body=body, year=report.year)
    for statement in dict.fromkeys(statements.values()):
        fact = statement.fact
        graph.add(statement.node, "rdf:type", record_types()[fact.type].class_)
        graph.add(statement.node, "rdfs:label", chinese(statement.label))
        graph.add(statement.node, "fz:inReport", iris.report)
        _add_evidence(graph, report, iris, statement.node, [report.records[p] for p in fact.records])
        ADD[fact.type](graph, statement, context)
        _add_figures(graph, statement, statements)
    return list(graph)


def add_body(graph: Graph, body: Body, base: str) -> str:
    """Describe a public body, its place and its parent body, once in a graph; gives the body's IRI."""
    node = local_resource("body", body.key, base=base)
    if graph.describes(node):
        return node
    graph.add(node, "rdf:type", f"fz:{body.kind}")
    for bearer in narrowest_classes(body):
        graph.add(node, "rdf:type", f"fz:{bearer}")
    graph.add(node, "skos:prefLabel", chinese(body.name))
    for name in body.alternatives:
        graph.add(node, "skos:altLabel", chinese(name))
    if body.parent:
        graph.add(node, "org:subOrganizationOf", add_body(graph, body.parent, base))
    if body.place:
        graph.add(node, "fz:place", add_place(graph, body.place, base))
    return node


def add_place(graph: Graph, place: Division, base: str) -> str:
    """Describe a division and those that contain it; gives the division's IRI."""
    inner = None
    for division in (place, *ancestors(place)):
        node = local_resource("place", division.code, base=base)
        graph.add(node, "rdf:type", "fz:Place")
        graph.add(node, "skos:prefLabel", chinese(division.name))
        graph.add(node, "fz:divisionCode", typed(division.code, "string"))
        if inner:
            graph.add(inner, "schema:containedInPlace", node)
        inner = node
    return local_resource("place", place.code, base=base)


def _add_report(graph: Graph, report: LinkedReport, iris: ReportIris, body: str | None) -> None:
    node, record, fields = iris.report, report.report, report.report.fields
    graph.add(node, "rdf:type", "fz:Report")
    graph.add(node, "fz:issuer", body)
    if fields.get("title"):
        graph.add(node, "dcterms:title", chinese(fields["title"]))
    if report.year:
        graph.add(node, "fz:reportedYear", year(report.year))
    graph.add(node, "dcterms:issued", date(fields.get("published") or ""))
    if fields.get("document_number"):
        graph.add(node, "fz:documentNumber", typed(fields["document_number"], "string"))
    if fields.get("index_number"):
        graph.add(node, "fz:indexNumber", typed(fields["index_number"], "string"))
    if report.publisher:
        graph.add(node, "dcterms:publisher", add_body(graph, report.publisher, iris.base))
    _add_evidence(graph, report, iris, node, [record])


def _add_provenance(graph: Graph, report: LinkedReport, iris: ReportIris, program_version: str) -> None:
    document = report.extraction.document
    file = local_resource("file", document.digest, base=iris.base)
    checksum = f"{file}#checksum"
    software = iris.software(program_version)
    graph.add(iris.report, "fz:readingText", iris.text)
    graph.add(iris.report, "prov:wasGeneratedBy", iris.extraction)
    graph.add(iris.report, "prov:wasDerivedFrom", file)
    graph.add(iris.text, "rdf:type", "fz:ReadingText")
    graph.add(iris.text, "prov:wasDerivedFrom", file)
    graph.add(iris.text, "fz:characterCount", offset(len(document.text)))
    digest = hashlib.sha256(document.text.encode("utf-8")).hexdigest()
    graph.add(iris.text, "fz:sha256", typed(digest, "string"))
    graph.add(file, "rdf:type", "fz:SourceFile")
    if document.source:
        graph.add(file, "rdfs:label", typed(document.source, "string"))
    graph.add(file, "dcterms:format", typed(document.media_type, "string"))
    graph.add(file, "spdx:checksum", checksum)
    graph.add(checksum, "rdf:type", "spdx:Checksum")
    graph.add(checksum, "spdx:algorithm", "spdx:checksumAlgorithm_sha256")
    graph.add(checksum, "spdx:checksumValue", typed(document.digest, "hexBinary"))
    graph.add(iris.extraction, "rdf:type", "prov:Activity")
    graph.add(iris.extraction, "prov:used", file)
    graph.add(iris.extraction, "prov:wasAssociatedWith", software)
    graph.add(software, "rdf:type", "prov:SoftwareAgent")
    graph.add(software, "rdfs:label", typed(f"{PROGRAM} {program_version}", "string"))


def _add_sections(graph: Graph, report: LinkedReport, iris: ReportIris) -> None:
    for section in report.extraction.sections:
        node = iris.section(section.id)
        graph.add(node, "rdf:type", "fz:Section")
        graph.add(node, "dcterms:isPartOf", iris.section(section.parent) if section.parent else iris.report)
        if section.title:
            graph.add(node, "dcterms:title", chinese(section.title))
        if section.number:
            graph.add(node, "fz:number", typed(section.number, "string"))
        if section.role:
            graph.add(node, "fz:sectionRole", concept("role", section.role))


def statements_of(report: LinkedReport, iris: ReportIris) -> Mapping[int, Statement]:
    """What is said of each record, by its position: records that state one fact have one statement."""
    statements: dict[int, Statement] = {}
    seen: Counter[tuple[str, str]] = Counter()
    for fact in facts_of(report):
        record = report.records[fact.record]
        words = _naming_words(fact, record)
        seen[fact.type, words] += 1
        node = iris.statement(fact.type, words, number=seen[fact.type, words])
        link = next((report.links[p] for p in fact.records if p in report.links), None)
        label = fact.fields.get("name") or fact.fields.get("title") or _words(record)
        statements |= dict.fromkeys(fact.records, Statement(fact, node, label, link))
    return statements


def _naming_words(fact: Fact, record: Record) -> str:
    """The words that name a fact in its IRI: those of a citation without its marks, with its article."""
    words = _words(record)
    if fact.type != "citation":
        return words
    parts = (fact.fields.get("title") or words, fact.fields.get("article"), fact.fields.get("purpose"))
    return "-".join("".join(part.split()) for part in parts if part)


def _words(record: Record) -> str:
    """The words of a record, lines joined as Chinese joins them."""
    return "".join(record.text.split())


def _add_figures(graph: Graph, statement: Statement, statements: Mapping[int, Statement]) -> None:
    """Lead an activity to its figures, a case to its count and fine, a figure to its whole or its rival."""
    fact = statement.fact
    for position in fact.figures:
        graph.add(statement.node, "fz:hasObservation", statements[position].node)
    for indicator, position in fact.case_figures.items():
        value = statements[position].fact.fields["value"]
        graph.add(statement.node, PENALTY_FIGURES[indicator], decimal(value))
    if fact.whole is not None:
        graph.add(statement.node, "fz:partOf", statements[fact.whole].node)
    if fact.conflict is not None:
        graph.add(statement.node, "fz:conflictsWith", statements[fact.conflict].node)


def add_passage(graph: Graph, report: LinkedReport, iris: ReportIris, start: int, end: int) -> str:
    """Describe the characters from ``start`` to ``end`` as evidence; gives the evidence's IRI."""
    evidence = iris.evidence(start, end)
    report_text = report.extraction.report_text
    text = report_text.text
    begin, stop = report_text.sentence(start, end)
    for name in ("fz:Evidence", "oa:TextQuoteSelector", "oa:TextPositionSelector"):
        graph.add(evidence, "rdf:type", name)
    graph.add(evidence, "oa:exact", typed(text[start:end], "string"))
    graph.add(evidence, "oa:start", offset(start))
    graph.add(evidence, "oa:end", offset(end))
    graph.add(evidence, "fz:sentence", typed(text[begin:stop], "string"))
    graph.add(evidence, "fz:inSection", iris.section(report_text.section(start).id))
    graph.add(evidence, "dcterms:isPartOf", iris.text)
    return evidence


def _add_evidence(
    graph: Graph, report: LinkedReport, iris: ReportIris, node: str, records: Sequence[Record]
) -> None:
    """Lead a node to the characters of each of its records; rule and confidence are those of the first."""
    for number, record in enumerate(records):
        predicate = "fz:hasEvidence" if number else "fz:mainEvidence"
        graph.add(node, predicate, add_passage(graph, report, iris, record.start, record.end))
    graph.add(node, "fz:confidence", decimal(records[0].confidence))
    graph.add(node, "fz:extractionRule", typed(records[0].rule, "string"))
