"""The stores that the tests of this room ask: small invented reports, and the demo."""

from collections import defaultdict
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Store, parse

from fazhi.kg.store.tallies import tallies_of
from fazhi.ontology.ntriples import terms_of, triples_of

REPORTS = Path(__file__).parent / "data" / "reports.trig"


@pytest.fixture(scope="session")
def fixture_store() -> Store:
    """Four small invented reports with the part of the reference data that they need."""
    store = Store()
    graphs = defaultdict(list)
    for quad in parse(path=REPORTS, format=RdfFormat.TRIG):
        graphs[quad.graph_name].append(quad.triple)
    for triples in graphs.values():
        # As in a real store, each triple once, in the default graph, and with each report its tallies.
        tallies = triples_of(tallies_of(set(map(terms_of, triples))))
        store.extend(Quad(*triple) for triple in (*triples, *tallies))
    return store


@pytest.fixture(scope="session")
def demo_store(fixture_store: Store) -> Store:
    """The store on which every question's examples run."""
    return fixture_store
