"""The ontology and the shapes as RDF.

Quads are pyoxigraph terms and hold no blank node; the ontology and the shapes also come as rdflib graphs for
the tools that want those. The reference data are in :mod:`fazhi.ontology.reference_rdf`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, parse

from fazhi.ontology import namespaces as ns

if TYPE_CHECKING:
    from rdflib import Graph

_HERE = Path(__file__).parent
ONTOLOGY_FILES = (_HERE / "fazhi.ttl", _HERE / "schemes.ttl")
SHAPES_FILE = _HERE / "shapes.ttl"


def ontology_graph() -> Graph:
    """fazhi.ttl and schemes.ttl as one rdflib graph. Class definitions hold blank nodes."""
    return _graph(*ONTOLOGY_FILES)


def shapes_graph() -> Graph:
    """The SHACL shapes as an rdflib graph."""
    return _graph(SHAPES_FILE)


def ontology_quads() -> Iterator[Quad]:
    """fazhi.ttl and schemes.ttl in the ontology graph, the blank nodes of class definitions given IRIs.

    The IRI says the way from the class: ``…/ns/definition/EnforcementCase/equivalentClass``.
    """
    triples = [triple for path in ONTOLOGY_FILES for triple in parse(path=path, format=RdfFormat.TURTLE)]
    names = _blank_node_names([triple.triple for triple in triples])
    graph = NamedNode(ns.ONTOLOGY_GRAPH)
    for triple in triples:
        subject = names.get(triple.subject, triple.subject)
        yield Quad(subject, triple.predicate, names.get(triple.object, triple.object), graph)


def rebased(quads: Iterable[Quad], base: str) -> Iterable[Quad]:
    """The quads with every resource of the default base under ``base``, by which a store names all it has."""
    return quads if base == ns.ID else (Quad(*(_under(term, base) for term in quad)) for quad in quads)


def _under(term: Any, base: str) -> Any:
    if isinstance(term, NamedNode) and term.value.startswith(ns.ID):
        return NamedNode(base + term.value.removeprefix(ns.ID))
    return term


def _blank_node_names(triples: list[Triple]) -> dict[object, NamedNode]:
    """An IRI for every blank node: that of the node that points to it, and the property's name."""
    pointers = {t.object: (t.subject, t.predicate) for t in triples if isinstance(t.object, BlankNode)}

    def name(node: BlankNode) -> str:
        subject, predicate = pointers[node]
        owner = name(subject) if isinstance(subject, BlankNode) else _local(str(subject))
        return f"{owner}/{_local(predicate.value)}"

    return {node: NamedNode(ns.DEFINITION + name(node)) for node in pointers}


def _local(iri: str) -> str:
    return iri.strip("<>").rsplit("#", 1)[-1]


def _graph(*paths: Path) -> Graph:
    import rdflib

    # Only our prefixes: rdflib's own set would show up in every serialisation.
    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, iri in ns.PREFIXES.items():
        graph.bind(prefix, iri)
    for path in paths:
        graph.parse(path, format="turtle")
    return graph
