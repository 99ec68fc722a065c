"""Export the store as linked data in any form of RDF. The same store always gives the same bytes.

By default an export contains the graphs of the reports and assessments, each with the graph of what follows
from it or describes it (:mod:`fazhi.kg.output.description`), and the reference data that these lead to.
``everything`` adds the whole register and the ontology.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, cast

from pyoxigraph import Quad

from fazhi.kg.output.full_graphs import FullGraphs
from fazhi.kg.output.json_ld import json_ld
from fazhi.kg.output.rdf_xml import rdf_xml
from fazhi.kg.output.statements import Graph, InOrder, graphs_of_quads, in_order
from fazhi.kg.output.turtle import trig, turtle
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.namespaces import DEFINITION, ID, ONTOLOGY_GRAPH, PREFIXES, reference_graphs
from fazhi.ontology.ntriples import terms

#: So many lines are written at once.
_TOGETHER = 1000


@dataclass(frozen=True)
class Form:
    """A form of RDF: the ``suffix`` of its files, its media type, whether it has named graphs.

    ``write`` writes graphs to a stream (UTF-8, in a fixed order); forms that have no named graphs write the
    union, which is sorted on the disk. IRIs below its second last argument, the base, may be relative to it.
    """

    suffix: str
    media_type: str
    named_graphs: bool
    write: Callable[[Iterable[Graph], BinaryIO, str, Mapping[str, str]], None]

    def __call__(
        self, quads: Iterable[Quad], base: str = ID, prefixes: Mapping[str, str] = PREFIXES
    ) -> bytes:
        """These quads, which are few, in this form."""
        out = io.BytesIO()
        self.write(graphs_of_quads(quads), out, base, prefixes)
        return out.getvalue()


def export(store: GraphStore, form: str, out: BinaryIO, *, everything: bool = False) -> None:
    """Write the store to ``out`` in one of :data:`FORMS`.

    Of the statements the largest graph is in memory, and what is written of it. Raises FazhiError where
    RDF/XML has no way to write what the store holds.
    """
    FORMS[form].write(graphs_of(store, everything=everything), out, store.base, PREFIXES)


def graphs_of(store: GraphStore, *, everything: bool = False) -> Iterator[Graph]:
    """The graphs of an export, one at a time; with ``everything`` the register and the ontology too."""
    return _everything(store) if everything else _selection(store)


def _selection(store: GraphStore) -> Iterator[Graph]:
    """All graphs of reports, and of the reference data and the ontology only what these lead to."""
    full = FullGraphs(store)
    named: set[str] = set()
    for name in full.names():
        for graph in full.graph(name):
            named |= full.reference_nodes(graph.statements)
            yield graph
    yield from full.reference_data(named)


def _everything(store: GraphStore) -> Iterator[Graph]:
    full = FullGraphs(store)
    reference = (name for name in reference_graphs(store.base) if name != ONTOLOGY_GRAPH)
    for name in (*full.names(), *filter(store.has_graph, reference)):
        yield from full.graph(name)
    for graph in full.graph(ONTOLOGY_GRAPH):
        yield Graph(graph.name, list(map(with_blank_definitions, graph.statements)))


def with_blank_definitions(statement: str) -> str:
    """Class expressions as blank nodes, which is how OWL has them; in the store they have IRIs."""
    subject, predicate, value = terms(statement)
    return f"{_blank(subject)} {predicate} {_blank(value)}"


def _blank(term: str) -> str:
    definition = f"<{DEFINITION}"
    return f"_:{term[len(definition) : -1].replace('/', '-')}" if term.startswith(definition) else term


def gzipped(write: Callable[[BinaryIO], object], out: BinaryIO) -> None:
    """Write to ``out`` what ``write`` writes, packed; the same data are the same bytes, without a time."""
    with gzip.GzipFile("", "wb", fileobj=out, mtime=0) as stream:
        write(cast(BinaryIO, stream))


def _ntriples(graphs: Iterable[Graph], out: BinaryIO, *_: object) -> None:
    """One statement per line, in order, so two exports are easy to compare."""
    with InOrder(graphs) as ordered:
        lines = (f"{s} {p} {o} .\n" for s, p, o in ordered)
        while together := "".join(islice(lines, _TOGETHER)):
            out.write(together.encode())


def _nquads(graphs: Iterable[Graph], out: BinaryIO, *_: object) -> None:
    """One statement per line, in order within each graph, of which only one need be in memory."""
    for name, statements in graphs:
        end = f" {name} .\n" if name else " .\n"
        out.write("".join(f"{statement}{end}" for statement in in_order(statements)).encode())


def _rdf_xml(graphs: Iterable[Graph], out: BinaryIO, _: str, prefixes: Mapping[str, str]) -> None:
    with InOrder(graphs) as ordered:
        rdf_xml(ordered, out, prefixes)


def _jsonld(graphs: Iterable[Graph], out: BinaryIO, _: str, prefixes: Mapping[str, str]) -> None:
    json_ld(graphs, out, prefixes)


FORMS: Mapping[str, Form] = {
    "turtle": Form(".ttl", "text/turtle", False, turtle),
    "trig": Form(".trig", "application/trig", True, trig),
    "ntriples": Form(".nt", "application/n-triples", False, _ntriples),
    "nquads": Form(".nq", "application/n-quads", True, _nquads),
    "rdfxml": Form(".rdf", "application/rdf+xml", False, _rdf_xml),
    "jsonld": Form(".jsonld", "application/ld+json", True, _jsonld),
}
#: Suffix of a file -> the form that it has.
SUFFIXES = {**{form.suffix: name for name, form in FORMS.items()}, ".json": "jsonld"}
