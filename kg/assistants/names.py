"""Bodies, instruments and other things of a store, found by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Variable

from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.opening import open_store
from fazhi.ontology.errors import FazhiError
from fazhi.queries.names import KINDS, matching, near_names, quoted, things_named, without_surrogates

#: Characters of a name, and things that are told of one.
LONGEST_NAME, MOST_THINGS = 300, 10
_NAMES = """
SELECT ?thing ?name ?preferred {
  ?thing skos:prefLabel|skos:altLabel|dcterms:title ?name
  BIND(EXISTS { ?thing skos:prefLabel ?name } AS ?preferred)
  FILTER(LANG(?name) IN ("zh", ""))
} ORDER BY DESC(?preferred) ?name"""


@dataclass(frozen=True)
class Thing:
    """A thing of the store: its IRI, its name, and what else it is called, in Chinese."""

    iri: str
    name: str
    other_names: list[str]


@dataclass(frozen=True)
class Found:
    """What a name means: ``matches`` are called that (several: the name is ambiguous), ``near`` similarly."""

    kind: str
    name: str
    matches: list[Thing]
    near: list[Thing]

    def in_chinese(self) -> str:
        """A line for each thing."""
        if not self.matches:
            head = f"没有名为“{self.name}”的条目（{self.kind}）"
            lines = [f"{head}。名称相近的：" if self.near else f"{head}，也没有名称相近的。"]
        elif len(self.matches) > 1:
            lines = [f"“{self.name}”有{len(self.matches)}个可能的所指，请用 IRI 指明（{self.kind}）："]
        else:
            lines = [f"“{self.name}”（{self.kind}）："]
        for thing in (*self.matches, *self.near):
            others = f"（又名：{'、'.join(thing.other_names)}）" if thing.other_names else ""
            lines.append(f"- {thing.name}{others} {thing.iri}")
        return "\n".join(lines)


def find(store: Path, kind: str, name: str) -> Found:
    """The things of a ``kind`` (one of :data:`fazhi.queries.names.KINDS`) that ``name`` names.

    ``name`` is an IRI, an id, or a name, which writers may vary; where there is no such thing, those of
    similar names are told. Raises FazhiError.
    """
    if kind not in KINDS:
        raise FazhiError(
            f"no kind {quoted(kind)}; there are {', '.join(KINDS)}",
            f"没有类别{quoted(kind)}，可用的有：{'、'.join(KINDS)}",
        )
    if not name.strip() or len(name) > LONGEST_NAME or not without_surrogates(name):
        raise FazhiError(f"a name has 1 to {LONGEST_NAME} characters", f"名称须为1至{LONGEST_NAME}字")
    with open_store(store, read_only=True) as opened:
        things = things_named(opened.dataset, kind)
        found = sorted(matching(name, things))[:MOST_THINGS]
        near = [] if found else _near(name, things)
        return Found(kind, name.strip(), _described(opened, found), _described(opened, dict.fromkeys(near)))


def _near(name: str, things: Mapping[str, set[str]]) -> list[str]:
    names = near_names(name, things, things)[:MOST_THINGS]
    return [iri for each in names for iri in sorted(things[each])][:MOST_THINGS]


def _described(store: GraphStore, iris: Iterable[str]) -> list[Thing]:
    things = []
    for iri in iris:
        rows = store.select(_NAMES, {Variable("thing"): NamedNode(iri)})
        names = list(dict.fromkeys(row["name"].value for row in rows))
        things.append(Thing(iri, names[0] if names else iri, names[1:]))
    return things
