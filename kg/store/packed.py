"""Graphs made ready for a store, in any process: the content of their files, and what the index takes in.

To hand bytes from process to process takes less than to read a report; to hand quads takes longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from pyoxigraph import Quad

from fazhi.kg.store.files import graph_file_content
from fazhi.kg.store.inference import axioms_in_use, said


@dataclass(frozen=True)
class Packed:
    """Some graphs: the ``contents`` of their files by name, empty where there are no quads.

    ``lines`` are what they state and what follows from each by the ontology of this program, as N-Triples.
    """

    contents: Mapping[str, bytes] = field(default_factory=dict)
    lines: bytes = b""


def packed(graphs: Mapping[str, Iterable[Quad]]) -> Packed:
    """These graphs, by name."""
    quads = {name: list(content) for name, content in graphs.items()}
    triples = chain.from_iterable(said(content, axioms_in_use()) for content in quads.values())
    return Packed(
        {name: graph_file_content(content) for name, content in quads.items()},
        "".join(f"{triple} .\n" for triple in triples).encode("utf-8"),
    )
