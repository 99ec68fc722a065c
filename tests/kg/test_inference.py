"""What is materialised for questions is what OWL 2 RL concludes, by a reasoner that shares no code with it.

Left out on purpose: rdfs:domain and rdfs:range (the full description has the type of every node, which
the shapes check), owl:FunctionalProperty (it would make two IRIs one; the shapes count values instead) and
owl:disjointWith (HermiT looks for contradictions). The ontology uses no other axioms of OWL 2 RL.
"""

import subprocess
import sys

import pytest
import rdflib
from pyoxigraph import NamedNode, Quad
from rdflib import OWL, RDF, RDFS, URIRef

from fazhi.kg.output.full_graphs import FullGraphs
from fazhi.kg.store.inference import Axioms
from fazhi.kg.store.opening import open_store
from fazhi.kg.store.passages import report_consequences
from fazhi.ontology.namespaces import FZ, ONTOLOGY, ONTOLOGY_GRAPH, reference_graph
from fazhi.ontology.ntriples import terms_of, triples_of
from fazhi.ontology.rdf import ontology_graph, ontology_quads
from fazhi.ontology.record_types import statement_types

#: The predicates of the axioms that the rules are about.
SCHEMA = {
    RDF.type,
    RDF.first,
    RDF.rest,
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    OWL.equivalentClass,
    OWL.onProperty,
    OWL.hasValue,
    OWL.intersectionOf,
}
LEFT_OUT = {RDFS.domain, RDFS.range, OWL.disjointWith}
#: Axioms that a class or property may have; one that is not here needs a rule or a place in LEFT_OUT.
OTHER = {RDFS.label, RDFS.isDefinedBy, RDFS.seeAlso, RDFS.comment}


AXIOMS = Axioms.of(ontology_quads())


@pytest.fixture(scope="module")
def graphs(followed_up):
    """What two small reports state (with their assessments and follow-ups), and what was inferred of it."""
    stated, inferred = rdflib.Graph(), rdflib.Graph()
    with open_store(followed_up, read_only=True) as store:
        for name in store.graph_names():
            if name in (ONTOLOGY_GRAPH, reference_graph()):
                continue
            quads = list(store.graph(name))
            # What follows from the reading text is no matter of OWL: to the reasoner it is given.
            read = report_consequences(set(map(terms_of, quads)), AXIOMS.classes)
            known = [*quads, *(Quad(*triple) for triple in triples_of(read))]
            for graph, triples in ((stated, known), (inferred, AXIOMS.consequences(known, foreign=True))):
                graph.parse(data=lines(triples), format="nt")
    return stated, inferred


@pytest.fixture(scope="module")
def described(followed_up):
    """All that an export says of the same reports."""
    full = rdflib.Graph()
    with open_store(followed_up, read_only=True) as store:
        graphs = FullGraphs(store)
        for name in graphs.names():
            for graph in graphs.graph(name):
                full.parse(data="".join(f"{each} .\n" for each in graph.statements), format="nt")
    return full


def lines(triples) -> str:
    return "".join(f"{t.subject} {t.predicate} {t.object} .\n" for t in triples)


def schema(*more: URIRef) -> rdflib.Graph:
    """The ontology's axioms, without labels and definitions."""
    axioms = rdflib.Graph()
    for triple in ontology_graph():
        if triple[1] in SCHEMA | set(more) and triple[2] != OWL.FunctionalProperty:
            axioms.add(triple)
    return axioms


#: owlrl changes how rdflib reads literals for the whole process, so it has one of its own.
OWLRL = """
import sys, owlrl, rdflib
graph = rdflib.Graph().parse(data=sys.stdin.buffer.read(), format="nt")
owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
# It also concludes about literals, which N-Triples cannot say.
for literal in [s for s in graph.subjects() if isinstance(s, rdflib.Literal)]:
    graph.remove((literal, None, None))
sys.stdout.buffer.write(graph.serialize(format="nt", encoding="utf-8"))
"""


def concluded(stated: rdflib.Graph, axioms: rdflib.Graph) -> set:
    """What owlrl adds about the subjects of ``stated``: types by named classes, and properties."""
    data = (axioms + stated).serialize(format="nt", encoding="utf-8")
    reasoner = subprocess.run([sys.executable, "-c", OWLRL], input=data, capture_output=True, check=True)
    total = rdflib.Graph().parse(data=reasoner.stdout, format="nt")
    subjects = set(stated.subjects())
    return {
        (s, p, o)
        for s, p, o in total
        if s in subjects
        and (s, p, o) not in stated
        and p != OWL.sameAs
        and isinstance(o, URIRef | rdflib.Literal)
        and o not in (OWL.Thing, RDFS.Resource)
        and not (p == RDF.type and isinstance(o, rdflib.BNode))
    }


def is_for_looking_up(predicate: URIRef) -> bool:
    """Whether a property is there for questions to be answered quickly."""
    tally = str(predicate).startswith(f"{ONTOLOGY}/tally/")
    return tally or predicate.removeprefix(FZ) in ("citedIn", "leastConfidence", "nameKey")


def test_what_is_inferred_is_what_a_reasoner_concludes(graphs):
    """Subclasses, subproperties and classes defined by a value: the same triples, none more, none fewer.

    What is counted, and what a thing is found by, no reasoner concludes.
    """
    stated, inferred = graphs
    subjects = set(stated.subjects())
    ours = {triple for triple in inferred if triple[0] in subjects and not is_for_looking_up(triple[1])}
    assert ours == concluded(stated, schema())
    assert len(ours) > 200


def test_a_value_makes_a_thing_a_member_of_the_class_that_it_defines():
    """Of one that is defined within another class, only what is in that."""
    thing, activity = NamedNode("https://example.org/thing"), NamedNode(f"{FZ}Activity")

    def types(predicate: str, value: str, *more: Quad) -> set[str]:
        quads = [Quad(thing, NamedNode(FZ + predicate), NamedNode(f"{ONTOLOGY}/{value}")), *more]
        found = AXIOMS.consequences(quads)
        return {each.object.value.removeprefix(FZ) for each in found if each.predicate == NamedNode(RDF.type)}

    assert types("modality", "modality/must") == {"Duty", "Obligation"}
    assert types("modality", "modality/may") == set()
    assert types("activityClass", "activity-class/law_study") == set()
    within = Quad(thing, NamedNode(RDF.type), activity)
    assert types("activityClass", "activity-class/law_study", within) == {"LawStudy", "ExtractedItem"}


def test_domains_and_ranges_would_add_nothing_to_what_nodes_say_of_themselves(described):
    """Leaving them out loses nothing: no node gets a class by them that its full description lacks."""
    more = concluded(described, schema(RDFS.domain, RDFS.range))
    assert {triple for triple in more if triple[1] == RDF.type} == set()


def test_the_ontology_uses_no_axiom_that_nobody_thought_of():
    """Each kind of axiom has a rule, or is left out on purpose."""
    used = {p for s, p, o in ontology_graph() if str(p).startswith((str(OWL), str(RDFS)))}
    about_the_ontology = {OWL.versionIRI, OWL.versionInfo, OWL.priorVersion}
    assert used <= SCHEMA | LEFT_OUT | OTHER | about_the_ontology


def test_a_new_ontology_has_everything_inferred_again_and_an_old_one_is_forgotten(tmp_path):
    """Whatever was in the store before it; nothing else is."""
    base = "https://example.org/id/"
    node, graph = NamedNode(f"{base}a"), NamedNode(f"{base}graph/a/2023")
    types = {name: NamedNode(f"{FZ}{name}") for name in ("One", "Other", "Above")}
    rdf_type, below = NamedNode(RDF.type), NamedNode(RDFS.subClassOf)

    def found(store) -> set[str]:
        return {quad.object.value.removeprefix(FZ) for quad in store.dataset if quad.subject == node}

    with open_store(tmp_path / "store", base=base) as store:
        with store.transaction() as transaction:
            transaction.replace(graph.value, [Quad(node, rdf_type, types["One"], graph)])
        assert found(store) == {"One"}
        for one, classes in (("One", {"One", "Above"}), ("Other", {"One"})):
            ontology = NamedNode(ONTOLOGY_GRAPH)
            with store.transaction() as transaction:
                transaction.replace(ontology.value, [Quad(types[one], below, types["Above"], ontology)])
            assert found(store) == classes


def test_what_waited_to_be_indexed_goes_with_the_ontology_that_it_followed_from(tmp_path):
    """A graph and another ontology in one transaction."""
    base = "https://example.org/id/"
    graph, ontology = NamedNode(f"{base}graph/a/2023"), NamedNode(ONTOLOGY_GRAPH)
    one, above, below = NamedNode(f"{FZ}One"), NamedNode(f"{FZ}Above"), NamedNode(RDFS.subClassOf)
    with open_store(tmp_path / "store", base=base) as store:
        with store.transaction() as transaction:
            transaction.replace(ontology.value, [Quad(one, below, above, ontology)])
        with store.transaction() as transaction:
            transaction.replace(graph.value, [Quad(graph, NamedNode(RDF.type), one, graph)])
            transaction.replace(ontology.value, [Quad(above, below, one, ontology)])
        assert {quad.object for quad in store.dataset if quad.subject == graph} == {one}


#: How many statements of each kind a report has, counted, and by its tallies.
COUNTED = """SELECT ?report ?what (COUNT(DISTINCT ?item) AS ?number) {
  { ?item fz:inReport ?report ; a|fz:activityClass|fz:purpose|fz:linkMethod|fz:extractionRule ?what }
  UNION { ?item fz:sectionRole ?what ; dcterms:isPartOf+ ?report . ?report a fz:Report }
} GROUP BY ?report ?what"""
TALLIED = """SELECT ?report ?what (SUM(?count) AS ?number) {
  ?tally fz:counted ?what . ?report ?tally ?count
} GROUP BY ?report ?what"""


def test_tallies_are_what_counting_gives(followed_up):
    """For each report, class of statements, class of activities, rule and role of sections."""
    with open_store(followed_up, read_only=True) as store:
        counted, tallied = (
            {(row["report"], row["what"]): row["number"].value for row in store.select(query)}
            for query in (COUNTED, TALLIED)
        )
    assert len({what for _, what in tallied}) > 20
    assert tallied.items() <= counted.items()
    # Classes above and below those of the record types are not counted.
    left_out = {what.value for _, what in counted.keys() - tallied.keys()}
    assert left_out
    assert all(what.startswith(FZ) for what in left_out)
    assert not left_out & {FZ + each.class_name for each in statement_types().values()}
