"""Networkx graphs as a file of other programs for graphs: GraphML (yEd, igraph, Cytoscape) and GEXF (Gephi).

The same graphs always give the same bytes. Both files have for each node and edge what
:mod:`fazhi.kg.output.networkx_graph` describes, as plain values: a detail is an attribute under its English
name, the sentences of ``evidence`` are the lines of one text, and edges have a ``label`` too.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, BinaryIO, Self
from xml.sax.saxutils import escape, quoteattr

import networkx

from fazhi.kg.output.statements import Disk

#: Characters that XML 1.0 forbids, escaped or not.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
_GRAPHML = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
_GEXF = '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">'

#: The attributes of a node or edge that tell which it is, and what is known of it.
_Element = tuple[dict[str, str], dict[str, str]]
#: Writes a node or an edge: which of both, the attributes that tell which one, what is known of it, the keys
#: of what can be known.
_Writer = Callable[[str, dict[str, str], dict[str, str], Mapping[str, str]], Iterator[str]]
_Graphs = Iterable[networkx.MultiDiGraph]


def graphml(graphs: _Graphs, out: BinaryIO) -> tuple[int, int]:
    """Write the union of the graphs in GraphML (http://graphml.graphdrawing.org), UTF-8.

    Returns how many nodes and edges it has.
    """
    return _write(graphs, out, _graphml_element, _graphml)


def gexf(graphs: _Graphs, out: BinaryIO) -> tuple[int, int]:
    """Write the union of the graphs in GEXF 1.2draft (https://gexf.net), UTF-8.

    Returns how many nodes and edges it has.
    """
    return _write(graphs, out, _gexf_element, _gexf)


#: By the suffix of a file. One of the graphs is in memory at a time. Nodes without sentences may be in
#: several, with the same edges.
GRAPH_FORMS: Mapping[str, Callable[[_Graphs, BinaryIO], tuple[int, int]]] = {
    ".graphml": graphml,
    ".gexf": gexf,
}


class _Elements:
    """The nodes and edges of some graphs as text, put aside on the disk; a context manager.

    ``keys`` has the names of all that is known of nodes and of edges: they stand before these in a file.
    """

    def __init__(self, graphs: _Graphs, write: _Writer) -> None:
        self.keys: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
        self.numbers = dict.fromkeys(self.keys, 0)
        self._write = write
        self._disk = Disk()
        self._places: dict[str, list[tuple[int, int]]] = {"node": [], "edge": []}
        self._shared: set[str] = set()
        # A loop would keep one graph while the next is made.
        deque(map(self._put_aside, graphs), maxlen=0)

    def _put_aside(self, graph: networkx.MultiDiGraph) -> None:
        """The nodes and the edges that no graph before had."""
        new = [node for node in graph if node not in self._shared]
        self._shared.update(node for node in new if not graph.nodes[node]["evidence"])
        self._put("node", _nodes(graph, new))
        self._put("edge", _edges(graph, new))

    def _put(self, kind: str, elements: Iterator[_Element]) -> None:
        keys = self.keys[kind]
        lines: list[str] = []
        for identity, texts in elements:
            for name in texts:
                keys.setdefault(name, f"{kind}-{len(keys)}")
            if kind == "edge":  # Their ids must be unique in a file.
                identity = {"id": str(self.numbers[kind]), **identity}
            self.numbers[kind] += 1
            lines += self._write(kind, identity, texts, keys)
        if lines:
            self._places[kind].append(self._disk.put("\n".join(lines).encode()))

    def of(self, kind: str) -> Iterator[str]:
        """The text of the nodes, or of the edges."""
        return (self._disk.get(place).decode() for place in self._places[kind])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._disk.close()


def _write(
    graphs: _Graphs, out: BinaryIO, element: _Writer, lines: Callable[[_Elements], Iterator[str]]
) -> tuple[int, int]:
    with _Elements(graphs, element) as elements:
        out.writelines(f"{line}\n".encode() for line in lines(elements))
        return elements.numbers["node"], elements.numbers["edge"]


def _graphml(elements: _Elements) -> Iterator[str]:
    yield _DECLARATION
    yield _GRAPHML
    for kind, named in elements.keys.items():
        for name, key in named.items():
            yield _tag("key", {"id": key, "for": kind, "attr.name": name, "attr.type": "string"}, "/>")
    yield '<graph edgedefault="directed">'
    for kind in elements.keys:
        yield from elements.of(kind)
    yield "</graph>"
    yield "</graphml>"


def _graphml_element(
    kind: str, identity: dict[str, str], texts: dict[str, str], keys: Mapping[str, str]
) -> Iterator[str]:
    yield _tag(kind, identity)
    for name, text in texts.items():
        # Readers take a carriage return for a line feed unless it is escaped.
        yield f"{_tag('data', {'key': keys[name]})}{escape(text, {chr(13): '&#13;'})}</data>"
    yield f"</{kind}>"


def _gexf(elements: _Elements) -> Iterator[str]:
    yield _DECLARATION
    yield _GEXF
    yield '<graph defaultedgetype="directed" mode="static">'
    for kind, named in elements.keys.items():
        yield _tag("attributes", {"class": kind, "mode": "static"})
        for name, key in named.items():
            yield _tag("attribute", {"id": key, "title": name, "type": "string"}, "/>")
        yield "</attributes>"
    for kind in elements.keys:
        yield f"<{kind}s>"
        yield from elements.of(kind)
        yield f"</{kind}s>"
    yield "</graph>"
    yield "</gexf>"


def _gexf_element(
    kind: str, identity: dict[str, str], texts: dict[str, str], keys: Mapping[str, str]
) -> Iterator[str]:
    yield _tag(kind, {**identity, "label": texts.get("label", "")})
    yield "<attvalues>"
    for name, text in texts.items():
        if name != "label":
            yield _tag("attvalue", {"for": keys[name], "value": text}, "/>")
    yield "</attvalues>"
    yield f"</{kind}>"


def _nodes(graph: networkx.MultiDiGraph, nodes: Iterable[str]) -> Iterator[_Element]:
    for node in nodes:
        data = graph.nodes[node]
        details = {english: value for _, english, value in data["details"]}
        yield {"id": _text(node)}, _texts(details | data | {"details": None})


def _edges(graph: networkx.MultiDiGraph, nodes: Iterable[str]) -> Iterator[_Element]:
    """The edges that begin at these nodes."""
    for start, end, data in graph.edges(nodes, data=True):
        identity = {"source": _text(start), "target": _text(end)}
        yield identity, _texts({"label": data["label_zh"], **data})


def _texts(data: Mapping[str, Any]) -> dict[str, str]:
    """The values as texts, without those that are empty."""
    texts = {name: "\n".join(value) if isinstance(value, list) else value for name, value in data.items()}
    return {name: _text(text) for name, text in texts.items() if text}


def _text(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)


def _tag(name: str, attributes: Mapping[str, str], end: str = ">") -> str:
    return f"<{name}{''.join(f' {key}={quoteattr(value)}' for key, value in attributes.items())}{end}"
