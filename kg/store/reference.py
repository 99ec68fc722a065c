"""The ontology and the reference data in a store: loaded if missing, replaced if they changed."""

from __future__ import annotations

from fazhi.kg.store.transaction import Transaction
from fazhi.kg.version import code_digest
from fazhi.ontology.namespaces import ONTOLOGY_GRAPH, reference_graph


def load_reference(transaction: Transaction) -> None:
    """Bring the two graphs up to date."""
    digest = code_digest("fazhi.ontology")
    base = transaction.store.base
    loaded = all(map(transaction.store.has_graph, (ONTOLOGY_GRAPH, reference_graph(base))))
    if loaded and transaction.settings.get("reference") == digest:
        return
    from fazhi.ontology.rdf import ontology_quads, rebased
    from fazhi.ontology.reference_rdf import reference_quads

    # The ontology first: everything is inferred again by a new one.
    transaction.replace(ONTOLOGY_GRAPH, ontology_quads())
    transaction.replace(reference_graph(base), rebased(reference_quads(), base))
    transaction.settings["reference"] = digest
