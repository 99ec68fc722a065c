"""A browser of linked data can show every node of the reference data and the ontology by a name."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest

from fazhi.ontology.namespaces import ID, ONTOLOGY, PREFIXES
from fazhi.ontology.rdf import ontology_quads
from fazhi.ontology.reference_rdf import reference_quads

LABELS = Path(__file__).parents[2] / "kg" / "output" / "description" / "reference_labels.rq"


@pytest.fixture(scope="module")
def described() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.extend(pyoxigraph.Quad(*quad.triple) for quad in (*reference_quads(), *ontology_quads()))
    store.extend(pyoxigraph.Quad(*triple) for triple in store.query(LABELS.read_text("utf-8")))
    return store


def test_every_node_of_ours_has_a_label(described):
    """Class expressions aside, which are nodes only in the store."""
    rows = described.query(
        f"""SELECT ?node {{
            ?node a ?class FILTER(STRSTARTS(STR(?node), "{ID}") || STRSTARTS(STR(?node), "{ONTOLOGY}"))
            FILTER(!STRSTARTS(STR(?node), "{ONTOLOGY}/definition/"))
            FILTER NOT EXISTS {{ ?node rdfs:label|skos:prefLabel ?label }} }}""",
        prefixes=PREFIXES,
    )
    assert [row["node"].value for row in rows] == []


@pytest.mark.parametrize(
    ("node", "label"),
    [
        ("instrument/安全生产法/version/2021-06-10", "安全生产法（2021-06-10）"),
        ("obligation/petition-tell-15-days/earlier", "《信访条例（2005年）》第二十二条"),
    ],
)
def test_a_version_has_its_day_and_an_earlier_rule_its_article(described, node, label):
    (row,) = described.query(f"SELECT ?label {{ <{ID}{node}> rdfs:label ?label }}", prefixes=PREFIXES)
    assert row["label"] == pyoxigraph.Literal(label, language="zh")
