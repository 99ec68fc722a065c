"""The model for whoever writes a query: the classes, properties and concepts, and how to ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from pyoxigraph import Literal, NamedNode

from fazhi.ontology.namespaces import FZ, OWL, PREFIXES, RDF, RDFS, SKOS
from fazhi.ontology.rdf import ontology_quads
from fazhi.queries.results import shortened

_TYPE, _LABEL = NamedNode(RDF + "type"), NamedNode(RDFS + "label")
_DEFINITION, _DOMAIN = NamedNode(SKOS + "definition"), NamedNode(RDFS + "domain")
_ABOVE, _RANGE = NamedNode(RDFS + "subClassOf"), NamedNode(RDFS + "range")
_IN_SCHEME, _NOTATION = NamedNode(SKOS + "inScheme"), NamedNode(SKOS + "notation")
_PREFERRED = NamedNode(SKOS + "prefLabel")
_PROPERTIES = {NamedNode(OWL + name) for name in ("ObjectProperty", "DatatypeProperty")}
_HEAD = f"""# 法治图谱的模型 The model of the graph

查询无须声明前缀；只有一个图，GRAPH 和 FROM 查不到内容；名称多有中英文，须选一种：
FILTER(LANG(?label) = "zh")。
No prefix needs declaring; there is one graph without named graphs; most labels are in Chinese and English.

任何内容的原句 The sentence of any statement:

    SELECT ?words ?sentence ?evidence {{
      ?statement a fz:Citation ; fz:inReport ?report ; fz:mainEvidence ?evidence .
      ?report fz:issuer/skos:prefLabel ?body ; fz:reportedYear ?year .
      ?evidence oa:exact ?words ; fz:inSentence/oa:exact ?sentence .
    }}

概念以编号查询最简便 Concepts are asked for by their id: `?c fz:purpose/skos:notation "basis"`.
年度是 xsd:gYear，日期是 xsd:date，数值是 xsd:decimal。报告没有提及不等于没有做。Silence is not “not done”.

前缀 Prefixes: {"、".join(f"{prefix}: <{iri}>" for prefix, iri in PREFIXES.items())}
"""


@cache
def model() -> str:
    """The classes, the properties and the concepts of the ontology, with what they mean, as Markdown."""
    said: dict[Any, dict[Any, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for quad in ontology_quads():
        said[quad.subject][quad.predicate].append(quad.object)
    ours = {node: facts for node, facts in said.items() if str(node).startswith(f"<{FZ}")}
    by_class = defaultdict(list)
    for node, facts in ours.items():
        for domain in facts[_DOMAIN]:
            by_class[domain].append(node)
    lines = [_HEAD, "## 类 Classes", ""]
    for node, facts in ours.items():
        if NamedNode(OWL + "Class") in facts[_TYPE]:
            properties = f" 属性 properties: {_names(by_class[node])}." if by_class[node] else ""
            lines.append(f"- {_described(node, facts, 'subclass of', _ABOVE)}{properties}")
    lines += ["", "## 属性 Properties", ""]
    for node, facts in ours.items():
        if _PROPERTIES & {*facts[_TYPE]}:
            lines.append(f"- {_described(node, facts, '→', _RANGE)}")
    lines += [
        "",
        "## 概念 Concepts",
        "",
        "各概念体系的编号（skos:notation）和名称 Their ids and labels by scheme:",
        "",
    ]
    schemes = defaultdict(list)
    for facts in said.values():
        for scheme in facts[_IN_SCHEME]:
            schemes[scheme].append(f"{_texts(facts[_NOTATION])[0]} {_texts(facts[_PREFERRED])[0]}")
    lines += (f"- <{scheme.value}>: {', '.join(concepts)}" for scheme, concepts in schemes.items())
    return "\n".join(lines) + "\n"


def _described(node: Any, facts: dict[Any, list[Any]], word: str, relation: NamedNode) -> str:
    related = _names(facts[relation])
    label = " ".join(_texts(facts[_LABEL]))
    told = f"`{_name(node)}` {label}" + (f", {word} {related}" if related else "")
    return f"{told}: {' '.join(_texts(facts[_DEFINITION]))}"


def _names(nodes: Iterable[Any]) -> str:
    """The names of the nodes; class expressions have none."""
    found = (
        _name(node) for node in nodes if isinstance(node, NamedNode) and "/definition/" not in node.value
    )
    return ", ".join(f"`{name}`" for name in found)


def _name(node: NamedNode) -> str:
    return shortened(node.value)


def _texts(terms: Iterable[Any]) -> list[str]:
    """The texts in Chinese, then in English."""
    texts = (term for term in terms if isinstance(term, Literal))
    return [term.value for term in sorted(texts, key=lambda term: term.language != "zh")]
