"""Answers in English: the questions of the catalogue give labels, reasons and deadlines in Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from fazhi.ontology.namespaces import PREFIXES
from fazhi.queries.results import Result, Term
from fazhi.queries.union import lacks_union

#: Columns whose words have no thing beside them, and what stands there between a reason and what is missing.
_IN_WORDS = frozenset({"explanation", "deadline", "verification", "jurisdiction"})
_MISSING = "，缺少："
#: What questions say in words of their own.
_OWN_WORDS = {
    "已核对": "verified",
    "条文未核对": "article not verified",
    "未归类": "unclassified",
    "全国": "nationwide",
}
_WORDS = """
SELECT DISTINCT ?zh ?en {
  { ?concept skos:inScheme <https://w3id.org/fazhi/ns/assessment-rule> ; skos:definition ?zh, ?en }
  UNION { ?concept skos:inScheme <https://w3id.org/fazhi/ns/element> ; skos:prefLabel ?zh, ?en }
  UNION { ?concept skos:inScheme <https://w3id.org/fazhi/ns/role> ; skos:prefLabel ?zh, ?en }
  UNION { ?obligation fz:deadlineInWords ?zh, ?en }
  FILTER(LANG(?zh) = "zh" && LANG(?en) = "en")
}"""
_LABELS = """
SELECT ?thing ?label {
  VALUES ?thing { %s } ?thing skos:prefLabel|rdfs:label ?label FILTER(LANG(?label) = "en")
}"""


def in_english(store: Store, result: Result) -> Result:
    """The answer with what has a name in English in English: classes, outcomes, reasons, deadlines.

    Names of bodies and laws, and the words of reports, stay as they are, and so do units of figures
    (:func:`fazhi.ontology.units.in_english`).
    """
    position = {column: index for index, column in enumerate(result.columns)}
    pairs = [
        (position[column], position[f"{column}Label"])
        for column in result.columns
        if f"{column}Label" in position
    ]
    things = {row[thing] for row in result.rows for thing, _ in pairs}
    labels = _labels(store, [thing for thing in things if isinstance(thing, NamedNode)])
    in_words = [position[column] for column in result.columns if column in _IN_WORDS]
    words = _OWN_WORDS | (_words(store) if in_words else {})
    rows = []
    for row in result.rows:
        cells = list(row)
        for thing, label in pairs:
            cells[label] = labels.get(cells[thing]) or _translated(cells[label], words)
        for index in in_words:
            cells[index] = _translated(cells[index], words)
        rows.append(tuple(cells))
    return Result(result.columns, tuple(rows), result.cut)


def _translated(term: Term | None, words: Mapping[str, str]) -> Term | None:
    """Words of a question in English; a reason may be followed by what is missing."""
    if not isinstance(term, Literal):
        return term
    said, missing, parts = term.value.partition(_MISSING)
    if said not in words:
        return term
    told = ", ".join(words.get(part, part) for part in parts.split("、"))
    return Literal(f"{words[said]}; missing: {told}" if missing else words[said])


def _words(store: Store) -> dict[str, str]:
    return {row["zh"].value: row["en"].value for row in _rows(store, _WORDS)}


def _labels(store: Store, things: Iterable[NamedNode]) -> dict[Term | None, Literal]:
    return {row["thing"]: row["label"] for row in _rows(store, _LABELS % " ".join(map(str, things)))}


def _rows(store: Store, query: str) -> QuerySolutions:
    solutions = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=lacks_union(store))
    assert isinstance(solutions, QuerySolutions)
    return solutions
