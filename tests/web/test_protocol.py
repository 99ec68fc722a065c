"""The SPARQL 1.1 Protocol: how one asks, what one gets, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph
import pytest
import rdflib

from .client import Client, serving

FORM = "application/x-www-form-urlencoded"
YEARS = "SELECT ?year { ?report a fz:Report ; fz:reportedYear ?year } ORDER BY ?year LIMIT 1"
TRUE = "ASK { ?report a fz:Report }"
GRAPH = "CONSTRUCT { ?report fz:reportedYear ?year } { ?report fz:reportedYear ?year }"


def get(server: Client, query: str, accept: str = "", **more: str) -> tuple[int, str, str]:
    """Status, media type and text of a query by GET."""
    headers = {"Accept": accept} if accept else {}
    reply = server.ask(f"/sparql?{urlencode({'query': query, **more})}", **headers)
    return reply.status, reply.headers["content-type"].partition(";")[0], reply.text


def test_the_three_ways_to_ask(server: Client) -> None:
    """By GET, by a form and by the query itself, one gets the same."""
    by_get = server.ask(f"/sparql?query={quote(YEARS)}")
    by_form = server.ask(
        "/sparql", method="POST", body=urlencode({"query": YEARS}).encode(), Content_Type=FORM
    )
    itself = server.ask(
        "/sparql", method="POST", body=YEARS.encode(), Content_Type="application/sparql-query; charset=utf-8"
    )
    assert by_get.status == by_form.status == itself.status == 200
    assert by_get.body == by_form.body == itself.body
    assert json.loads(by_get.body)["results"]["bindings"][0]["year"]["value"] == "2022"


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (YEARS, "", "application/sparql-results+json"),
        (YEARS, "*/*", "application/sparql-results+json"),
        (YEARS, "text/csv", "text/csv"),
        (YEARS, "text/csv;q=0.5, application/sparql-results+xml", "application/sparql-results+xml"),
        (YEARS, "text/csv;q=0, text/*;q=0.3", "text/tab-separated-values"),
        (YEARS, "application/json", "application/json"),
        (TRUE, "application/sparql-results+xml", "application/sparql-results+xml"),
        (GRAPH, "", "text/turtle"),
        (GRAPH, "application/rdf+xml, text/turtle;q=0.9", "application/rdf+xml"),
        (GRAPH, "application/n-triples", "application/n-triples"),
        (GRAPH, "application/ld+json", "application/ld+json"),
        (f"DESCRIBE ?report {{ {{ {YEARS.replace('?year {', '?report {')} }} }}", "*/*;q=0.1", "text/turtle"),
        (YEARS, "this is no media type", "application/sparql-results+json"),
    ],
)
def test_the_form_that_is_wanted_most(server: Client, query: str, accept: str, media_type: str) -> None:
    """By q-values; the first of each kind where all are wanted alike."""
    assert get(server, query, accept)[:2] == (200, media_type)


def test_forms_say_the_same(server: Client) -> None:
    """Rows as JSON, XML and TSV, and a graph in all four forms."""
    rows = [
        list(pyoxigraph.parse_query_results(get(server, YEARS, kind)[2], format=form))
        for kind, form in (
            ("application/sparql-results+json", pyoxigraph.QueryResultsFormat.JSON),
            ("application/sparql-results+xml", pyoxigraph.QueryResultsFormat.XML),
            ("text/tab-separated-values", pyoxigraph.QueryResultsFormat.TSV),
        )
    ]
    assert rows[0][0]["year"].value == "2022"
    assert rows[0] == rows[1] == rows[2]
    graphs = [
        set(rdflib.Graph().parse(data=get(server, GRAPH, kind)[2], format=form))
        for kind, form in (
            ("text/turtle", "turtle"),
            ("application/n-triples", "nt"),
            ("application/rdf+xml", "xml"),
            ("application/ld+json", "json-ld"),
        )
    ]
    assert len(graphs[0]) == 5
    assert graphs[0] == graphs[1] == graphs[2] == graphs[3]


def test_what_no_form_can_be_had_in(server: Client) -> None:
    """406 names the forms there are."""
    status, _, text = get(server, YEARS, "image/png")
    assert (status, "text/csv" in text) == (406, True)
    assert get(server, GRAPH, "text/csv")[0] == 406


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("SELECT ?x { ?x a fz:Report ", 400, "line 1"),
        ("SELECT * {\n  ?x a nope:Thing }", 400, "line 2, column 8"),
        ("INSERT DATA { <a> <b> <c> }", 403, "INSERT"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 403, "SERVICE"),
        ("SELECT * " + "{" * 20_000, 403, "deep"),
        ("", 400, "line 1"),
    ],
)
def test_what_is_no_query(server: Client, query: str, status: int, words: str) -> None:
    """400 with the place and the parser's words; what would change or leave the store is refused."""
    found = get(server, query)
    assert (found[0], found[1]) == (status, "text/plain")
    assert words in found[2]


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (urlencode({"update": "CLEAR ALL"}).encode(), FORM, 403),
        (b"CLEAR ALL", "application/sparql-update", 403),
        (urlencode({"query": TRUE}).encode(), "text/plain", 415),
        (urlencode({"query": TRUE}).encode(), "", 415),
        (urlencode([("query", TRUE), ("query", YEARS)]).encode(), FORM, 400),
        ("SELECT * { ?x ?y '法' }".encode("gb18030"), "application/sparql-query", 400),
        (b"query=%ff", FORM, 400),
        (b"&".join(b"a=b" for _ in range(2000)), FORM, 400),
        (b"", FORM, 400),
        (b"query=" + b"a" * 2_000_000, FORM, 413),
    ],
)
def test_requests_that_are_none(server: Client, body: bytes, media_type: str, status: int) -> None:
    """Each with its status; the server goes on."""
    headers = {"Content_Type": media_type} if media_type else {}
    assert server.ask("/sparql", method="POST", body=body, **headers).status == status
    assert get(server, TRUE)[0] == 200


def test_graphs_that_a_request_names(server: Client) -> None:
    """They stand in place of FROM and FROM NAMED; a store has none, so that nothing is found."""
    assert "true" in get(server, TRUE)[2]
    assert "false" in get(server, TRUE, **{"default-graph-uri": "http://example.org/none"})[2]
    assert get(server, TRUE, **{"default-graph-uri": "not an IRI"})[0] == 400


def test_head_and_options(server: Client) -> None:
    """A head has no body; other sites' scripts may ask."""
    head = server.ask(f"/sparql?query={quote(TRUE)}", method="HEAD")
    assert (head.status, head.body, int(head.headers["content-length"]) > 0) == (200, b"", True)
    options = server.ask("/sparql", method="OPTIONS")
    assert (options.status, options.headers["access-control-allow-origin"]) == (204, "*")
    assert server.ask("/sparql", method="DELETE").status == 405
    assert "Accept" in server.ask(f"/sparql?query={quote(TRUE)}").headers["vary"]


def test_the_service_describes_itself(server: Client) -> None:
    """To programs; a browser is led to the page on which one writes a query."""
    described = rdflib.Graph().parse(data=server.ask("/sparql").text, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    endpoint = rdflib.URIRef(f"{server.address}/sparql")
    assert (endpoint, rdflib.RDF.type, sd.Service) in described
    assert (endpoint, sd.supportedLanguage, sd.SPARQL11Query) in described
    browser = server.ask("/sparql", Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (browser.status, browser.headers["location"]) == (303, "/zh/query")


def test_a_large_answer_is_cut(server: Client) -> None:
    """And a header says after how many rows."""
    reply = server.ask(
        f"/sparql?query={quote('SELECT ?s ?t { ?s a ?c . ?t a fz:Report , ?d }')}", Accept="text/csv"
    )
    rows = len(reply.text.splitlines()) - 1
    assert reply.status == 200
    assert int(reply.headers["x-sparql-maxrows"]) == rows
    assert "x-sparql-maxrows" not in server.ask(f"/sparql?query={quote(YEARS)}").headers


def test_without_an_endpoint(built: Path) -> None:
    """Pages are there, the endpoint is not."""
    with serving("--store", built, "--no-sparql") as server:
        assert server.ask("/zh/").status == 200
        assert server.ask(f"/sparql?query={quote(TRUE)}").status == 404
