"""What a reader may give for a parameter: names of things that the reports of a store speak of."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pyoxigraph import Literal, QuerySolutions, Store

from fazhi.ontology.namespaces import PREFIXES
from fazhi.queries.catalogue import Parameter
from fazhi.queries.union import lacks_union

_PATTERNS = Path(__file__).with_name("examples.yaml")


def examples(store: Store, parameter: Parameter, most: int = 3) -> tuple[str, ...]:
    """Up to ``most`` values for a parameter, what most records of the store are about first; its own example
    where the store has none, and for days and words.
    """
    if parameter.type == "year":
        found = _years(store, most)
    else:
        found = _names(store, _patterns()[parameter.type], most) if parameter.type in _patterns() else ()
    return found or (parameter.example,)


def _years(store: Store, most: int) -> tuple[str, ...]:
    query = f"SELECT DISTINCT ?year {{ ?report fz:reportedYear ?year }} ORDER BY DESC(?year) LIMIT {most}"
    return tuple(year for (year,) in _rows(store, query))


def _names(store: Store, pattern: str, most: int) -> tuple[str, ...]:
    order = f"ORDER BY DESC(?n) ?thing LIMIT {most}"
    often = f"SELECT ?thing (COUNT(*) AS ?n) {{ {pattern} }} GROUP BY ?thing {order}"
    named = f"SELECT (MIN(?label) AS ?name) {{ {{ {often} }} ?thing skos:prefLabel ?label "
    rows = _rows(
        store, f'{named} FILTER(LANG(?label) IN ("", "zh")) }} GROUP BY ?thing ?n ORDER BY DESC(?n) ?thing'
    )
    return tuple(name for (name,) in rows)


def _rows(store: Store, query: str) -> list[tuple[str, ...]]:
    solutions = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=lacks_union(store))
    assert isinstance(solutions, QuerySolutions)
    return [tuple(term.value for term in row if isinstance(term, Literal)) for row in solutions]


@cache
def _patterns() -> dict[str, str]:
    patterns: dict[str, str] = yaml.safe_load(_PATTERNS.read_text("utf-8"))
    return patterns
