"""The store as a networkx graph, in the form that ``fazhi.viz.page.graph_page`` expects.

Nodes are IRIs with ``label``, ``kind``, ``kind_label_zh``/``_en``, ``iri``, ``details`` (Chinese label,
English label, value) and ``evidence`` (sentences). Edges have ``label_zh``, ``label_en`` and
``evidence``: the sentences that state a citation or an observed day, else an empty list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from functools import partial
from typing import Any

import networkx
from pyoxigraph import NamedNode, QuerySolutions

from fazhi.kg.output.parts import REPORTS, Part, parts
from fazhi.kg.output.tables import Answering
from fazhi.kg.store.files import StoreError
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.namespaces import FZ
from fazhi.ontology.record_types import record_types, statement_types
from fazhi.queries.names import resolve
from fazhi.queries.results import expanded
from fazhi.viz.kinds import known_kinds

#: Class (local name) of a public body -> kind on the page.
BODY_KINDS = {"Park": "Park", "LocalGovernment": "Government", "GovernmentDepartment": "Department"}

# What a report states, with its evidence. Linked citations and publicity days are edges, not nodes.
_STATEMENTS = """
SELECT ?report ?node ?class ?exact ?sentence ?name ?concept_zh ?value ?upper ?unit WHERE {
  VALUES ?class { %s }
  ?node fz:inReport ?report ; a ?class ; fz:mainEvidence ?evidence .
  ?evidence oa:exact ?exact ; fz:inSentence/oa:exact ?sentence .
  FILTER NOT EXISTS { ?node fz:instrument|fz:publicityDay ?linked }
  OPTIONAL { ?node skos:prefLabel|fz:titleAsWritten|fz:nameAsWritten ?name }
  OPTIONAL {
    ?node fz:activityClass|fz:indicator|fz:topic|fz:counselKind|fz:modality|fz:purpose ?concept .
    ?concept skos:prefLabel ?concept_zh FILTER(LANG(?concept_zh) = "zh")
  }
  OPTIONAL { ?node sdmx-measure:obsValue|fz:amount ?value }
  OPTIONAL { ?node fz:upperBound ?upper }
  OPTIONAL { ?node fz:unit ?unit }
} ORDER BY ?node ?concept_zh"""

_SHARED = """
SELECT ?report ?node ?label ?kind ?exact ?sentence ?purpose_zh ?purpose_en WHERE {
  { ?mention fz:instrument ?node BIND("Instrument" AS ?kind) } UNION
  { ?mention fz:publicityDay ?node BIND("PublicityDay" AS ?kind) }
  ?mention fz:inReport ?report ; fz:hasEvidence ?evidence .
  ?evidence oa:exact ?exact ; fz:inSentence/oa:exact ?sentence .
  ?node skos:prefLabel ?label FILTER(LANG(?label) = "zh")
  OPTIONAL {
    ?mention fz:purpose ?purpose .
    ?purpose skos:prefLabel ?purpose_zh, ?purpose_en
    FILTER(LANG(?purpose_zh) = "zh" && LANG(?purpose_en) = "en")
  }
} ORDER BY ?node ?evidence"""

# What an ambiguous citation may mean.
_POSSIBLE = """
SELECT ?mention ?node ?label WHERE {
  ?mention fz:possibleInstrument ?node .
  ?node skos:prefLabel ?label FILTER(LANG(?label) = "zh")
} ORDER BY ?mention ?node"""

_REPORTS = """
SELECT DISTINCT ?report ?body ?label ?year ?title ?issued WHERE {
  ?report a fz:Report .
  OPTIONAL { ?report fz:issuer ?body . ?body skos:prefLabel ?label }
  OPTIONAL { ?report fz:reportedYear ?year }
  OPTIONAL { ?report dcterms:title ?title }
  OPTIONAL { ?report dcterms:issued ?issued }
} ORDER BY ?report"""

_BODIES = """
SELECT DISTINCT ?body ?label ?class ?place ?place_label ?parent WHERE {
  { SELECT DISTINCT ?body {
    { ?report fz:issuer|dcterms:publisher ?body } UNION { ?below org:subOrganizationOf ?body }
  } }
  ?body skos:prefLabel ?label ; a ?class .
  OPTIONAL { ?body fz:place ?place . ?place skos:prefLabel ?place_label }
  OPTIONAL { ?body org:subOrganizationOf ?parent }
} ORDER BY ?body ?class"""

_ASSESSMENTS = """
SELECT ?report ?obligation ?label ?outcome_zh ?outcome_en WHERE {
  ?assessment fz:assesses ?report ; fz:obligation ?obligation ; fz:outcome ?outcome .
  FILTER(STRENDS(STR(?outcome), "/evidenced") || STRENDS(STR(?outcome), "/partly"))
  ?obligation skos:prefLabel ?label FILTER(LANG(?label) = "zh")
  ?outcome skos:prefLabel ?outcome_zh, ?outcome_en
  FILTER(LANG(?outcome_zh) = "zh" && LANG(?outcome_en) = "en")
} ORDER BY ?report ?obligation"""

_LINKS = """
SELECT ?from ?to ?zh ?en WHERE {
  { ?from org:member ?to BIND("律师事务所" AS ?zh) BIND("firm" AS ?en) } UNION
  { ?from fz:hasObservation ?to BIND("数据" AS ?zh) BIND("figure" AS ?en) } UNION
  { ?from fz:hasCitation/fz:instrument ?to BIND("引用" AS ?zh) BIND("citation" AS ?en) } UNION
  { ?from fz:onDay/fz:publicityDay ?to BIND("宣传日" AS ?zh) BIND("publicity day" AS ?en) } UNION
  { ?from fz:hasCounsel ?to BIND("法律顾问" AS ?zh) BIND("legal counsel" AS ?en) }
} ORDER BY ?from ?to"""


def to_networkx(store: GraphStore, what: str = "all") -> networkx.MultiDiGraph:
    """The graph around ``all`` reports, the reports of one body, or one report (``body/year`` or its IRI).

    Raises FazhiError if ``what`` matches nothing in the store; the message lists the nearest names.
    """
    return networkx.compose_all(graphs_around(store, what))


def graphs_around(store: GraphStore, what: str = "all") -> Iterator[networkx.MultiDiGraph]:
    """The same in graphs around some reports each; what reports share, and where that leads, is in several.

    Raises what that raises.
    """
    reports = _selected(store, what)
    bodies = _Bodies(store)
    if len(reports) <= REPORTS:
        yield _graph_around(reports, store, bodies, limited=what != "all")
    else:
        # A loop would keep one part while the next is made.
        yield from map(partial(_graph_of, bodies), parts(store))


def _graph_of(bodies: _Bodies, part: Part) -> networkx.MultiDiGraph:
    reports = {row["report"].value for row in part.select(_REPORTS)}
    return _graph_around(reports, part, bodies, limited=False)


def _graph_around(
    reports: set[str], asked: Answering, bodies: _Bodies, *, limited: bool
) -> networkx.MultiDiGraph:
    """The graph around these reports, which are all that ``asked`` has if that is not ``limited`` to them."""
    graph = networkx.MultiDiGraph()

    def rows(query: str) -> QuerySolutions:
        if limited:
            given = " ".join(str(NamedNode(report)) for report in sorted(reports))
            query = query.replace("WHERE {", f"WHERE {{ VALUES ?report {{ {given} }}", 1)
        return asked.select(query)

    _add_reports(graph, rows(_REPORTS), reports)
    classes = " ".join(found.class_ for found in statement_types().values())
    _add_statements(graph, rows(_STATEMENTS % classes), reports)
    _add_shared(graph, rows(_SHARED), reports)
    _add_possible(graph, asked.select(_POSSIBLE))
    bodies.add_to(graph)
    _add_links(graph, asked)
    _add_assessments(graph, rows(_ASSESSMENTS), reports)
    return graph


def _selected(store: GraphStore, what: str) -> set[str]:
    """IRIs of the reports that ``what`` selects."""
    rows = list(store.select(_REPORTS))
    if not rows:
        raise StoreError(
            "the store holds no report; build some first: fazhi build REPORTS",
            "知识图谱中没有报告，请先构建：fazhi build 报告",
            at=store.path,
        )
    if what == "all":
        return {row["report"].value for row in rows}
    what = expanded(what)
    for row in rows:
        if what == row["report"].value or row["report"].value.endswith(f"/report/{what}"):
            return {row["report"].value}
    name, _, year = what.rpartition("/")
    wanted = name if year.isdigit() and name else what
    body = resolve(store.dataset, "body", wanted)
    found = {
        row["report"].value
        for row in rows
        if row["body"] == body and (wanted == what or _text(row["year"]) == year)
    }
    if not found:
        raise StoreError(
            f"no report of {name} on {year} in the store; fazhi query reports lists what there is",
            f"知识图谱中没有{name}{year}年度的报告；fazhi query reports 列出已有的报告",
        )
    return found


def _add_reports(graph: networkx.MultiDiGraph, rows: QuerySolutions, reports: Set[str]) -> None:
    for row in rows:
        report = row["report"].value
        if report not in reports:
            continue
        label, year = _text(row["label"]), _text(row["year"])
        details = [
            _detail("title", _text(row["title"])),
            _detail("year", year),
            _detail("published", _text(row["issued"])),
        ]
        _add_node(graph, report, f"{label or '报告'} {year}".strip(), "Report", details)
        if row["body"] is not None:
            _add_node(graph, row["body"].value, label, "PublicBody", [])
            issuer = record_types()["report"].fields["issuer"]
            _add_edge(graph, report, row["body"].value, issuer.label_zh, issuer.label_en)


def _detail(field: str, value: str) -> tuple[str, str, str]:
    """A detail of a report: the label of its field in both languages, and the value."""
    known = record_types()["report"].fields[field]
    return known.label_zh, known.label_en, value


def _add_statements(graph: networkx.MultiDiGraph, rows: QuerySolutions, reports: Set[str]) -> None:
    for row in rows:
        report, node = row["report"].value, row["node"].value
        if report not in reports or node in graph:
            continue
        concept, value, unit = _text(row["concept_zh"]), _text(row["value"]), _text(row["unit"])
        if row["upper"] is not None:
            value = f"{value}-{_text(row['upper'])}"
        exact, name = _text(row["exact"]), _text(row["name"])
        kind = _local(row["class"])
        label = f"{concept} {value} {unit}".strip() if kind == "Observation" and concept else name or exact
        details = [
            ("原文", "words", exact),
            ("类别", "class", concept),
            ("数量", "amount", f"{value} {unit}".strip()),
        ]
        _add_node(graph, node, label, kind, details, [_text(row["sentence"])])
        _add_edge(graph, report, node, "写明", "states")


def _add_shared(graph: networkx.MultiDiGraph, rows: QuerySolutions, reports: Set[str]) -> None:
    for row in rows:
        report, node, kind = row["report"].value, row["node"].value, _text(row["kind"])
        if report not in reports:
            continue
        _add_node(graph, node, _text(row["label"]), kind, [])
        zh, en = ("引用", "cites") if kind == "Instrument" else ("利用", "observes")
        if row["purpose_zh"] is not None:
            zh, en = f"{zh}：{_text(row['purpose_zh'])}", f"{en}: {_text(row['purpose_en'])}"
        _add_edge(graph, report, node, zh, en, [_text(row["sentence"])])


def _add_possible(graph: networkx.MultiDiGraph, rows: QuerySolutions) -> None:
    """Lead ambiguous citations, which are nodes of their own, to the instruments that they may mean."""
    for row in rows:
        mention, node = row["mention"].value, row["node"].value
        if mention in graph:
            _add_node(graph, node, _text(row["label"]), "Instrument", [])
            _add_edge(graph, mention, node, "可能所指", "may mean")


class _Bodies:
    """What a store knows of bodies: kinds, places and parents."""

    def __init__(self, store: GraphStore) -> None:
        # By body: its label, and a class, a place and the label of that, as often as it has several.
        self._known: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
        self._parents: dict[str, str] = {}
        for row in store.select(_BODIES):
            place = _text(row["place"]), _text(row["place_label"])
            self._known[row["body"].value].append((_text(row["label"]), _local(row["class"]), *place))
            if row["parent"] is not None:
                self._parents[row["body"].value] = row["parent"].value

    def add_to(self, graph: networkx.MultiDiGraph) -> None:
        """Add what is known of each body in the graph, and all its ancestors."""
        wanted = {node for node in graph if node in self._known}
        for body in sorted(wanted):
            while body in self._parents and self._parents[body] not in wanted:
                body = self._parents[body]
                wanted.add(body)
        for body in sorted(wanted):
            for label, class_, place, place_label in self._known[body]:
                known = graph.nodes[body]["kind"] if body in graph else "PublicBody"
                _add_node(graph, body, label, BODY_KINDS.get(class_, known), [])
                if place:
                    _add_node(graph, place, place_label, "Place", [])
                    _add_edge(graph, body, place, "所在地", "place")
        for body in sorted(wanted & self._parents.keys()):
            _add_edge(graph, body, self._parents[body], "隶属", "part of")


def _add_links(graph: networkx.MultiDiGraph, asked: Answering) -> None:
    names = {
        row["firm"].value: _text(row["label"])
        for row in asked.select("SELECT ?firm ?label { ?firm a fz:LawFirm ; skos:prefLabel ?label }")
    }
    for row in asked.select(_LINKS):
        start, end = row["from"].value, row["to"].value
        if start not in graph:
            continue
        if end in names:
            _add_node(graph, end, names[end], "LawFirm", [])
        if end in graph:
            _add_edge(graph, start, end, _text(row["zh"]), _text(row["en"]))


def _add_assessments(graph: networkx.MultiDiGraph, rows: QuerySolutions, reports: Set[str]) -> None:
    for row in rows:
        if row["report"].value in reports:
            _add_node(graph, row["obligation"].value, _text(row["label"]), "Obligation", [])
            zh, en = _text(row["outcome_zh"]), _text(row["outcome_en"])
            _add_edge(graph, row["report"].value, row["obligation"].value, zh, en)


def _add_node(
    graph: networkx.MultiDiGraph,
    node: str,
    label: str,
    kind: str,
    details: list[tuple[str, str, str]],
    evidence: list[str] | None = None,
) -> None:
    """Add a node, or set the kind of an existing one; details without a value are left out."""
    look = known_kinds()[kind]
    attributes: dict[str, Any] = {"kind": kind, "kind_label_zh": look.zh, "kind_label_en": look.en}
    if node not in graph:
        given = [detail for detail in details if detail[2]]
        attributes |= {"label": label, "iri": node, "details": given, "evidence": evidence or []}
    graph.add_node(node, **attributes)


def _add_edge(
    graph: networkx.MultiDiGraph, start: str, end: str, zh: str, en: str, evidence: list[str] | None = None
) -> None:
    key = f"{zh}|{(evidence or [''])[0]}"
    if not graph.has_edge(start, end, key):
        graph.add_edge(start, end, key, label_zh=zh, label_en=en, evidence=evidence or [])


def _text(term: Any) -> str:
    return "" if term is None else str(term.value)


def _local(node: NamedNode) -> str:
    return node.value.removeprefix(FZ)
