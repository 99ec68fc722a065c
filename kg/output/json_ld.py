"""JSON-LD 1.1: a context with the project's prefixes, then the nodes of each graph."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from fazhi.kg.output.turtle import RDF_TYPE
from fazhi.ontology.namespaces import PREFIXES, XSD


def json_ld(quads: Iterable[Quad]) -> bytes:
    """The quads, which are sorted by graph and subject; an object for each named graph."""
    objects: list[dict[str, Any]] = []
    for name, members in groupby(quads, key=lambda quad: quad.graph_name):
        nodes = list(_node_objects(quad.triple for quad in members))
        objects += nodes if isinstance(name, DefaultGraph) else [{"@id": _identifier(name), "@graph": nodes}]
    document = {"@context": {"@version": 1.1, **PREFIXES}, "@graph": objects}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


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
