"""The stores that the tests of this room ask: small invented reports, and the demo."""

from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Store, parse

REPORTS = Path(__file__).parent / "data" / "reports.trig"


@pytest.fixture(scope="session")
def fixture_store() -> Store:
    """Four small invented reports with the part of the reference data that they need."""
    store = Store()
    # As in a real store, each triple once, in the default graph.
    store.extend(Quad(*quad.triple) for quad in parse(path=REPORTS, format=RdfFormat.TRIG))
    return store


@pytest.fixture(scope="session")
def demo_store(fixture_store: Store) -> Store:
    """The store on which every question's examples run."""
    return fixture_store
