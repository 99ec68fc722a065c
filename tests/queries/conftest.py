"""The stores that the tests of this room ask: small invented reports, and the demo."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from fazhi.kg.store.tallies import tallies_of
from fazhi.ontology.ntriples import iri, terms_of, triples_of
from fazhi.ontology.tallies import Tally, tallies

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
    store.extend(_reference_tallies(store))
    return store


def _reference_tallies(store: Store) -> Iterator[Quad]:
    """What the reference data say of tallies; the rules are those of the fixture."""
    rules = {quad.subject.value for quad in store.quads_for_pattern(None, iri("fz:usualConfidence"), None)}
    among = {tally.among for tally in tallies() if tally.among}
    of_rules = {Tally(*each) for each in product(rules, among)}
    for tally in of_rules | {tally for tally in tallies() if not tally.among}:
        yield Quad(NamedNode(tally.iri), iri("fz:counted"), NamedNode(tally.counted))
        if tally.among:
            yield Quad(NamedNode(tally.iri), iri("fz:among"), NamedNode(tally.among))
            yield Quad(NamedNode(tally.least), iri("fz:leastOf"), NamedNode(tally.iri))


@pytest.fixture(scope="session")
def demo_store(fixture_store: Store) -> Store:
    """The store on which every question's examples run."""
    return fixture_store
