"""Export the store as Turtle, TriG, N-Quads or JSON-LD. The same store always gives the same bytes.

By default an export contains the graphs of the reports, inferences and assessments, and the reference
data that these lead to. ``everything`` adds the whole register and the ontology.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple

from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.namespaces import ID, ONTOLOGY_GRAPH, PREFIXES, RDF, REFERENCE_GRAPH, XSD

RDF_TYPE = NamedNode(RDF + "type")


def export(store: GraphStore, form: str, *, everything: bool = False) -> bytes:
    """The store in ``turtle``, ``trig``, ``nquads`` or ``jsonld`` (UTF-8), in a fixed order.

    Turtle has no named graphs: it contains the union of the graphs.
    """
    quads = list(_everything(store) if everything else _selection(store))
    return FORMS[form](quads)


def to_turtle(quads: Iterable[Quad]) -> bytes:
    """The union of the graphs as Turtle, sorted by subject, types first."""
    triples = sorted({quad.triple for quad in quads}, key=_order)
    return _serialized(triples, RdfFormat.TURTLE)


def to_trig(quads: Iterable[Quad]) -> bytes:
    """The graphs as TriG, one after another."""
    ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), _order(quad.triple)))
    return _serialized(ordered, RdfFormat.TRIG)


def to_nquads(quads: Iterable[Quad]) -> bytes:
    """Sorted N-Quads: one statement per line, so two exports are easy to compare."""
    return "".join(sorted(f"{quad} .\n" for quad in quads)).encode()


def to_jsonld(quads: Iterable[Quad]) -> bytes:
    """Indented JSON-LD 1.1: a context with the project's prefixes, then one graph object per named graph."""
    ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), _order(quad.triple)))
    graphs = [
        {"@id": _identifier(name), "@graph": list(_node_objects(quad.triple for quad in members))}
        for name, members in groupby(ordered, key=lambda quad: quad.graph_name)
    ]
    document = {"@context": {"@version": 1.1, **PREFIXES}, "@graph": graphs}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


FORMS: Mapping[str, Callable[[Iterable[Quad]], bytes]] = {
    "turtle": to_turtle,
    "trig": to_trig,
    "nquads": to_nquads,
    "jsonld": to_jsonld,
}


def _everything(store: GraphStore) -> Iterator[Quad]:
    for name in store.graph_names():
        yield from store.graph(name)
        yield from store.consequences(name)


def _selection(store: GraphStore) -> Iterator[Quad]:
    """All graphs; of the reference, ontology and inferred graphs only what concerns nodes in the rest."""
    names = store.graph_names()
    described: set[Any] = set()
    for name in names:
        if name in (REFERENCE_GRAPH, ONTOLOGY_GRAPH):
            continue
        for quad in store.graph(name):
            described.update((quad.subject, quad.object))
            yield quad
    for quad in reference_closure(store, described):
        described.add(quad.subject)
        yield quad
    for name in names:
        yield from (quad for quad in store.consequences(name) if quad.subject in described)


def reference_closure(store: GraphStore, described: Iterable[Any]) -> Iterator[Quad]:
    """The reference and ontology statements about these nodes and the resources that they lead to.

    From concepts and instruments the way goes on (versions, successors, broader concepts); classes and
    properties are left to the ontology's own file. A scheme does not lead to its other concepts.
    """
    about: dict[Any, list[Quad]] = defaultdict(list)
    versions: dict[Any, list[Any]] = defaultdict(list)
    for quad in (*store.graph(REFERENCE_GRAPH), *store.graph(ONTOLOGY_GRAPH)):
        about[quad.object if quad.predicate == HAS_TOP_CONCEPT else quad.subject].append(quad)
        if quad.predicate == REALIZES:
            versions[quad.object].append(quad.subject)
    queue = [node for node in described if _is_resource(node)]
    seen = set(queue)
    while queue:
        node = queue.pop()
        found = list(versions[node])
        for quad in about[node]:
            yield quad
            if quad.predicate != HAS_TOP_CONCEPT:
                found.append(quad.object)
        for other in found:
            if other not in seen and _is_resource(other):
                seen.add(other)
                queue.append(other)


REALIZES = NamedNode(PREFIXES["eli"] + "realizes")
HAS_TOP_CONCEPT = NamedNode(PREFIXES["skos"] + "hasTopConcept")


def _is_resource(node: Any) -> bool:
    """Whether the node is a fixed resource or concept, not a class, property or literal."""
    return isinstance(node, NamedNode) and node.value.startswith((ID, PREFIXES["fz"].removesuffix("#") + "/"))


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
