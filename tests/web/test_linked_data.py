"""Linked data: each of our IRIs leads to a page or to data about it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
import rdflib
from pyoxigraph import NamedNode, QuerySolutions

from fazhi.kg.store.opening import open_store
from fazhi.ontology.namespaces import FZ, ID

from .client import Client, Reply

PARK = "id/body/启东经济开发区"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def followed(server: Client, path: str, **headers: str) -> Reply:
    """What the address leads to, by one redirect to the same server."""
    reply = server.ask(path, **headers)
    assert reply.status == 303
    assert not urlsplit(reply.headers["location"]).netloc
    return server.ask(reply.headers["location"])


def test_a_thing_is_shown_or_described_by_what_is_accepted(server: Client) -> None:
    """A browser is shown a page in its language, a program gets data in its form."""
    address = f"/{quote(PARK)}"
    page = followed(server, address, Accept=BROWSER, Accept_Language="zh-CN")
    assert page.headers["content-type"].startswith("text/html")
    assert "<h1>启东经济开发区</h1>" in page.text
    assert 'lang="en"' in followed(server, address, Accept=BROWSER, Accept_Language="en").text
    assert server.ask(address).headers["vary"] == "Accept, Accept-Language"
    for accept, form in (
        ("text/turtle", "turtle"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json;q=0.9, text/html;q=0.1", "json-ld"),
        ("application/n-triples", "nt"),
    ):
        graph = rdflib.Graph().parse(data=followed(server, address, Accept=accept).text, format=form)
        park, report = (
            rdflib.URIRef(ID + "body/启东经济开发区"),
            rdflib.URIRef(ID + "report/启东经济开发区/2023"),
        )
        assert (park, rdflib.RDF.type, rdflib.URIRef(FZ + "Park")) in graph
        assert (report, rdflib.URIRef(FZ + "issuer"), park) in graph
    assert server.ask(address, Accept="image/png").status == 406


@pytest.mark.parametrize("suffix", ["ttl", "nt", "rdf", "jsonld"])
def test_a_suffix_says_which_form(server: Client, suffix: str) -> None:
    """Whatever is accepted; other sites' scripts may read it."""
    reply = followed(server, f"/{quote(PARK)}.{suffix}", Accept=BROWSER)
    assert reply.status == 200
    assert "启东" in reply.text or "\\u542F" in reply.text or "&#x" in reply.text
    assert reply.headers["access-control-allow-origin"] == "*"
    assert server.ask(f"/data/{quote(PARK)}.{suffix}", If_None_Match=reply.headers["etag"]).status == 304


def test_every_iri_of_the_reports_leads_to_a_page(server: Client, built: Path) -> None:
    """One of each class, and the page says what it is."""
    with open_store(built, read_only=True) as store:
        found = store.dataset.query(
            "SELECT ?class (SAMPLE(?thing) AS ?some) { ?thing a ?class "
            f'FILTER(STRSTARTS(STR(?thing), "{ID}") && !CONTAINS(STR(?thing), "#")) }} GROUP BY ?class'
        )
        assert isinstance(found, QuerySolutions)
        things = {row["some"].value for row in found if isinstance(row["some"], NamedNode)}
    assert len(things) > 40
    for iri in sorted(things):
        path = quote(iri.removeprefix("https://w3id.org/fazhi"), safe="/%")
        page = followed(server, path, Accept=BROWSER)
        assert page.status == 200, iri
        assert iri.replace("&", "&amp;") in page.text
        assert followed(server, path, Accept="text/turtle").status == 200


def test_evidence_leads_into_the_report(server: Client) -> None:
    """The page of a statement has its sentence, with the exact words, and the way into the text."""
    found = server.ask(
        f"/sparql?query={quote('SELECT ?s { ?s a fz:EnforcementCase ; fz:fineAmount ?f } LIMIT 1')}",
        Accept="text/csv",
    )
    path = quote(found.text.split()[1].strip('"').removeprefix("https://w3id.org/fazhi"), safe="/%")
    page = followed(server, path, Accept=BROWSER)
    assert "<mark>" in page.text
    assert "#char=" in page.text


@pytest.mark.parametrize(
    "path", ["/ns", "/ns.ttl", "/ns/activity-class/penalty", "/shapes", "/ns/purpose.nt"]
)
def test_the_model_leads_to_data_too(server: Client, path: str) -> None:
    """The ontology, its schemes and concepts, and the shapes."""
    graph = rdflib.Graph()
    reply = followed(server, path, Accept="application/n-triples" if path.endswith(".nt") else "text/turtle")
    graph.parse(data=reply.text, format="nt" if path.endswith(".nt") else "turtle")
    assert len(graph) > 3


@pytest.mark.parametrize(
    "path",
    [
        "/id/body/none",
        "/id/",
        "/id/body/%ff",
        "/id/body/%3Cx%3E",
        "/ns/none",
        "/data/id/body/none.ttl",
        f"/data/{quote(PARK)}",
        "/id/../../etc/passwd",
        "/id/body/%00",
    ],
)
def test_what_nobody_speaks_of(server: Client, path: str) -> None:
    """Is not found."""
    assert server.ask(path).status == 404


def test_descriptions_for_machines(server: Client) -> None:
    """Catalogue at the root and at its address, VoID, examples of queries, each in the form asked for."""
    dcat, void = rdflib.Namespace("http://www.w3.org/ns/dcat#"), rdflib.Namespace("http://rdfs.org/ns/void#")
    root = rdflib.Graph().parse(data=server.ask("/", Accept="text/turtle").text, format="turtle")
    named = rdflib.Graph().parse(
        data=server.ask("/catalogue", Accept="application/rdf+xml").text, format="xml"
    )
    assert len(root) == len(named) > 20
    (service,) = root.subjects(rdflib.RDF.type, dcat.DataService)
    assert root.value(service, dcat.endpointURL) == rdflib.URIRef(f"{server.address}/sparql")
    described = rdflib.Graph().parse(data=server.ask("/.well-known/void").text, format="turtle")
    assert max(int(str(number)) for number in described.objects(None, void.triples)) > 10_000
    assert server.ask("/.well-known/void", Accept="text/html").status == 406


def test_every_example_of_a_query_answers(server: Client) -> None:
    """As it is written there, with the prefixes declared there."""
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    examples = rdflib.Graph().parse(data=server.ask("/.well-known/sparql-examples").text, format="turtle")
    queries = [str(query) for query in examples.objects(None, sh.select)]
    assert len(queries) > 50
    for query in queries:
        assert server.ask(f"/sparql?query={quote(query)}").status == 200, query


def test_the_list_of_pages(server: Client) -> None:
    """What robots read leads to it, and the pages in it are there."""
    robots = server.ask("/robots.txt").text
    assert f"Sitemap: {server.address}/sitemap.xml" in robots
    found = re.findall("<loc>([^<]+)</loc>", server.ask("/sitemap.xml").text)
    assert len(found) > 500
    for address in found[:: len(found) // 40]:
        assert server.ask(address.removeprefix(server.address)).status == 200, address
