"""The ontology and the reference data in a store: loaded when absent, replaced when they changed."""

from __future__ import annotations

from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.version import code_digest
from fazhi.ontology.namespaces import ONTOLOGY_GRAPH, REFERENCE_GRAPH


def load_reference(store: GraphStore) -> None:
    """Bring the two graphs up to date, and what follows from all graphs where the ontology changed."""
    digest = code_digest("fazhi.ontology")
    loaded = store.has_graph(ONTOLOGY_GRAPH) and store.has_graph(REFERENCE_GRAPH)
    current = loaded and store.settings.get("reference") == digest
    if not current:
        from fazhi.ontology.rdf import ontology_quads, reference_quads

        store.replace_graph(ONTOLOGY_GRAPH, ontology_quads())
    store.renew_inferences()
    if not current:
        store.replace_graph(REFERENCE_GRAPH, reference_quads())
        store.remember(reference=digest)
