"""The graph page: a core that is read at once and grows under the reader's hand, in one file, offline.

The graph is a networkx graph. Its nodes have ``label`` (Chinese), ``kind`` (a name in
``templates/kinds.yaml``; of others ``kind_label_zh`` and ``kind_label_en`` say what they are, and ``group``
among which they are drawn), ``iri``, ``details`` (list of Chinese label, English label, value) and
``evidence``: sentences, or pairs of a sentence and the IRI of its words (``…/text/KEY/DIGEST#char=0,9``).
They may have

- ``label_en``;
- ``status``: a sign, Chinese words, English words, and ``finding``, ``doubtful``, ``good`` or ``silent``;
- ``members``: the ids of nodes that stand within this one and are shown when it is opened;
- ``count``: how many it stands for where they are more than its members, or not in the graph;
- ``class_zh``, ``class_en``: how many of one kind are divided when they are too many;
- ``column``, ``order``, ``rank``: where it stands (:mod:`fazhi.viz.layout`), and how early it is shown
  (:mod:`fazhi.viz.core`).

Edges have ``label_zh``, ``label_en``, and may have ``evidence`` and ``tone`` (as that of a status). The graph
itself may have ``notes``: pairs of Chinese and English sentences that say what the page does not hold. All
values are plain text: markup in them is displayed, never interpreted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from fazhi.ontology.namespaces import ID
from fazhi.viz.assets import rendered, template_text, vis_network
from fazhi.viz.core import core_of, neighbours_of
from fazhi.viz.kinds import Group, group_of, groups, kind_of
from fazhi.viz.labels import size_of, texts_of
from fazhi.viz.layout import columns_of, group_column, positions
from fazhi.viz.natural import natural_key

if TYPE_CHECKING:
    import networkx

FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, sans-serif"
#: The page's own scripts, in the order in which they run.
SCRIPTS = ("common.js", "graph-model.js", "graph-canvas.js", "graph-page.js", "graph-ways.js")

#: Labels of more characters are not repeated where they stand in a sentence.
_SHORT = 8

#: Says where a thing, or the words of evidence, are shown: an address for its IRI, "" if nowhere.
Address = Callable[[str], str]


def graph_page(
    graph: networkx.MultiDiGraph,
    *,
    title: str,
    title_en: str = "",
    description: str = "",
    address: Address | None = None,
) -> str:
    """``graph`` as one self-contained HTML page. The same graph always gives the same page.

    ``address`` makes links of IRIs. Raises FazhiError if pyvis is missing.
    """
    core = core_of(graph)
    data = graph_data(graph, core, address)
    return rendered(
        "graph.html",
        data=data,
        scripts=[vis_network(), *map(template_text, SCRIPTS)],
        title=title,
        title_en=title_en or title,
        description=description,
        rows=in_words(graph, core),
        notes=graph.graph.get("notes", []),
    )


def graph_data(
    graph: networkx.MultiDiGraph,
    core: Sequence[str],
    address: Address | None = None,
    language: str = "zh",
) -> dict[str, Any]:
    """What the page's scripts read: all of the graph, and its core as pyvis has it.

    ``language`` is the one in which the page opens: ``zh`` or ``en``.
    """
    packed = _Packed(address or (lambda _: ""))
    order = _ordered(graph, graph)
    number = {node: place for place, node in enumerate(order)}
    nodes = [packed.node(str(node), graph.nodes[node]) for node in order]
    for node in order:
        if members := graph.nodes[node].get("members"):
            nodes[number[node]]["members"] = [number[member] for member in members if member in number]
    edges = packed.edges(graph, number)
    network = _pyvis_network(graph, core, language)
    kinds = {kind.kind: kind for kind in (kind_of(graph.nodes[node]) for node in order)}
    columns = columns_of(graph, core)
    return {
        "nodes": nodes,
        "edges": edges,
        "core": {"nodes": network.nodes, "edges": network.edges},
        "columns": bool(columns),
        "sentences": list(packed.sentences),
        "reports": [[name, packed.address(f"{iri}")] for iri, name in packed.reports.items()],
        "labels": [list(pair) for pair in packed.labels],
        "kinds": {kind.kind: [kind.zh, kind.en, kind.group] for kind in kinds.values()},
        "groups": [{**vars(group), "column": group_column(graph, group)} for group in groups().values()],
        "notes": [list(note) for note in graph.graph.get("notes", [])],
        "base": ID,
        "font": FONT,
    }


def in_words(graph: networkx.MultiDiGraph, core: Sequence[str]) -> list[tuple[Group, list[dict[str, Any]]]]:
    """The core as a list: of each group its nodes, with status and the names of what each is joined to."""
    linked = neighbours_of(graph, core)
    found: dict[str, list[dict[str, Any]]] = {}
    for node in _ordered(graph, core):
        attributes = graph.nodes[node]
        near = [graph.nodes[other] for other in _ordered(graph, linked[node] & set(core))]
        found.setdefault(group_of(attributes).group, []).append(
            {"names": _names(attributes), "status": _status(attributes), "near": [_names(o) for o in near]}
        )
    return [(group, found[name]) for name, group in groups().items() if name in found]


def _names(attributes: dict[str, Any]) -> tuple[str, str]:
    label = str(attributes.get("label") or "?")
    return label, str(attributes.get("label_en") or label)


def _status(attributes: dict[str, Any]) -> tuple[str, str, str, str]:
    sign, zh, en, tone = attributes.get("status") or ("", "", "", "")
    return sign, zh, en, tone


def _ordered(graph: networkx.MultiDiGraph, nodes: Iterable[Any]) -> list[Any]:
    return sorted(nodes, key=lambda node: (kind_of(graph.nodes[node]).order, natural_key(node)))


def _pyvis_network(graph: networkx.MultiDiGraph, core: Sequence[str], language: str) -> Any:
    """The core as a pyvis network, with its positions. Node ids become strings."""
    from pyvis.network import Network

    network = Network(directed=True)
    places = positions(graph, core, language)
    own = language if columns_of(graph, core) else ""
    for node in _ordered(graph, core):
        attributes = graph.nodes[node]
        group = group_of(attributes)
        (x, y), (width, height) = places[node], size_of(attributes, own)
        zh, en = texts_of(attributes)
        network.add_node(
            _short(node), label=zh, label_en=en, shape="custom", color=group.color, x=x, y=y, width=width,
            height=height,
        )  # fmt: skip
    pairs = {
        (str(a).removeprefix(ID), str(b).removeprefix(ID))
        for a, b in graph.edges()
        if a in places and b in places and a != b
    }
    for start, end in sorted(pairs, key=lambda pair: [natural_key(node) for node in pair]):
        network.add_edge(start, end, id=f"{start}→{end}")
    return network


def _short(node: Any) -> str:
    """The id of a node on the page: IRIs of ours stand without their base."""
    return str(node).removeprefix(ID)


class _Packed:
    """Nodes and edges for the page, with what they repeat put together: sentences, reports, labels."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.sentences: dict[str, int] = {}
        self._list: list[str] = []
        self.labels: dict[tuple[str, str], int] = {}
        #: Names of reports by the IRI of their text.
        self.reports: dict[str, str] = {}
        self._numbers: dict[str, int] = {}

    def node(self, node: str, attributes: dict[str, Any]) -> dict[str, Any]:
        """What the page has of a node, without what is empty."""
        zh, en = _names(attributes)
        iri = str(attributes.get("iri") or "")
        evidence = self.evidence(attributes.get("evidence") or ())
        # A label that stands in its sentence is not repeated: [where, how long].
        at = self._list[evidence[0][0]].find(zh) if evidence and len(zh) > _SHORT else -1
        details = [[str(part) for part in detail] for detail in attributes.get("details") or ()]
        said = [str(attributes.get(f"class_{language}") or "") for language in ("zh", "en")]
        packed = {
            "label": zh if at < 0 else [at, len(zh)],
            "en": en if en != zh else "",
            "status": [str(part) for part in attributes.get("status") or ()],
            "details": details,
            "evidence": evidence,
            "iri": iri if iri != node else "",
            "href": self.address(iri) if iri else "",
            "count": int(attributes.get("count") or 0),
            "class": said if said[0] else [],
        }
        given = {name: attributes[name] for name in ("column", "order") if attributes.get(name) is not None}
        kept = {name: value for name, value in packed.items() if value}
        if iri.startswith(ID) and iri == node:
            kept.pop("iri", None)
        return {"id": _short(node), "kind": kind_of(attributes).kind, **kept, **given}

    def edges(self, graph: networkx.MultiDiGraph, number: dict[Any, int]) -> list[list[Any]]:
        """Start, end, label, evidence and tone of each edge; those that differ in evidence only are one."""
        found: dict[tuple[int, int, int], tuple[list[list[Any]], str]] = {}
        edges = [(number[a], number[b], data) for a, b, data in graph.edges(data=True)]
        for start, end, data in sorted(edges, key=lambda e: (*e[:2], str(e[2].get("label_zh") or ""))):
            zh = str(data.get("label_zh") or "")
            label = self.labels.setdefault((zh, str(data.get("label_en") or zh)), len(self.labels))
            tone = str(data.get("tone") or "")
            evidence = found.setdefault((start, end, label), ([], tone))[0]
            evidence += [one for one in self.evidence(data.get("evidence") or ()) if one not in evidence]
        return [
            [*key, *([evidence] if evidence or tone else []), *([tone] if tone else [])]
            for key, (evidence, tone) in found.items()
        ]

    def evidence(self, sentences: Iterable[Any]) -> list[list[Any]]:
        """Numbers of sentences, each with its report and place where they are known."""
        return [self._evidence(said) for said in sentences]

    def _evidence(self, said: str | Sequence[str]) -> list[Any]:
        sentence, iri = (said, "") if isinstance(said, str) else said
        known = self.sentences.setdefault(str(sentence), len(self.sentences))
        if known == len(self._list):
            self._list.append(str(sentence))
        text, _, place = iri.partition("#char=")
        if not place:
            return [known]
        if text not in self._numbers:
            self._numbers[text] = len(self._numbers)
            key = unquote(text.partition("/text/")[2]).split("/")
            self.reports[text] = " ".join(key[:-1])
        return [known, self._numbers[text], place]
