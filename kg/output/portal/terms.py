"""Statements about nodes, written down by prefixed names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from fazhi.kg.output.export import FORMS
from fazhi.ontology.namespaces import PREFIXES, XSD

#: The project's prefixes, and those that only descriptions of data use.
VOCABULARIES = {
    **PREFIXES,
    "dcatap": "http://data.europa.eu/r5r/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
#: Stands for the place of the files where that is not known.
NOWHERE = "https://folder.invalid/"
#: CC BY 4.0, the licence of the data: that of LICENSE-DATA.
LICENCE = NamedNode("https://creativecommons.org/licenses/by/4.0/")


def term(name: str) -> NamedNode:
    """The term of a prefixed name: ``term("dcat:Dataset")``."""
    prefix, _, local = name.partition(":")
    return NamedNode(VOCABULARIES[prefix] + local)


def named(iri: str) -> NamedNode | None:
    """The node of an IRI; None without one."""
    return NamedNode(iri) if iri else None


def integer(number: int, datatype: str = "integer") -> Literal:
    """A number as a literal of XML Schema."""
    return Literal(str(number), datatype=NamedNode(XSD + datatype))


def said(subject: NamedNode | BlankNode, properties: Mapping[str, Any]) -> Iterator[Triple]:
    """A statement for each value of each property, which is a prefixed name.

    A value is a term, a text, a day, texts by language (``{"zh": …, "en": …}``), or several of these; no
    value, or an empty one, is nothing said.
    """
    for name, value in properties.items():
        for each in _values(value):
            yield Triple(subject, term(name), each)


def _values(value: Any) -> Iterator[Any]:
    if isinstance(value, str | date):
        if value:
            yield Literal(value) if isinstance(value, str) else _day(value)
    elif isinstance(value, Mapping):
        for language, texts in value.items():
            for text in [texts] if isinstance(texts, str) else texts:
                yield Literal(text, language=language)
    elif isinstance(value, Iterable):
        for each in value:
            yield from _values(each)
    elif value is not None:
        yield value


def _day(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=NamedNode(XSD + "date"))


def labelled(concept: Mapping[str, str]) -> Iterator[Triple]:
    """What is said of a concept of words.yaml: its labels."""
    label = {language: concept[language] for language in ("zh", "en")}
    properties = {"rdf:type": term("skos:Concept"), "skos:prefLabel": label}
    yield from said(NamedNode(concept["iri"]), properties)


def serialized(triples: Iterable[Triple], form: str, base: str) -> bytes:
    """The triples in one of :data:`fazhi.kg.output.export.FORMS`; IRIs below ``base`` may be relative.

    Those below :data:`NOWHERE` are relative to the folder of the document.
    """
    data = FORMS[form]((Quad(*triple) for triple in triples), base, VOCABULARIES)
    return data.replace(NOWHERE.encode(), b"./")


@cache
def words() -> Mapping[str, Any]:
    """The texts of the descriptions (words.yaml)."""
    texts: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text("utf-8"))
    return texts
