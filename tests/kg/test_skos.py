"""Concepts as SKOS wants them: its integrity conditions, and labels that tell concepts apart."""

from __future__ import annotations

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat

from fazhi.ontology.namespaces import ONTOLOGY, PREFIXES

#: The integrity conditions of the SKOS Reference by their numbers, as patterns of what breaks them.
CONDITIONS = {
    "S9": "?x a skos:Concept, skos:ConceptScheme",
    "S13": """
        { ?x skos:prefLabel ?l ; skos:altLabel|skos:hiddenLabel ?l } UNION
        { ?x skos:altLabel ?l ; skos:hiddenLabel ?l }""",
    "S14": "?x skos:prefLabel ?l, ?other FILTER(LANG(?l) = LANG(?other) && STR(?l) < STR(?other))",
    "S27": "?x skos:related|^skos:related ?y . ?x skos:broader+|^skos:narrower+ ?y",
    "S37": "?x a skos:Collection . { ?x a skos:Concept } UNION { ?x a skos:ConceptScheme }",
    "S46": """
        ?x skos:exactMatch|^skos:exactMatch ?y .
        ?x skos:broadMatch|^skos:broadMatch|skos:narrowMatch|skos:relatedMatch|^skos:relatedMatch ?y""",
}
#: What SKOS leaves open and these concepts keep besides.
CUSTOMS = {
    "a concept in no scheme": "?x a skos:Concept FILTER NOT EXISTS { ?x skos:inScheme/a skos:ConceptScheme }",
    "a scheme without a top concept": """
        ?x a skos:ConceptScheme FILTER NOT EXISTS { ?x skos:hasTopConcept/skos:topConceptOf ?x }""",
    "a top concept that its scheme does not name": """
        ?x skos:topConceptOf ?y FILTER NOT EXISTS { ?y skos:hasTopConcept ?x }""",
    "a top concept that is not described": """
        ?y skos:hasTopConcept ?x FILTER NOT EXISTS { ?x skos:topConceptOf ?y }""",
    "a top concept below another": "?x skos:topConceptOf ?y ; skos:broader ?z",
    "a concept of the model below none and on top of none": f"""
        ?x a skos:Concept FILTER(STRSTARTS(STR(?x), "{ONTOLOGY}/"))
        FILTER NOT EXISTS {{ ?x skos:topConceptOf|skos:broader ?y }}""",
    "two concepts of one scheme and label": """
        ?x skos:inScheme ?s ; skos:prefLabel ?l . ?y skos:inScheme ?s ; skos:prefLabel ?l
        FILTER(STR(?x) < STR(?y))""",
    "a concept without a label": "?x a skos:Concept FILTER NOT EXISTS { ?x skos:prefLabel ?l }",
}


@pytest.fixture(scope="module", params=[True, False], ids=["everything", "what the reports lead to"])
def concepts(request, exported, everything) -> pyoxigraph.Store:
    """Ontology, schemes, reference data and reports; or the default export, with what it has of these."""
    concepts = pyoxigraph.Store()
    if request.param:
        concepts.extend(pyoxigraph.Quad(*quad.triple) for quad in everything)
    else:
        concepts.load(exported("turtle"), format=RdfFormat.TURTLE)
    return concepts


@pytest.mark.parametrize("pattern", (CONDITIONS | CUSTOMS).values(), ids=CONDITIONS | CUSTOMS)
def test_no_concept_breaks_a_condition(concepts, pattern):
    rows = concepts.query(f"SELECT DISTINCT ?x {{ {pattern} }}", prefixes=PREFIXES)
    assert sorted(str(row["x"]) for row in rows) == []


@pytest.mark.parametrize(
    ("condition", "broken"),
    [
        ("S9", "<x> a skos:Concept, skos:ConceptScheme ."),
        ("S13", '<x> skos:prefLabel "甲"@zh ; skos:hiddenLabel "甲"@zh .'),
        ("S14", '<x> skos:prefLabel "甲"@zh, "乙"@zh .'),
        ("S27", "<x> skos:related <z> ; skos:broader <y> . <y> skos:broader <z> ."),
        ("S37", "<x> a skos:Collection, skos:Concept ."),
        ("S46", "<x> skos:exactMatch <y> ; skos:broadMatch <y> ."),
    ],
)
def test_a_broken_condition_is_found(condition, broken):
    store = pyoxigraph.Store()
    header = "@base <https://example.org/> .\n" + "".join(
        f"@prefix {p}: <{iri}> .\n" for p, iri in PREFIXES.items()
    )
    store.load((header + broken).encode(), format=RdfFormat.TURTLE)
    assert list(store.query(f"SELECT ?x {{ {CONDITIONS[condition]} }}", prefixes=PREFIXES))
