"""JSON-LD 1.1: a context with the project's prefixes, then the nodes of each graph."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any, BinaryIO

from fazhi.kg.output.statements import TYPE, Graph, in_order, value_of
from fazhi.ontology.namespaces import PREFIXES
from fazhi.ontology.ntriples import Terms, terms


def json_ld(graphs: Iterable[Graph], out: BinaryIO, prefixes: Mapping[str, str] = PREFIXES) -> None:
    """Write the graphs, of which only one is in memory; an object for each named graph."""
    writer = _Writer(prefixes)
    context = _indented({"@version": 1.1, **prefixes}, 1)
    out.write(f'{{\n "@context": {context},\n "@graph": ['.encode())
    before = "\n  "
    for graph in graphs:
        nodes = list(writer.node_objects(map(terms, in_order(graph.statements))))
        named = [{"@id": _identifier(graph.name), "@graph": nodes}] if nodes and graph.name else nodes
        for each in named:
            out.write(f"{before}{_indented(each, 2)}".encode())
            before = ",\n  "
    out.write(b"\n ]\n}\n")


def _indented(value: Any, depth: int) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1).replace("\n", "\n" + " " * depth)


class _Writer:
    """Makes objects of JSON-LD, names shortened with the prefixes."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = prefixes

    def node_objects(self, ordered: Iterable[Terms]) -> Iterator[dict[str, Any]]:
        """An object for each subject."""
        for subject, statements in groupby(ordered, key=itemgetter(0)):
            node: dict[str, Any] = {"@id": _identifier(subject)}
            for _, predicate, value in statements:
                if predicate == TYPE and value.startswith("<"):
                    node.setdefault("@type", []).append(self._compact(value))
                else:
                    node.setdefault(self._compact(predicate), []).append(self._value_object(value))
            yield {
                key: values[0] if len(values) == 1 and key != "@id" else values
                for key, values in node.items()
            }

    def _value_object(self, term: str) -> Any:
        if not term.startswith('"'):
            return {"@id": _identifier(term)}
        _, _, rest = term.rpartition('"')
        if rest.startswith("@"):
            return {"@value": value_of(term), "@language": rest[1:]}
        if not rest:
            return value_of(term)
        return {"@value": value_of(term), "@type": self._compact(rest[2:])}

    def _compact(self, term: str) -> str:
        iri = term[1:-1]
        for prefix, namespace in self._prefixes.items():
            if iri.startswith(namespace) and iri != namespace:
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri


def _identifier(node: str) -> str:
    return node[1:-1] if node.startswith("<") else node
