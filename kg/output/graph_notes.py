"""What an export says of each graph itself: what it holds, and its licence."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Triple

from fazhi.ontology.namespaces import DCTERMS, RDF, RDFS, VOID

_TYPE, _DATASET = NamedNode(RDF + "type"), NamedNode(VOID + "Dataset")
_LABEL, _LICENSE = NamedNode(RDFS + "label"), NamedNode(DCTERMS + "license")
#: That of LICENSE-DATA.
_CC_BY = NamedNode("https://creativecommons.org/licenses/by/4.0/")
#: First segment of a graph's name behind ``graph/`` -> what it holds; the graphs of a report state it.
_SHARED = {
    "bodies": (
        "各报告共用的单位、行政区划、律师事务所等",
        "Bodies, places, law firms: what several reports may name",
    ),
    "applicability": ("各类单位各年度适用的法定义务", "What binds each kind of body in each year"),
    "follow-up": ("上一年度计划的落实", "What a report says of the plans of the year before"),
    "own-register": (
        "自有名录：使用者自行登记的法律文件、法定义务、指标、宣传日",
        "Own register: instruments, obligations, indicators and days that the user added",
    ),
    "reference": (
        "法律文件、法定义务、宣传日、指标等参考数据",
        "Reference data: instruments, obligations, days, indicators",
    ),
    "ontology": ("法治本体", "Fazhi ontology"),
}


def about_graph(name: str) -> set[Triple]:
    """What describes the graph ``name``: a data set, its licence if it is ours, its label if shared."""
    graph = NamedNode(name)
    triples = {Triple(graph, _TYPE, _DATASET)}
    kind = name.rpartition("/graph/")[2].partition("/")[0]
    if kind != "own-register":  # Whose it is, its user decides.
        triples.add(Triple(graph, _LICENSE, _CC_BY))
    for language, label in zip(("zh", "en"), _SHARED.get(kind, ()), strict=False):
        triples.add(Triple(graph, _LABEL, Literal(label, language=language)))
    return triples
