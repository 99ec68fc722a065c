"""pyoxigraph and rdflib give the same answers: the questions use nothing that only one of them means."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import RdfFormat

from fazhi.queries import Question, catalogue, run
from fazhi.queries.runner import bindings, sparql_of

QUESTIONS = list(catalogue().values())

# rdflib's own use of what it deprecates.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")


@pytest.fixture(scope="session")
def dataset(fixture_store: pyoxigraph.Store) -> rdflib.Graph:
    triples = fixture_store.dump(format=RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph())
    return rdflib.Graph().parse(data=triples, format="nt")


@pytest.mark.parametrize("narrow", [False, True], ids=["required", "all"])
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_both_engines_give_the_same_bag_of_rows(
    question: Question, narrow: bool, fixture_store: pyoxigraph.Store, dataset: rdflib.Graph
):
    given = {p.name: p.example for p in question.parameters if p.required or narrow}
    bound = bindings(fixture_store, question, given)
    ours = run(fixture_store, question, given)

    theirs = dataset.query(sparql_of(question, bound))

    assert [str(variable) for variable in theirs.vars or []] == list(ours.columns)
    assert Counter(tuple(map(_key, row)) for row in theirs) == Counter(
        tuple(_key(_rdflib(term)) for term in row) for row in ours.rows
    )


def _rdflib(term: pyoxigraph.NamedNode | pyoxigraph.Literal | None) -> Any:
    if term is None:
        return None
    if isinstance(term, pyoxigraph.NamedNode):
        return rdflib.URIRef(term.value)
    # rdflib tells "a" from "a"^^xsd:string, which RDF 1.1 does not.
    plain = term.language or term.datatype.value == str(rdflib.XSD.string)
    datatype = None if plain else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, lang=term.language, datatype=datatype)


def _key(term: Any) -> tuple[str, ...]:
    """A term by value: 1 and 1.0 are one number, a plain literal is an xsd:string."""
    if term is None:
        return ()
    if not isinstance(term, rdflib.Literal):
        return ("iri", str(term))
    if isinstance(term.value, int | float | Decimal) and not isinstance(term.value, bool):
        return ("number", str(Decimal(str(term.value)).normalize()))
    return ("literal", str(term), term.language or "")
