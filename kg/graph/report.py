"""One report as read and linked -> the quads of its named graph.

The graph has no blank nodes and no time stamps: the same report, program and reference data give the
same quads. Every extracted node leads to the characters of the reading text: through fz:mainEvidence to the
passage that says it best, through fz:hasEvidence to others that say it too; the report's date to where that
is written, which may be the page's metadata.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from fazhi.extractors.issue_date import issue_date
from fazhi.extractors.language.characters import strip_space
from fazhi.extractors.records import Record
from fazhi.kg.facts import Fact, facts_of
from fazhi.kg.graph.evidence import add_passage, add_source_line
from fazhi.kg.graph.provenance import add_provenance
from fazhi.kg.graph.revisions import add_revisions
from fazhi.kg.graph.statements import ADD, Context, Statement
from fazhi.kg.graph.terms import Graph, chinese, date, decimal, typed, year
from fazhi.kg.iris import ReportIris, concept, local_resource
from fazhi.kg.linking.report import LinkedReport, report_iris
from fazhi.ontology.extraction_rules import extraction_rules
from fazhi.ontology.namespaces import ID
from fazhi.ontology.record_types import record_types
from fazhi.ontology.schemes import ACTIVITY_CLASSES

#: The property of an enforcement case for each indicator that describes one.
CASE_PROPERTIES = {"penalty_case_count": "fz:caseCount", "penalty_amount": "fz:fineAmount"}

#: The property that leads an activity to what it names, for each type of record.
NAMING_PROPERTIES = {"citation": "fz:hasCitation", "publicity_day": "fz:onDay", "counsel": "fz:hasCounsel"}


def map_report(
    report: LinkedReport,
    *,
    base: str = ID,
    program_version: str,
    statements: Mapping[int, Statement] | None = None,
) -> Graph:
    """The graph ``report_iris(report, base).graph``: what ``report`` states.

    ``statements`` are those of :func:`statements_of`, where they are at hand.
    """
    iris = report_iris(report, base)
    graph = Graph(iris.graph)
    body = local_resource("body", report.body.key, base=base) if report.body else None
    _add_report(graph, report, iris, body)
    add_provenance(graph, report, iris, program_version)
    _add_sections(graph, report, iris)
    statements = statements or statements_of(report, iris)
    context = Context(iris=iris, body=body)
    for statement in dict.fromkeys(statements.values()):
        fact = statement.fact
        graph.add(statement.node, "rdf:type", _class_of(fact))
        _add_evidence(graph, report, iris, statement.node, [report.records[p] for p in fact.records])
        ADD[fact.type](graph, statement, context)
        _add_figures(graph, statement, statements)
        _add_links(graph, statement, statements)
    add_revisions(graph, report, iris, statements)
    return graph


def _add_report(graph: Graph, report: LinkedReport, iris: ReportIris, body: str | None) -> None:
    node, record, fields = iris.report, report.report, report.report.fields
    graph.add(node, "rdf:type", "fz:Report")
    graph.add(node, "fz:issuer", body)
    if fields.get("title"):
        graph.add(node, "dcterms:title", chinese(fields["title"]))
    if report.year:
        graph.add(node, "fz:reportedYear", year(report.year))
    for name in ("issuer", "year"):
        if getattr(report.given, name):
            graph.add(node, "fz:givenField", typed(name, "string"))
    graph.add(node, "dcterms:issued", date(fields.get("published") or ""))
    _add_issued_evidence(graph, report, iris)
    if fields.get("document_number"):
        graph.add(node, "fz:documentNumber", typed(fields["document_number"], "string"))
    if fields.get("index_number"):
        graph.add(node, "fz:indexNumber", typed(fields["index_number"], "string"))
    if report.publisher:
        graph.add(node, "dcterms:publisher", local_resource("body", report.publisher.key, base=iris.base))
    _add_evidence(graph, report, iris, node, [record])


def _add_issued_evidence(graph: Graph, report: LinkedReport, iris: ReportIris) -> None:
    """Lead the report to the place of its date: a line of the file, or characters of the reading text."""
    document = report.extraction.document
    found = issue_date(document, document.text)
    if found and found.day == report.report.fields.get("published"):
        add = add_source_line if found.in_source else add_passage
        graph.add(iris.report, "fz:issuedEvidence", add(graph, report, iris, found.start, found.end))


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
        # What a person said of one of several mentions goes before what the program made of another.
        said_first = sorted(fact.records, key=lambda position: position not in report.review.of)
        link = next((report.links[p] for p in said_first if p in report.links), None)
        label = fact.fields.get("name") or fact.fields.get("title") or _words(record)
        statements |= dict.fromkeys(fact.records, Statement(fact, node, label, link))
    return statements


def _class_of(fact: Fact) -> str:
    """The narrowest class of a fact: that of its type, of an activity the one that its class defines."""
    if fact.type == "activity":
        return f"fz:{ACTIVITY_CLASSES[fact.fields['class']]}"
    return record_types()[fact.type].class_


def _naming_words(fact: Fact, record: Record) -> str:
    """The words that name a fact in its IRI: those of a citation without its marks, with its article."""
    words = _words(record)
    if fact.type != "citation":
        return words
    parts = (fact.fields.get("title") or words, fact.fields.get("article"), fact.fields.get("purpose"))
    return "-".join(strip_space(part) for part in parts if part)


def _words(record: Record) -> str:
    """The words of a record, lines joined as Chinese joins them."""
    return "".join(record.text.split())


def _add_figures(graph: Graph, statement: Statement, statements: Mapping[int, Statement]) -> None:
    """Lead an activity to its figures, a case to its count and fine, a figure to its whole or its rival."""
    fact = statement.fact
    for position in fact.figures:
        graph.add(statement.node, "fz:hasObservation", statements[position].node)
    for indicator, positions in fact.case_figures.items():
        value = sum(statements[position].fact.fields["value"] for position in positions)
        graph.add(statement.node, CASE_PROPERTIES[indicator], decimal(value))
    if fact.whole is not None:
        graph.add(statement.node, "fz:partOf", statements[fact.whole].node)
    if fact.conflict is not None:
        graph.add(statement.node, "fz:conflictsWith", statements[fact.conflict].node)


def _add_links(graph: Graph, statement: Statement, statements: Mapping[int, Statement]) -> None:
    """Lead an activity to the citations, publicity days and counsel that it names."""
    for position in statement.fact.names:
        named = statements[position]
        graph.add(statement.node, NAMING_PROPERTIES[named.fact.type], named.node)


def _add_evidence(
    graph: Graph, report: LinkedReport, iris: ReportIris, node: str, records: Sequence[Record]
) -> None:
    """Lead a node to the characters of each of its records; rule and confidence are those of the first.

    The confidence is stated where it is not the rule's usual one.
    """
    for number, record in enumerate(records):
        predicate = "fz:hasEvidence" if number else "fz:mainEvidence"
        graph.add(node, predicate, add_passage(graph, report, iris, record.start, record.end))
    rule, confidence = extraction_rules()[records[0].rule], records[0].confidence
    graph.add(node, "fz:extractionRule", rule.iri)
    if confidence != rule.confidence:
        graph.add(node, "fz:confidence", decimal(confidence))
