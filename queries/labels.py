"""Labels of an answer in English: the questions of the catalogue give those of concepts in Chinese."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from fazhi.ontology.namespaces import PREFIXES
from fazhi.queries.results import Result, Term
from fazhi.queries.union import lacks_union

#: What questions say in words of their own.
_WORDS: dict[Term | None, Literal] = {
    Literal("已核对"): Literal("checked"),
    Literal("条文未核对"): Literal("article not checked"),
}


def in_english(store: Store, result: Result) -> Result:
    """The answer with English labels where the store has them; all others stay."""
    position = {column: index for index, column in enumerate(result.columns)}
    pairs = [
        (position[column], position[f"{column}Label"])
        for column in result.columns
        if f"{column}Label" in position
    ]
    things = {row[thing] for row in result.rows for thing, _ in pairs}
    labels = _english(store, [thing for thing in things if isinstance(thing, NamedNode)])
    rows = []
    for row in result.rows:
        cells: list[Term | None] = [_WORDS.get(term, term) for term in row]
        for thing, label in pairs:
            cells[label] = labels.get(cells[thing], cells[label])
        rows.append(tuple(cells))
    return Result(result.columns, tuple(rows))


def _english(store: Store, things: Iterable[NamedNode]) -> dict[Term | None, Literal]:
    solutions = store.query(
        "SELECT ?thing ?label { VALUES ?thing { " + " ".join(map(str, things)) + " } "
        '?thing skos:prefLabel|rdfs:label ?label FILTER(LANG(?label) = "en") }',
        prefixes=PREFIXES,
        use_default_graph_as_union=lacks_union(store),
    )
    assert isinstance(solutions, QuerySolutions)
    return {row["thing"]: row["label"] for row in solutions}
