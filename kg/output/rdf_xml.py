"""RDF/XML, and what XML has no way to write."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pyoxigraph
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from fazhi.kg.output.turtle import RDF_TYPE
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.namespaces import PREFIXES, RDF

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


def rdf_xml(triples: Iterable[Triple], prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """The triples as RDF/XML, in their order.

    Raises FazhiError where a property or class has an IRI of which XML can make no name, or a text has a
    control character: other forms write these.
    """
    data = pyoxigraph.serialize(map(_checked, triples), format=RdfFormat.RDF_XML, prefixes={**prefixes})
    assert data is not None
    # XML readers take a carriage return for a line feed unless it is escaped.
    return data.replace(b"\r", b"&#13;")


def _checked(triple: Triple) -> Triple:
    names = [triple.predicate]
    if triple.predicate == RDF_TYPE and isinstance(triple.object, NamedNode):
        names.append(triple.object)
    for name in names:
        if not _NAME.search(name.value) or name.value in _SYNTAX:
            raise FazhiError(
                "RDF/XML cannot write this as an element; take another form, such as Turtle",
                "RDF/XML 无法表示，请改用 Turtle 等格式",
                at=f"<{name.value}>",
            )
    if isinstance(triple.object, Literal) and (found := _NOT_IN_XML.search(triple.object.value)):
        raise FazhiError(
            f"RDF/XML cannot write the character U+{ord(found[0]):04X} in its text; take another form, "
            "such as Turtle",
            f"文本中有 RDF/XML 不能含有的字符 U+{ord(found[0]):04X}，请改用 Turtle 等格式",
            at=triple.subject,
        )
    return triple
