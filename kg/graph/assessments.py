"""Assessments as the quads of a graph of their own, beside the report's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import Quad

from fazhi.kg.assessment.judgement import explained
from fazhi.kg.assessment.passages import AssessedReport
from fazhi.kg.assessment.report import Assessment
from fazhi.kg.graph.evidence import add_passage, add_source_line
from fazhi.kg.graph.provenance import describe_graph
from fazhi.kg.graph.report import statements_of
from fazhi.kg.graph.statements import Statement
from fazhi.kg.graph.terms import Graph, chinese, english, typed
from fazhi.kg.iris import assessments_graph, concept, resource
from fazhi.kg.linking.report import LinkedReport, report_iris
from fazhi.ontology.concepts import concept_labels
from fazhi.ontology.namespaces import ID


def map_assessments(
    report: LinkedReport,
    assessments: Iterable[Assessment],
    *,
    base: str = ID,
    program_version: str,
    statements: Mapping[int, Statement] | None = None,
) -> list[Quad]:
    """The quads of ``assessments`` of ``report`` in the graph :func:`fazhi.kg.iris.assessments_graph` names.

    Each names its report, obligation, outcome and rule, and what the rule means; the evidence it rests on is
    described, and the extracted nodes that overlap it support it. ``statements`` are those of
    ``statements_of``, where at hand.
    """
    iris = report_iris(report, base)
    graph = Graph(assessments_graph(iris.graph))
    describe_graph(graph, report, iris, program_version, "评估", "Assessments")
    assessed = AssessedReport(report.extraction)
    statements = statements or statements_of(report, iris)
    for assessment in assessments:
        if assessment.statutory:
            key, obligation = assessment.statutory.id, assessment.statutory.iri
            label = assessment.statutory.label_zh
        else:
            assert assessment.duty is not None
            obligation, label = statements[assessment.duty].node, statements[assessment.duty].label
            key = f"duty-{obligation.rsplit('/', 1)[-1]}"
        node = resource("assessment", *report.key, key, base=base)
        outcome = assessment.judgement.outcome
        graph.add(node, "rdf:type", "fz:Assessment")
        graph.add(node, "rdfs:label", chinese(f"{label}：{concept_labels('outcome')[outcome].zh}"))
        graph.add(node, "fz:assesses", iris.report)
        graph.add(node, "fz:obligation", obligation)
        graph.add(node, "fz:outcome", concept("outcome", outcome))
        graph.add(node, "fz:assessmentRule", typed(assessment.judgement.rule, "string"))
        zh, en = explained(assessment.judgement.rule)
        graph.add(node, "rdfs:comment", chinese(zh))
        graph.add(node, "rdfs:comment", english(en))
        if assessment.reach:
            graph.add(node, "fz:reach", concept("reach", assessment.reach))
        for place in assessment.judgement.places:
            add = add_source_line if place.in_source else add_passage
            graph.add(node, "fz:hasEvidence", add(graph, report, iris, place.start, place.end))
            for position in assessed.supporting(place):
                graph.add(node, "fz:supportedBy", statements[position].node)
    return list(graph)
