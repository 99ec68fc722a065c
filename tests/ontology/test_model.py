"""What a user may rely on in fazhi.ttl and schemes.ttl."""

from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, BNode, Literal, URIRef

from fazhi.ontology import namespaces as ns
from fazhi.ontology.bearers import BROADER, HEADS
from fazhi.ontology.rdf import ontology_graph, ontology_quads
from fazhi.ontology.reference import INSTRUMENT_KINDS
from fazhi.ontology.reference_rdf import KIND_CLASSES
from fazhi.ontology.schemes import ACTIVITY_CLASSES, SCHEMES

GRAPH = ontology_graph()
LICENSE_DATA = Path(__file__).parents[2] / "LICENSE-DATA"
TERM_TYPES = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
OUR_TERMS = sorted(
    {s for kind in TERM_TYPES for s in GRAPH.subjects(RDF.type, kind) if str(s).startswith(ns.FZ)}
)


def languages(subject: URIRef, predicate: URIRef) -> list[str | None]:
    """Languages of the property's values, sorted."""
    return sorted(o.language or "" for o in GRAPH.objects(subject, predicate) if isinstance(o, Literal))


def test_the_ontology_says_what_it_is_and_how_to_use_and_cite_it():
    """Title and description in both languages, who made it and when, version, licence, prefix, citation."""
    ontology = URIRef(ns.ONTOLOGY)
    for words in (RDFS.label, DCTERMS.title, DCTERMS.description):
        assert languages(ontology, words) == ["en", "zh"], words
    assert GRAPH.value(ontology, URIRef(ns.SCHEMA + "creator"))
    created, modified = (GRAPH.value(ontology, p) for p in (DCTERMS.created, DCTERMS.modified))
    assert created.toPython() <= modified.toPython()
    assert str(GRAPH.value(ontology, DCTERMS.license)) in LICENSE_DATA.read_text("utf-8")
    version = GRAPH.value(ontology, OWL.versionInfo)
    assert GRAPH.value(ontology, OWL.versionIRI) == URIRef(f"{ns.ONTOLOGY}/{version}")
    assert GRAPH.value(ontology, OWL.priorVersion) not in {None, GRAPH.value(ontology, OWL.versionIRI)}
    assert f"version {version}" in GRAPH.value(ontology, DCTERMS.bibliographicCitation)
    assert str(GRAPH.value(ontology, VANN.preferredNamespaceUri)) == ns.FZ
    assert ns.PREFIXES[str(GRAPH.value(ontology, VANN.preferredNamespacePrefix))] == ns.FZ


@pytest.mark.parametrize("term", OUR_TERMS, ids=lambda term: term.removeprefix(ns.FZ))
def test_every_term_is_labelled_and_defined_in_both_languages(term):
    """Each class and property has one label and one definition in Chinese and in English."""
    assert languages(term, RDFS.label) == ["en", "zh"]
    assert languages(term, SKOS.definition) == ["en", "zh"]


def test_every_concept_is_labelled_and_defined_in_both_languages():
    """Each concept and scheme has one label and one definition in Chinese and in English."""
    concepts = {*GRAPH.subjects(RDF.type, SKOS.Concept), *GRAPH.subjects(RDF.type, SKOS.ConceptScheme)}
    assert len(concepts) > 60
    for concept in concepts:
        assert languages(concept, SKOS.prefLabel) == ["en", "zh"], concept
        assert languages(concept, SKOS.definition) == ["en", "zh"], concept


def test_labels_are_unique_within_a_kind():
    """No two classes share a label, nor do two properties: a reader can tell them apart."""
    for kinds in ([OWL.Class], [OWL.ObjectProperty, OWL.DatatypeProperty]):
        terms = [t for t in OUR_TERMS if any((t, RDF.type, kind) in GRAPH for kind in kinds)]
        labels = [label for term in terms for label in GRAPH.objects(term, RDFS.label)]
        assert len(labels) == len(set(labels))


@pytest.mark.parametrize("name", SCHEMES)
def test_schemes_hold_exactly_the_ids_of_the_records(name):
    """schemes.ttl and schemes.py agree, concept by concept."""
    members = set(GRAPH.subjects(SKOS.inScheme, URIRef(ns.scheme(name))))
    assert members == {URIRef(ns.concept(name, identifier)) for identifier in SCHEMES[name]}


def test_every_activity_class_defines_a_kind_of_activity():
    """Each class of the activity scheme is the hasValue of the definition of the class beside it."""
    prefix = ns.scheme("activity-class") + "/"
    values = [str(value).removeprefix(prefix) for value in GRAPH.objects(None, OWL.hasValue)]
    kinds = sorted(value for value in values if not value.startswith("http"))
    assert kinds == sorted(ACTIVITY_CLASSES)


def test_every_kind_of_instrument_has_a_class():
    """Each kind of the register is a class below fz:LegalInstrument."""
    assert set(KIND_CLASSES) == set(INSTRUMENT_KINDS)
    for name in KIND_CLASSES.values():
        assert URIRef(ns.FZ + "LegalInstrument") in set(
            GRAPH.transitive_objects(URIRef(ns.FZ + name), RDFS.subClassOf)
        )


def test_the_classes_of_bearers_are_those_of_the_ontology():
    """bearers.py and fazhi.ttl agree: the classes above each class, and whom each kind of head heads."""
    for name, above in BROADER.items():
        classes = set(GRAPH.objects(URIRef(ns.FZ + name), RDFS.subClassOf))
        assert {str(c) for c in classes if str(c).startswith(ns.FZ)} == {ns.FZ + c for c in above}, name
    for head, body in HEADS.items():
        assert GRAPH.value(URIRef(ns.FZ + head), URIRef(ns.FZ + "heads")) == URIRef(ns.FZ + body)


def test_blank_nodes_only_in_class_definitions():
    """Outside owl:equivalentClass the files hold no blank node."""
    owners = {p for _, p, o in GRAPH if isinstance(o, BNode)}
    assert owners <= {OWL.equivalentClass, OWL.intersectionOf, RDF.first, RDF.rest}


def test_the_stored_ontology_has_no_blank_node():
    """In the store every node has an IRI, the same on every load."""
    quads = list(ontology_quads())
    assert "_:" not in "".join(f"{q.subject} {q.object} " for q in quads)
    assert len(quads) == len(GRAPH)
    assert set(map(str, quads)) == set(map(str, ontology_quads()))
