"""Where a graph comes from: file, reading text, run and program."""

from __future__ import annotations

from fazhi.kg.graph.terms import Graph, chinese, date, english, typed
from fazhi.kg.iris import ReportIris
from fazhi.kg.linking.report import LinkedReport


def add_provenance(graph: Graph, report: LinkedReport, iris: ReportIris, program_version: str) -> None:
    """Describe the report's file and reading text, the text itself included, the run and the graph.

    What can be told from names and text (digests, the number of characters) is described on export.
    """
    document = report.extraction.document
    graph.add(iris.report, "fz:readingText", iris.text)
    graph.add(iris.report, "prov:wasDerivedFrom", iris.file)
    graph.add(iris.text, "rdf:type", "fz:ReadingText")
    graph.add(iris.text, "prov:wasGeneratedBy", iris.extraction)
    graph.add(iris.file, "rdf:type", "fz:SourceFile")
    graph.add(iris.text, "nif:isString", typed(document.text, "string"))
    if document.source:
        graph.add(iris.file, "rdfs:label", typed(document.source, "string"))
    graph.add(iris.file, "dcterms:format", typed(document.media_type, "string"))
    graph.add(iris.file, "dcterms:source", report.given.source_url)
    if report.given.retrieved:
        graph.add(iris.file, "fz:retrieved", date(report.given.retrieved.isoformat()))
    graph.add(iris.extraction, "rdf:type", "prov:Activity")
    graph.add(iris.extraction, "prov:used", iris.file)
    graph.add(iris.extraction, "prov:wasAssociatedWith", iris.software(program_version))
    describe_graph(graph, report, iris, program_version, "读到的内容", "What was read")


def describe_graph(
    graph: Graph, report: LinkedReport, iris: ReportIris, program_version: str, zh: str, en: str
) -> None:
    """Say of ``graph`` itself what it holds (``zh``, ``en``), of which report, by which run and program."""
    year = report.year
    name = graph.name
    whose = report.body.name if report.body else report.extraction.document.source
    graph.add(name, "rdf:type", "void:Dataset")
    graph.add(name, "rdfs:label", chinese(f"{whose}{f'{year}年度报告' if year else ''}：{zh}"))
    graph.add(name, "rdfs:label", english(f"{en}: {whose}{f', report for {year}' if year else ''}"))
    graph.add(name, "dcterms:subject", iris.report)
    graph.add(name, "prov:wasGeneratedBy", iris.extraction)
    graph.add(name, "prov:wasAttributedTo", iris.software(program_version))
