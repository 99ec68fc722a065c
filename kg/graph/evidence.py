"""Evidence: characters of the reading text, or a line of the file, with their place."""

from __future__ import annotations

from fazhi.kg.graph.terms import Graph, offset, typed
from fazhi.kg.iris import ReportIris
from fazhi.kg.linking.report import LinkedReport


def add_passage(graph: Graph, report: LinkedReport, iris: ReportIris, start: int, end: int) -> str:
    """Describe the characters of the reading text from ``start`` to ``end``; gives the evidence's IRI."""
    evidence = iris.evidence(start, end)
    report_text = report.extraction.report_text
    text = report_text.text
    begin, stop = report_text.sentence(start, end)
    _describe(graph, evidence, start, end, text[start:end], text[begin:stop])
    graph.add(evidence, "fz:inSection", iris.section(report_text.section(start).id))
    graph.add(evidence, "dcterms:isPartOf", iris.text)
    return evidence


def add_source_line(graph: Graph, report: LinkedReport, iris: ReportIris, start: int, end: int) -> str:
    """Describe a line of the source text, from ``start`` to ``end`` there; gives the evidence's IRI."""
    source = report.extraction.document.source_text
    line = source[start:end]
    # A line break is one character (RFC 5147), also that of Windows.
    start -= source.count("\r\n", 0, start)
    end = start + len(line)
    evidence = iris.evidence_in_file(start, end)
    _describe(graph, evidence, start, end, line, line)
    graph.add(evidence, "dcterms:isPartOf", iris.file)
    return evidence


def _describe(graph: Graph, evidence: str, start: int, end: int, exact: str, sentence: str) -> None:
    for name in ("fz:Evidence", "oa:TextQuoteSelector", "oa:TextPositionSelector"):
        graph.add(evidence, "rdf:type", name)
    graph.add(evidence, "oa:exact", typed(exact, "string"))
    graph.add(evidence, "oa:start", offset(start))
    graph.add(evidence, "oa:end", offset(end))
    graph.add(evidence, "fz:sentence", typed(sentence, "string"))
