"""What a report adds to the graph of bodies: what other reports may name as well.

Public bodies, places, law firms, instruments that the register lacks, publicity days of the report's own, the
program and who revised what it read. Reports that name the same body say the same of it, so the graph is the
union of what they add.
"""

from __future__ import annotations

from collections.abc import Mapping

from fazhi.kg.assessment.binding import narrowest_classes
from fazhi.kg.graph.report import statements_of
from fazhi.kg.graph.revisions import persons
from fazhi.kg.graph.statements import Statement
from fazhi.kg.graph.terms import Graph, chinese, typed
from fazhi.kg.iris import ReportIris, bodies_graph, local_resource
from fazhi.kg.linking.bodies import Body
from fazhi.kg.linking.instruments import guess_kind
from fazhi.kg.linking.report import LinkedReport, report_iris
from fazhi.kg.version import PROGRAM
from fazhi.ontology.divisions import Division, ancestors
from fazhi.ontology.namespaces import ID, scheme
from fazhi.ontology.reference_rdf import KIND_CLASSES


def map_bodies(
    report: LinkedReport,
    *,
    base: str = ID,
    program_version: str,
    statements: Mapping[int, Statement] | None = None,
) -> Graph:
    """What ``report`` adds to the graph :func:`fazhi.kg.iris.bodies_graph` names.

    ``statements`` are those of ``statements_of``, where at hand.
    """
    iris = report_iris(report, base)
    graph = Graph(bodies_graph(base))
    for body in (report.body, report.publisher):
        if body:
            _add_body(graph, body, base)
    for statement in dict.fromkeys((statements or statements_of(report, iris)).values()):
        if add := _ADD.get(statement.fact.type):
            add(graph, statement, iris)
    software = iris.software(program_version)
    graph.add(software, "rdf:type", "prov:SoftwareAgent")
    graph.add(software, "rdfs:label", typed(f"{PROGRAM} {program_version}", "string"))
    for name in persons(report):
        graph.add(iris.person(name), "rdf:type", "prov:Person")
        graph.add(iris.person(name), "rdfs:label", typed(name, "string"))
    return graph


def _add_body(graph: Graph, body: Body, base: str) -> str:
    """Describe a public body, its place and its parent body, once; gives the body's IRI."""
    node = local_resource("body", body.key, base=base)
    if graph.describes(node):
        return node
    for kind in body.kinds:
        graph.add(node, "rdf:type", f"fz:{kind}")
    for bearer in narrowest_classes(body):
        graph.add(node, "rdf:type", f"fz:{bearer}")
    graph.add(node, "skos:prefLabel", chinese(body.name))
    for name in body.alternatives:
        graph.add(node, "skos:altLabel", chinese(name))
    if body.own_file:
        graph.add(node, "fz:ownRegisterFile", typed(body.own_file, "string"))
    if body.parent:
        graph.add(node, "org:subOrganizationOf", _add_body(graph, body.parent, base))
    if body.place:
        graph.add(node, "fz:place", _add_place(graph, body.place, base))
    return node


def _add_place(graph: Graph, place: Division, base: str) -> str:
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


def _add_unregistered_instrument(graph: Graph, statement: Statement, iris: ReportIris) -> None:
    """Describe a cited instrument that the register lacks, of the kind its title's last words tell.

    Without the place in its title a local 条例 looks like a national one: its kind is left open.
    """
    node = statement.unregistered(iris)
    if node is None:
        return
    fields = statement.fact.fields
    kind = None if statement.of_another_place else guess_kind(fields["title"])
    graph.add(node, "rdf:type", f"fz:{KIND_CLASSES[kind]}" if kind else "fz:LegalInstrument")
    graph.add(node, "dcterms:title", chinese(fields["title"]))
    graph.add(node, "skos:prefLabel", chinese(fields["title"]))
    if number := fields.get("document_number"):
        graph.add(node, "eli:number", typed(number, "string"))


def _add_firm(graph: Graph, statement: Statement, iris: ReportIris) -> None:
    if name := statement.fact.fields.get("firm"):
        graph.add(iris.firm(name), "rdf:type", "fz:LawFirm")
        graph.add(iris.firm(name), "skos:prefLabel", chinese(name))


def _add_publicity_day(graph: Graph, statement: Statement, iris: ReportIris) -> None:
    """Describe a day that the calendar lacks."""
    fields = statement.fact.fields
    if fields.get("day"):
        return
    name = fields.get("name") or statement.label
    day = iris.publicity_day(name)
    graph.add(day, "rdf:type", "fz:PublicityDay")
    graph.add(day, "rdf:type", "skos:Concept")
    graph.add(day, "skos:inScheme", scheme("publicity-day"))
    graph.add(day, "skos:prefLabel", chinese(name))


_ADD = {
    "citation": _add_unregistered_instrument,
    "counsel": _add_firm,
    "publicity_day": _add_publicity_day,
}
