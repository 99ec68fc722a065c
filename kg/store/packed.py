"""Graphs made ready for a store, in any process: the content of their files, and what the index takes in.

To hand bytes from process to process takes less than to read a report; to hand quads takes longer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fazhi.kg.store.files import pack
from fazhi.kg.store.inference import axioms_in_use
from fazhi.ontology.ntriples import Graph, lines


@dataclass(frozen=True)
class Packed:
    """Some graphs: the ``contents`` of their files by name, empty where there are no quads.

    ``lines`` are what they state and what follows from each by the ontology of this program, as N-Triples.
    """

    contents: Mapping[str, bytes] = field(default_factory=dict)
    lines: bytes = b""


def packed(graphs: Mapping[str, Graph]) -> Packed:
    """These graphs, by what names their files."""
    contents: dict[str, bytes] = {}
    said: list[str] = []
    for name, graph in graphs.items():
        stated = list(map(" ".join, sorted(graph.terms)))
        contents[name] = pack(lines(stated, graph.name).encode())
        said += stated
        said += map(" ".join, axioms_in_use().following(graph.terms))
    return Packed(contents, lines(said).encode())
