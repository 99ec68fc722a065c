"""HermiT on the ontology: consistent, classifies what is not asserted, finds a contradiction."""

import io
import shutil

import pytest
from rdflib import Graph

from fazhi.ontology.namespaces import PREFIXES
from fazhi.ontology.rdf import ontology_graph

pytestmark = pytest.mark.skipif(
    shutil.which("java") is None, reason="HermiT needs Java, which is not installed"
)

HEADER = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
HEADER += "@base <https://example.org/> .\n"
NS = "https://w3id.org/fazhi/ns/"


def classify(facts: str):
    """A world of the ontology and these Turtle facts, classified by HermiT, no datatype left out."""
    import owlready2

    graph: Graph = ontology_graph()
    graph.parse(data=HEADER + facts, format="turtle")
    world = owlready2.World()
    n_triples = io.BytesIO(graph.serialize(format="nt", encoding="utf-8"))
    ontology = world.get_ontology("https://w3id.org/fazhi/ns").load(fileobj=n_triples)
    with ontology:
        owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=False)
    return world


def classes(world, name: str) -> set[str]:
    """Local names of all classes of an individual, inferred ones included."""
    return {c.name for c in world["https://example.org/" + name].INDIRECT_is_a if hasattr(c, "name")}


FACTS = f"""
<a1> a fz:Activity, owl:NamedIndividual ; fz:activityClass <{NS}activity-class/penalty> .
<a2> a fz:Activity, owl:NamedIndividual ; fz:activityClass <{NS}activity-class/publicity> .
<a3> a fz:Activity, owl:NamedIndividual ; fz:activityClass <{NS}activity-class/other> .
<o1> a fz:StatutoryObligation, owl:NamedIndividual ;
    fz:modality <{NS}modality/must_not> ; fz:activityClass <{NS}activity-class/penalty> .
<r1> a owl:NamedIndividual ; fz:issuer <b1> ; fz:cites <i1> .
<b1> a owl:NamedIndividual, fz:HighTechZone .
<i1> a owl:NamedIndividual, fz:DepartmentRule .
"""


@pytest.fixture(scope="module")
def world():
    return classify(FACTS)


def test_the_ontology_as_it_stands_is_classified():
    """Without a single fact: no range is of a datatype that OWL 2 DL lacks, which HermiT would refuse."""
    assert list(classify("").inconsistent_classes()) == []


def test_ontology_is_consistent_and_every_class_can_have_members(world):
    """With a small report beside it the ontology holds no contradiction and no empty class."""
    assert list(world.inconsistent_classes()) == []


@pytest.mark.parametrize(
    ("name", "inferred"),
    [
        ("a1", {"EnforcementCase"}),
        ("a2", {"PublicityActivity"}),
        ("o1", {"Prohibition", "Requirement"}),
        ("r1", {"Report"}),
        ("b1", {"Park", "PublicBody", "FormalOrganization"}),
        ("i1", {"AdministrativeRule", "LegalResource"}),
    ],
)
def test_what_is_not_asserted_is_inferred(world, name, inferred):
    """The scheme's class makes the kind of activity, the modality the kind of obligation, and so on."""
    assert inferred <= classes(world, name)


def test_an_obligation_about_penalties_is_no_enforcement_case(world):
    """The class alone does not make an activity of it."""
    assert "EnforcementCase" not in classes(world, "o1")


def test_an_activity_of_another_kind_stays_an_activity(world):
    """The class 'other' leads to no kind."""
    assert not {"EnforcementCase", "PublicityActivity"} & classes(world, "a3")


@pytest.mark.parametrize(
    "contradiction",
    [
        f"<o1> a owl:NamedIndividual ; fz:modality <{NS}modality/must>, <{NS}modality/must_not> .",
        "<x> a owl:NamedIndividual, fz:Law, fz:LocalRegulation .",
        "<x> a owl:NamedIndividual, fz:Report ; fz:inReport <y> .",
        "<r> a owl:NamedIndividual ; fz:cites <b> . <b> a fz:LocalGovernment .",
    ],
    ids=["must and must not", "two kinds of law", "a report in a report", "citing a government"],
)
def test_a_contradiction_is_found(contradiction):
    """Facts that cannot all be true make the reasoner object."""
    import owlready2

    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        classify(contradiction)
