"""A graph in the making for :func:`fazhi.viz.page.graph_page`: how nodes and edges are put into it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import networkx

from fazhi.viz.kinds import known_kinds

#: A label or sentence of fazhi's own, in Chinese and English.
Words = tuple[str, str]
#: A sentence and the IRI of the words in it that matter.
Quote = tuple[str, str]
#: Label and value, both in Chinese and English.
Detail = tuple[str, str, str, str]


@dataclass
class View:
    """What a page shows: the graph, and what it is called."""

    title: Words
    graph: networkx.MultiDiGraph = field(default_factory=networkx.MultiDiGraph)

    def add(
        self,
        node: str,
        label: str,
        kind: str,
        *,
        label_en: str = "",
        called: Words | None = None,
        details: Iterable[Detail] = (),
        evidence: Iterable[Quote] = (),
        **more: Any,
    ) -> str:
        """A node of a kind (or of none that is known: ``called``), if it is not there; ``more`` as the page
        takes it. Details without a value are left out.
        """
        if node in self.graph:
            return node
        look = known_kinds().get(kind)
        zh, en = called or ((look.zh, look.en) if look else (kind, kind))
        given = {name: value for name, value in more.items() if value not in (None, "", [], ())}
        self.graph.add_node(
            node,
            label=label,
            kind=kind,
            kind_label_zh=zh,
            kind_label_en=en,
            iri=given.pop("iri", node if ":" in node else ""),
            details=[detail for detail in details if detail[2]],
            evidence=list(evidence),
            **({"label_en": label_en} if label_en and label_en != label else {}),
            **given,
        )
        return node

    def join(
        self, start: str, end: str, words: Words, evidence: Iterable[Quote] = (), *, tone: str = ""
    ) -> None:
        """An edge between two nodes that are there; the same edge with other evidence is one."""
        if start not in self.graph or end not in self.graph or start == end:
            return
        known = self.graph.get_edge_data(start, end, words[0])
        if known is None:
            more = {"tone": tone} if tone else {}
            self.graph.add_edge(
                start, end, words[0], label_zh=words[0], label_en=words[1], evidence=list(evidence), **more
            )
        else:
            known["evidence"] += [quote for quote in evidence if quote not in known["evidence"]]

    def note(self, zh: str, en: str) -> None:
        """Something that the page says of itself."""
        self.graph.graph.setdefault("notes", []).append((zh, en))

    def update(self, node: str, **values: Any) -> None:
        """Change what a node has."""
        self.graph.nodes[node].update(values)


def titled(name: str, most: int) -> str:
    """A title in its brackets; of a long one the beginning, so that a label has room for what follows."""
    return f"《{name if len(name) <= most else name[: most - 1] + '…'}》"
