"""The graphs of a store with their full description, one at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from fazhi.kg.output.description import describe
from fazhi.kg.output.graph_notes import about_graph
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.inference import inferred_graph
from fazhi.ontology.namespaces import PREFIXES, reference_graphs, scheme

_REALIZES = NamedNode(PREFIXES["eli"] + "realizes")
_HAS_TOP_CONCEPT = NamedNode(PREFIXES["skos"] + "hasTopConcept")


class FullGraphs:
    """What the graphs of ``store`` state, and what follows from it or describes it for other programs.

    What is stated keeps its graph; the rest is in the graph that
    :func:`fazhi.kg.store.inference.inferred_graph` names, so that the two stay apart.
    """

    def __init__(self, store: GraphStore) -> None:
        self.store = store

    def names(self) -> list[str]:
        """IRIs of the stated graphs but the reference data, own or not, and the ontology, sorted."""
        aside = reference_graphs(self.store.base)
        return [name for name in self.store.graph_names() if name not in aside]

    def graph(self, name: str) -> list[Quad]:
        """The quads of one graph, and those that follow from it or describe it; in no set order."""
        return self._full(name, list(self.store.graph(name)))

    def reference_data(self, nodes: Iterable[Any]) -> list[Quad]:
        """The same of the reference data and the ontology, of ``nodes`` and the resources they lead to."""
        return [quad for name, quads in self._led_to(nodes).items() for quad in self._full(name, quads)]

    def _full(self, name: str, stated: list[Quad]) -> list[Quad]:
        graph = NamedNode(inferred_graph(name, self.store.base))
        described = describe(stated, self._context(stated), self.store.axioms) | about_graph(name)
        return [*stated, *(Quad(t.subject, t.predicate, t.object, graph) for t in described)]

    def _context(self, stated: Iterable[Quad]) -> set[Triple]:
        """What the graph's own resources lead to, in two steps, and the units.

        A figure has its unit as a word, which leads to no concept.
        """
        context = set(self._units)
        step = {quad.triple for quad in stated}
        seen = {triple.subject for triple in step}
        for _ in range(2):
            nodes = {t.object for t in step if isinstance(t.object, NamedNode)} - seen
            seen |= nodes
            step = {triple for node in nodes for triple in self._said_of(node)}
            context |= step
        return context

    def _said_of(self, node: Any) -> Iterator[Triple]:
        quads = self.store.dataset.quads_for_pattern(node, None, None, DefaultGraph())
        return (quad.triple for quad in quads)

    def _led_to(self, nodes: Iterable[Any]) -> Mapping[str, list[Quad]]:
        """The reference and ontology statements about these nodes and the resources that they lead to.

        From concepts and instruments the way goes on (versions, successors, broader concepts); classes and
        properties are left to the ontology's own file. A scheme does not lead to its other concepts.
        """
        about, versions = self._reference
        queue = [node for node in nodes if self._is_resource(node)]
        seen = set(queue)
        quads: dict[str, list[Quad]] = defaultdict(list)
        while queue:
            node = queue.pop()
            found = list(versions.get(node, ()))
            for quad in about.get(node, ()):
                assert isinstance(quad.graph_name, NamedNode)
                quads[quad.graph_name.value].append(quad)
                if quad.subject == node:
                    found.append(quad.object)
            for other in found:
                if other not in seen and self._is_resource(other):
                    seen.add(other)
                    queue.append(other)
        return quads

    @cached_property
    def _units(self) -> set[Triple]:
        in_scheme, default = NamedNode(PREFIXES["skos"] + "inScheme"), DefaultGraph()
        units = self.store.dataset.quads_for_pattern(None, in_scheme, NamedNode(scheme("unit")), default)
        return {triple for unit in units for triple in self._said_of(unit.subject)}

    @cached_property
    def _reference(self) -> tuple[Mapping[Any, list[Quad]], Mapping[Any, list[Any]]]:
        """What these graphs say of each node, and the versions of each instrument.

        That a scheme has a top concept is said of the concept.
        """
        about: dict[Any, list[Quad]] = defaultdict(list)
        versions: dict[Any, list[Any]] = defaultdict(list)
        names = reference_graphs(self.store.base)
        for quad in chain.from_iterable(map(self.store.graph, names)):
            about[quad.object if quad.predicate == _HAS_TOP_CONCEPT else quad.subject].append(quad)
            if quad.predicate == _REALIZES:
                versions[quad.object].append(quad.subject)
        return about, versions

    def _is_resource(self, node: Any) -> bool:
        """Whether the node is a resource of the store or a concept, not a class, property or literal."""
        ours = (self.store.base, PREFIXES["fz"].removesuffix("#") + "/")
        return isinstance(node, NamedNode) and node.value.startswith(ours)
