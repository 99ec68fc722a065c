"""RDF/XML, and what XML has no way to write."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any, BinaryIO, cast

import pyoxigraph
from pyoxigraph import RdfFormat, Triple

from fazhi.kg.output.statements import TYPE, value_of
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.namespaces import PREFIXES, RDF
from fazhi.ontology.ntriples import Terms

#: The end of an IRI that can be the name of an element: a letter or _, then letters, digits, points, dashes.
_NAME = re.compile(r"[^\W\d][\w.-]*$")
#: Terms of RDF that are syntax in RDF/XML and no properties.
_SYNTAX = {
    RDF + name
    for name in (
        "RDF",
        "Description",
        "ID",
        "about",
        "parseType",
        "resource",
        "nodeID",
        "datatype",
        "li",
        "aboutEach",
        "aboutEachPrefix",
        "bagID",
    )
}
#: Characters that no XML 1.0 document may contain, escaped or not (https://www.w3.org/TR/xml/#charsets).
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: So many properties and classes are remembered as fit; so many statements are read together.
_KEPT, _TOGETHER = 1000, 5000


def rdf_xml(statements: Iterable[Terms], out: BinaryIO, prefixes: Mapping[str, str] = PREFIXES) -> None:
    """Write the statements as RDF/XML, in their order.

    Raises FazhiError where a property or class has an IRI of which XML can make no name, or a text has a
    control character: other forms write these.
    """
    triples = _parsed(map(_checked, statements))
    escaping = cast(BinaryIO, _Escaping(out))
    pyoxigraph.serialize(triples, escaping, format=RdfFormat.RDF_XML, prefixes={**prefixes})


def _parsed(statements: Iterable[Terms]) -> Iterator[Triple]:
    for together in iter(lambda: list(islice(statements, _TOGETHER)), []):
        lines = "".join(f"{subject} {predicate} {value} .\n" for subject, predicate, value in together)
        yield from (quad.triple for quad in pyoxigraph.parse(lines, format=RdfFormat.N_TRIPLES))


class _Escaping(io.RawIOBase):
    """XML readers take a carriage return for a line feed unless it is escaped."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def write(self, data: Any) -> int:
        self._out.write(bytes(data).replace(b"\r", b"&#13;"))
        return len(data)


def _checked(statement: Terms) -> Terms:
    subject, predicate, value = statement
    _check_name(predicate)
    if predicate == TYPE and value.startswith("<"):
        _check_name(value)
    # Only characters that pyoxigraph escapes can be among those that XML has not.
    if "\\" in value and value.startswith('"') and (found := _NOT_IN_XML.search(value_of(value))):
        raise FazhiError(
            f"RDF/XML cannot write the character U+{ord(found[0]):04X} in its text; take another form, "
            "such as Turtle",
            f"文本中有 RDF/XML 不能含有的字符 U+{ord(found[0]):04X}，请改用 Turtle 等格式",
            at=subject,
        )
    return statement


@lru_cache(_KEPT)
def _check_name(term: str) -> None:
    if not _NAME.search(term[1:-1]) or term[1:-1] in _SYNTAX:
        raise FazhiError(
            "RDF/XML cannot write this as an element; take another form, such as Turtle",
            "RDF/XML 无法表示，请改用 Turtle 等格式",
            at=term,
        )
