"""Exports: the same bytes each time, the same graph for every reader, valid against the shapes."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import unicodedata
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import RdfFormat
from rdflib import OWL, RDFS
from rdflib.compare import isomorphic

from fazhi import export
from fazhi.kg.cli import run
from fazhi.kg.output.export import FORMS
from fazhi.kg.output.matrix import matrix_of
from fazhi.kg.output.parts import report_graphs
from fazhi.kg.output.validation import violations
from fazhi.kg.store.files import unpack
from fazhi.kg.store.opening import open_store
from fazhi.ontology.namespaces import ID, ONTOLOGY_GRAPH, PREFIXES, reference_graph
from fazhi.ontology.rdf import ontology_graph

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
VOCABULARIES = Path(__file__).parent / "data" / "vocabularies.ttl"


@pytest.fixture(scope="module")
def store(built):
    with open_store(built, read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def turtle(exported) -> bytes:
    return exported("turtle")


@pytest.fixture(scope="module")
def graph(turtle) -> rdflib.Graph:
    """The export as rdflib reads its Turtle; tests only read it."""
    return rdflib.Graph().parse(turtle, format="turtle")


@pytest.mark.parametrize("form", FORMS)
def test_two_exports_are_the_same_bytes(followed_up, form):
    with open_store(followed_up, read_only=True) as one, open_store(followed_up, read_only=True) as another:
        assert export(one, form) == export(another, form)


def test_rdflib_and_pyoxigraph_read_the_same_turtle(turtle, graph):
    """Without a blank node, graphs are the same where their triples are."""
    ours = pyoxigraph.serialize(pyoxigraph.parse(turtle, format=RdfFormat.TURTLE), format=RdfFormat.N_TRIPLES)
    assert len(graph) > 10_000
    assert not any(isinstance(term, rdflib.BNode) for triple in graph for term in triple)
    assert set(graph) == set(rdflib.Graph().parse(ours, format="nt"))


def test_the_export_alone_proves_its_evidence(graph):
    """For each evidence of a reading text, the text's characters from start to end are the words quoted."""
    fz, nif, oa = (rdflib.Namespace(PREFIXES[prefix]) for prefix in ("fz", "nif", "oa"))
    texts = {str(text): str(whole) for text, whole in graph.subject_objects(nif.isString)}
    assert len(texts) == 5
    for text, whole in texts.items():
        digest = hashlib.sha256(whole.encode("utf-8")).hexdigest()
        assert text.endswith(f"/{digest[:12]}")
        assert str(graph.value(rdflib.URIRef(text), fz.sha256)) == digest
    in_file = {}
    evidences = list(graph.subjects(rdflib.RDF.type, fz.Evidence))
    assert len(evidences) > 500
    for evidence in evidences:
        whole, _, span = str(evidence).partition("#char=")
        start, end = map(int, span.split(","))
        exact = str(graph.value(evidence, oa.exact))
        assert (int(graph.value(evidence, oa.start)), int(graph.value(evidence, oa.end))) == (start, end)
        if whole in texts:
            assert texts[whole][start:end] == exact, evidence
        else:
            in_file[whole, start, end] = exact
    # What stands in the page's metadata is in the file that its digest names.
    files = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in EXAMPLES.glob("*.txt")}
    assert len(in_file) == 2
    for (whole, start, end), exact in in_file.items():
        content = files[whole.rsplit("/", 1)[-1]].read_text("utf-8")
        assert unicodedata.normalize("NFC", content)[start:end] == exact
        assert re.search(r"发[布文]日期", exact)


def test_jsonld_is_readable(exported):
    data = exported("jsonld")
    assert "启东生命健康产业园" in data.decode()
    assert {"fz", "skos"} <= json.loads(data)["@context"].keys()


def test_an_export_repeats_the_graph_files_exactly(store, built, exported):
    """What went into the store comes out, datatypes and all."""
    lines = set(exported("nquads").decode().splitlines())
    files = (built / "graphs").rglob("*.nq.zst")
    reports = [f for f in files if f.name not in {"reference.nq.zst", "ontology.nq.zst"}]
    # What each report says, how it is assessed, its part of the bodies; what binds them all.
    assert len(reports) == 3 * 5 + 1
    for file in reports:
        assert set(unpack(file.read_bytes()).decode().splitlines()) <= lines


def test_by_default_only_the_reference_data_that_is_used(exported, everything):
    quads = list(pyoxigraph.parse(exported("nquads"), format=RdfFormat.N_QUADS))
    instruments = {q.subject.value for q in quads if q.subject.value.startswith(f"{ID}instrument/")}
    assert f"{ID}instrument/安全生产法" in instruments
    assert len(instruments) < 200
    referred = {q.object.value for q in quads if str(q.object).startswith(f"<{ID}instrument/")}
    assert referred <= instruments
    assert {reference_graph(), ONTOLOGY_GRAPH} <= {q.graph_name.value for q in everything}
    assert len({q.subject.value for q in everything if q.subject.value.startswith(f"{ID}instrument/")}) > 4000


def test_what_reports_state_and_how_they_are_assessed_has_a_label(graph):
    """One in Chinese for each node, for programs that show whatever there is by its label."""
    fz = rdflib.Namespace(PREFIXES["fz"])
    nodes = {*graph.subjects(fz.inReport), *graph.subjects(rdflib.RDF.type, fz.Assessment)}
    assert len(nodes) > 500
    labels = {node: list(graph.objects(node, RDFS.label)) for node in nodes}
    assert {node: found for node, found in labels.items() if len(found) != 1} == {}
    words = {str(label) for (label,) in labels.values()}
    assert {"4月1日前公开年度法治政府建设报告：已体现", "法治政府建设工作领导小组"} <= words


def test_every_graph_has_a_label_and_a_licence(exported):
    """Those of a report, and those that reports share."""
    quads = [*pyoxigraph.parse(exported("nquads"), format=RdfFormat.N_QUADS)]
    said = {(quad.subject, quad.predicate.value) for quad in quads}
    stated = {quad.graph_name for quad in quads if "/graph/inferred/" not in quad.graph_name.value}
    assert len(stated) == 2 * 5 + 4
    for graph in stated:
        assert {(graph, f"{RDFS}label"), (graph, f"{PREFIXES['dcterms']}license")} <= said, graph


@pytest.mark.parametrize(
    "wider",
    ["foaf:Agent", "org:Organization", "prov:Agent", "prov:Entity", "oa:Selector", "eli:Work"],
)
def test_questions_in_the_words_of_other_vocabularies_have_answers(graph, wider):
    assert graph.query(f"ASK {{ ?node a {wider} }}", initNs=PREFIXES).askAnswer


def test_the_description_alone_has_no_blank_node(exported):
    quads = list(pyoxigraph.parse(exported("nquads"), format=RdfFormat.N_QUADS))
    assert quads
    for quad in quads:
        assert not isinstance(quad.subject, pyoxigraph.BlankNode)
        assert not isinstance(quad.object, pyoxigraph.BlankNode)


#: Classes of a node by its types, and by what its properties say of their subjects and objects.
CONTRADICTIONS = """
SELECT DISTINCT ?node ?one ?other {
  ?one owl:disjointWith ?other .
  ?class rdfs:subClassOf* ?one . ?rival rdfs:subClassOf* ?other .
  { ?node a ?class } UNION { ?node ?p ?o . ?p rdfs:domain ?class }
  UNION { ?s ?q ?node . ?q rdfs:range ?class }
  { ?node a ?rival } UNION { ?node ?r ?v . ?r rdfs:domain ?rival }
  UNION { ?w ?t ?node . ?t rdfs:range ?rival }
}"""


def test_nothing_contradicts_the_vocabularies_taken_together(turtle):
    """No node is of two classes that any of them, or the ontology, keeps apart."""
    dataset = pyoxigraph.Store()
    dataset.load(turtle, format=RdfFormat.TURTLE)
    dataset.load(path=str(VOCABULARIES), format=RdfFormat.TURTLE)
    dataset.load(ontology_graph().serialize(format="nt", encoding="utf-8"), format=RdfFormat.N_TRIPLES)
    assert list(map(str, dataset.query(CONTRADICTIONS, prefixes=PREFIXES))) == []
    dataset.update(
        "INSERT DATA { <x:x> <http://www.w3.org/ns/prov#used> <x:y> ; a <http://www.w3.org/ns/prov#Plan> }"
    )
    assert [row["node"].value for row in dataset.query(CONTRADICTIONS, prefixes=PREFIXES)] == ["x:x"]


#: Values that their property does not take: literal or not, of another datatype, or a second one.
WRONG_VALUES = """
SELECT DISTINCT ?node ?value {
  { ?p a owl:ObjectProperty . ?node ?p ?value FILTER(ISLITERAL(?value)) }
  UNION {
    ?p a owl:DatatypeProperty ; rdfs:range ?type .
    ?node ?p ?value FILTER(!ISLITERAL(?value) || DATATYPE(?value) != ?type)
  }
  UNION { ?p a owl:FunctionalProperty . ?node ?p ?value, ?second FILTER(?value != ?second) }
}"""


def test_properties_of_eli_have_the_values_that_it_asks_for(everything):
    dataset = pyoxigraph.Store()
    dataset.extend(
        pyoxigraph.Quad(*quad.triple)
        for quad in everything
        if quad.predicate.value.startswith(PREFIXES["eli"])
    )
    assert len(dataset) > 20_000
    dataset.load(path=str(VOCABULARIES), format=RdfFormat.TURTLE)
    assert list(map(str, dataset.query(WRONG_VALUES, prefixes=PREFIXES))) == []
    dataset.update(
        "INSERT DATA { <x:a> eli:date_document '2023' . <x:b> eli:in_force true ."
        " <x:c> eli:realizes <x:d>, <x:e> }",
        prefixes=PREFIXES,
    )
    found = {row["node"].value for row in dataset.query(WRONG_VALUES, prefixes=PREFIXES)}
    assert found == {"x:a", "x:b", "x:c"}


@pytest.fixture(scope="module")
def ontology_of_everything(everything) -> rdflib.Graph:
    """What an export of everything says in the ontology's graphs, as Turtle and read again."""
    said = [quad for quad in everything if quad.graph_name.value.endswith("graph/ontology")]
    assert said
    return rdflib.Graph().parse(FORMS["turtle"](said), format="turtle")


def test_everything_defines_the_classes_as_the_ontology_does(ontology_of_everything):
    """Subclasses, restrictions and intersections, these as the blank nodes from which OWL tools read them."""
    axioms = [rdflib.Graph(), rdflib.Graph()]
    for graph, source in zip(axioms, (ontology_graph(), ontology_of_everything), strict=True):
        for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.disjointWith):
            for subject, value in source.subject_objects(predicate):
                graph.add((subject, predicate, value))
                if isinstance(value, rdflib.BNode):
                    graph += source.cbd(value)
    assert len(axioms[0]) > 300
    assert isomorphic(*axioms)


def test_owlready2_reads_the_same_definitions_from_everything(ontology_of_everything):
    owlready2 = pytest.importorskip("owlready2")

    def definitions(graph: rdflib.Graph) -> dict[str, list[str]]:
        data = io.BytesIO(graph.serialize(format="nt", encoding="utf-8"))
        ontology = owlready2.World().get_ontology("https://w3id.org/fazhi/ns").load(fileobj=data)
        return {c.iri: sorted(map(str, [*c.is_a, *c.equivalent_to])) for c in ontology.classes()}

    expected = definitions(ontology_graph())
    assert any("activityClass" in definition for named in expected.values() for definition in named)
    found = definitions(ontology_of_everything)
    assert {iri: found.get(iri) for iri in expected} == expected


def test_every_report_conforms_to_the_shapes(store):
    graphs = report_graphs(store)
    assert len(graphs) == 5
    assert [violation for graph in graphs for violation in violations(store, graph)] == []


@pytest.fixture
def spoilt(built, tmp_path):
    """A copy of the store with a report that the model forbids, and the name of its graph."""
    shutil.copytree(built, tmp_path / "store")
    with open_store(tmp_path / "store") as store:
        graph = report_graphs(store)[0]
        quads = [q for q in store.graph(graph) if not q.predicate.value.endswith("#readingText")]
        report = next(q.subject for q in quads if q.object.value.endswith("#Report"))
        law = pyoxigraph.NamedNode("https://w3id.org/fazhi/ns#Law")
        rdf_type = next(q.predicate for q in quads if q.object.value.endswith("#Report"))
        quads.append(pyoxigraph.Quad(report, rdf_type, law, pyoxigraph.NamedNode(graph)))
        with store.transaction() as transaction:
            transaction.replace(graph, quads)
    return tmp_path / "store", graph


def test_a_broken_report_is_told_by_shape_and_node(spoilt):
    path, graph = spoilt
    with open_store(path, read_only=True) as store:
        broken = violations(store, graph)
    # What an export adds of the text and the file follows from the lost statement.
    follows = ("ReadingText-", "SourceFile-")
    assert {v.shape for v in broken if not v.shape.startswith(follows)} == {"Report-readingText"}
    assert all(violation.message_zh and violation.message_en for violation in broken)


def test_child_processes_find_the_same_as_one(spoilt, fazhi):
    path, graph = spoilt
    told = [fazhi("validate", "--no-owl", "--json", "--jobs", jobs, "--store", path) for jobs in (1, 2)]
    assert told[0] == told[1]
    assert told[0].code == 1
    assert {found["graph"] for found in json.loads(told[0].out)["violations"]} == {graph}


OWN_BASE = "https://example.org/x/"


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A store of two reports with a base of its own; tests only read it."""
    path = tmp_path_factory.mktemp("own") / "store"
    names = ("qidong-life-health-park-2023.txt", "ganmei-south-park-2023.txt")
    assert run(["build", *(str(EXAMPLES / n) for n in names), "--base", OWN_BASE, "--store", str(path)]) == 0
    return path


class TestABaseOfOnesOwn:
    """A store built with ``--base``: all that it names gets that base, the ontology keeps its namespace."""

    def test_it_conforms_to_the_shapes(self, own):
        with open_store(own, read_only=True) as store:
            graphs = report_graphs(store)
            assert len(graphs) == 2
            assert [violation for graph in graphs for violation in violations(store, graph)] == []

    def test_the_matrix_has_its_obligations(self, own):
        with open_store(own, read_only=True) as store:
            cells = [cell for column in matrix_of(store).cells for cell in column if cell]
        assert len(cells) > 100

    def test_only_the_ontology_has_the_default_namespace(self, own):
        """Instruments, obligations and days, and the graphs of these, have the store's base too."""
        with open_store(own, read_only=True) as store:
            quads = list(pyoxigraph.parse(export(store, "nquads"), format=RdfFormat.N_QUADS))
        terms = {term for quad in quads for term in (*quad.triple, quad.graph_name)}
        iris = {term.value for term in terms if isinstance(term, pyoxigraph.NamedNode)}
        assert {iri.split("/")[3] for iri in iris if iri.startswith("https://example.org/")} == {"x"}
        assert {iri for iri in iris if iri.startswith(ID)} <= {ONTOLOGY_GRAPH, f"{ID}graph/inferred/ontology"}
        described = {quad.subject.value for quad in quads}
        for kind in ("instrument", "obligation", "publicity-day"):
            named = {iri for iri in iris if iri.startswith(f"{OWN_BASE}{kind}/")}
            assert named
            assert named <= described
