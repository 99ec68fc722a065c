"""Every record type of the table has all that the program needs of it."""

from __future__ import annotations

import re
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_overloads, get_type_hints

import pytest
from pyoxigraph import NamedNode
from rdflib import OWL, RDF, RDFS, SH, URIRef

from fazhi.extractors.evaluation.evaluate import PAIRINGS
from fazhi.extractors.pipeline import pipeline
from fazhi.extractors.records import RecordsByType
from fazhi.kg.graph.report import map_report
from fazhi.kg.graph.statements import ADD
from fazhi.kg.linking.report import read_report
from fazhi.kg.store.inference import Axioms
from fazhi.ontology.concepts import concept_labels
from fazhi.ontology.data_files import ReferenceDataError
from fazhi.ontology.namespaces import FZ, SHAPES
from fazhi.ontology.namespaces import RDF as RDF_NS
from fazhi.ontology.rdf import ontology_graph, ontology_quads, shapes_graph
from fazhi.ontology.record_types import TABLE, VALUE_TYPES, RecordType, record_types, statement_types

#: The shape of what all extracted items share.
EXTRACTED_ITEM = URIRef(f"{SHAPES}ExtractedItem")
ROOT = Path(__file__).parents[2]
TYPES = list(record_types().values())
EVERY_TYPE = pytest.mark.parametrize("found", TYPES, ids=lambda found: found.id)


def class_of(found: RecordType) -> URIRef:
    return URIRef(FZ + found.class_name)


@EVERY_TYPE
def test_it_has_a_component(found: RecordType) -> None:
    """A component of the pipeline bears its name, alone or with that of a type found together with it."""
    names = [name.removeprefix("fazhi_") for name in pipeline().pipe_names]
    assert [name for name in names if found.id in (name, *name.split("_"))]


def test_all_but_the_report_have_their_statements() -> None:
    assert set(ADD) == set(statement_types()) == set(record_types()) - {"report"}


@EVERY_TYPE
def test_it_has_its_class_and_its_shape(found: RecordType) -> None:
    node = class_of(found)
    ontology = ontology_graph()
    assert (node, RDF.type, OWL.Class) in ontology
    assert set(shapes_graph().subjects(SH.targetClass, node)) - {EXTRACTED_ITEM}
    if found.id != "report":
        assert (node, RDFS.subClassOf, URIRef(f"{FZ}ExtractedItem")) in ontology
        assert (EXTRACTED_ITEM, SH.targetClass, node) in shapes_graph()


@EVERY_TYPE
def test_it_is_called_as_its_class_is(found: RecordType) -> None:
    labels = {label.language: str(label) for label in ontology_graph().objects(class_of(found), RDFS.label)}
    assert labels == {"zh": found.label_zh, "en": found.label_en}


@EVERY_TYPE
def test_evaluation_can_score_it(found: RecordType) -> None:
    assert found.paired_by in PAIRINGS
    assert set(found.scored) <= set(found.fields)


@EVERY_TYPE
def test_every_value_has_labels(found: RecordType) -> None:
    assert found.fields
    for field in found.fields.values():
        if field.scheme:
            assert set(field.values) <= set(concept_labels(field.scheme))


def test_every_type_that_reports_state_is_in_their_graphs() -> None:
    """Read from real reports, each statement's node has the class of the table, or a narrower one."""
    axioms = Axioms.of(ontology_quads())
    classes = set()
    for path in sorted((ROOT / "examples" / "reports").glob("*.txt")):
        report = read_report(path)
        quads = map_report(report, program_version="1")
        triples = {quad.triple for quad in quads} | axioms.consequences(quads)
        classes |= {triple.object for triple in triples if triple.predicate.value == f"{RDF_NS}type"}
    assert {NamedNode(str(class_of(found))) for found in TYPES} <= classes


def _types(hint: Any) -> set[type]:
    return set(get_args(hint)) if get_origin(hint) is UnionType else {get_origin(hint) or hint}


def test_the_typed_fields_are_those_of_the_table() -> None:
    """``records.of("citation")`` promises the fields, and the types of their values, that the table gives."""
    promised = {}
    for overload in get_overloads(RecordsByType.of):
        hints = get_type_hints(overload)
        (record,) = get_args(hints["return"])
        (fields,) = get_args(record)
        types = {name: _types(hint) for name, hint in get_type_hints(fields).items()}
        promised |= dict.fromkeys(get_args(hints["record_type"]), types)
    assert promised == {
        found.id: {name: set(VALUE_TYPES[field.type]) for name, field in found.fields.items()}
        for found in TYPES
    }


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("scheme: purpose,", "scheme: porpoise,", "fields.purpose.scheme is 'porpoise', not one of"),
        ("values: [must,", "values: [mus,", "fields.modality.values holds 'mus', no concept of the scheme"),
        ("{type: boolean,", "{type: bool,", "fields.retained.type is 'bool', not one of"),
        ("scored: true", "scored: maybe", "fields.title.scored is not true or false: 'maybe'"),
    ],
)
def test_a_mistake_in_the_table_is_told_by_its_line(
    right: str, wrong: str, message: str, tmp_path: Path
) -> None:
    text = TABLE.read_text("utf-8").replace(right, wrong, 1)
    broken = tmp_path / "record_types.yaml"
    broken.write_text(text, "utf-8")
    line = text[: text.index(wrong)].count("\n") + 1
    with pytest.raises(ReferenceDataError, match=re.escape(f"{broken}:{line}: {message}")):
        record_types(broken)
