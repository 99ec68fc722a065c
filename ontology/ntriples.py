"""Triples as N-Triples write them, and the collector of one graph's.

What is made, inferred and sorted by the thousand for each report, only to be written down, is kept in words
from the start: objects of pyoxigraph take three times as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from fazhi.ontology.namespaces import ID, PREFIXES

#: Subject, predicate and object in N-Triples.
Terms = tuple[str, str, str]


def iri(name: str) -> NamedNode:
    """A prefixed name (``fz:Report``) of our prefixes, or a full IRI, as a node."""
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local) if prefix in PREFIXES else NamedNode(name)


@lru_cache(maxsize=2**13)
def written(name: str) -> str:
    """A name as :func:`iri` takes them, in N-Triples."""
    return str(iri(name))


def terms_of(triple: Triple | Quad) -> Terms:
    """The words of a triple."""
    return str(triple.subject), str(triple.predicate), str(triple.object)


def terms(statement: str) -> Terms:
    """The words of a triple that a space joins."""
    subject, predicate, value = statement.split(" ", 2)
    return subject, predicate, value


def triples_of(found: Iterable[Terms]) -> Iterator[Triple]:
    """The triples that these words say."""
    return (quad.triple for quad in parse(lines(map(" ".join, found)).encode(), format=RdfFormat.N_TRIPLES))


def lines(found: Iterable[str], graph: str = "") -> str:
    """Lines of N-Triples, or of N-Quads in the graph of this IRI, for triples whose words a space joins."""
    end = f" {written(graph)} .\n" if graph else " .\n"
    joined = end.join(found)
    return joined + end if joined else ""


class Graph:
    """The triples of one named graph while they are being collected; equal ones count once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.terms: set[Terms] = set()

    def add(self, subject: str, predicate: str, value: str | NamedNode | Literal | None) -> None:
        """Add one triple; names as :func:`iri` takes them, a str ``value`` is a node. None adds nothing."""
        if value is not None:
            term = written(value) if isinstance(value, str) else str(value)
            self.terms.add((written(subject), written(predicate), term))

    def describes(self, subject: str) -> bool:
        """Whether a triple of this subject was added."""
        node = written(subject)
        return any(node == each for each, _, _ in self.terms)

    def rebased(self, base: str) -> Graph:
        """The same with every resource of the default base under ``base``, by which a store names its own."""
        if base == ID:
            return self
        graph = Graph(self.name)
        graph.terms = {(_under(base, s), p, _under(base, o)) for s, p, o in self.terms}
        return graph

    def __iter__(self) -> Iterator[Quad]:
        graph = NamedNode(self.name)
        return (Quad(t.subject, t.predicate, t.object, graph) for t in triples_of(self.terms))

    def __len__(self) -> int:
        return len(self.terms)


def _under(base: str, term: str) -> str:
    ours = f"<{ID}"
    return f"<{base}{term.removeprefix(ours)}" if term.startswith(ours) else term
