"""A SPARQL query answered in the form that was asked for. Called in a worker: it may be anything."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    parse_query_results,
    serialize,
)

from fazhi.ontology.namespaces import PREFIXES
from fazhi.queries import QueryRefused, QuerySyntaxError, execute
from fazhi.web.answer import Answer, told
from fazhi.web.negotiation import chosen
from fazhi.web.source import Source, opened

#: More rows, or triples, than this are not sent.
ROWS = 50_000
#: Says that an answer has been cut after so many rows. The name is Virtuoso's, which clients know.
CUT = "X-SPARQL-MaxRows"

_RESULTS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
    "application/json": QueryResultsFormat.JSON,
    "application/xml": QueryResultsFormat.XML,
}
#: The forms of a graph by media type, the best one first.
GRAPHS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}


@dataclass(frozen=True)
class SparqlRequest:
    """A query of the SPARQL 1.1 Protocol; ``accept`` is the header that says in which forms."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    accept: str = ""


def answer(source: Source, state: str, request: SparqlRequest) -> Answer:
    """The answer to a query, or one line that says what is wrong with it."""
    try:
        found = execute(
            opened(source, state).dataset, request.query, request.default_graphs, request.named_graphs
        )
    except QuerySyntaxError as error:
        return told(f"{error}\n{error.parser}".strip(), 400)
    except QueryRefused as error:
        return told(str(error), 403)
    except ValueError as error:
        return told(f"not the IRI of a graph: {error}", 400)
    offered = tuple(GRAPHS if isinstance(found, QueryTriples) else _RESULTS)
    media_type = chosen(request.accept, offered)
    if media_type is None:
        return told(f"this answer can be had as {', '.join(offered)} 无法按所要求的格式返回", 406)
    if isinstance(found, QueryTriples):
        return _graph(found, media_type)
    if isinstance(found, QueryBoolean):
        return _found(found.serialize(format=_RESULTS[media_type]), media_type, cut=False)
    return _table(found, media_type)


def _graph(found: QueryTriples, media_type: str) -> Answer:
    triples = list(islice(found, ROWS + 1))
    form = GRAPHS[media_type]
    # The union of graphs yields a triple once for each graph that contains it.
    body = serialize(
        dict.fromkeys(triples[:ROWS]), format=form, prefixes=PREFIXES if form == RdfFormat.TURTLE else None
    )
    return _found(body, media_type, cut=len(triples) > ROWS)


def _table(found: QuerySolutions, media_type: str) -> Answer:
    rows = list(islice(found, ROWS + 1))
    # Rows that were counted are handed to the serialiser in the form that is simplest to write.
    lines = ["\t".join(map(str, found.variables))]
    lines += ("\t".join("" if term is None else str(term) for term in row) for row in rows[:ROWS])
    table = parse_query_results("\n".join(lines) + "\n", format=QueryResultsFormat.TSV)
    assert isinstance(table, QuerySolutions)
    return _found(table.serialize(format=_RESULTS[media_type]), media_type, cut=len(rows) > ROWS)


def _found(body: bytes | None, media_type: str, *, cut: bool) -> Answer:
    assert body is not None
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    return Answer(body, media_type + charset, headers=((CUT, str(ROWS)),) if cut else ())
