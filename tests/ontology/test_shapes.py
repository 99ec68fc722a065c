"""The SHACL shapes are valid, accept a sound report graph and catch a broken one."""

from collections import Counter

import pyoxigraph
import pyshacl
import pytest
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef

from fazhi.kg.output.shacl import Shapes, shapes
from fazhi.ontology.namespaces import PREFIXES
from fazhi.ontology.rdf import ontology_graph, shapes_graph

SHAPES = shapes_graph()
HEADER = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
HEADER += "@base <https://w3id.org/fazhi/id/> .\n"
SOUND = """
<report/启东生命健康产业园/2023> a fz:Report ; dcterms:title "生命健康产业园2023年度法治政府建设情况报告"@zh ;
    fz:issuer <body/启东生命健康产业园> ; fz:reportedYear "2023"^^xsd:gYear ;
    dcterms:issued "2024-03-27"^^xsd:date ;
    fz:readingText <text/k> ; prov:wasDerivedFrom <file/f> ; fz:issuedEvidence <file/f#char=0,15> ;
    fz:cites <instrument/安全生产法> ; fz:observesDay <publicity-day/consumer-rights-day> .
<text/k> a fz:ReadingText ; fz:characterCount "4000"^^xsd:nonNegativeInteger ; prov:wasDerivedFrom <file/f> ;
    fz:sha256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" ;
    nif:isString "法治政府建设情况：落实《安全生产法》。" ; prov:wasGeneratedBy <graph/k#extraction> .
<file/f#char=0,15> a fz:Evidence ; oa:exact "发布日期：2024-03-27" ; oa:start "0"^^xsd:nonNegativeInteger ;
    oa:end "15"^^xsd:nonNegativeInteger ; fz:inSentence <file/f#char=0,15> ; dcterms:isPartOf <file/f> .
<file/f> a fz:SourceFile ; rdfs:label "报告.txt" ; dcterms:format "text/plain" ;
    spdx:checksum <file/f#checksum> .
<file/f#checksum> a spdx:Checksum ; spdx:algorithm spdx:checksumAlgorithm_sha256 ;
    spdx:checksumValue "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"^^xsd:hexBinary .
<body/启东生命健康产业园> a fz:Park ; skos:prefLabel "启东生命健康产业园"@zh ; fz:place <place/320681> .
<place/320681> a fz:Place ; skos:prefLabel "启东市"@zh ; fz:divisionCode "320681" .
<text/k#char=10,17> a fz:Evidence ; oa:exact "《安全生产法》" ; oa:start "10"^^xsd:nonNegativeInteger ;
    oa:end "17"^^xsd:nonNegativeInteger ; fz:inSentence <text/k#char=10,17> ; dcterms:isPartOf <text/k> ;
    prov:wasDerivedFrom <file/f#page=1> .
<file/f#page=1> a oa:FragmentSelector ; rdf:value "page=1" ; dcterms:isPartOf <file/f> .
<c> a fz:Citation ; fz:inReport <report/启东生命健康产业园/2023> ; fz:mainEvidence <text/k#char=10,17> ;
    fz:confidence 0.95 ; fz:extractionRule <../ns/extraction-rule/citation.quoted> ;
    fz:titleAsWritten "安全生产法" ;
    fz:instrument <instrument/安全生产法> ; fz:purpose <../ns/purpose/basis> ;
    fz:linkMethod <../ns/link/exact> .
<o> a fz:Observation ; fz:inReport <report/启东生命健康产业园/2023> ; fz:mainEvidence <text/k#char=10,17> ;
    fz:confidence 0.9 ; fz:extractionRule <../ns/extraction-rule/observation.figure> ;
    sdmx-measure:obsValue 253700.0 ; fz:unit "元" ; fz:modifier <../ns/modifier/exact> .
<d> a fz:PublicityDayObservance ; fz:inReport <report/启东生命健康产业园/2023> ;
    fz:mainEvidence <text/k#char=10,17> ;
    fz:confidence 0.9 ; fz:extractionRule <../ns/extraction-rule/day.name> ;
    fz:publicityDay <publicity-day/consumer-rights-day> ; fz:nameAsWritten "3·15"@zh ;
    fz:dateAsWritten "--03-15"^^xsd:gMonthDay .
<instrument/安全生产法> a fz:Law ; fz:versionSeriesComplete true .
<instrument/安全生产法/version/2021-06-10> a fz:InstrumentVersion ; eli:realizes <instrument/安全生产法> ;
    eli:version_date "2021-06-10"^^xsd:date ; eli:first_date_entry_in_force "2021-09-01"^^xsd:date ;
    fz:inForceFrom "2021-09-01"^^xsd:date .
"""

#: Two instruments that a citation may mean.
TWO = "fz:possibleInstrument <instrument/a>, <instrument/b> ; "


def violated(turtle: str) -> set[str]:
    """Local names of the shapes that the data breaks, about which ours and pyshacl agree."""
    data = Graph().parse(data=HEADER + turtle, format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=SHAPES)
    parts = (SH.sourceShape, SH.focusNode, SH.value)
    theirs = Counter(
        tuple(_written(report.value(result, part)) for part in parts)
        for result in report.subjects(RDF.type, SH.ValidationResult)
    )
    quads = pyoxigraph.parse(HEADER + turtle, format=pyoxigraph.RdfFormat.TURTLE)
    ours = Counter(
        tuple("_:" if part.startswith("_:") else part for part in (found.shape, found.node, found.value))
        for found in shapes().broken(str(quad.triple) for quad in quads)
    )
    assert ours == theirs
    return {shape.rsplit("#", 1)[-1] for shape, _, _ in ours}


def _written(term) -> str:
    return "_:" if isinstance(term, BNode) else str(term or "")


def test_the_shapes_are_valid_shacl():
    """The shapes conform to SHACL's own shapes."""
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=SHAPES, meta_shacl=True)
    assert conforms, text


def test_a_sound_report_conforms():
    """A report graph as the model describes it passes."""
    assert violated(SOUND) == set()


def test_an_ambiguous_citation_conforms():
    """It names what it may mean, and nothing as meant."""
    ambiguous = SOUND.replace("fz:instrument <instrument/安全生产法> ; ", TWO).replace(
        "link/exact", "link/ambiguous"
    )
    assert violated(ambiguous) == set()


@pytest.mark.parametrize(
    ("right", "wrong", "shape"),
    [
        ('fz:reportedYear "2023"^^xsd:gYear', 'fz:reportedYear "2023"', "Report-reportedYear"),
        ("fz:readingText <text/k> ;", "", "Report-readingText"),
        ('nif:isString "法治政府建设情况：落实《安全生产法》。" ;', "", "ReadingText-isString"),
        ("; prov:wasGeneratedBy <graph/k#extraction>", "", "ReadingText-wasGeneratedBy"),
        ('oa:start "10"', 'oa:start "18"', "Evidence-start"),
        ('oa:end "17"', 'oa:end "-1"', "Evidence-end"),
        ('oa:exact "《安全生产法》"', 'oa:exact ""', "Evidence-exact"),
        ("prov:wasDerivedFrom <file/f#page=1>", "prov:wasDerivedFrom <file/f>", "Evidence-wasDerivedFrom"),
        ('rdf:value "page=1"', 'rdf:value "1"', "FragmentSelector-value"),
        ("fz:confidence 0.95", "fz:confidence 1.5", "ExtractedItem-confidence"),
        ("ns/purpose/basis", "ns/link/exact", "Citation-purpose"),
        ("fz:instrument <instrument/安全生产法>", "fz:instrument <body/安全生产法>", "Citation-instrument"),
        (
            "fz:instrument <instrument/安全生产法>",
            TWO + "fz:instrument <instrument/b>",
            "AmbiguousCitation-instrument",
        ),
        ("fz:instrument <instrument/安全生产法>", TWO.rstrip("; "), "AmbiguousCitation-linkMethod"),
        (
            "fz:instrument <instrument/安全生产法>",
            "fz:possibleInstrument <instrument/a>",
            "AmbiguousCitation-possibleInstrument",
        ),
        ("sdmx-measure:obsValue 253700.0", 'sdmx-measure:obsValue "25.37万"', "Observation-obsValue"),
        ('fz:unit "元"', 'fz:unit "元", "万元"', "Observation-unit"),
        ('"--03-15"^^xsd:gMonthDay', '"3月15日"', "PublicityDayObservance-dateAsWritten"),
        ('fz:divisionCode "320681"', 'fz:divisionCode "32068"', "Place-divisionCode"),
        ("; eli:realizes <instrument/安全生产法> ;", ";", "InstrumentVersion-realizes"),
        (
            'eli:version_date "2021-06-10"^^xsd:date',
            'eli:version_date "2021"',
            "InstrumentVersion-version_date",
        ),
        ("versionSeriesComplete true", 'versionSeriesComplete "yes"', "VersionSeries-versionSeriesComplete"),
        ("<o> a fz:Observation", "_:o a fz:Observation", "Observation"),
    ],
)
def test_a_broken_node_is_caught(right, wrong, shape):
    """Each fault is told by the shape that is broken."""
    assert right in SOUND
    assert shape in violated(SOUND.replace(right, wrong))


def test_what_is_not_known_of_shacl_is_refused():
    """A shape that were passed over would seem to be met."""
    turtle = "<x:s> <http://www.w3.org/ns/shacl#maxLength> 3 ."
    with pytest.raises(ValueError, match="maxLength"):
        Shapes(turtle)


def test_every_shape_has_messages_in_both_languages():
    """A finding can be read in Chinese and in English."""
    for kind in (SH.NodeShape, SH.PropertyShape):
        shapes = set(SHAPES.subjects(RDF.type, kind))
        assert shapes
        for shape in shapes:
            messages = list(SHAPES.objects(shape, SH.message))
            assert sorted(m.language for m in messages if isinstance(m, Literal)) == ["en", "zh"], shape


def test_every_shape_has_an_iri():
    """No blank node, so that a finding can name its shape."""
    assert not [term for triple in SHAPES for term in triple if isinstance(term, BNode)]


def test_every_class_that_a_shape_targets_exists():
    """A shape for a class that the ontology lacks would never apply."""
    known = set(ontology_graph().subjects())
    targets = set(SHAPES.objects(None, SH.targetClass))
    foreign = {URIRef(PREFIXES["spdx"] + "Checksum"), URIRef(PREFIXES["org"] + "Post")}
    assert targets - foreign <= known
