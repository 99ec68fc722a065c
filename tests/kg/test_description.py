"""What the store leaves out is described when it is written out, in the words of standard vocabularies."""

from __future__ import annotations

import pyoxigraph
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple

from fazhi.kg.output.description import describe
from fazhi.kg.store.inference import Axioms
from fazhi.ontology.namespaces import ID, PREFIXES
from fazhi.ontology.rdf import ontology_quads

HEADER = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
HEADER += f"@base <{ID}> .\n"

TEXT = "本年度，园区学习《合同法》。\\n罚款25万元。"
#: A report's graph as the store has it. The text is 园区's, its two sentences are [0,14) and [15,22).
STATED = f"""
<report/园区/2023> a fz:Report ; dcterms:title "法治政府建设年度报告"@zh ; fz:issuer <body/园区> ;
    fz:readingText <text/园区/2023/abc> ; prov:wasDerivedFrom <file/{"e" * 64}> .
<file/{"e" * 64}> dcterms:format "text/plain" .
<text/园区/2023/abc> nif:isString "{TEXT}" .
<report/园区/2023/section/1> a fz:Section ; dcterms:isPartOf <report/园区/2023> ; fz:number "一、" ;
    dcterms:title "主要工作"@zh .
<text/园区/2023/abc#char=0,14> fz:inSection <report/园区/2023/section/1> .
<text/园区/2023/abc#char=8,13> fz:inSentence <text/园区/2023/abc#char=0,14> .
<text/园区/2023/abc#char=15,22> fz:inSection <report/园区/2023/section/1> .
<text/园区/2023/abc#char=15,21> fz:inSentence <text/园区/2023/abc#char=15,22> .
<file/{"e" * 64}#char=3,13> oa:exact "2024-03-27" ; dcterms:isPartOf <file/{"e" * 64}> .
<c> a fz:Citation ; fz:titleAsWritten "合同法" ; fz:instrument <instrument/合同法> ;
    fz:mainEvidence <text/园区/2023/abc#char=8,13> ;
    fz:extractionRule <https://w3id.org/fazhi/ns/extraction-rule/citation.quoted> .
<d> a fz:PublicityDayObservance ; fz:publicityDay <publicity-day/12-04> ; fz:nameAsWritten "国家宪法日"@zh ;
    fz:mainEvidence <text/园区/2023/abc#char=0,14> ; fz:confidence 0.5 ;
    fz:extractionRule <https://w3id.org/fazhi/ns/extraction-rule/publicity_day.named> .
<e> a fz:EnforcementCase ; fz:mainEvidence <text/园区/2023/abc#char=15,22> ; fz:hasObservation <o> .
<o> a fz:Observation ; sdmx-measure:obsValue 250000 ; fz:mainEvidence <text/园区/2023/abc#char=15,21> .
<p> a fz:Observation ; sdmx-measure:obsValue 3 ; fz:mainEvidence <text/园区/2023/abc#char=15,21> ;
    fz:modifier <https://w3id.org/fazhi/ns/modifier/more_than> .
"""
#: What other graphs say.
CONTEXT = """
<https://w3id.org/fazhi/ns/extraction-rule/citation.quoted> fz:usualConfidence 0.97 .
<https://w3id.org/fazhi/ns/extraction-rule/publicity_day.named> fz:usualConfidence 0.9 .
<body/园区> a fz:Park ; skos:prefLabel "园区"@zh .
"""


def quads(turtle: str) -> list[Quad]:
    return list(pyoxigraph.parse(HEADER + turtle, format=RdfFormat.TURTLE))


def described_of(stated: list[Quad], known: set[Triple], axioms: Axioms) -> set[Triple]:
    """What describes these quads, where ``known`` is what other graphs say."""
    context: dict[str, list[str]] = {}
    for triple in known:
        context.setdefault(str(triple.subject), []).append(str(triple))
    found = describe((str(quad.triple) for quad in stated), context, axioms)
    lines = "".join(f"{each} .\n" for each in found)
    return {quad.triple for quad in pyoxigraph.parse(lines, format=RdfFormat.N_TRIPLES)}


def triples(turtle: str) -> set[Triple]:
    return {quad.triple for quad in quads(turtle)}


@pytest.fixture(scope="module")
def axioms() -> Axioms:
    return Axioms.of(ontology_quads())


@pytest.fixture(scope="module")
def described(axioms) -> set[Triple]:
    return described_of(quads(STATED), triples(CONTEXT), axioms)


@pytest.mark.parametrize(
    "expected",
    [
        # A passage: Web Annotation, NIF, its section by way of its sentence.
        """<text/园区/2023/abc#char=8,13> a fz:Evidence, oa:TextQuoteSelector, oa:TextPositionSelector,
            oa:Selector, nif:RFC5147String, nif:String ; rdfs:label "《合同法》"@zh ;
            oa:exact "《合同法》" ; oa:start "8"^^xsd:nonNegativeInteger ;
            oa:end "13"^^xsd:nonNegativeInteger ;
            nif:anchorOf "《合同法》" ; nif:beginIndex "8"^^xsd:nonNegativeInteger ;
            nif:endIndex "13"^^xsd:nonNegativeInteger ; nif:referenceContext <text/园区/2023/abc> ;
            dcterms:isPartOf <text/园区/2023/abc> ; fz:inSection <report/园区/2023/section/1> .""",
        # A sentence is evidence too.
        """<text/园区/2023/abc#char=15,22> a fz:Evidence ; oa:exact "罚款25万元。" ;
            rdfs:label "罚款25万元。"@zh ; fz:inSentence <text/园区/2023/abc#char=15,22> ;
            oa:end "22"^^xsd:nonNegativeInteger .""",
        # Evidence in the file.
        f"""<file/{"e" * 64}#char=3,13> a fz:Evidence, oa:TextQuoteSelector ;
            oa:start "3"^^xsd:nonNegativeInteger ; oa:end "13"^^xsd:nonNegativeInteger .""",
        f"""<text/园区/2023/abc> a fz:ReadingText, nif:Context, prov:Entity ;
            fz:characterCount "22"^^xsd:nonNegativeInteger ; prov:wasDerivedFrom <file/{"e" * 64}> ;
            fz:sha256 "23ef14f0e428625a7991755c2803ab6c5d189ab8501fc457de0d64d65e2c0d3a" .""",
        f"""<file/{"e" * 64}> a fz:SourceFile, spdx:File ; spdx:checksum <file/{"e" * 64}#checksum> .
            <file/{"e" * 64}#checksum> a spdx:Checksum ; spdx:algorithm spdx:checksumAlgorithm_sha256 ;
            spdx:checksumValue "{"e" * 64}"^^xsd:hexBinary .""",
        # Labels.
        """<report/园区/2023> rdfs:label "法治政府建设年度报告"@zh .
            <report/园区/2023/section/1> rdfs:label "主要工作"@zh .
            <c> rdfs:label "合同法"@zh . <d> rdfs:label "国家宪法日"@zh .
            <e> rdfs:label "罚款25万元。"@zh .""",
        # The report, and who acted.
        """<report/园区/2023> fz:cites <instrument/合同法> ; fz:observesDay <publicity-day/12-04> ;
            dcterms:references <instrument/合同法>, <publicity-day/12-04> ; dcterms:creator <body/园区> .
            <e> a fz:Activity, prov:Activity ; fz:inReport <report/园区/2023> ;
                prov:wasAssociatedWith <body/园区> .""",
        # What is left out where it is the usual.
        """<c> fz:confidence 0.97 . <o> fz:modifier <https://w3id.org/fazhi/ns/modifier/exact> .""",
    ],
)
def test_what_is_not_stated_is_described(described, expected):
    assert triples(expected) - described - triples(STATED) == set()


def test_what_is_stated_is_not_described_otherwise(described):
    """One confidence, one modifier, one label; nothing twice."""
    assert described & triples(STATED) == set()
    for name in ("d", "p"):
        node = NamedNode(ID + name)
        said = {t.predicate.value.rsplit("#", 1)[-1] for t in described if t.subject == node}
        assert "label" in said
        assert not {"confidence", "modifier"} & said


def test_other_resources_are_not_described(described):
    """The body's graph describes the body, whatever else is known of it here."""
    assert {t for t in described if t.subject == NamedNode(ID + "body/园区")} == set()


def test_a_body_is_found_by_the_words_of_org_prov_and_foaf(axioms):
    stated = '<body/园区> a fz:Park ; skos:prefLabel "园区"@zh ; org:subOrganizationOf <body/市> .'
    assert (
        triples("""<body/园区> a fz:PublicBody, org:FormalOrganization, org:Organization,
        foaf:Organization, foaf:Agent, prov:Organization, prov:Agent ; rdfs:label "园区"@zh .""")
        <= described_of(quads(stated), set(), axioms)
    )


def test_an_assessment_is_labelled_by_its_obligation_and_outcome(axioms):
    stated = """
    <a1> fz:assesses <r> ; fz:obligation <obligation/x> ;
        fz:outcome <https://w3id.org/fazhi/ns/outcome/partly> .
    <a2> fz:assesses <r> ; fz:obligation <duty> ; fz:outcome <https://w3id.org/fazhi/ns/outcome/evidenced> .
    """
    context = """
    <obligation/x> skos:prefLabel "公开年度报告"@zh, "Publish the report"@en .
    <duty> fz:mainEvidence <t#char=3,8> . <t#char=3,8> oa:exact "每季度\\n一次" .
    """
    known = triples(context) | {quad.triple for quad in ontology_quads()}
    labels = {t for t in described_of(quads(stated), known, axioms) if t.predicate.value.endswith("#label")}
    assert labels == triples("""
        <a1> rdfs:label "公开年度报告：部分体现"@zh .
        <a2> rdfs:label "每季度一次：已体现"@zh .
    """)


def test_there_is_no_blank_node(described):
    assert not [t for t in described if isinstance(t.object, pyoxigraph.BlankNode)]
