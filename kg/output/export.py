"""Export the store as linked data in any form of RDF. The same store always gives the same bytes.

By default an export contains the graphs of the reports and assessments, each with the graph of what follows
from it or describes it (:mod:`fazhi.kg.output.description`), and the reference data that these lead to.
``everything`` adds the whole register and the ontology.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from fazhi.kg.output.full_graphs import FullGraphs
from fazhi.kg.output.json_ld import json_ld
from fazhi.kg.output.rdf_xml import rdf_xml
from fazhi.kg.output.turtle import in_order, order, trig, turtle
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.namespaces import DEFINITION, ID, ONTOLOGY_GRAPH, PREFIXES, reference_graphs

Graphs = Iterable[Iterable[Quad]]


@dataclass(frozen=True)
class Form:
    """A form of RDF: the ``suffix`` of its files, its media type, whether it has named graphs.

    Called with graphs, it writes them (UTF-8, in a fixed order); those that have no named graphs write the
    union. IRIs below ``base`` may be written relative to it.
    """

    suffix: str
    media_type: str
    named_graphs: bool
    write: Callable[[Graphs, str, Mapping[str, str]], bytes]

    def __call__(self, graphs: Graphs, base: str = ID, prefixes: Mapping[str, str] = PREFIXES) -> bytes:
        return self.write(graphs, base, prefixes)


def export(store: GraphStore, form: str, *, everything: bool = False) -> bytes:
    """The store in one of :data:`FORMS`.

    Raises FazhiError where RDF/XML has no way to write what the store holds.
    """
    return FORMS[form](graphs_of(store, everything=everything), store.base)


def graphs_of(store: GraphStore, *, everything: bool = False) -> Iterator[list[Quad]]:
    """The graphs of an export, one at a time; with ``everything`` the register and the ontology too."""
    return _everything(store) if everything else _selection(store)


def _selection(store: GraphStore) -> Iterator[list[Quad]]:
    """All graphs of reports, and of the reference data and the ontology only what these lead to."""
    full = FullGraphs(store)
    named: set[Any] = set()
    for name in full.names():
        quads = full.graph(name)
        named.update(term for quad in quads for term in (quad.subject, quad.object))
        yield quads
    yield full.reference_data(named)


def _everything(store: GraphStore) -> Iterator[list[Quad]]:
    full = FullGraphs(store)
    reference = (name for name in reference_graphs(store.base) if name != ONTOLOGY_GRAPH)
    for name in (*full.names(), *filter(store.has_graph, reference)):
        yield full.graph(name)
    yield list(map(with_blank_definitions, full.graph(ONTOLOGY_GRAPH)))


def with_blank_definitions(quad: Quad) -> Quad:
    """Class expressions as blank nodes, which is how OWL has them; in the store they have IRIs."""
    return Quad(_blank(quad.subject), quad.predicate, _blank(quad.object), quad.graph_name)


def _blank(term: Any) -> Any:
    if isinstance(term, NamedNode) and term.value.startswith(DEFINITION):
        return BlankNode(term.value.removeprefix(DEFINITION).replace("/", "-"))
    return term


def _triples(graphs: Graphs) -> Iterator[Triple]:
    """The statements without their graphs; those of several graphs come several times."""
    return (quad.triple for quads in graphs for quad in quads)


def _in_order(graphs: Graphs) -> Iterator[Quad]:
    for quads in graphs:
        yield from sorted(quads, key=lambda quad: (str(quad.graph_name), order(quad.triple)))


def _turtle(graphs: Graphs, base: str, prefixes: Mapping[str, str]) -> bytes:
    return turtle(_triples(graphs), base, prefixes)


def _trig(graphs: Graphs, base: str, prefixes: Mapping[str, str]) -> bytes:
    return trig((quad for quads in graphs for quad in quads), base, prefixes)


def _ntriples(graphs: Graphs, *_: object) -> bytes:
    """One statement per line, in order, so two exports are easy to compare."""
    return _lines(in_order(_triples(graphs)))


def _nquads(graphs: Graphs, *_: object) -> bytes:
    """One statement per line, in order within each graph, of which only one need be in memory."""
    return _lines(_in_order(graphs))


def _lines(statements: Iterable[Triple] | Iterable[Quad]) -> bytes:
    out = io.BytesIO()
    out.writelines(f"{statement} .\n".encode() for statement in statements)
    return out.getvalue()


def _rdf_xml(graphs: Graphs, _: str, prefixes: Mapping[str, str]) -> bytes:
    return rdf_xml(in_order(_triples(graphs)), prefixes)


def _jsonld(graphs: Graphs, _: str, prefixes: Mapping[str, str]) -> bytes:
    return json_ld(_in_order(graphs), prefixes)


FORMS: Mapping[str, Form] = {
    "turtle": Form(".ttl", "text/turtle", False, _turtle),
    "trig": Form(".trig", "application/trig", True, _trig),
    "ntriples": Form(".nt", "application/n-triples", False, _ntriples),
    "nquads": Form(".nq", "application/n-quads", True, _nquads),
    "rdfxml": Form(".rdf", "application/rdf+xml", False, _rdf_xml),
    "jsonld": Form(".jsonld", "application/ld+json", True, _jsonld),
}
#: Suffix of a file -> the form that it has.
SUFFIXES = {**{form.suffix: name for name, form in FORMS.items()}, ".json": "jsonld"}
