"""A networkx graph as a file of other programs for graphs: GraphML (yEd, igraph, Cytoscape) and GEXF (Gephi).

The same graph always gives the same bytes. Both files have for each node and edge what
:mod:`fazhi.kg.output.networkx_graph` describes, as plain values: a detail is an attribute under its English
name, the sentences of ``evidence`` are the lines of one text, and edges have a ``label`` too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr

import networkx

#: Characters that XML 1.0 forbids, escaped or not.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
_GRAPHML = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
_GEXF = '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">'

#: The attributes of a node or edge that tell which it is, and what is known of it.
_Element = tuple[dict[str, str], dict[str, str]]


def graphml(graph: networkx.MultiDiGraph, out: BinaryIO) -> None:
    """Write the graph in GraphML (http://graphml.graphdrawing.org), UTF-8."""
    _write(graph, out, _graphml)


def gexf(graph: networkx.MultiDiGraph, out: BinaryIO) -> None:
    """Write the graph in GEXF 1.2draft (https://gexf.net), UTF-8."""
    _write(graph, out, _gexf)


#: By the suffix of a file.
GRAPH_FORMS: Mapping[str, Callable[[networkx.MultiDiGraph, BinaryIO], None]] = {
    ".graphml": graphml,
    ".gexf": gexf,
}


def _write(
    graph: networkx.MultiDiGraph,
    out: BinaryIO,
    lines: Callable[[networkx.MultiDiGraph, Mapping[str, Mapping[str, str]]], Iterator[str]],
) -> None:
    """The lines one by one: as a tree of XML they would take several times the memory of the graph."""
    keys: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
    for kind, named in keys.items():
        for _, texts in _elements(graph, kind):
            for name in texts:
                named.setdefault(name, f"{kind}-{len(named)}")
    out.writelines(f"{line}\n".encode() for line in lines(graph, keys))


def _graphml(graph: networkx.MultiDiGraph, keys: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    yield _DECLARATION
    yield _GRAPHML
    for kind, named in keys.items():
        for name, key in named.items():
            yield _tag("key", {"id": key, "for": kind, "attr.name": name, "attr.type": "string"}, "/>")
    yield '<graph edgedefault="directed">'
    for kind, named in keys.items():
        for identity, texts in _elements(graph, kind):
            yield _tag(kind, identity)
            for name, text in texts.items():
                # Readers take a carriage return for a line feed unless it is escaped.
                yield f"{_tag('data', {'key': named[name]})}{escape(text, {chr(13): '&#13;'})}</data>"
            yield f"</{kind}>"
    yield "</graph>"
    yield "</graphml>"


def _gexf(graph: networkx.MultiDiGraph, keys: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    yield _DECLARATION
    yield _GEXF
    yield '<graph defaultedgetype="directed" mode="static">'
    for kind, named in keys.items():
        yield _tag("attributes", {"class": kind, "mode": "static"})
        for name, key in named.items():
            yield _tag("attribute", {"id": key, "title": name, "type": "string"}, "/>")
        yield "</attributes>"
    for kind, named in keys.items():
        yield f"<{kind}s>"
        for identity, texts in _elements(graph, kind):
            yield _tag(kind, {**identity, "label": texts.get("label", "")})
            yield "<attvalues>"
            for name, text in texts.items():
                if name != "label":
                    yield _tag("attvalue", {"for": named[name], "value": text}, "/>")
            yield "</attvalues>"
            yield f"</{kind}>"
        yield f"</{kind}s>"
    yield "</graph>"
    yield "</gexf>"


def _elements(graph: networkx.MultiDiGraph, kind: str) -> Iterator[_Element]:
    """The nodes or the edges, these numbered: their ids must be unique in a file."""
    if kind == "node":
        for node, data in graph.nodes(data=True):
            details = {english: value for _, english, value in data["details"]}
            yield {"id": _text(node)}, _texts(details | data | {"details": None})
    else:
        for number, (start, end, data) in enumerate(graph.edges(data=True)):
            identity = {"id": str(number), "source": _text(start), "target": _text(end)}
            yield identity, _texts({"label": data["label_zh"], **data})


def _texts(data: Mapping[str, Any]) -> dict[str, str]:
    """The values as texts, without those that are empty."""
    texts = {name: "\n".join(value) if isinstance(value, list) else value for name, value in data.items()}
    return {name: _text(text) for name, text in texts.items() if text}


def _text(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)


def _tag(name: str, attributes: Mapping[str, str], end: str = ">") -> str:
    return f"<{name}{''.join(f' {key}={quoteattr(value)}' for key, value in attributes.items())}{end}"
