"""The forms of RDF: what is written is what every reader reads, and a form that cannot say it says so."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable

import pyoxigraph
import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
)

from fazhi import export
from fazhi.kg.commands import export as command
from fazhi.kg.output.export import FORMS, SUFFIXES
from fazhi.kg.store.opening import open_store
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.namespaces import FZ, ID, PREFIXES, RDF, XSD

#: The name by which rdflib knows the form, and pyoxigraph's.
READERS = {
    "turtle": ("turtle", RdfFormat.TURTLE),
    "trig": ("trig", RdfFormat.TRIG),
    "ntriples": ("nt", RdfFormat.N_TRIPLES),
    "nquads": ("nquads", RdfFormat.N_QUADS),
    "rdfxml": ("xml", RdfFormat.RDF_XML),
    "jsonld": ("json-ld", RdfFormat.JSON_LD),
}
S, P = NamedNode(f"{ID}s"), NamedNode(f"{FZ}p")


@pytest.fixture(scope="module")
def forms(followed_up) -> dict[str, bytes]:
    """A small store in every form."""
    with open_store(followed_up, read_only=True) as store:
        return {form: export(store, form) for form in FORMS}


@pytest.fixture(scope="module")
def quads(forms) -> set[Quad]:
    return set(pyoxigraph.parse(forms["nquads"], format=RdfFormat.N_QUADS))


@pytest.fixture(scope="module")
def triples(quads) -> set[Triple]:
    return {quad.triple for quad in quads}


def test_the_command_offers_every_form():
    assert tuple(FORMS) == command.FORMS == tuple(READERS)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_the_same_to_pyoxigraph(forms, quads, triples, form):
    """By graph, or as the union of the graphs."""
    assert len(triples) > 3000
    found = set(pyoxigraph.parse(forms[form], format=READERS[form][1]))
    assert found == (quads if FORMS[form].named_graphs else {Quad(*triple) for triple in triples})


@pytest.mark.parametrize("form", ["turtle", "trig", "rdfxml", "jsonld"])
def test_every_form_says_the_same_to_rdflib(forms, triples, form):
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(forms[form], format=READERS[form][0])
    assert {tuple(term.n3() for term in triple) for triple in dataset.triples((None, None, None))} == {
        tuple(rdflib_term(term).n3() for term in triple) for triple in triples
    }


def rdflib_term(term) -> rdflib.term.Node:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    string = term.datatype.value == XSD + "string"
    return rdflib.Literal(term.value, datatype=None if string else rdflib.URIRef(term.datatype.value))


@pytest.mark.parametrize("name", ["graph.RDF", "graph.nq.gz"])
def test_the_suffix_of_the_file_tells_the_form(fazhi, followed_up, forms, tmp_path, name):
    """A packed file has no time in it."""
    assert fazhi("export", "-o", tmp_path / name, "--store", followed_up).code == 0
    written = (tmp_path / name).read_bytes()
    if name.endswith(".gz"):
        assert written[4:8] == bytes(4)
        assert gzip.decompress(written) == forms["nquads"]
    else:
        assert written == forms["rdfxml"]


@pytest.mark.parametrize("name", ["graph.csv", "graph.xml.gz"])
def test_an_unknown_suffix_is_refused_in_one_line(fazhi, followed_up, tmp_path, name):
    outcome = fazhi("export", "-o", tmp_path / name, "--store", followed_up)
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)
    suffix = name.removesuffix(".gz").removeprefix("graph")
    assert f"no form of RDF has the suffix {suffix}; take {', '.join(SUFFIXES)}" in outcome.err
    assert not (tmp_path / name).exists()


def test_turtle_is_laid_out_for_reading(forms, triples):
    """The base, the prefixes that are used, and each subject once, after a blank line."""
    head, *blocks = re.split(r"\n\n(?=\S+\n    \w+:?\w* )", forms["turtle"].decode())
    assert head.splitlines()[0] == f"@base <{ID}> ."
    used = re.findall(r"^@prefix ([\w-]+): <.*> \.$", head, re.M)
    assert used == sorted(used)
    assert {"fz", "skos"} <= set(used) < set(PREFIXES)
    assert len(blocks) == len({triple.subject for triple in triples})
    assert all(block.endswith(" .") or block.endswith(" .\n") for block in blocks)
    reports = [block for block in blocks if "fz:reportedYear" in block]
    assert len(reports) == 2
    for report in reports:
        assert re.match(r"<report/[^>\n]+>\n    a [^\n]*fz:Report[^\n]* ;\n    \w+:\w+ ", report)


def test_a_blank_node_stands_where_it_is_used():
    node, shared = BlankNode("n"), BlankNode("shared")
    quads = [
        Quad(S, P, node),
        Quad(node, P, Literal("1", datatype=NamedNode(XSD + "integer"))),
        Quad(S, P, shared),
        Quad(node, P, shared),
    ]
    assert FORMS["turtle"](quads).decode().split("\n\n")[1:] == [
        "<s>\n    fz:p [\n        fz:p 1 ,\n            _:shared\n    ] ,\n        _:shared .\n"
    ]


TEXTS = st.text(st.sampled_from('"\n\\n') | st.characters(exclude_categories=["Cs"]), max_size=8)
#: What may follow the beginning of an IRI: one fragment at most.
ENDS = st.from_regex(r"[a1名._~!$&'()*+,;=:@/?-]{0,8}(#[a1名._/?-]{0,3})?", fullmatch=True)
IRIS = st.builds(
    lambda head, end: NamedNode(head + (end.replace("#", "") if "#" in head else end)),
    st.sampled_from([ID, FZ, "https://w3id.org/fazhi/", "urn:x:"]),
    ENDS,
)
BLANKS = st.builds(BlankNode, st.sampled_from("abc"))
LITERALS = st.one_of(
    st.builds(Literal, TEXTS),
    st.builds(lambda text: Literal(text, language="zh"), TEXTS),
    st.builds(
        lambda text, kind: Literal(text, datatype=NamedNode(XSD + kind)),
        st.sampled_from(["21", "-1", "2.50", ".5", "5.", "true", "1", "x", ""]),
        st.sampled_from(["integer", "decimal", "boolean", "gYear"]),
    ),
)
TRIPLES = st.lists(st.builds(Triple, IRIS | BLANKS, IRIS, IRIS | BLANKS | LITERALS), max_size=12)


@settings(max_examples=60, deadline=None)
@given(TRIPLES)
@example([Triple(S, NamedNode(f"{ID}.?"), NamedNode(f"{ID}a/..#b"))])
def test_turtle_and_trig_lose_nothing(statements):
    """Whatever the IRIs end in, the texts hold and the blank nodes lead to, in a circle too."""
    quads = [Quad(*triple) for triple in statements]
    written = FORMS["turtle"](quads)
    assert canonical(pyoxigraph.parse(written, format=RdfFormat.TURTLE)) == canonical(quads)
    named = [Quad(*triple, NamedNode(f"{ID}graph/1")) for triple in statements]
    assert set(pyoxigraph.parse(FORMS["trig"](named), format=RdfFormat.TRIG)) == set(named)


def canonical(quads: Iterable[Quad]) -> Dataset:
    """The quads with labels of blank nodes that do not depend on those they had."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def test_rdf_xml_keeps_line_ends_and_what_xml_marks_up():
    text = " <律>&\r\n\t]]> “”\r"
    written = FORMS["rdfxml"]([Quad(S, P, Literal(text, language="zh"))])
    [(_, _, found)] = rdflib.Graph().parse(written, format="xml")
    assert str(found) == text


@pytest.mark.parametrize(
    ("triple", "words"),
    [
        (Triple(S, NamedNode(f"{ID}2023"), S), f"<{ID}2023>"),
        (Triple(S, NamedNode(RDF + "li"), S), "rdf-syntax-ns#li"),
        (Triple(S, NamedNode(RDF + "type"), NamedNode(f"{ID}类/")), f"<{ID}类/>"),
        (Triple(S, P, Literal("a\x0cb")), "U+000C"),
    ],
    ids=["a number", "syntax", "a class", "a control character"],
)
def test_rdf_xml_says_what_it_cannot_write(triple, words):
    with pytest.raises(FazhiError, match="another form") as error:
        FORMS["rdfxml"]([Quad(*triple)])
    assert words in str(error.value)
    assert "\n" not in str(error.value)
