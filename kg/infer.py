"""What follows from the stored graphs, in a graph of its own (OWL 2 RL, the rules that questions need).

The rules are the CONSTRUCT queries of ``rules/``, each run once in the order of their names: every rule
needs only what the ones before it gave, so no fixpoint is sought. What is stated already is not repeated.
"""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import NamedNode, Quad, QueryTriples

from kg.store import GraphStore
from ontology.namespaces import PREFIXES, resource

RULES = Path(__file__).parent / "rules"


def inferred_graph(base: str) -> str:
    """IRI of the graph of inferred triples in a store with this base IRI."""
    return resource("graph", "inferred", base=base)


def infer(store: GraphStore) -> int:
    """Replace the inferred graph by what follows now; gives the number of its triples."""
    name = inferred_graph(store.base)
    graph = NamedNode(name)
    store.replace_inferred(name, [])
    for rule in sorted(RULES.glob("*.rq")):
        triples = store.dataset.query(rule.read_text(encoding="utf-8"), prefixes=PREFIXES)
        assert isinstance(triples, QueryTriples)
        store.extend_inferred([Quad(t.subject, t.predicate, t.object, graph) for t in triples])
    return sum(1 for _ in store.dataset.quads_for_pattern(None, None, None, graph))
