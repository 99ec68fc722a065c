"""The ontology and the reference data in use in a store: loaded if missing, replaced if they changed."""

from __future__ import annotations

from fazhi.kg.store.transaction import Transaction
from fazhi.kg.version import code_digest
from fazhi.ontology.in_use import own_register
from fazhi.ontology.namespaces import (
    ONTOLOGY_GRAPH,
    own_register_graph,
    reference_graph,
    reference_graphs,
)


def load_reference(transaction: Transaction) -> bool:
    """Bring the graphs up to date. True if the store had others before, of which the reports may speak."""
    own = own_register()
    digest = code_digest("fazhi.ontology") + (own.digest if own else "")
    base = transaction.store.base
    loaded = all(map(transaction.store.has_graph, (ONTOLOGY_GRAPH, reference_graph(base))))
    whole = loaded and transaction.lost.isdisjoint(reference_graphs(base))
    if whole and transaction.settings.get("reference") == digest:
        return False
    from fazhi.ontology.rdf import ontology_quads, rebased
    from fazhi.ontology.reference_rdf import own_register_quads, reference_quads

    # The ontology first: everything is inferred again by a new one.
    transaction.replace(ONTOLOGY_GRAPH, ontology_quads())
    changed = transaction.replace_together(
        {
            reference_graph(base): rebased(reference_quads(), base),
            own_register_graph(base): rebased(own_register_quads(), base),
        }
    )
    transaction.settings["reference"] = digest
    return loaded and changed
