"""What binds the bodies that report (适用情况): one graph of a store for all its reports.

Reports lead to it by fz:applicability; those of bodies of the same kind and year share a node. What
binds a body and has no assessment is not reported.
"""

from __future__ import annotations

from fazhi.kg.assessment.binding import binding
from fazhi.kg.graph.terms import Graph
from fazhi.kg.iris import applicability_key, resource
from fazhi.kg.store.transaction import Transaction
from fazhi.ontology.rdf import rebased
from fazhi.ontology.reference import obligations

#: For each way in which an obligation reaches a body (an id of the reach scheme) the property that says so.
PROPERTIES = {
    "direct": "fz:bindsDirectly",
    "explicit": "fz:bindsExplicitly",
    "all_bodies": "fz:bindsAllBodies",
    "by_reference": "fz:reachesByReference",
    "if_authorised": "fz:reachesIfAuthorised",
    "via_parent": "fz:reachesThroughParent",
}


def update_applicability(transaction: Transaction) -> None:
    """Make the graph anew for the reports that the store has; without reports it has none.

    It changes only with the reports or the reference data.
    """
    if not transaction.written:
        return
    store = transaction.store
    name = resource("graph", "applicability", base=store.base)
    rows = store.select("SELECT DISTINCT ?found { ?report fz:applicability ?found }")
    graph = Graph(name)
    for row in rows:
        found = row["found"].value
        graph.add(found, "rdf:type", "fz:Applicability")
        for key, how in binding(*applicability_key(found)).items():
            graph.add(found, PROPERTIES[how], obligations()[key].iri)
    if len(graph):
        transaction.replace(name, rebased(graph, store.base))
    elif store.has_graph(name):
        transaction.remove(name)
