"""Export the store as Turtle, TriG, N-Quads or JSON-LD. The same store always gives the same bytes.

By default an export contains the graphs of the reports and assessments, each with the graph of what follows
from it or describes it (:mod:`fazhi.kg.output.description`), and the reference data that these lead to.
``everything`` adds the whole register and the ontology.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple

from fazhi.kg.output.full_graphs import FullGraphs
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.namespaces import DEFINITION, ONTOLOGY_GRAPH, PREFIXES, RDF, XSD, reference_graphs

RDF_TYPE = NamedNode(RDF + "type")


def export(store: GraphStore, form: str, *, everything: bool = False) -> bytes:
    """The store in ``turtle``, ``trig``, ``nquads`` or ``jsonld`` (UTF-8), in a fixed order.

    Turtle has no named graphs: it contains the union of the graphs.
    """
    return FORMS[form](_everything(store) if everything else _selection(store))


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
    yield list(map(_with_blank_definitions, full.graph(ONTOLOGY_GRAPH)))


def _with_blank_definitions(quad: Quad) -> Quad:
    """Class expressions as blank nodes, which is how OWL has them; in the store they have IRIs."""
    return Quad(_blank(quad.subject), quad.predicate, _blank(quad.object), quad.graph_name)


def _blank(term: Any) -> Any:
    if isinstance(term, NamedNode) and term.value.startswith(DEFINITION):
        return BlankNode(term.value.removeprefix(DEFINITION).replace("/", "-"))
    return term


def _turtle(graphs: Iterable[list[Quad]]) -> bytes:
    """The union of the graphs as Turtle, sorted by subject, types first."""
    triples = {quad.triple for quads in graphs for quad in quads}
    return _serialized(sorted(triples, key=_order), RdfFormat.TURTLE)


def _trig(graphs: Iterable[list[Quad]]) -> bytes:
    """The graphs as TriG, one after another."""
    return _serialized(_in_order(graphs), RdfFormat.TRIG)


def _nquads(graphs: Iterable[list[Quad]]) -> bytes:
    """One statement per line, sorted within each graph, so two exports are easy to compare."""
    out = io.BytesIO()
    out.writelines(f"{quad} .\n".encode() for quad in _in_order(graphs))
    return out.getvalue()


def _jsonld(graphs: Iterable[list[Quad]]) -> bytes:
    """Indented JSON-LD 1.1: a context with the project's prefixes, then one graph object per named graph."""
    objects = [
        {"@id": _identifier(name), "@graph": list(_node_objects(quad.triple for quad in members))}
        for name, members in groupby(_in_order(graphs), key=lambda quad: quad.graph_name)
    ]
    document = {"@context": {"@version": 1.1, **PREFIXES}, "@graph": objects}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _in_order(graphs: Iterable[list[Quad]]) -> Iterator[Quad]:
    for quads in graphs:
        yield from sorted(quads, key=lambda quad: (str(quad.graph_name), _order(quad.triple)))


#: Each form takes the graphs one at a time, so that only one of them need be in memory.
FORMS: Mapping[str, Callable[[Iterable[list[Quad]]], bytes]] = {
    "turtle": _turtle,
    "trig": _trig,
    "nquads": _nquads,
    "jsonld": _jsonld,
}


def _order(triple: Triple) -> tuple[str, bool, str, str]:
    return (str(triple.subject), triple.predicate != RDF_TYPE, str(triple.predicate), str(triple.object))


def _serialized(statements: Iterable[Triple] | Iterable[Quad], form: RdfFormat) -> bytes:
    data = pyoxigraph.serialize(statements, format=form, prefixes=PREFIXES)
    assert data is not None
    return data


def _node_objects(triples: Iterable[Triple]) -> Iterator[dict[str, Any]]:
    for subject, statements in groupby(triples, key=lambda triple: triple.subject):
        node: dict[str, Any] = {"@id": _identifier(subject)}
        for triple in statements:
            if triple.predicate == RDF_TYPE and isinstance(triple.object, NamedNode):
                node.setdefault("@type", []).append(_compact(triple.object.value))
            else:
                node.setdefault(_compact(triple.predicate.value), []).append(_value_object(triple.object))
        yield {
            key: values[0] if len(values) == 1 and key != "@id" else values for key, values in node.items()
        }


def _value_object(term: Any) -> Any:
    if not isinstance(term, Literal):
        return {"@id": _identifier(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == XSD + "string":
        return term.value
    return {"@value": term.value, "@type": _compact(term.datatype.value)}


def _identifier(node: Any) -> str:
    return str(node) if isinstance(node, BlankNode) else node.value


def _compact(iri: str) -> str:
    """The IRI, shortened with one of the project's prefixes if possible."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
