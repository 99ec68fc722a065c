"""The units of figures: every word that a report may count or measure in leads to one unit."""

import json
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Store

from fazhi.extractors.language.lexicons import lexicon
from fazhi.ontology.data_files import ReferenceDataError
from fazhi.ontology.namespaces import PREFIXES
from fazhi.ontology.rdf import ontology_quads
from fazhi.ontology.reference import indicators
from fazhi.ontology.reference_rdf import reference_quads
from fazhi.ontology.units import units

GOLD = Path(__file__).parents[1] / "gold"
WORDS = {word: unit for unit in units().values() for word in unit.words}


def test_every_word_that_extraction_gives_is_one_of_a_unit():
    words = lexicon("quantities")
    assert {*words["units"], *words["units_of_digits"]} - WORDS.keys() == set()


def test_every_unit_of_an_annotated_report_is_known():
    written = set()
    for path in GOLD.rglob("*.jsonl"):
        records = map(json.loads, path.read_text("utf-8").splitlines())
        written |= {record.get("unit") for record in records}
    assert len(written) > 40
    assert written - {None} - WORDS.keys() == set()


def test_every_indicator_has_a_known_unit():
    assert {indicator.unit for indicator in indicators().values()} - WORDS.keys() == set()


@pytest.mark.parametrize(
    ("word", "label", "ucum", "qudt"),
    [
        ("%", "Percent", "%", "http://qudt.org/vocab/unit/PERCENT"),
        ("元", "Yuan", None, "http://qudt.org/vocab/unit/CCY_CNY"),
        ("日", "Day", "d", "http://qudt.org/vocab/unit/DAY"),
        ("平方米", "Square metre", "m2", "http://qudt.org/vocab/unit/M2"),
        ("名", "Person", "{person}", None),
        ("百分点", "Percentage point", None, None),
    ],
)
def test_a_unit_has_the_codes_of_qudt_and_ucum_where_these_have_one(word, label, ucum, qudt):
    unit = WORDS[word]
    assert (unit.label_en, unit.ucum, unit.qudt) == (label, ucum, qudt)


def test_what_is_counted_is_counted_in_counting_units():
    """In the graph: 件 and 人次 are below the unit that QUDT calls a number, 小时 is not."""
    store = Store()
    store.extend([*reference_quads(), *ontology_quads()])
    rows = store.query(
        "SELECT ?word { ?unit skos:broader/skos:exactMatch unit:NUM ; skos:prefLabel ?word ; "
        "skos:inScheme/skos:prefLabel '计量单位'@zh }",
        prefixes=PREFIXES,
        use_default_graph_as_union=True,
    )
    counted = {row["word"] for row in rows}
    assert {Literal("件", language="zh"), Literal("人次", language="zh")} <= counted
    assert Literal("小时", language="zh") not in counted
    hour = NamedNode(WORDS["小时"].iri)
    code = Literal("h", datatype=NamedNode("http://qudt.org/schema/qudt/UCUMcs"))
    notation = NamedNode(PREFIXES["skos"] + "notation")
    assert code in {quad.object for quad in store.quads_for_pattern(hour, notation, None)}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("b,件,Piece,piece,,,,", "4: label_zh of b or another label is a word of another unit: 件"),
        ("a,个,Thing,thing,,,,", "4: id of a is given twice"),
        ("b,个,Thing,thing,,c,,", "4: broader of b is 'c', not one of a, n"),
        ("b,个,Thing,thing,,,个,", "4: ucum of b is not a UCUM code, which is printable ASCII: '个'"),
    ],
)
@pytest.mark.usefixtures("english")
def test_a_mistake_in_the_table_is_named(tmp_path, row, problem):
    path = tmp_path / "units.csv"
    header = "id,label_zh,label_en,counted_en,other_labels,broader,ucum,qudt"
    rows = ["n,计数单位,Counting unit,unit|units,,,{#},NUM", "a,件,Piece,piece|pieces,,n,,", row]
    path.write_text("\n".join([header, *rows, ""]), "utf-8")
    with pytest.raises(ReferenceDataError, match=r"units\.csv:") as error:
        units(path)
    assert str(error.value).endswith(f"units.csv:{problem}")
