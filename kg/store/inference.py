"""What follows from a graph by the ontology: the rules of OWL 2 RL that queries need.

- cls-hv1 and cls-hv2 with scm-eqc and cls-int: a node in a class that a value defines has the value, and
  a node with the value is in the class. Obligations get their classes from fz:modality; activities, whose
  class is an intersection of fz:Activity with a value, get fz:activityClass from their class.
- cax-sco: a node in a class is in every class above it.
- prp-spo1: a statement with a property holds for every property above it (fz:hasEvidence …).

Classes and properties of other vocabularies follow only where they are asked for: questions have no use for
them, readers of an export have. What follows from the reading text is in :mod:`fazhi.kg.store.passages`, how
many statements a report makes of each kind in :mod:`fazhi.kg.store.tallies`, what from names in
:mod:`fazhi.kg.store.name_keys`.

Every rule needs only the results of the rules before it, so one pass is enough. What a rule
needs stands in one graph, so what follows from all graphs together is what follows from each one: replacing
a graph removes its own consequences and no others.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from pathlib import Path

from pyoxigraph import Quad, Triple

from fazhi.kg.store import name_keys, passages, tallies
from fazhi.kg.store.name_keys import name_keys_of
from fazhi.kg.store.passages import report_consequences
from fazhi.kg.store.tallies import tallies_of
from fazhi.ontology.namespaces import FZ, resource
from fazhi.ontology.ntriples import Terms, terms_of, triples_of, written
from fazhi.ontology.rdf import ontology_quads

_TYPE, _FIRST, _REST = map(written, ("rdf:type", "rdf:first", "rdf:rest"))
_SUBCLASS, _SUBPROPERTY = map(written, ("rdfs:subClassOf", "rdfs:subPropertyOf"))
_EQUIVALENT, _INTERSECTION = map(written, ("owl:equivalentClass", "owl:intersectionOf"))
_ON_PROPERTY, _HAS_VALUE = map(written, ("owl:onProperty", "owl:hasValue"))

_Above = Mapping[str, frozenset[str]]
#: The modules that say what follows.
_CODE = (__file__, name_keys.__file__, passages.__file__, tallies.__file__)


@cache
def axioms_in_use() -> Axioms:
    """The axioms of this program's ontology, which are those of a store that it builds."""
    return Axioms.of(ontology_quads())


def said(quads: Iterable[Quad], axioms: Axioms) -> set[Triple]:
    """What the quads of a graph state and what follows from them."""
    stated = set(map(terms_of, quads))
    return set(triples_of(stated | axioms.following(stated)))


def inferred_graph(name: str, base: str) -> str:
    """IRI of the graph for what follows from the graph ``name``: ``graph/inferred/…``."""
    return f"{resource('graph', 'inferred', base=base)}/{name.rpartition('/graph/')[2]}"


@dataclass(frozen=True)
class Axioms:
    """An ontology's axioms, ready for use, with all terms in N-Triples.

    ``classes`` and ``properties`` map each one to all those above it. ``definitions`` maps a property and
    value to the classes defined by them, each with the class that a member must also be in (None for any).
    """

    classes: _Above
    properties: _Above
    definitions: Mapping[tuple[str, str], tuple[tuple[str, str | None], ...]]

    @cached_property
    def values(self) -> Mapping[str, tuple[str, str]]:
        """The property and value that members of a defined class have."""
        return {defined: key for key, classes in self.definitions.items() for defined, _ in classes}

    @classmethod
    def of(cls, ontology: Iterable[Quad]) -> Axioms:
        """The axioms stated in the quads of an ontology."""
        objects: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in map(terms_of, ontology):
            objects[predicate][subject].append(value)
        definitions: dict[tuple[str, str], list[tuple[str, str | None]]] = defaultdict(list)

        def define(defined: str, restriction: str, base: str | None) -> None:
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
        """SHA-256 over the axioms and the modules that alone determine what follows from a graph."""
        parts = [
            *(f"{one} {sorted(above)}" for one, above in self.classes.items()),
            *(f"{one} {sorted(above)}" for one, above in self.properties.items()),
            *(f"{key} {sorted(map(str, classes))}" for key, classes in self.definitions.items()),
        ]
        total = hashlib.sha256(b"".join(Path(code).read_bytes() for code in _CODE))
        total.update("\n".join(sorted(parts)).encode())
        return total.hexdigest()

    def following(self, stated: Set[Terms], *, foreign: bool = False) -> set[Terms]:
        """What follows from the triples of a graph and is not stated in it.

        Classes and properties of other vocabularies only with ``foreign``.
        """
        classes, properties = (self.classes, self.properties) if foreign else self._ours
        found = set(report_consequences(stated, self.classes))
        for subject, predicate, value in stated:
            if predicate == _TYPE:
                if value in self.values:
                    found.add((subject, *self.values[value]))
            elif predicate in self._defining:
                for defined, base in self.definitions.get((predicate, value), ()):
                    if base is None or (subject, _TYPE, base) in stated:
                        found.add((subject, _TYPE, defined))
        for subject, predicate, value in [*stated, *found]:
            if predicate == _TYPE:
                for above in classes.get(value, ()):
                    found.add((subject, _TYPE, above))
            elif predicate in properties:
                for above in properties[predicate]:
                    found.add((subject, above, value))
        found -= stated
        found.update(tallies_of(chain(stated, found)))
        found.update(name_keys_of(stated))
        return found

    def consequences(self, graph: Iterable[Quad], *, foreign: bool = False) -> set[Triple]:
        """:meth:`following` of the triples of these quads."""
        return set(triples_of(self.following(set(map(terms_of, graph)), foreign=foreign)))

    @cached_property
    def _defining(self) -> frozenset[str]:
        """The properties whose values define classes."""
        return frozenset(name for name, _ in self.definitions)

    @cached_property
    def _ours(self) -> tuple[_Above, _Above]:
        """What of our vocabulary is above each class, and above each property, that has any."""
        return _only_ours(self.classes), _only_ours(self.properties)


def _only_ours(above: _Above) -> _Above:
    head = f"<{FZ}"
    ours = {one: frozenset(each for each in found if each.startswith(head)) for one, found in above.items()}
    return {one: found for one, found in ours.items() if found}


def _all_above(directly: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """The transitive closure."""
    closure = {}
    for one in directly:
        above: set[str] = set()
        queue = [one]
        while queue:
            new = set(directly.get(queue.pop(), ())) - above
            above |= new
            queue.extend(new)
        closure[one] = frozenset(above)
    return closure
