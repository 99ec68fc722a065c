"""Every foreign term we use is in the published term list of its vocabulary (terms/*.txt)."""

from pathlib import Path

import pytest
from rdflib import URIRef

from fazhi.ontology import namespaces as ns
from fazhi.ontology.rdf import ontology_graph, ontology_quads, shapes_graph
from fazhi.ontology.reference_rdf import reference_quads

OURS = {"fz"}


def published_terms() -> dict[str, set[str]]:
    """Namespace IRI to its terms; each list names the vocabulary's IRI and where the terms were read."""
    lists = {}
    for path in (Path(__file__).parent / "terms").glob("*.txt"):
        namespace, source, *terms = path.read_text(encoding="utf-8").splitlines()
        assert source.startswith("# source "), path
        lists[namespace.removeprefix("# namespace ")] = set(terms)
    return lists


TERMS = published_terms()


def unknown_terms(iris: set[str]) -> list[str]:
    """The IRIs within a foreign namespace that its list does not hold."""
    unknown = []
    for iri in iris:
        for namespace, terms in TERMS.items():
            if iri.startswith(namespace) and iri != namespace and iri.removeprefix(namespace) not in terms:
                unknown.append(iri)
    return sorted(unknown)


def test_every_foreign_namespace_has_a_term_list():
    """A namespace without a list would escape the check."""
    assert {iri for prefix, iri in ns.PREFIXES.items() if prefix not in OURS} <= set(TERMS)


@pytest.mark.parametrize("graph", [ontology_graph, shapes_graph])
def test_terms_of_the_turtle_files_exist(graph):
    """fazhi.ttl, schemes.ttl and shapes.ttl use no invented term."""
    iris = {str(term) for triple in graph() for term in triple if isinstance(term, URIRef)}
    assert unknown_terms(iris) == []


def test_terms_of_the_reference_data_exist():
    """The properties, classes and datatypes of the reference graph exist."""
    iris = set()
    for quad in reference_quads():
        iris.add(quad.predicate.value)
        iris.add(getattr(quad.object, "datatype", quad.object).value)
    assert unknown_terms(iris) == []


def test_our_own_terms_are_defined():
    """Reference data, shapes and ontology use only those fz: terms that fazhi.ttl defines."""
    defined = {str(subject) for subject in ontology_graph().subjects() if str(subject).startswith(ns.FZ)}
    used = {
        str(t) for triple in shapes_graph() for t in triple if str(t).startswith(ns.FZ) and str(t) != ns.FZ
    }
    for quad in (*reference_quads(), *ontology_quads()):
        used.update(t.value for t in (quad.predicate, quad.object) if str(t).startswith(f"<{ns.FZ}"))
    assert used - defined == set()


def test_an_invented_term_is_found():
    """The check itself notices what a vocabulary lacks."""
    assert unknown_terms({ns.ELI + "repealed_by", ns.ELI + "abolished_by"}) == [ns.ELI + "abolished_by"]
