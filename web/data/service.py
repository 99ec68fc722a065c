"""The description of the endpoint (https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

from pyoxigraph import BlankNode, NamedNode, Triple, serialize

from fazhi.ontology.namespaces import RDF
from fazhi.web.answer import Answer, told
from fazhi.web.data.sparql import GRAPHS
from fazhi.web.negotiation import chosen

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD",
)  # fmt: skip


def service_description(endpoint: str, accept: str, *, named_graphs: bool) -> Answer:
    """What the service at ``endpoint`` offers, in a form that ``accept`` takes."""
    media_type = chosen(accept, tuple(GRAPHS))
    if media_type is None:
        return told(f"the description can be had as {', '.join(GRAPHS)}", 406)
    service, dataset, graph = NamedNode(endpoint), BlankNode("dataset"), BlankNode("graph")
    triples = [
        Triple(service, NamedNode(RDF + "type"), NamedNode(_SD + "Service")),
        Triple(service, NamedNode(_SD + "endpoint"), NamedNode(endpoint)),
        Triple(service, NamedNode(_SD + "supportedLanguage"), NamedNode(_SD + "SPARQL11Query")),
        *(Triple(service, NamedNode(_SD + "resultFormat"), NamedNode(_FORMATS + name)) for name in _RESULTS),
        Triple(service, NamedNode(_SD + "defaultDataset"), dataset),
        Triple(dataset, NamedNode(RDF + "type"), NamedNode(_SD + "Dataset")),
        Triple(dataset, NamedNode(_SD + "defaultGraph"), graph),
        Triple(graph, NamedNode(RDF + "type"), NamedNode(_SD + "Graph")),
    ]
    if named_graphs:
        triples.append(Triple(service, NamedNode(_SD + "feature"), NamedNode(_SD + "UnionDefaultGraph")))
    prefixes = {"sd": _SD, "formats": _FORMATS} if media_type == "text/turtle" else None
    body = serialize(triples, format=GRAPHS[media_type], prefixes=prefixes)
    assert body is not None
    return Answer(body, media_type)
