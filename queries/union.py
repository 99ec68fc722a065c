"""What a query without GRAPH runs over: everything in the database."""

from __future__ import annotations

from pyoxigraph import DefaultGraph, Store


def lacks_union(store: Store) -> bool:
    """Whether a query must request the union of the named graphs because the default graph is empty.

    Our own stores hold everything in the default graph. pyoxigraph builds a union while answering, and
    yields a triple once for each graph that contains it: counts are then wrong, and joins over statements
    that many graphs repeat exhaust memory. That is acceptable only for small stores that were not built by
    fazhi.
    """
    return next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is None
