"""The ontology and the reference data in a store: loaded if missing, replaced if they changed."""

from __future__ import annotations

from fazhi.kg.store.transaction import Transaction
from fazhi.kg.version import code_digest
from fazhi.ontology.namespaces import ONTOLOGY_GRAPH, REFERENCE_GRAPH


def load_reference(transaction: Transaction) -> None:
    """Bring the two graphs up to date."""
    digest = code_digest("fazhi.ontology")
    loaded = all(map(transaction.store.has_graph, (ONTOLOGY_GRAPH, REFERENCE_GRAPH)))
    if loaded and transaction.settings.get("reference") == digest:
        return
    from fazhi.ontology.rdf import ontology_quads, reference_quads

    # The ontology first: everything is inferred again by a new one.
    transaction.replace(ONTOLOGY_GRAPH, ontology_quads())
    transaction.replace(REFERENCE_GRAPH, reference_quads())
    transaction.settings["reference"] = digest
