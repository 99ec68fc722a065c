"""Assessments as the quads of a graph of their own, beside the report's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fazhi.kg.assessment.binding import narrowest_classes
from fazhi.kg.assessment.passages import Sighting
from fazhi.kg.assessment.report import Assessment
from fazhi.kg.graph.evidence import add_sentence, add_source_line
from fazhi.kg.graph.provenance import describe_graph
from fazhi.kg.graph.report import statements_of
from fazhi.kg.graph.statements import Statement
from fazhi.kg.graph.terms import Graph
from fazhi.kg.iris import ReportIris, applicability, assessments_graph, concept, resource
from fazhi.kg.linking.report import LinkedReport, report_iris
from fazhi.ontology.namespaces import ID


def map_assessments(
    report: LinkedReport,
    assessments: Iterable[Assessment],
    *,
    base: str = ID,
    program_version: str,
    statements: Mapping[int, Statement] | None = None,
) -> tuple[Graph, Graph]:
    """The graph :func:`fazhi.kg.iris.assessments_graph` names, and what it adds to the report's own.

    Each of ``assessments`` of ``report`` names its report, obligation, outcome, rule and the sentences it
    rests on; those sentences are described in the report's own graph. What is not reported is not stated: it
    follows from what binds the report, to which ``fz:applicability`` leads
    (:mod:`fazhi.kg.applicability`). ``statements`` are those of ``statements_of``, where at hand.
    """
    iris = report_iris(report, base)
    graph, own = Graph(assessments_graph(iris.graph)), Graph(iris.graph)
    describe_graph(graph, report, iris, program_version, "评估", "Assessments")
    if report.body and report.year:
        kind = applicability(narrowest_classes(report.body), report.year, base=base)
        graph.add(iris.report, "fz:applicability", kind)
    statements = statements or statements_of(report, iris)
    for assessment in assessments:
        judgement = assessment.judgement
        if judgement.outcome == "not_reported":
            continue
        if assessment.statutory:
            key, obligation = assessment.statutory.id, assessment.statutory.iri
        else:
            assert assessment.duty is not None
            obligation = statements[assessment.duty].node
            key = f"duty-{obligation.rsplit('/', 1)[-1]}"
        node = resource("assessment", *report.key, key, base=base)
        graph.add(node, "rdf:type", "fz:Assessment")
        graph.add(node, "fz:assesses", iris.report)
        graph.add(node, "fz:obligation", obligation)
        graph.add(node, "fz:outcome", concept("outcome", judgement.outcome))
        graph.add(node, "fz:assessmentRule", concept("assessment-rule", judgement.decided_by))
        for scheme, name in judgement.missing:
            graph.add(node, "fz:missing", concept(scheme, name))
        for place in judgement.places:
            graph.add(node, "fz:hasEvidence", _add_evidence(own, report, iris, place))
    return graph, own


def _add_evidence(graph: Graph, report: LinkedReport, iris: ReportIris, place: Sighting) -> str:
    """The sentence of a place in the reading text, or the line of a place in the file; gives its IRI."""
    add = add_source_line if place.in_source else add_sentence
    return add(graph, report, iris, place.start, place.end)
