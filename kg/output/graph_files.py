"""A networkx graph as a file of other programs for graphs: GraphML (yEd, igraph, Cytoscape) and GEXF (Gephi).

The same graph always gives the same bytes. Both files have for each node and edge what
:mod:`fazhi.kg.output.networkx_graph` describes, as plain values: a detail is an attribute under its English
name, the sentences of ``evidence`` are the lines of one text, and edges have a ``label`` too.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from typing import Any

import networkx
from networkx.readwrite.gexf import GEXFWriter

#: Characters that XML 1.0 forbids, escaped or not.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def graphml(graph: networkx.MultiDiGraph) -> bytes:
    """The graph in GraphML (http://graphml.graphdrawing.org), UTF-8."""
    out = io.BytesIO()
    networkx.write_graphml_xml(_plain(graph), out)
    return out.getvalue()


def gexf(graph: networkx.MultiDiGraph) -> bytes:
    """The graph in GEXF 1.2draft (https://gexf.net), UTF-8."""
    writer = GEXFWriter(version="1.2draft")
    writer.add_graph(_plain(graph))
    # The day on which it was written would make another file of the same graph.
    writer.xml.find("meta").attrib.pop("lastmodifieddate")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


#: By the suffix of a file.
GRAPH_FORMS: Mapping[str, Callable[[networkx.MultiDiGraph], bytes]] = {".graphml": graphml, ".gexf": gexf}


def _plain(graph: networkx.MultiDiGraph) -> networkx.MultiDiGraph:
    """The graph with texts as its only values, and edges numbered: their ids must be unique in a file."""
    plain = networkx.MultiDiGraph()
    for node, data in graph.nodes(data=True):
        details = {english: value for _, english, value in data["details"]}
        plain.add_node(_text(node), **_texts(details | data | {"details": None}))
    for number, (start, end, data) in enumerate(graph.edges(data=True)):
        edge = {"label": data["label_zh"], **data}
        plain.add_edge(_text(start), _text(end), f"e{number}", **_texts(edge))
    return plain


def _texts(data: Mapping[str, Any]) -> dict[str, str]:
    """The values as texts, without those that are empty."""
    texts = {name: "\n".join(value) if isinstance(value, list) else value for name, value in data.items()}
    return {name: _text(text) for name, text in texts.items() if text}


def _text(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
