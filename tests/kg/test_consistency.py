"""HermiT over what a store holds: reports, their assessments, the instruments that they cite."""

import shutil
import tempfile
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from fazhi.kg.output.validation import InconsistentError, report_graphs, unsatisfiable_classes, violations
from fazhi.kg.store.opening import open_store
from fazhi.ontology.namespaces import FZ, RDF

pytestmark = pytest.mark.skipif(
    shutil.which("java") is None, reason="HermiT needs Java, which is not installed"
)


@pytest.fixture
def store(built: Path, tmp_path: Path):
    """A copy of the store of the example reports, open for writing."""
    with open_store(shutil.copytree(built, tmp_path / "store")) as copy:
        yield copy


def one(store, query: str) -> NamedNode:
    """The first answer to a query for ``?x``."""
    return next(iter(store.select(query)))["x"]


def say(store, subject: NamedNode, predicate: str, value: NamedNode) -> None:
    """Add a statement in a graph of its own."""
    graph = NamedNode(store.base + "graph/planted")
    with store.transaction() as transaction:
        transaction.replace(graph.value, [Quad(subject, NamedNode(predicate), value, graph)])


def test_what_the_examples_state_is_consistent(store, capfd):
    """No contradiction, every class can have members, and the reasoner has nothing to say on the way."""
    assert unsatisfiable_classes(store) == []
    assert capfd.readouterr() == ("", "")


def test_assessments_satisfy_their_shapes(store):
    """Each has one report, one obligation, one outcome and a rule, and its evidence is described."""
    graph = report_graphs(store)[0]
    assert violations(store, graph) == []


@pytest.mark.parametrize(
    ("subject", "predicate", "value"),
    [
        ("SELECT ?x { ?x a fz:Report }", FZ + "cites", "SELECT ?x { ?x a fz:IndustrialPark }"),
        ("SELECT ?x { ?r fz:instrument ?x . ?x a fz:Law }", RDF + "type", NamedNode(FZ + "LocalRegulation")),
        ("SELECT ?x { ?x a fz:Assessment }", FZ + "assesses", "SELECT ?x { ?x a fz:Activity }"),
    ],
    ids=["a report cites a park", "a cited law is a local regulation", "an activity is assessed"],
)
def test_a_planted_contradiction_is_found(store, subject, predicate, value):
    """One statement too many among thousands."""
    say(store, one(store, subject), predicate, value if isinstance(value, NamedNode) else one(store, value))
    with pytest.raises(InconsistentError):
        unsatisfiable_classes(store)


def test_no_temporary_file_is_left(store, tmp_path, monkeypatch):
    """Neither where the graphs are consistent nor where they are not."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    unsatisfiable_classes(store)
    say(
        store,
        one(store, "SELECT ?x { ?x a fz:Report }"),
        FZ + "cites",
        one(store, "SELECT ?x { ?x a fz:IndustrialPark }"),
    )
    with pytest.raises(InconsistentError):
        unsatisfiable_classes(store)
    assert list(temporary.iterdir()) == []
