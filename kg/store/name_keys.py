"""What follows from names: by which keys a thing is found whose name is spelt otherwise than it is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode

from fazhi.ontology.ntriples import Terms, triples_of, written
from fazhi.ontology.titles import name_key

_LABEL, _TITLE, _KEY = map(written, ("skos:prefLabel", "dcterms:title", "fz:nameKey"))
_NAMES = frozenset((_LABEL, _TITLE, written("skos:altLabel")))


def name_keys_of(stated: Set[Terms]) -> Iterator[Terms]:
    """The keys of the names, and of the ids, of all that has a label: those that are no name themselves.

    A title alone is none, as reports and their sections have it.
    """
    given = [each for each in stated if each[1] in _NAMES]
    labelled = {subject for subject, predicate, _ in given if predicate != _TITLE}
    names: dict[str, set[str]] = defaultdict(set)
    for triple in triples_of(each for each in given if each[0] in labelled):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal):
            names[triple.subject.value].add(triple.object.value)
    for thing, known in names.items():
        for key in set(map(name_key, (*known, unquote(thing.rpartition("/")[2])))) - known:
            yield f"<{thing}>", _KEY, str(Literal(key))
