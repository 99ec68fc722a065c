"""The graphs of one report: what it states, how it is assessed, and what it adds to the graph of bodies."""

from __future__ import annotations

from fazhi.kg.assessment import assess_report
from fazhi.kg.graph.assessments import map_assessments
from fazhi.kg.graph.bodies import map_bodies
from fazhi.kg.graph.report import map_report, statements_of
from fazhi.kg.graph.terms import Graph
from fazhi.kg.iris import graphs_of_report
from fazhi.kg.linking.report import LinkedReport, report_iris
from fazhi.kg.version import program_version
from fazhi.ontology.namespaces import ID


def graphs_of(report: LinkedReport, *, base: str = ID) -> dict[str, Graph]:
    """The graphs of ``report`` by what names their files: its own, assessments, part of the bodies."""
    iris = report_iris(report, base)
    said = statements_of(report, iris)
    version = program_version()
    own = map_report(report, base=base, program_version=version, statements=said)
    assessments, more = map_assessments(
        report, assess_report(report), base=base, program_version=version, statements=said
    )
    own.terms |= more.terms
    bodies = map_bodies(report, base=base, program_version=version, statements=said)
    graphs = (own, assessments, bodies)
    return {name: g.rebased(base) for name, g in zip(graphs_of_report(iris.graph), graphs, strict=True)}
