"""What follows from a graph by the ontology: the rules of OWL 2 RL that queries need.

- cls-hv2 with scm-eqc2 and cls-int1: a node with the value that defines a class is in the class. Obligations
  get their classes from fz:modality; activities, whose class is an intersection of fz:Activity with a value,
  get theirs from fz:activityClass.
- cax-sco: a node in a class is in every class above it, including those of other vocabularies.
- prp-spo1: a statement with a property holds for every property above it (dcterms:creator …).

Every rule needs only the results of the rules before it, so one pass is enough. A graph of the store states
the types of the nodes that it describes, so what follows from all graphs together is what follows from each
one: replacing a graph removes its own consequences and no others.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad, Triple

from fazhi.ontology.namespaces import OWL, RDF, RDFS, resource

_TYPE, _FIRST, _REST = NamedNode(RDF + "type"), NamedNode(RDF + "first"), NamedNode(RDF + "rest")
_SUBCLASS, _SUBPROPERTY = NamedNode(RDFS + "subClassOf"), NamedNode(RDFS + "subPropertyOf")
_EQUIVALENT, _INTERSECTION = NamedNode(OWL + "equivalentClass"), NamedNode(OWL + "intersectionOf")
_ON_PROPERTY, _HAS_VALUE = NamedNode(OWL + "onProperty"), NamedNode(OWL + "hasValue")


def inferred_graph(name: str, base: str) -> str:
    """IRI of the graph for what follows from the graph ``name``: ``graph/inferred/…``."""
    return f"{resource('graph', 'inferred', base=base)}/{name.rpartition('/graph/')[2]}"


def is_inferred(name: str, base: str) -> bool:
    """Whether ``name`` is a graph of inferred statements in a store with this base IRI."""
    prefix = resource("graph", "inferred", base=base)
    return name == prefix or name.startswith(f"{prefix}/")


@dataclass(frozen=True)
class Axioms:
    """An ontology's axioms, ready for use.

    ``classes`` and ``properties`` map each one to all those above it. ``definitions`` maps a property and
    value to the classes defined by them, each with the class that a member must also be in (None for any).
    """

    classes: Mapping[Any, frozenset[Any]]
    properties: Mapping[Any, frozenset[Any]]
    definitions: Mapping[tuple[Any, Any], tuple[tuple[Any, Any], ...]]

    @classmethod
    def of(cls, ontology: Iterable[Quad]) -> Axioms:
        """The axioms stated in the quads of an ontology."""
        objects: dict[Any, dict[Any, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for quad in ontology:
            objects[quad.predicate][quad.subject].append(quad.object)
        definitions: dict[tuple[Any, Any], list[tuple[Any, Any]]] = defaultdict(list)

        def define(defined: Any, restriction: Any, base: Any) -> None:
            for key in zip(objects[_ON_PROPERTY][restriction], objects[_HAS_VALUE][restriction], strict=True):
                definitions[key].append((defined, base))

        for defined, expressions in list(objects[_EQUIVALENT].items()):
            for expression in expressions:
                define(defined, expression, None)
                for members in objects[_INTERSECTION][expression]:
                    (base,) = objects[_FIRST][members]
                    (rest,) = objects[_REST][members]
                    (restriction,) = objects[_FIRST][rest]
                    define(defined, restriction, base)
        return cls(
            _all_above(objects[_SUBCLASS]),
            _all_above(objects[_SUBPROPERTY]),
            {key: tuple(classes) for key, classes in definitions.items()},
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the axioms and this module, which alone determine what follows from a graph."""
        parts = [
            *(f"{one} {sorted(map(str, above))}" for one, above in self.classes.items()),
            *(f"{one} {sorted(map(str, above))}" for one, above in self.properties.items()),
            *(f"{key} {sorted(map(str, classes))}" for key, classes in self.definitions.items()),
        ]
        total = hashlib.sha256(Path(__file__).read_bytes())
        total.update("\n".join(sorted(parts)).encode())
        return total.hexdigest()

    def consequences(self, graph: Iterable[Quad]) -> set[Triple]:
        """What follows from the quads of a graph and is not stated in it."""
        stated = {quad.triple for quad in graph}
        found: set[Triple] = set()
        for triple in stated:
            for defined, base in self.definitions.get((triple.predicate, triple.object), ()):
                if base is None or Triple(triple.subject, _TYPE, base) in stated:
                    found.add(Triple(triple.subject, _TYPE, defined))
        for triple in [*stated, *found]:
            if triple.predicate == _TYPE:
                found.update(Triple(triple.subject, _TYPE, c) for c in self.classes.get(triple.object, ()))
        for triple in stated:
            above = self.properties.get(triple.predicate, ())
            found.update(Triple(triple.subject, name, triple.object) for name in above)
        return found - stated


def _all_above(directly: Mapping[Any, Iterable[Any]]) -> dict[Any, frozenset[Any]]:
    """The transitive closure."""
    closure = {}
    for one in directly:
        above: set[Any] = set()
        queue = [one]
        while queue:
            new = set(directly.get(queue.pop(), ())) - above
            above |= new
            queue.extend(new)
        closure[one] = frozenset(above)
    return closure
