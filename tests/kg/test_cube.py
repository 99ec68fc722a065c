"""The figures of reports as a data cube: well formed as the RDF Data Cube Vocabulary asks, and true."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat

from fazhi.ontology.namespaces import ID, PREFIXES
from fazhi.ontology.rdf import ontology_quads
from fazhi.ontology.reference_rdf import reference_quads

CUBE = Path(__file__).parents[2] / "kg" / "output" / "description" / "cube.rq"
HEADER = f"@base <{ID}> .\n" + "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in PREFIXES.items())

#: The integrity constraints of the recommendation by their numbers, as patterns of what breaks them. They are
#: about the normal form, in which every component specification has its qb:componentProperty.
CONSTRAINTS = {
    "IC-1 unique data set": """
        { ?x a qb:Observation FILTER NOT EXISTS { ?x qb:dataSet/a qb:DataSet } } UNION
        { ?x a qb:Observation ; qb:dataSet ?one, ?other FILTER(?one != ?other) }""",
    "IC-2 unique structure": """
        { ?x a qb:DataSet FILTER NOT EXISTS { ?x qb:structure/a qb:DataStructureDefinition } } UNION
        { ?x a qb:DataSet ; qb:structure ?one, ?other FILTER(?one != ?other) }""",
    "IC-3 a structure has a measure": """
        ?x a qb:DataStructureDefinition
        FILTER NOT EXISTS { ?x qb:component/qb:componentProperty/a qb:MeasureProperty }""",
    "IC-4 dimensions have a range": "?x a qb:DimensionProperty FILTER NOT EXISTS { ?x rdfs:range ?range }",
    "IC-5 dimensions of concepts have a code list": """
        ?x a qb:DimensionProperty ; rdfs:range skos:Concept FILTER NOT EXISTS { ?x qb:codeList ?list }""",
    "IC-6 only attributes are optional": """
        ?structure qb:component ?x . ?x qb:componentRequired false ; qb:componentProperty ?property
        FILTER NOT EXISTS { ?property a qb:AttributeProperty }""",
    "IC-7 slice keys belong to a structure": """
        ?x a qb:SliceKey FILTER NOT EXISTS { ?structure a qb:DataStructureDefinition ; qb:sliceKey ?x }""",
    "IC-8 slice keys name components of it": """
        ?structure a qb:DataStructureDefinition ; qb:sliceKey ?x . ?x qb:componentProperty ?property
        FILTER NOT EXISTS { ?structure qb:component/qb:componentProperty ?property }""",
    "IC-9 a slice has one key": """
        { ?x a qb:Slice FILTER NOT EXISTS { ?x qb:sliceStructure ?key } } UNION
        { ?x a qb:Slice ; qb:sliceStructure ?one, ?other FILTER(?one != ?other) }""",
    "IC-10 a slice fixes all of its dimensions": """
        ?x qb:sliceStructure/qb:componentProperty ?dimension FILTER NOT EXISTS { ?x ?dimension ?value }""",
    "IC-11 all dimensions are there": """
        ?x qb:dataSet/qb:structure/qb:component/qb:componentProperty ?dimension .
        ?dimension a qb:DimensionProperty FILTER NOT EXISTS { ?x ?dimension ?value }""",
    "IC-12 no two observations with the same dimensions": """
        ?x qb:dataSet ?cube . ?y qb:dataSet ?cube FILTER(STR(?x) < STR(?y))
        FILTER NOT EXISTS {
          ?cube qb:structure/qb:component/qb:componentProperty ?dimension .
          ?dimension a qb:DimensionProperty . ?x ?dimension ?one . ?y ?dimension ?other
          FILTER(!SAMETERM(?one, ?other)) }""",
    "IC-13 required attributes are there": """
        ?x qb:dataSet/qb:structure/qb:component ?component .
        ?component qb:componentRequired true ; qb:componentProperty ?attribute .
        ?attribute a qb:AttributeProperty FILTER NOT EXISTS { ?x ?attribute ?value }""",
    "IC-14 all measures are there": """
        ?x qb:dataSet/qb:structure ?structure
        FILTER NOT EXISTS { ?structure qb:component/qb:componentProperty qb:measureType }
        ?structure qb:component/qb:componentProperty ?measure . ?measure a qb:MeasureProperty
        FILTER NOT EXISTS { ?x ?measure ?value }""",
    "IC-15 the measure that is named is there": """
        ?x qb:dataSet/qb:structure/qb:component/qb:componentProperty qb:measureType ; qb:measureType ?measure
        FILTER NOT EXISTS { ?x ?measure ?value }""",
    "IC-16 and no other": """
        ?x qb:dataSet/qb:structure ?structure ; qb:measureType ?measure .
        ?structure qb:component/qb:componentProperty qb:measureType, ?other .
        ?other a qb:MeasureProperty . ?x ?other ?value FILTER(?other != ?measure)""",
    "IC-17 all measures of each point are there": """
        ?x qb:dataSet ?cube ; qb:measureType ?named . ?cube qb:structure/qb:component/qb:componentProperty
          qb:measureType, ?measure . ?measure a qb:MeasureProperty
        FILTER NOT EXISTS {
          ?y qb:dataSet ?cube ; qb:measureType ?measure
          FILTER NOT EXISTS {
            ?cube qb:structure/qb:component/qb:componentProperty ?dimension .
            ?dimension a qb:DimensionProperty FILTER(?dimension != qb:measureType)
            ?x ?dimension ?one . ?y ?dimension ?other FILTER(!SAMETERM(?one, ?other)) } }""",
    "IC-18 slices hold observations of their data set": """
        ?cube qb:slice/qb:observation ?x FILTER NOT EXISTS { ?x qb:dataSet ?cube }""",
    "IC-19 codes are of the code list": """
        ?x qb:dataSet/qb:structure/qb:component/qb:componentProperty ?dimension .
        ?dimension a qb:DimensionProperty ; qb:codeList ?list . ?x ?dimension ?code
        FILTER NOT EXISTS { ?code a skos:Concept ; skos:inScheme ?list }
        FILTER NOT EXISTS { ?list skos:member+ ?code }""",
    # They ask for a way down the hierarchy from its root, by a property that the list itself names.
    "IC-20 and IC-21 no hierarchical code list": "?x a qb:HierarchicalCodeList",
}
#: The first phase of the normalization algorithm; there are no attachments for the second to push down.
NORMALIZATION = """
    INSERT { ?observation a qb:Observation . ?cube a qb:DataSet } WHERE { ?observation qb:dataSet ?cube } ;
    INSERT { ?observation a qb:Observation } WHERE { ?slice qb:observation ?observation } ;
    INSERT { ?slice a qb:Slice } WHERE { ?cube qb:slice ?slice } ;
    INSERT { ?component qb:componentProperty ?property . ?property a ?class } WHERE {
      VALUES (?kind ?class) {
        (qb:dimension qb:DimensionProperty)
        (qb:measure qb:MeasureProperty)
        (qb:attribute qb:AttributeProperty)
      }
      ?component ?kind ?property }"""


def normalized(store: pyoxigraph.Store) -> pyoxigraph.Store:
    store.update(NORMALIZATION, prefixes=PREFIXES)
    return store


def turtle(text: str) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load((HEADER + text).encode(), format=RdfFormat.TURTLE)
    return store


def broken(store: pyoxigraph.Store, pattern: str) -> list[str]:
    rows = store.query(f"SELECT DISTINCT ?x {{ {pattern} }}", prefixes=PREFIXES)
    return sorted(row["x"].value for row in rows)


@pytest.fixture(scope="module")
def exported(everything) -> pyoxigraph.Store:
    exported = pyoxigraph.Store()
    exported.extend(pyoxigraph.Quad(*quad.triple) for quad in everything)
    return normalized(exported)


@pytest.mark.parametrize("pattern", CONSTRAINTS.values(), ids=CONSTRAINTS)
def test_the_export_is_a_well_formed_cube(exported, pattern):
    assert broken(exported, pattern) == []


def test_the_cube_of_the_examples_is_not_empty_and_attaches_nothing_elsewhere(exported):
    assert len(broken(exported, "?x a qb:Observation")) > 50
    assert broken(exported, "?x qb:componentAttachment ?level") == []


@pytest.mark.parametrize(
    "wrong",
    [
        "?x sdmx-dimension:refArea ?place FILTER NOT EXISTS { ?place a fz:Place }",
        "?x sdmx-attribute:unitMeasure ?unit FILTER NOT EXISTS { ?unit a skos:Concept }",
        "?x sdmx-dimension:refPeriod ?year FILTER(DATATYPE(?year) != xsd:gYear)",
        "?x a qb:Observation ; sdmx-measure:obsValue ?level ; fz:rateOfChange ?rate",
        "?x qb:dataSet|qb:structure|qb:component ?part FILTER NOT EXISTS { ?part rdfs:label ?label }",
    ],
    ids=["area", "unit", "period", "measure", "label"],
)
def test_areas_are_places_units_are_concepts_and_all_is_labelled(exported, wrong):
    assert broken(exported, wrong) == []


#: Reports as the store has them: a park in Qidong for 2023, and one of which nobody knows where it lies.
STORE = """
<place/320681> a fz:Place .
<body/a> a fz:Park ; fz:place <place/320681> .
<body/b> a fz:Park .
<report/a/2023> a fz:Report ; fz:issuer <body/a> ; fz:reportedYear "2023"^^xsd:gYear .
<report/b/2023> a fz:Report ; fz:issuer <body/b> ; fz:reportedYear "2023"^^xsd:gYear .
<cases> a fz:Observation ; fz:inReport <report/a/2023> ; fz:mainEvidence <text/a#char=0,5> ; fz:unit "件" ;
    sdmx-measure:obsValue 21 .
<more> a fz:Observation ; fz:inReport <report/a/2023> ; fz:mainEvidence <text/a#char=9,14> ; fz:unit "名" ;
    sdmx-measure:obsValue 3 ; fz:modifier <../ns/modifier/approx> .
<rate> a fz:Observation ; fz:inReport <report/a/2023> ; fz:mainEvidence <text/a#char=20,25> ; fz:unit "%" ;
    fz:change <../ns/change/increase> ; fz:rateOfChange 12.5 ; fz:periodAsWritten "上年" .
<before> a fz:Observation ; fz:inReport <report/a/2023> ; fz:mainEvidence <text/a#char=30,35> ; fz:unit "件" ;
    sdmx-measure:obsValue 34 ; fz:periodAsWritten "上年" .
<strange> a fz:Observation ; fz:inReport <report/a/2023> ;
    fz:mainEvidence <text/a#char=40,45> ; fz:unit "斛" ;
    sdmx-measure:obsValue 5 .
<nowhere> a fz:Observation ; fz:inReport <report/b/2023> ; fz:mainEvidence <text/b#char=0,5> ; fz:unit "件" ;
    sdmx-measure:obsValue 7 .
"""


@pytest.fixture(scope="module")
def described() -> pyoxigraph.Store:
    store = turtle(STORE)
    for quad in (*ontology_quads(), *reference_quads()):
        store.add(pyoxigraph.Quad(*quad.triple))
    store.extend(pyoxigraph.Quad(*triple) for triple in store.query(CUBE.read_text("utf-8")))
    return store


def test_a_figure_is_an_observation_of_its_place_year_and_unit(described):
    rows = described.query(
        """SELECT ?x ?area ?year ?word ?cube { ?x a qb:Observation ; qb:dataSet ?cube ;
            sdmx-dimension:refArea ?area ; sdmx-dimension:refPeriod ?year ;
            sdmx-attribute:unitMeasure/skos:prefLabel ?word FILTER(LANG(?word) = "en") }""",
        prefixes=PREFIXES,
    )
    found = {
        tuple(row[name].value.rsplit("/", 1)[-1] for name in ("x", "area", "year", "word", "cube"))
        for row in rows
    }
    assert found == {
        ("cases", "320681", "2023", "Piece (document, case)", "figures"),
        ("more", "320681", "2023", "Person", "figures"),
        ("rate", "320681", "2023", "Percent", "changes"),
    }


def test_a_figure_without_its_place_year_or_unit_is_in_no_cube(described):
    """Nor is one of the year before. They stay what the report states."""
    outside = broken(described, "?x a fz:Observation FILTER NOT EXISTS { ?x qb:dataSet ?cube }")
    assert outside == [ID + name for name in ("before", "nowhere", "strange")]
    assert broken(described, "?x a qb:Observation FILTER NOT EXISTS { ?x qb:dataSet ?cube }") == []


#: A small cube that is well formed, and what to replace in it to break each constraint.
WELL_FORMED = """
<c> a qb:DataSet ; qb:structure <s> ; qb:slice <k1> .
<s> a qb:DataStructureDefinition ; qb:component <1>, <2>, <3> ; qb:sliceKey <k> .
<1> qb:dimension <d> . <2> qb:measure <m> . <3> qb:attribute <a> ; qb:componentRequired true .
<d> rdfs:range skos:Concept ; qb:codeList <l> .
<k> a qb:SliceKey ; qb:componentProperty <d> .
<k1> a qb:Slice ; qb:sliceStructure <k> ; <d> <v> ; qb:observation <x> .
<v> a skos:Concept ; skos:inScheme <l> .
<x> a qb:Observation ; qb:dataSet <c> ; <d> <v> ; <m> 1 ; <a> 2 .
"""
#: The same with the measure as a dimension, and a second measure.
BY_MEASURE = """
<c> a qb:DataSet ; qb:structure <s> .
<s> a qb:DataStructureDefinition ; qb:component <1>, <2>, <3>, <4> .
<1> qb:dimension <d> . <2> qb:measure <m> . <3> qb:measure <n> . <4> qb:dimension qb:measureType .
<d> rdfs:range xsd:integer . qb:measureType rdfs:range qb:MeasureProperty .
<x> a qb:Observation ; qb:dataSet <c> ; <d> 1 ; qb:measureType <m> ; <m> 1 .
<y> a qb:Observation ; qb:dataSet <c> ; <d> 1 ; qb:measureType <n> ; <n> 1 .
"""


@pytest.mark.parametrize("cube", [WELL_FORMED, BY_MEASURE], ids=["measures", "measure dimension"])
def test_a_well_formed_cube_breaks_no_constraint(cube):
    store = normalized(turtle(cube))
    assert {
        name: broken(store, pattern) for name, pattern in CONSTRAINTS.items() if broken(store, pattern)
    } == {}


@pytest.mark.parametrize(
    ("number", "cube", "right", "wrong"),
    [
        ("IC-1", WELL_FORMED, "qb:dataSet <c> ; <d>", "<d>"),
        ("IC-2", WELL_FORMED, "qb:structure <s>", "qb:structure <s>, <t>"),
        ("IC-3", WELL_FORMED, "<1>, <2>", "<1>"),
        ("IC-4", WELL_FORMED, "rdfs:range skos:Concept ;", ""),
        ("IC-5", WELL_FORMED, "; qb:codeList <l>", ""),
        ("IC-6", WELL_FORMED, "qb:dimension <d> .", "qb:dimension <d> ; qb:componentRequired false ."),
        ("IC-7", WELL_FORMED, "; qb:sliceKey <k>", ""),
        ("IC-8", WELL_FORMED, "qb:componentProperty <d>", "qb:componentProperty <e>"),
        ("IC-9", WELL_FORMED, "qb:sliceStructure <k> ;", ""),
        ("IC-10", WELL_FORMED, "qb:sliceStructure <k> ; <d> <v>", "qb:sliceStructure <k>"),
        ("IC-11", WELL_FORMED, "qb:dataSet <c> ; <d> <v>", "qb:dataSet <c>"),
        ("IC-12", WELL_FORMED, "<x> a", "<y> qb:dataSet <c> ; <d> <v> ; <m> 3 ; <a> 2 . <x> a"),
        ("IC-13", WELL_FORMED, "; <a> 2", ""),
        ("IC-14", WELL_FORMED, "; <m> 1", ""),
        ("IC-15", BY_MEASURE, "qb:measureType <m> ; <m> 1", "qb:measureType <m>"),
        ("IC-16", BY_MEASURE, "; <m> 1", "; <m> 1 ; <n> 1"),
        ("IC-17", BY_MEASURE, "<y> a qb:Observation ; qb:dataSet <c> ; <d> 1", "<y> qb:dataSet <c> ; <d> 2"),
        ("IC-18", WELL_FORMED, "qb:observation <x>", "qb:observation <y>"),
        ("IC-19", WELL_FORMED, "skos:inScheme <l>", "skos:inScheme <m>"),
        ("IC-20", WELL_FORMED, "<d> rdfs:range", "<l> a qb:HierarchicalCodeList . <d> rdfs:range"),
    ],
)
def test_a_broken_constraint_is_found(number, cube, right, wrong):
    assert cube.count(right) == 1
    store = normalized(turtle(cube.replace(right, wrong)))
    pattern = next(p for name, p in CONSTRAINTS.items() if name.startswith(f"{number} "))
    assert broken(store, pattern)
