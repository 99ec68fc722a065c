"""The full description of what the store states: all that follows, in the words of standard vocabularies.

The store holds each fact once. The rest, for readers who know ORG, PROV, Web Annotation, NIF or the data
cube, is added when it is written out: what the CONSTRUCT queries in ``description/`` give, one a topic, and
every class and property above those stated, of other vocabularies too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import chain
from pathlib import Path

import pyoxigraph
from pyoxigraph import QueryTriples, RdfFormat

from fazhi.kg.output.statements import TYPE
from fazhi.kg.store.inference import Axioms
from fazhi.ontology.namespaces import FZ, NIF, OA, XSD
from fazhi.ontology.ntriples import terms

_INTEGER, _NON_NEGATIVE_INTEGER = f"^^<{XSD}integer>", f"^^<{XSD}nonNegativeInteger>"
#: Their values are xsd:nonNegativeInteger, which pyoxigraph's stores turn into xsd:integer.
_NON_NEGATIVE = {
    f"<{name}>"
    for name in (OA + "start", OA + "end", NIF + "beginIndex", NIF + "endIndex", FZ + "characterCount")
}


def describe(stated: Iterable[str], context: Mapping[str, Iterable[str]], axioms: Axioms) -> set[str]:
    """What follows from the statements of a graph, and what they are described with: all they do not state.

    ``context`` has by other resources what the queries need to know of these (an obligation's label, a
    rule's usual confidence); they are not described. ``axioms`` are the ontology's.
    """
    stated = set(stated)
    consequences = axioms.following({terms(each) for each in stated})
    known = {*stated, *map(" ".join, consequences)}
    constructed = _constructed(chain(filter(is_asked, known), *context.values()))
    own = {each.partition(" ")[0] for each in known}
    found = {each for each in constructed if each.partition(" ")[0] in own}
    # Checksums and data sets are nodes that only the description has.
    new = {terms(each)[2] for each in found} - context.keys()
    found |= {each for each in constructed if each.partition(" ")[0] in new}
    described = known | found
    return (described | _wider(described, axioms)) - stated


@cache
def queries() -> tuple[str, ...]:
    """The CONSTRUCT queries, by the name of their files."""
    folder = Path(__file__).with_name("description")
    return tuple(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.rq")))


def is_asked(statement: str) -> bool:
    """Whether a statement can matter to the queries: they name its predicate, or of a type the class."""
    _, predicate, value = statement.split(" ", 2)
    return (value if predicate == TYPE else predicate) in _named()


@cache
def _named() -> frozenset[str]:
    """What the queries name. They have no variables for predicates or classes without naming these."""
    names: set[str] = set()
    for query in queries():
        declared = dict(re.findall(r"^PREFIX ([\w-]+): (<.*)>$", query, re.M))
        used = re.findall(r"\b([\w-]+):(\w+)", query)
        names |= {f"{declared[prefix]}{name}>" for prefix, name in used if prefix in declared}
    return frozenset(names)


def _lines(statements: Iterable[str]) -> bytes:
    return "".join(f"{each} .\n" for each in statements).encode()


def _constructed(statements: Iterable[str]) -> set[str]:
    """What the queries make of these statements."""
    store = pyoxigraph.Store()
    store.load(_lines(statements), RdfFormat.N_TRIPLES)
    found: set[str] = set()
    for query in queries():
        triples = store.query(query)
        assert isinstance(triples, QueryTriples)
        data = triples.serialize(format=RdfFormat.N_TRIPLES)
        assert data is not None
        found.update(data.decode().split(" .\n"))
    return set(map(_typed, found - {""}))


def _typed(statement: str) -> str:
    subject, predicate, value = terms(statement)
    if predicate in _NON_NEGATIVE and value.endswith(_INTEGER):
        return f"{subject} {predicate} {value.removesuffix(_INTEGER)}{_NON_NEGATIVE_INTEGER}"
    return statement


def _wider(statements: Iterable[str], axioms: Axioms) -> set[str]:
    """The statements with the classes and properties above theirs, of other vocabularies too."""
    classes, properties = axioms.classes, axioms.properties
    found = set()
    for statement in statements:
        subject, predicate, value = statement.split(" ", 2)
        if predicate == TYPE:
            found.update([f"{subject} {TYPE} {above}" for above in classes.get(value, ())])
        elif predicate in properties:
            found.update([f"{subject} {above} {value}" for above in properties[predicate]])
    return found
