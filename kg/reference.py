"""The ontology and the reference data in a store: loaded when absent, replaced when they changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import ontology
from kg.store import GraphStore
from ontology.namespaces import ONTOLOGY_GRAPH, REFERENCE_GRAPH


def load_reference(store: GraphStore) -> bool:
    """Bring the two graphs up to date; True when that changed the store."""
    digest = _digest(Path(ontology.__file__).parent)
    names = store.graph_names()
    if store.settings.get("reference") == digest and {ONTOLOGY_GRAPH, REFERENCE_GRAPH} <= set(names):
        return False
    from ontology.rdf import ontology_quads, reference_quads

    changed = [
        store.replace_graph(ONTOLOGY_GRAPH, ontology_quads()),
        store.replace_graph(REFERENCE_GRAPH, reference_quads()),
    ]
    store.remember(reference=digest)
    return any(changed)


def _digest(directory: Path) -> str:
    """SHA-256 over the room's data files and the code that makes triples of them."""
    total = hashlib.sha256()
    for file in sorted(directory.rglob("*")):
        if file.suffix in {".ttl", ".csv", ".yaml", ".py"}:
            total.update(file.relative_to(directory).as_posix().encode() + b"\0" + file.read_bytes())
    return total.hexdigest()
