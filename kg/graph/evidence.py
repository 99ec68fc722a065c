"""Evidence: characters of the reading text, or a line of the file, named by their place.

A passage leads to its sentence, a sentence to its section, and both to the page or paragraph of the file
where they begin, if the file has such places. Their words are not stated: they follow from the name and the
text (:mod:`fazhi.kg.store.passages`).
"""

from __future__ import annotations

from fazhi.kg.graph.terms import Graph, typed
from fazhi.kg.iris import ReportIris
from fazhi.kg.linking.report import LinkedReport


def add_passage(graph: Graph, report: LinkedReport, iris: ReportIris, start: int, end: int) -> str:
    """Lead the characters of the reading text from ``start`` to ``end`` to their sentence; gives their IRI.

    ``graph`` is the report's own, which describes all evidence in its text.
    """
    passage = iris.evidence(start, end)
    sentence = add_sentence(graph, report, iris, start, end)
    if passage != sentence:
        graph.add(passage, "fz:inSentence", sentence)
        _add_place(graph, iris, passage, report.extraction.document.place(start))
    return passage


def add_sentence(graph: Graph, report: LinkedReport, iris: ReportIris, start: int, end: int) -> str:
    """Lead the sentence that holds the characters from ``start`` to ``end`` to its section; gives its IRI."""
    report_text = report.extraction.report_text
    first, last = report_text.sentence(start, end)
    sentence = iris.evidence(first, last)
    graph.add(sentence, "fz:inSection", iris.section(report_text.section(start).id))
    _add_place(graph, iris, sentence, report.extraction.document.place(first))
    return sentence


def add_source_line(graph: Graph, report: LinkedReport, iris: ReportIris, start: int, end: int) -> str:
    """Describe a line of the source text, from ``start`` to ``end`` there; gives the evidence's IRI."""
    document = report.extraction.document
    source = document.source_text
    line, place = source[start:end], document.source_place(start)
    # A line break is one character (RFC 5147), also that of Windows.
    start -= source.count("\r\n", 0, start)
    evidence = iris.evidence_in_file(start, start + len(line))
    graph.add(evidence, "oa:exact", typed(line, "string"))
    graph.add(evidence, "dcterms:isPartOf", iris.file)
    _add_place(graph, iris, evidence, place)
    return evidence


def _add_place(graph: Graph, iris: ReportIris, evidence: str, fragment: str) -> None:
    """Say from which part of the file evidence was read: ``page=3``; nothing where it has no such parts."""
    if fragment:
        place = iris.place_in_file(fragment)
        graph.add(evidence, "prov:wasDerivedFrom", place)
        graph.add(place, "rdf:value", typed(fragment, "string"))
