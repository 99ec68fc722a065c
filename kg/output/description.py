"""The full description of what the store states: all that follows, in the words of standard vocabularies.

The store holds each fact once. The rest, for readers who know ORG, PROV, Web Annotation, NIF or the data
cube, is added when it is written out: what the CONSTRUCT queries in ``description/`` give, one a topic, and
every class and property above those stated, of other vocabularies too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, Triple

from fazhi.kg.store.inference import Axioms
from fazhi.ontology.namespaces import FZ, NIF, OA, XSD

_NON_NEGATIVE_INTEGER = NamedNode(XSD + "nonNegativeInteger")
#: Their values are xsd:nonNegativeInteger, which pyoxigraph's stores turn into xsd:integer.
_NON_NEGATIVE = {
    NamedNode(name)
    for name in (OA + "start", OA + "end", NIF + "beginIndex", NIF + "endIndex", FZ + "characterCount")
}


def describe(stated: Iterable[Quad], context: Collection[Triple], axioms: Axioms) -> set[Triple]:
    """What follows from the quads of a graph, and what they are described with: all that they do not state.

    ``context`` says of other resources what the queries need to know (an obligation's label, a rule's usual
    confidence); those are not described. ``axioms`` are the ontology's.
    """
    stated = list(stated)
    triples = {quad.triple for quad in stated}
    known = triples | axioms.consequences(stated)
    store = pyoxigraph.Store()
    store.extend(Quad(*triple) for triple in {*known, *context})
    constructed = {_typed(triple) for query in queries() for triple in _constructed(store, query)}
    own = {triple.subject for triple in known}
    found = {triple for triple in constructed if triple.subject in own}
    # Checksums and data sets are nodes that only the description has.
    new = {triple.object for triple in found} - {triple.subject for triple in context}
    found |= {triple for triple in constructed if triple.subject in new}
    described = known | found
    return (described | axioms.consequences((Quad(*t) for t in described), foreign=True)) - triples


@cache
def queries() -> tuple[str, ...]:
    """The CONSTRUCT queries, by the name of their files."""
    folder = Path(__file__).with_name("description")
    return tuple(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.rq")))


def _constructed(store: pyoxigraph.Store, query: str) -> QueryTriples:
    triples = store.query(query)
    assert isinstance(triples, QueryTriples)
    return triples


def _typed(triple: Triple) -> Triple:
    if triple.predicate in _NON_NEGATIVE and isinstance(triple.object, Literal):
        value = Literal(triple.object.value, datatype=_NON_NEGATIVE_INTEGER)
        return Triple(triple.subject, triple.predicate, value)
    return triple
