"""An export in other libraries for RDF and OWL: the same answers, the same individuals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from fazhi.kg.cli import run as command
from fazhi.kg.store.opening import open_store
from fazhi.ontology.namespaces import FZ, PREFIXES
from fazhi.ontology.rdf import ONTOLOGY_FILES
from fazhi.queries.catalogue import question
from fazhi.queries.runner import run

pytestmark = pytest.mark.programs

#: Classes of which the example reports have individuals.
CLASSES = ("Report", "Park", "Citation", "LawFirm", "EnforcementCase", "StatutoryObligation", "PublicBody")


@pytest.fixture(scope="module")
def rdflib_graph(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    import rdflib

    file = tmp_path_factory.mktemp("rdflib") / "reports.ttl"
    assert command(["export", "-o", str(file), "--store", str(built)]) == 0
    return rdflib.Graph().parse(file)


@pytest.mark.parametrize("name", ["not-in-force", "counsel", "enforcement-cases"])
def test_rdflib_answers_a_question_from_turtle_as_we_do(name: str, rdflib_graph: Any, built: Path) -> None:
    with open_store(built, read_only=True) as store:
        ours = run(store.dataset, name)
    columns = [column for column in ours.columns if column != "locator"]
    rows = [[getattr(term, "value", None) for term in row] for row in ours.rows]
    theirs = rdflib_graph.query(question(name).text)
    assert [str(variable) for variable in theirs.vars] == columns
    found = [[None if term is None else str(term) for term in row] for row in theirs]
    assert rows
    assert sorted(found, key=str) == sorted(rows, key=str)


@pytest.mark.parametrize("suffix", ["nt", "rdf"])
def test_owlready2_finds_the_individuals_of_classes(suffix: str, built: Path, tmp_path: Path) -> None:
    """With the ontology in one world, in which a class leads to those of the classes below it."""
    import owlready2

    ontology, reports = tmp_path / "ontology.nt", tmp_path / f"reports.{suffix}"
    triples = [quad.triple for file in ONTOLOGY_FILES for quad in parse(path=file, format=RdfFormat.TURTLE)]
    serialize(triples, str(ontology), format=RdfFormat.N_TRIPLES)
    assert command(["export", "-o", str(reports), "--store", str(built)]) == 0
    world = owlready2.World()
    for file in (ontology, reports):
        world.get_ontology(file.as_uri()).load()
    with open_store(built, read_only=True) as store:
        for name in CLASSES:
            individuals = {found.iri for found in world[FZ + name].instances()}
            ours = {row["x"].value for row in store.select(f"SELECT ?x {{ ?x a fz:{name} }}")}
            assert individuals
            assert individuals <= ours
            # An export has of the reference data what the reports lead to.
            if name != "StatutoryObligation":
                assert individuals == ours
    (firm,) = world[FZ + "LawFirm"].instances()
    assert "东晋律师事务所" in {str(label) for label in world[PREFIXES["skos"] + "prefLabel"][firm]}
