"""The graphs of a store with their full description, one at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from pyoxigraph import DefaultGraph, NamedNode

from fazhi.kg.output.description import describe, is_asked
from fazhi.kg.output.graph_notes import about_graph
from fazhi.kg.output.statements import Graph
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.inference import inferred_graph
from fazhi.ontology.namespaces import PREFIXES, reference_graphs, scheme
from fazhi.ontology.ntriples import terms

_REALIZES = f"<{PREFIXES['eli']}realizes>"
_HAS_TOP_CONCEPT = f"<{PREFIXES['skos']}hasTopConcept>"
#: What is said of so many resources is kept in memory: concepts, rules and the like, which most graphs name.
_KEPT = 4000


class _About(NamedTuple):
    """What is said of a resource, as far as descriptions ask for it, and the resources that it leads to."""

    statements: tuple[str, ...]
    leads_to: frozenset[str]


class FullGraphs:
    """What the graphs of ``store`` state, and what follows from it or describes it for other programs.

    What is stated keeps its graph; the rest is in the graph that
    :func:`fazhi.kg.store.inference.inferred_graph` names, so that the two stay apart.
    """

    def __init__(self, store: GraphStore) -> None:
        self.store = store
        self._said_of = lru_cache(_KEPT)(self._read)

    def names(self) -> list[str]:
        """IRIs of the stated graphs but the reference data, own or not, and the ontology, sorted."""
        aside = reference_graphs(self.store.base)
        return [name for name in self.store.graph_names() if name not in aside]

    def graph(self, name: str) -> list[Graph]:
        """A graph, and that of what follows from it or describes it, by name; statements in no set order."""
        return self._full(name, self.store.statements(name))

    def union(self, names: Iterable[str]) -> set[str]:
        """What these graphs state together, and what follows from that or describes it."""
        stated = [statement for name in names for statement in self.store.statements(name)]
        return {*stated, *describe(stated, self._context(stated), self.store.axioms)}

    def reference_data(self, nodes: Iterable[str]) -> list[Graph]:
        """The same of the reference data and the ontology, of ``nodes`` and the resources they lead to."""
        return sorted(
            full for name, stated in self._led_to(nodes).items() for full in self._full(name, stated)
        )

    def reference_nodes(self, statements: Iterable[str]) -> set[str]:
        """The resources in the statements of whose reference data there is something to say."""
        about, versions = self._reference
        named = {term for each in statements for term in each.split(" ", 2)}
        return {node for node in named if node in about or node in versions}

    def _full(self, name: str, stated: list[str]) -> list[Graph]:
        described = describe(stated, self._context(stated), self.store.axioms)
        described.update(map(str, about_graph(name)))
        inferred = inferred_graph(name, self.store.base)
        return sorted([Graph(f"<{name}>", stated), Graph(f"<{inferred}>", list(described))])

    def _context(self, stated: Iterable[str]) -> Mapping[str, Iterable[str]]:
        """What the graph's own resources lead to, in two steps, and the units.

        A figure has its unit as a word, which leads to no concept.
        """
        own, step = set(), set()
        for statement in stated:
            subject, _, value = statement.split(" ", 2)
            own.add(subject)
            if value.startswith("<"):
                step.add(value)
        step -= own
        further = set().union(*(self._said_of(node).leads_to for node in step)) - own
        context = {node: self._said_of(node) for node in step | further}
        known = {
            node: about.statements for node, about in context.items() if about.leads_to or about.statements
        }
        return {**known, **self._units}

    def _read(self, node: str) -> _About:
        quads = self.store.dataset.quads_for_pattern(NamedNode(node[1:-1]), None, None, DefaultGraph())
        statements, leads_to = [], set()
        for quad in quads:
            statement = str(quad.triple)
            if is_asked(statement):
                statements.append(statement)
            if isinstance(quad.object, NamedNode):
                leads_to.add(str(quad.object))
        return _About(tuple(statements), frozenset(leads_to))

    def _led_to(self, nodes: Iterable[str]) -> Mapping[str, list[str]]:
        """The reference and ontology statements about these nodes and the resources that they lead to.

        From concepts and instruments the way goes on (versions, successors, broader concepts); classes and
        properties are left to the ontology's own file. A scheme does not lead to its other concepts.
        """
        about, versions = self._reference
        queue = [node for node in nodes if self._is_resource(node)]
        seen = set(queue)
        found: dict[str, list[str]] = defaultdict(list)
        while queue:
            node = queue.pop()
            others = list(versions.get(node, ()))
            for graph, statement in about.get(node, ()):
                found[graph].append(statement)
                subject, _, value = terms(statement)
                if subject == node:
                    others.append(value)
            for other in others:
                if other not in seen and self._is_resource(other):
                    seen.add(other)
                    queue.append(other)
        return found

    @cached_property
    def _units(self) -> Mapping[str, Iterable[str]]:
        in_scheme, default = NamedNode(PREFIXES["skos"] + "inScheme"), DefaultGraph()
        units = self.store.dataset.quads_for_pattern(None, in_scheme, NamedNode(scheme("unit")), default)
        return {str(unit.subject): self._read(str(unit.subject)).statements for unit in units}

    @cached_property
    def _reference(self) -> tuple[Mapping[str, list[tuple[str, str]]], Mapping[str, list[str]]]:
        """What these graphs say of each node, with the graph's name, and the versions of each instrument.

        That a scheme has a top concept is said of the concept.
        """
        about: dict[str, list[tuple[str, str]]] = defaultdict(list)
        versions: dict[str, list[str]] = defaultdict(list)
        for name in reference_graphs(self.store.base):
            for statement in self.store.statements(name):
                subject, predicate, value = terms(statement)
                about[value if predicate == _HAS_TOP_CONCEPT else subject].append((name, statement))
                if predicate == _REALIZES:
                    versions[value].append(subject)
        return about, versions

    def _is_resource(self, node: str) -> bool:
        """Whether the node is a resource of the store or a concept, not a class, property or literal."""
        return node.startswith((f"<{self.store.base}", f"<{PREFIXES['fz'].removesuffix('#')}/"))
