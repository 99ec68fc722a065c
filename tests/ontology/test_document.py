"""The ontology's page: every term with its words in both languages, in one file that loads nothing."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from rdflib import OWL, RDF, SKOS

from fazhi.ontology.document import page
from fazhi.ontology.namespaces import FZ
from fazhi.ontology.rdf import ontology_graph

WRITTEN = Path(__file__).parents[2] / "docs" / "ontology.html"


class Elements(HTMLParser):
    """What a page holds: ids, targets of links, and addresses that a browser would load."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if tag == "a" else []
        self.loaded += [given["src"] or ""] if "src" in given else []
        self.loaded += [given["href"] or ""] if tag == "link" else []


@pytest.fixture(scope="module")
def html() -> str:
    return page()


def test_the_page_in_docs_is_what_the_ontology_says_now(html):
    """Otherwise: make docs."""
    assert WRITTEN.read_text("utf-8") == html


def test_every_term_and_concept_is_there_in_both_languages(html):
    """Label and definition, Chinese and English."""
    graph = ontology_graph()
    ids = Elements(html).ids
    terms = {
        s
        for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
        for s in graph.subjects(RDF.type, kind)
        if str(s).startswith(FZ)
    }
    assert {str(term).removeprefix(FZ) for term in terms} <= set(ids)
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    plain = html.replace("&#39;", "'").replace("&#34;", '"').replace("&gt;", ">").replace("&amp;", "&")
    definitions = {(n, str(d)) for n in terms | concepts for d in graph.objects(n, SKOS.definition)}
    assert definitions
    assert {(node, definition) for node, definition in definitions if definition not in plain} == set()


def test_it_stands_alone(html):
    """Nothing is loaded, ids are unique, and links within the page lead somewhere."""
    elements = Elements(html)
    assert elements.loaded == []
    assert "<script" not in html
    assert len(elements.ids) == len(set(elements.ids))
    assert {link[1:] for link in elements.links if link.startswith("#")} <= set(elements.ids)
