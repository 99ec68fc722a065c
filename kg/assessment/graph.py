"""Assessments as the quads of a graph of their own, beside the report's."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad

from fazhi.kg.assessment.passages import Reading
from fazhi.kg.assessment.report import Assessment
from fazhi.kg.iris import ReportIris, assessments_graph, concept, resource
from fazhi.kg.linking.report import LinkedReport
from fazhi.kg.mapping import add_passage, statements_of
from fazhi.kg.terms import Graph, typed
from fazhi.ontology.namespaces import ID


def map_assessments(report: LinkedReport, assessments: Iterable[Assessment], *, base: str = ID) -> list[Quad]:
    """The quads of ``assessments`` of ``report`` in the graph :func:`fazhi.kg.iris.assessments_graph` names.

    Each names its report, obligation, outcome and rule; the evidence it rests on is described, and the
    extracted nodes that overlap it support it.
    """
    iris = ReportIris(report.key, base)
    graph = Graph(assessments_graph(iris.graph))
    reading = Reading(report.extraction)
    nodes = {id(statement.record): statement.node for statement in statements_of(report, iris)}
    for assessment in assessments:
        node = resource("assessment", *report.key, assessment.key, base=base)
        graph.add(node, "rdf:type", "fz:Assessment")
        graph.add(node, "fz:assesses", iris.report)
        graph.add(node, "fz:obligation", assessment.obligation)
        graph.add(node, "fz:outcome", concept("outcome", assessment.judgement.outcome))
        graph.add(node, "fz:assessmentRule", typed(assessment.judgement.rule, "string"))
        if assessment.reach:
            graph.add(node, "fz:reach", concept("park-scope", assessment.reach))
        for place in assessment.judgement.places:
            graph.add(node, "fz:hasEvidence", add_passage(graph, report, iris, place.start, place.end))
            for record in reading.supporting(place):
                graph.add(node, "fz:supportedBy", nodes[id(record)])
    return list(graph)
