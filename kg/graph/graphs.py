"""The graphs of one report: what it states, how it is assessed, and what it adds to the graph of bodies."""

from __future__ import annotations

from pyoxigraph import NamedNode, Quad

from fazhi.kg.assessment import assess_report
from fazhi.kg.graph.assessments import map_assessments
from fazhi.kg.graph.bodies import map_bodies
from fazhi.kg.graph.report import map_report, statements_of
from fazhi.kg.iris import assessments_graph, bodies_part
from fazhi.kg.linking.report import LinkedReport, report_iris
from fazhi.kg.version import program_version
from fazhi.ontology.namespaces import ID
from fazhi.ontology.rdf import rebased


def graphs_of(report: LinkedReport, *, base: str = ID) -> dict[str, list[Quad]]:
    """The quads of ``report`` by graph: its own first, its assessments, its part of the graph of bodies."""
    iris = report_iris(report, base)
    said = statements_of(report, iris)
    version = program_version()
    quads = {
        *map_report(report, base=base, program_version=version, statements=said),
        *map_assessments(report, assess_report(report), base=base, program_version=version, statements=said),
    }
    name = NamedNode(iris.graph)
    own = {quad for quad in quads if quad.graph_name == name}
    graphs = {
        iris.graph: own,
        assessments_graph(iris.graph): quads - own,
        bodies_part(iris.graph): map_bodies(report, base=base, program_version=version, statements=said),
    }
    return {graph: list(rebased(content, base)) for graph, content in graphs.items()}
