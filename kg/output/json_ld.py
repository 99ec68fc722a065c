"""JSON-LD 1.1: a context with the project's prefixes, then the nodes of each graph."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from fazhi.kg.output.turtle import RDF_TYPE
from fazhi.ontology.namespaces import PREFIXES, XSD


def json_ld(quads: Iterable[Quad], prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """The quads, which are sorted by graph and subject; an object for each named graph.

    The objects of one graph at a time are in memory.
    """
    writer = _Writer(prefixes)
    context = _indented({"@version": 1.1, **prefixes}, 1)
    out = io.BytesIO()
    out.write(f'{{\n "@context": {context},\n "@graph": ['.encode())
    before = "\n  "
    for name, members in groupby(quads, key=lambda quad: quad.graph_name):
        nodes = list(writer.node_objects(quad.triple for quad in members))
        default = isinstance(name, DefaultGraph)
        for each in nodes if default else [{"@id": _identifier(name), "@graph": nodes}]:
            out.write(f"{before}{_indented(each, 2)}".encode())
            before = ",\n  "
    out.write(b"\n ]\n}\n")
    return out.getvalue()


def _indented(value: Any, depth: int) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1).replace("\n", "\n" + " " * depth)


class _Writer:
    """Makes objects of JSON-LD, names shortened with the prefixes."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = prefixes

    def node_objects(self, triples: Iterable[Triple]) -> Iterator[dict[str, Any]]:
        """An object for each subject."""
        for subject, statements in groupby(triples, key=lambda triple: triple.subject):
            node: dict[str, Any] = {"@id": _identifier(subject)}
            for triple in statements:
                if triple.predicate == RDF_TYPE and isinstance(triple.object, NamedNode):
                    node.setdefault("@type", []).append(self._compact(triple.object.value))
                else:
                    value = self._value_object(triple.object)
                    node.setdefault(self._compact(triple.predicate.value), []).append(value)
            yield {
                key: values[0] if len(values) == 1 and key != "@id" else values
                for key, values in node.items()
            }

    def _value_object(self, term: Any) -> Any:
        if not isinstance(term, Literal):
            return {"@id": _identifier(term)}
        if term.language:
            return {"@value": term.value, "@language": term.language}
        if term.datatype.value == XSD + "string":
            return term.value
        return {"@value": term.value, "@type": self._compact(term.datatype.value)}

    def _compact(self, iri: str) -> str:
        for prefix, namespace in self._prefixes.items():
            if iri.startswith(namespace) and iri != namespace:
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri


def _identifier(node: Any) -> str:
    return str(node) if isinstance(node, BlankNode) else node.value
