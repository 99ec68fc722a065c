"""Turtle and TriG for reading: few prefixes, short IRIs, texts as they are, a blank line before each subject.

Subjects below the base come first. What is written depends on the statements alone, not on their order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby, islice
from operator import itemgetter
from typing import BinaryIO

from fazhi.kg.output.statements import TYPE, ByName, Disk, Graph, InOrder, in_order, value_of
from fazhi.ontology.namespaces import PREFIXES, XSD
from fazhi.ontology.ntriples import Terms, terms

_INDENT = "    "
_ESCAPE = re.compile(r"\\(.)")
#: Local names that need no escaping in Turtle; there are others, which stay whole IRIs.
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
#: What follows a base IRI that ends in / and leads back to the same IRI: no scheme, no dots to be resolved.
_RELATIVE = re.compile(r"(?:(?!\.{1,2}(?:[/?#]|$))[^/:?#]+(?:/(?!\.{1,2}(?:[/?#]|$))[^/?#]+)*)?(?:[?#].*)?")
#: Datatypes whose values may stand without quotes, and how these must look.
_BARE = {
    f"<{XSD}boolean>": re.compile("true|false"),
    f"<{XSD}integer>": re.compile("[+-]?[0-9]+"),
    f"<{XSD}decimal>": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
}
#: The short forms of so many IRIs are kept in memory.
_KEPT = 20_000
#: So many subjects are put aside together.
_TOGETHER = 500


def turtle(graphs: Iterable[Graph], out: BinaryIO, base: str, prefixes: Mapping[str, str] = PREFIXES) -> None:
    """Write the union of the graphs as Turtle, IRIs below ``base`` relative to it.

    Blank nodes stand where they are used. ``base`` ends in ``/``; of the ``prefixes`` those that are used are
    declared. Statements with a blank node are all in memory.
    """
    writer = _Writer(base, prefixes)
    blank: set[str] = set()
    with InOrder(_without_blank_subjects(graphs, blank)) as ordered, Disk() as disk:
        writer.nest(blank)
        # What stands at the head, and which subjects come first, is known when all are written.
        aside: dict[bool, list[tuple[int, int]]] = {True: [], False: []}
        for ours, blocks in groupby(writer.subjects(ordered), key=lambda block: block[0]):
            while together := "".join(text for _, text in islice(blocks, _TOGETHER)):
                aside[ours].append(disk.put(together.encode()))
        out.write(writer.head().encode())
        for place in (*aside[True], *aside[False]):
            out.write(disk.get(place))


def trig(graphs: Iterable[Graph], out: BinaryIO, base: str, prefixes: Mapping[str, str] = PREFIXES) -> None:
    """Write the graphs as TriG, by name, of which only one is in memory; blank nodes have labels."""
    writer = _Writer(base, prefixes)
    with ByName(graphs) as named, Disk() as disk:
        aside = []
        for name, statements in named:
            blocks = list(writer.subjects(statements))
            inner = "".join(text for first in (True, False) for ours, text in blocks if ours is first)
            aside.append(disk.put(f"\n{writer.term(name)} {{\n{inner}}}\n".encode()))
        out.write(writer.head().encode())
        out.writelines(map(disk.get, aside))


def _without_blank_subjects(graphs: Iterable[Graph], blank: set[str]) -> Iterator[Graph]:
    """The graphs without the statements about blank nodes; those, and what leads to them, go to ``blank``."""
    for graph in graphs:
        yield Graph(graph.name, (each for each in graph.statements if not _is_about_blank(each, blank)))


def _is_about_blank(statement: str, blank: set[str]) -> bool:
    if "_:" in statement:
        subject, _, value = terms(statement)
        if subject.startswith("_:") or value.startswith("_:"):
            blank.add(statement)
            return subject.startswith("_:")
    return False


class _Writer:
    """Writes terms and statements, and remembers which prefixes it used."""

    def __init__(self, base: str, prefixes: Mapping[str, str]) -> None:
        self._base = base
        self._prefixes = prefixes
        self._used: set[str] = set()
        #: What is said of blank nodes that stand where they are used, and of the others.
        self._nested: dict[str, list[Terms]] = {}
        self._labelled: dict[str, list[Terms]] = {}
        self._short = lru_cache(_KEPT)(self._iri)

    def head(self) -> str:
        """The base and the prefixes of what was written."""
        prefixes = (f"@prefix {prefix}: <{self._prefixes[prefix]}> .\n" for prefix in sorted(self._used))
        return f"@base <{self._base}> .\n" + "".join(prefixes)

    def nest(self, statements: Iterable[str]) -> None:
        """Of the statements with blank nodes, write those about nodes that are used once where these are."""
        ordered = list(map(terms, in_order(statements)))
        about = {node: list(said) for node, said in groupby(ordered, key=itemgetter(0))}
        uses = Counter(value for _, _, value in ordered if value.startswith("_:"))
        for node, said in about.items():
            if node.startswith("_:"):
                (self._nested if uses[node] == 1 else self._labelled)[node] = said

    def subjects(self, ordered: Iterable[Terms]) -> Iterator[tuple[bool, str]]:
        """A block for each subject, with a blank line before it; and whether it is below the base."""
        below = f"<{self._base}"
        for subject, statements in groupby(ordered, key=itemgetter(0)):
            yield subject.startswith(below), self._block(subject, statements)
        for node in self._labelled:
            yield False, self._block(node, self._labelled[node])
        while self._nested:  # What is left leads to itself only.
            yield False, self._block(*self._nested.popitem())

    def _block(self, subject: str, statements: Iterable[Terms]) -> str:
        return f"\n{self.term(subject)}\n{_INDENT}{self._properties(statements, 1)} .\n"

    def _properties(self, statements: Iterable[Terms], depth: int) -> str:
        lines = (
            self._property(name, [value for _, _, value in said], depth)
            for name, said in groupby(statements, key=itemgetter(1))
        )
        return f" ;\n{_INDENT * depth}".join(lines)

    def _property(self, name: str, objects: list[str], depth: int) -> str:
        if name == TYPE:
            return "a " + " , ".join(map(self.term, objects))
        text = self.term(name)
        for number, each in enumerate(objects):
            statements = self._nested.pop(each, None)
            if statements is None:
                text += f" ,\n{_INDENT * (depth + 1)}" if number else " "
                text += self.term(each)
            else:
                inner = self._properties(statements, depth + 1)
                text += " , [" if number else " ["
                text += f"\n{_INDENT * (depth + 1)}{inner}\n{_INDENT * depth}]"
        return text

    def term(self, term: str) -> str:
        """The term as Turtle writes it."""
        if term.startswith("<"):
            return self._short(term)
        return self._literal(term) if term.startswith('"') else term

    def _literal(self, literal: str) -> str:
        quoted, _, rest = literal.rpartition('"')
        if not rest.startswith("^^"):
            return _text(literal) if "\\n" in quoted and "\n" in value_of(literal) else literal
        bare = _BARE.get(rest[2:])
        if bare and bare.fullmatch(quoted, 1):
            return quoted[1:]
        return f'{quoted}"^^{self.term(rest[2:])}'

    def _iri(self, term: str) -> str:
        iri = term[1:-1]
        for prefix, namespace in self._prefixes.items():
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                self._used.add(prefix)
                return f"{prefix}:{iri.removeprefix(namespace)}"
        if iri.startswith(self._base) and _RELATIVE.fullmatch(iri, len(self._base)):
            return f"<{iri.removeprefix(self._base)}>"
        return term


def _text(literal: str) -> str:
    """A text of several lines, as these; a quotation mark is escaped where it could end the text."""
    quoted, _, rest = literal.rpartition('"')
    kept = {"n": "\n"}
    value = value_of(literal)
    if '""' not in value and not value.endswith('"'):
        kept['"'] = '"'
    lines = _ESCAPE.sub(lambda match: kept.get(match[1], match[0]), quoted[1:])
    return f'"""{lines}"""{rest}'
