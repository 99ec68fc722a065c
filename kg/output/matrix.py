"""The matrix of reports and statutory obligations of a store (:class:`fazhi.viz.matrix.Matrix`)."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from pyoxigraph import NamedNode

from fazhi.kg.iris import place_of
from fazhi.kg.output.passages import Passage as Sentence
from fazhi.kg.output.passages import passages_of
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.collation import by_sound
from fazhi.ontology.concepts import class_labels
from fazhi.ontology.namespaces import ID, resource
from fazhi.queries.errors import UnknownValue
from fazhi.queries.names import matching, nearest, quoted
from fazhi.viz.matrix import Column, Matrix, Passage, Row, Rule, Told

#: Kinds of body, in the order in which they stand side by side.
KINDS = ("Park", "LocalGovernment", "GovernmentDepartment", "PartyCommittee", "PublicBody")
_INNER = str.maketrans("《》", "〈〉")
#: Characters of a sentence that are shown around the words in it.
_AROUND = 160


_REPORTS = """
SELECT ?report ?name ?year ?applicability ?body {
  ?report a fz:Report ; fz:issuer ?body ; fz:reportedYear ?year ; fz:applicability ?applicability .
  ?body skos:prefLabel ?name
} ORDER BY ?name ?year ?report"""
_KINDS = "SELECT ?body { ?report fz:issuer ?body . ?body a fz:KIND }"
_PLACES = """
SELECT ?body ?place ?name (COUNT(?wider) AS ?depth) {
  ?report fz:issuer ?body . ?body fz:place/schema:containedInPlace* ?place .
  ?place skos:prefLabel ?name OPTIONAL { ?place schema:containedInPlace+ ?wider }
} GROUP BY ?body ?place ?name ORDER BY ?body ?depth"""
_OBLIGATIONS = """
SELECT ?obligation ?zh ?en ?law ?lawName ?article ?verified ?topic ?from ?to ?current {
  {
    ?obligation a fz:StatutoryObligation BIND(?obligation AS ?rule) BIND(true AS ?current)
  } UNION { ?obligation a fz:StatutoryObligation ; fz:earlierRule ?rule BIND(false AS ?current) }
  ?obligation skos:prefLabel ?zh, ?en FILTER(LANG(?zh) = "zh" && LANG(?en) = "en")
  ?rule fz:derivedFrom ?law . ?law skos:prefLabel ?lawName
  OPTIONAL { ?rule fz:article ?article } OPTIONAL { ?rule fz:verified ?verified }
  OPTIONAL { ?rule fz:inForceFrom ?from } OPTIONAL { ?rule fz:inForceTo ?to }
  OPTIONAL { ?obligation fz:activityClass ?topic }
} ORDER BY ?obligation DESC(?current)"""
_BINDS = "SELECT ?applicability ?obligation ?way { ?binds fz:reach ?way . ?applicability ?binds ?obligation }"
_WAYS = """
SELECT DISTINCT ?way ?zh ?en {
  ?binds fz:reach ?way . ?way skos:definition ?zh, ?en FILTER(LANG(?zh) = "zh" && LANG(?en) = "en")
}"""
# Each side is gone through once; to look up the one for each of the other takes several times as long.
_FOUND = """
SELECT ?report ?obligation ?outcome {
  { SELECT ?x ?report { ?x fz:assesses ?report } }
  { SELECT ?x ?obligation { ?x fz:obligation ?obligation } }
  { SELECT ?x ?outcome { ?x fz:outcome ?outcome } }
}"""
_TOLD = """
SELECT ?report ?obligation ?zh ?en ?evidence {
  ?x fz:assesses ?report ; fz:obligation ?obligation ; fz:assessmentRule ?rule .
  ?rule skos:definition ?zh, ?en FILTER(LANG(?zh) = "zh" && LANG(?en) = "en")
  OPTIONAL { ?x fz:hasEvidence ?evidence . ?evidence oa:start ?start }
} ORDER BY ?start"""
_MISSING = """
SELECT DISTINCT ?report ?obligation ?zh ?en {
  ?x fz:assesses ?report ; fz:obligation ?obligation ; fz:missing ?missing .
  ?missing skos:prefLabel ?zh, ?en FILTER(LANG(?zh) = "zh" && LANG(?en) = "en")
} ORDER BY ?missing"""


def outcomes_of(store: GraphStore) -> dict[tuple[str, str], str]:
    """The outcome's id by the IRIs of report and obligation; of what is not reported there is none."""
    # Of millions of pairs, each IRI is kept once.
    once: dict[str, str] = {}
    return {
        (once.setdefault(report.value, report.value), once.setdefault(duty.value, duty.value)): sys.intern(
            _id(outcome)
        )
        for report, duty, outcome in store.select(_FOUND)
    }


def matrix_of(store: GraphStore, outcomes: Mapping[tuple[str, str], str] | None = None) -> Matrix:
    """What binds or reaches each report's body and what the report evidences of it.

    Columns stand by kind and name, rows by the name of their law: the obligations that apply to some report.
    ``outcomes`` are those of :func:`outcomes_of`, if they are at hand.
    """
    laws: dict[str, str] = {}
    applying = [
        (row["applicability"].value, row["obligation"].value, _id(row["way"])) for row in store.select(_BINDS)
    ]
    found_rows = _rows(store, laws, {obligation for _, obligation, _ in applying})
    order = {iri: number for number, (iri, _) in enumerate(found_rows)}
    ways: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for applicability, obligation, way in applying:
        if obligation in order:
            ways[applicability].append((order[obligation], obligation, way))
    found = outcomes_of(store) if outcomes is None else outcomes
    places: dict[str, str] = {}
    columns, cells = [], []
    shared: dict[tuple[str, str], tuple[str, str]] = {}
    for iri, applicability, column in _columns(store, places):
        line: list[tuple[str, str] | None] = [None] * len(found_rows)
        for number, obligation, way in ways[applicability]:
            # What applies to a body and has no assessment is not reported.
            cell = (found.get((iri, obligation), "not_reported"), way)
            line[number] = shared.setdefault(cell, cell)
        columns.append(column)
        cells.append(line)
    told = {_id(row["way"]): (row["zh"].value, row["en"].value) for row in store.select(_WAYS)}
    return Matrix(columns, [row for _, row in found_rows], cells, laws, places, told)


def part_of(matrix: Matrix, what: str) -> Matrix:
    """The reports of a body, or of the bodies in a place or of a kind; with a year behind it, those on that.

    ``what`` is such as ``南通市`` or ``Park/2023``. Raises UnknownValue, with near names, if there are none.
    """
    name, _, year = what.rpartition("/")
    wanted = name if name and year.isdecimal() else what
    named: dict[str, set[str]] = defaultdict(set)
    for column in matrix.columns:
        places = (matrix.places[place] for place in column.places)
        for each in (column.name, column.kind, *class_labels()[column.kind], *places):
            named[each].add(column.key)
    keys = matching(wanted, named)
    of = [
        number
        for number, column in enumerate(matrix.columns)
        if column.key in keys and (wanted == what or column.year == year)
    ]
    if not of:
        near = nearest(wanted, named)
        raise UnknownValue(
            f"no reports of {quoted(what)} in the store{near.en}",
            f"图谱中没有{quoted(what)}的报告{near.zh}",
        )
    columns, cells = [matrix.columns[number] for number in of], [matrix.cells[number] for number in of]
    return replace(matrix, columns=columns, cells=cells)


def told_of(
    store: GraphStore,
    reports: Iterable[str],
    href: Callable[[str], str] = lambda evidence: "",
) -> dict[str, dict[str, Told]]:
    """What is told of the assessments of the reports with these keys: by report and obligation.

    ``href`` gives the address of evidence by its IRI, "" if it has none.
    """
    keys = (key.rpartition("/")[::2] for key in reports)
    iris = (NamedNode(resource("report", body, year, base=store.base)) for body, year in keys)
    given = f"VALUES ?report {{ {' '.join(map(str, iris))} }} "

    def rows(query: str) -> Iterable[Any]:
        return store.select(query.replace("{", f"{{ {given}", 1))

    missing: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in rows(_MISSING):
        missing[row["report"].value, row["obligation"].value].append((row["zh"].value, row["en"].value))
    why: dict[tuple[str, str], tuple[str, str]] = {}
    evidence: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for row in rows(_TOLD):
        pair = (row["report"].value, row["obligation"].value)
        why.setdefault(pair, (row["zh"].value, row["en"].value))
        if row["evidence"]:
            evidence[pair][row["evidence"].value] = None
    sentences = passages_of(store, {iri for of_pair in evidence.values() for iri in of_pair})
    shown = {iri: _passage(iri, sentence, href(iri)) for iri, sentence in sentences.items()}
    found: dict[str, dict[str, Told]] = defaultdict(dict)
    for (iri, obligation), words in why.items():
        lacking = missing[iri, obligation]
        zh = f"{words[0]}，缺少：{'、'.join(zh for zh, _ in lacking)}" if lacking else words[0]
        en = f"{words[1]}, missing: {', '.join(en for _, en in lacking)}" if lacking else words[1]
        passages = (shown[one] for one in evidence[iri, obligation] if one in shown)
        found[key_of(store, iri)][key_of(store, obligation)] = Told(zh, en, tuple(dict.fromkeys(passages)))
    return dict(found)


def key_of(store: GraphStore, iri: str) -> str:
    """What stands behind the kind of thing in an IRI, unescaped: ``启东经济开发区/2023`` of a report's."""
    return unquote(iri.removeprefix(store.base).removeprefix(ID).partition("/")[2])


def _columns(store: GraphStore, places: dict[str, str]) -> list[tuple[str, str, Column]]:
    """IRI, applicability and column of each report; names of places go into ``places``."""
    kinds: dict[str, str] = {}
    for kind in KINDS:
        for row in store.select(_KINDS.replace("KIND", kind)):
            kinds.setdefault(row["body"].value, kind)
    lie: dict[str, list[str]] = defaultdict(list)
    for row in store.select(_PLACES):
        key = key_of(store, row["place"].value)
        places[key] = row["name"].value
        if key not in lie[row["body"].value]:
            lie[row["body"].value].append(key)
    found: dict[str, tuple[str, str, Column]] = {}
    for row in store.select(_REPORTS):
        iri, body = row["report"].value, row["body"].value
        kind = kinds.get(body, KINDS[-1])
        column = Column(
            key_of(store, iri), row["name"].value, row["year"].value, kind, tuple(lie.get(body, ()))
        )
        found.setdefault(iri, (iri, row["applicability"].value, column))
    return sorted(found.values(), key=lambda one: (KINDS.index(one[2].kind), by_sound(one[2].name)))


def _rows(store: GraphStore, laws: dict[str, str], wanted: Collection[str]) -> list[tuple[str, Row]]:
    """IRI and row of each of the statutory obligations ``wanted``; names of laws go into ``laws``."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row in store.select(_OBLIGATIONS):
        if row["obligation"].value in wanted:
            found[row["obligation"].value].append(row)
    rows = []
    for iri, lines in found.items():
        now = lines[0]
        law = key_of(store, now["law"].value)
        laws[law] = now["lawName"].value
        rules = {line["current"].value + line["law"].value: _rule(line) for line in lines}
        row = Row(
            key_of(store, iri),
            now["zh"].value,
            now["en"].value,
            law,
            _text(now["article"]),
            _id(now["topic"]) if now["topic"] else "",
            tuple(rules.values()),
        )
        rows.append((iri, row))
    return sorted(rows, key=lambda pair: (by_sound(laws[pair[1].law]), pair[1].key))


def _rule(line: Any) -> Rule:
    first, last = (_text(line[name])[:4] for name in ("from", "to"))
    return Rule(
        f"《{line['lawName'].value.translate(_INNER)}》{_text(line['article'])}",
        _text(line["verified"]) != "false",
        int(first) if first.isdecimal() else 0,
        int(last) if last.isdecimal() else 9999,
    )


def _passage(iri: str, sentence: Sentence, href: str) -> Passage:
    words, whole = place_of(iri), place_of(sentence.iri)
    start, end = 0, len(sentence.text)
    if words and whole and words[0] == whole[0] and whole[1] <= words[1] and words[2] <= whole[2]:
        start, end = words[1] - whole[1], words[2] - whole[1]
    before, after = sentence.text[:start], sentence.text[end:]
    return Passage(
        f"…{before[-_AROUND:]}" if len(before) > _AROUND else before,
        sentence.text[start:end],
        f"{after[:_AROUND]}…" if len(after) > _AROUND else after,
        sentence.section,
        sentence.locator,
        href,
    )


def _text(term: Any) -> str:
    return term.value if term is not None else ""


def _id(concept: Any) -> str:
    return str(concept.value).rpartition("/")[2]
