"""What follows from a graph by the ontology: the rules of OWL 2 RL that queries need.

- cls-hv1 and cls-hv2 with scm-eqc and cls-int: a node in a class that a value defines has the value, and
  a node with the value is in the class. Obligations get their classes from fz:modality; activities, whose
  class is an intersection of fz:Activity with a value, get fz:activityClass from their class.
- cax-sco: a node in a class is in every class above it.
- prp-spo1: a statement with a property holds for every property above it (fz:hasEvidence …).

Classes and properties of other vocabularies follow only where they are asked for: questions have no use for
them, readers of an export have. What follows from the reading text is in :mod:`fazhi.kg.store.passages`.

Every rule needs only the results of the rules before it, so one pass is enough. What a rule
needs stands in one graph, so what follows from all graphs together is what follows from each one: replacing
a graph removes its own consequences and no others.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad, Triple

from fazhi.kg.store import passages
from fazhi.kg.store.passages import report_consequences
from fazhi.ontology.namespaces import FZ, OWL, RDF, RDFS, resource
from fazhi.ontology.rdf import ontology_quads

_TYPE, _FIRST, _REST = NamedNode(RDF + "type"), NamedNode(RDF + "first"), NamedNode(RDF + "rest")
_SUBCLASS, _SUBPROPERTY = NamedNode(RDFS + "subClassOf"), NamedNode(RDFS + "subPropertyOf")
_EQUIVALENT, _INTERSECTION = NamedNode(OWL + "equivalentClass"), NamedNode(OWL + "intersectionOf")
_ON_PROPERTY, _HAS_VALUE = NamedNode(OWL + "onProperty"), NamedNode(OWL + "hasValue")


@cache
def axioms_in_use() -> Axioms:
    """The axioms of this program's ontology, which are those of a store that it builds."""
    return Axioms.of(ontology_quads())


def said(quads: Iterable[Quad], axioms: Axioms) -> set[Triple]:
    """What the quads of a graph state and what follows from them."""
    quads = list(quads)
    return {quad.triple for quad in quads} | axioms.consequences(quads)


def inferred_graph(name: str, base: str) -> str:
    """IRI of the graph for what follows from the graph ``name``: ``graph/inferred/…``."""
    return f"{resource('graph', 'inferred', base=base)}/{name.rpartition('/graph/')[2]}"


@dataclass(frozen=True)
class Axioms:
    """An ontology's axioms, ready for use.

    ``classes`` and ``properties`` map each one to all those above it. ``definitions`` maps a property and
    value to the classes defined by them, each with the class that a member must also be in (None for any).
    """

    classes: Mapping[Any, frozenset[Any]]
    properties: Mapping[Any, frozenset[Any]]
    definitions: Mapping[tuple[Any, Any], tuple[tuple[Any, Any], ...]]

    @cached_property
    def values(self) -> Mapping[Any, tuple[Any, Any]]:
        """The property and value that members of a defined class have."""
        return {defined: key for key, classes in self.definitions.items() for defined, _ in classes}

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
        total = hashlib.sha256(Path(__file__).read_bytes() + Path(passages.__file__).read_bytes())
        total.update("\n".join(sorted(parts)).encode())
        return total.hexdigest()

    def consequences(self, graph: Iterable[Quad], *, foreign: bool = False) -> set[Triple]:
        """What follows from the quads of a graph and is not stated in it.

        Classes and properties of other vocabularies only with ``foreign``.
        """
        stated = {quad.triple for quad in graph}
        found: set[Triple] = set(report_consequences(stated, self.classes))
        for triple in stated:
            for defined, base in self.definitions.get((triple.predicate, triple.object), ()):
                if base is None or Triple(triple.subject, _TYPE, base) in stated:
                    found.add(Triple(triple.subject, _TYPE, defined))
            if triple.predicate == _TYPE and triple.object in self.values:
                found.add(Triple(triple.subject, *self.values[triple.object]))
        for triple in [*stated, *found]:
            if triple.predicate == _TYPE:
                above = self.classes.get(triple.object, ())
                found.update(Triple(triple.subject, _TYPE, c) for c in above if foreign or _is_ours(c))
        for triple in [*stated, *found]:
            above = self.properties.get(triple.predicate, ())
            found.update(Triple(triple.subject, p, triple.object) for p in above if foreign or _is_ours(p))
        return found - stated


def _is_ours(term: NamedNode) -> bool:
    return term.value.startswith(FZ)


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
