"""What a question without GRAPH is put to: everything the store holds, each triple once."""

from __future__ import annotations

from pyoxigraph import DefaultGraph, Store


def lacks_union(store: Store) -> bool:
    """Whether a query must ask for the union of the named graphs: nothing is in the default graph.

    A store of ours keeps the union in its default graph. pyoxigraph can make one while it answers, but
    that yields a triple once for each graph that has it: counts come out wrong, and joins over what many
    reports say alike (a city's name) grow beyond all memory. It serves for small stores of other making.
    """
    return next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is None
