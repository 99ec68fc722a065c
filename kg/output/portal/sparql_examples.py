"""The questions of the catalogue as examples of SPARQL, which editors of queries offer with an endpoint.

They follow SHACL (https://www.w3.org/TR/shacl/#sparql-prefixes) as the SIB's examples do
(https://github.com/sib-swiss/sparql-examples): ``sh:select`` is a query that runs as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from fazhi.kg.output.portal.publication import Publication
from fazhi.kg.output.portal.terms import named, said, term
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.namespaces import PREFIXES, XSD
from fazhi.queries import Question, UnknownValue, catalogue
from fazhi.queries.runner import bindings, sparql_of


def sparql_examples(
    store: GraphStore, publication: Publication, *, document: str = "sparql-examples.ttl"
) -> Iterator[Triple]:
    """An example for each question that ``store`` can answer, named ``DOCUMENT#QUESTION``.

    Parameters that a question needs have the value of its example; a question whose example names nothing in
    the store is left out.
    """
    prefixes = publication.address(f"{document}#prefixes")
    yield from _prefixes(prefixes)
    for name, question in catalogue().items():
        query = example_query(store, question)
        if query is None:
            continue
        yield from said(
            publication.address(f"{document}#{name}"),
            {
                "rdf:type": [term("sh:SPARQLExecutable"), term("sh:SPARQLSelectExecutable")],
                "rdfs:label": question.title,
                "rdfs:comment": question.description,
                "schema:keywords": list(question.tags),
                "schema:target": named(publication.endpoint),
                "sh:prefixes": prefixes,
                "sh:select": query,
            },
        )


def example_query(store: GraphStore, question: Question) -> str | None:
    """The question as SPARQL for any endpoint, what it needs filled in with its examples.

    None where these name nothing in ``store``.
    """
    needed = {p.name: p.example for p in question.parameters if p.required}
    try:
        given = bindings(store.dataset, question, needed)
    except UnknownValue:
        return None
    return sparql_of(question, given).strip() + "\n"


def _prefixes(node: NamedNode) -> Iterator[Triple]:
    """The project's prefixes, which all queries may use."""
    yield from said(node, {"rdf:type": term("owl:Ontology")})
    for prefix, namespace in sorted(PREFIXES.items()):
        declaration = BlankNode(f"prefix-{prefix}")
        yield Triple(node, term("sh:declare"), declaration)
        properties = {
            "rdf:type": term("sh:PrefixDeclaration"),
            "sh:prefix": prefix,
            "sh:namespace": Literal(namespace, datatype=NamedNode(XSD + "anyURI")),
        }
        yield from said(declaration, properties)
