"""HermiT over what a store holds: reports, their assessments, the instruments that they cite."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from fazhi.kg.build import build
from fazhi.kg.output.validation import InconsistentError, unsatisfiable_classes
from fazhi.kg.store.opening import open_store
from fazhi.ontology.namespaces import FZ, RDF

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"

pytestmark = pytest.mark.skipif(
    shutil.which("java") is None, reason="HermiT needs Java, which is not installed"
)


@pytest.fixture
def nothing_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """After a test no temporary file is left, whether the graphs were consistent or not."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    yield
    assert list(temporary.iterdir()) == []


@pytest.fixture
def store(fresh_store: Callable[..., Path]):
    """A store of one report, open for writing: HermiT takes a third of the time for it."""
    with open_store(fresh_store()) as store:
        build([EXAMPLES / "ganmei-south-park-2023.txt"], store)
        yield store


def one(store, query: str) -> NamedNode:
    """The first answer to a query for ``?x``."""
    return next(iter(store.select(query)))["x"]


def say(store, subject: NamedNode, predicate: str, value: NamedNode) -> None:
    """Add a statement in a graph of its own."""
    graph = NamedNode(store.base + "graph/planted")
    with store.transaction() as transaction:
        transaction.replace(graph.value, [Quad(subject, NamedNode(predicate), value, graph)])


@pytest.mark.usefixtures("nothing_left")
def test_what_the_examples_state_is_consistent(built, capfd):
    """No contradiction, every class can have members, and the reasoner has nothing to say on the way."""
    with open_store(built, read_only=True) as store:
        assert unsatisfiable_classes(store) == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("nothing_left")
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
