"""Turtle and TriG for reading: few prefixes, short IRIs, texts as they are, a blank line before each subject.

Subjects below the base come first. What is written depends on the statements alone, not on their order.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from fazhi.ontology.namespaces import PREFIXES, RDF, XSD

RDF_TYPE = NamedNode(RDF + "type")
_INDENT = "    "
_ESCAPE = re.compile(r"\\(.)")
#: Local names that need no escaping in Turtle; there are others, which stay whole IRIs.
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
#: What follows a base IRI that ends in / and leads back to the same IRI: no scheme, no dots to be resolved.
_RELATIVE = re.compile(r"(?:(?!\.{1,2}(?:[/?#]|$))[^/:?#]+(?:/(?!\.{1,2}(?:[/?#]|$))[^/?#]+)*)?(?:[?#].*)?")
#: Datatypes whose values may stand without quotes, and how these must look.
_BARE = {
    NamedNode(XSD + "boolean"): re.compile("true|false"),
    NamedNode(XSD + "integer"): re.compile("[+-]?[0-9]+"),
    NamedNode(XSD + "decimal"): re.compile(r"[+-]?[0-9]*\.[0-9]+"),
}


def order(triple: Triple) -> tuple[str, bool, str, str]:
    """The order of statements: by subject, types first."""
    return (str(triple.subject), triple.predicate != RDF_TYPE, str(triple.predicate), str(triple.object))


def in_order(triples: Iterable[Triple]) -> Iterator[Triple]:
    """The triples in that order, each once; of a large graph the keys of one subject only are in memory."""
    by_subject = _by_subject(triples)
    for subject in sorted(by_subject, key=str):
        yield from sorted(by_subject[subject], key=order)


def turtle(triples: Iterable[Triple], base: str, prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """The triples as Turtle, IRIs below ``base`` relative to it; blank nodes stand where they are used.

    ``base`` ends in ``/``; of the ``prefixes`` those that are used are declared.
    """
    writer = _Writer(base, prefixes)
    body = "".join(writer.subjects(triples))
    return (writer.head() + body).encode()


def trig(quads: Iterable[Quad], base: str, prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """The quads as TriG, graph after graph by name; blank nodes have labels."""
    writer = _Writer(base, prefixes)
    graphs: dict[str, list[Triple]] = defaultdict(list)
    names: dict[str, Any] = {}
    for quad in quads:
        names[str(quad.graph_name)] = quad.graph_name
        graphs[str(quad.graph_name)].append(quad.triple)
    body = []
    for key in sorted(graphs):
        blocks = writer.subjects(graphs[key], nested=False)
        body.append(f"\n{writer.term(names[key])} {{\n{''.join(blocks)}}}\n")
    return (writer.head() + "".join(body)).encode()


def _by_subject(triples: Iterable[Triple]) -> dict[Any, list[Triple]]:
    by_subject: dict[Any, list[Triple]] = defaultdict(list)
    for triple in set(triples):
        by_subject[triple.subject].append(triple)
    return by_subject


class _Writer:
    """Writes terms and statements, and remembers which prefixes it used."""

    def __init__(self, base: str, prefixes: Mapping[str, str]) -> None:
        self._base = base
        self._prefixes = prefixes
        self._used: set[str] = set()
        self._terms: dict[Any, str] = {}
        self._nested: dict[Any, list[Triple]] = {}

    def head(self) -> str:
        """The base and the prefixes of what was written."""
        prefixes = (f"@prefix {prefix}: <{self._prefixes[prefix]}> .\n" for prefix in sorted(self._used))
        return f"@base <{self._base}> .\n" + "".join(prefixes)

    def subjects(self, triples: Iterable[Triple], *, nested: bool = True) -> Iterator[str]:
        """A block for each subject, a blank line before each."""
        statements = _by_subject(triples)
        uses = Counter(
            t.object for each in statements.values() for t in each if isinstance(t.object, BlankNode)
        )
        self._nested = {node: statements[node] for node in uses if uses[node] == 1 and node in statements}
        if not nested:
            self._nested = {}
        for subject in sorted(statements.keys() - self._nested.keys(), key=self._order):
            yield self._block(subject, statements[subject])
        while self._nested:  # What is left leads to itself only.
            yield self._block(*self._nested.popitem())

    def _order(self, subject: Any) -> tuple[bool, str]:
        return (not str(subject).startswith(f"<{self._base}"), str(subject))

    def _block(self, subject: Any, statements: list[Triple]) -> str:
        return f"\n{self.term(subject)}\n{_INDENT}{self._properties(statements, 1)} .\n"

    def _properties(self, statements: list[Triple], depth: int) -> str:
        properties: dict[Any, list[Any]] = defaultdict(list)
        for triple in sorted(statements, key=order):
            properties[triple.predicate].append(triple.object)
        lines = (self._property(name, objects, depth) for name, objects in properties.items())
        return f" ;\n{_INDENT * depth}".join(lines)

    def _property(self, name: Any, objects: list[Any], depth: int) -> str:
        if name == RDF_TYPE:
            return "a " + " , ".join(map(self.term, objects))
        text = self.term(name)
        for number, each in enumerate(objects):
            statements = self._nested.pop(each, None) if isinstance(each, BlankNode) else None
            if statements is None:
                text += f" ,\n{_INDENT * (depth + 1)}" if number else " "
                text += self.term(each)
            else:
                inner = self._properties(statements, depth + 1)
                text += " , [" if number else " ["
                text += f"\n{_INDENT * (depth + 1)}{inner}\n{_INDENT * depth}]"
        return text

    def term(self, term: Any) -> str:
        """The term as Turtle writes it."""
        if isinstance(term, Literal):
            return self._literal(term)
        if isinstance(term, NamedNode):
            if term not in self._terms:
                self._terms[term] = self._iri(term.value)
            return self._terms[term]
        return str(term)

    def _literal(self, literal: Literal) -> str:
        if literal.language or literal.datatype.value == XSD + "string":
            return _text(literal) if "\n" in literal.value else str(literal)
        bare = _BARE.get(literal.datatype)
        if bare and bare.fullmatch(literal.value):
            return literal.value
        return f"{Literal(literal.value)}^^{self.term(literal.datatype)}"

    def _iri(self, iri: str) -> str:
        for prefix, namespace in self._prefixes.items():
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                self._used.add(prefix)
                return f"{prefix}:{iri.removeprefix(namespace)}"
        if iri.startswith(self._base) and _RELATIVE.fullmatch(iri, len(self._base)):
            return f"<{iri.removeprefix(self._base)}>"
        return f"<{iri}>"


def _text(literal: Literal) -> str:
    """A text of several lines, as these; a quotation mark is escaped where it could end the text."""
    quoted, _, rest = str(literal).rpartition('"')
    kept = {"n": "\n"}
    if '""' not in literal.value and not literal.value.endswith('"'):
        kept['"'] = '"'
    lines = _ESCAPE.sub(lambda match: kept.get(match[1], match[0]), quoted[1:])
    return f'"""{lines}"""{rest}'
