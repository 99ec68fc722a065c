"""The page of anything that has an IRI of ours (资源): what is stated of it, what points to it, its words.

The key is the path of its address: ``/zh/thing/id/body/启东经济开发区``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

import yaml
from pyoxigraph import Literal, NamedNode

from fazhi.kg.iris import place_of
from fazhi.ontology.namespaces import DCTERMS, FZ, ID, NIF, OA, ONTOLOGY, RDF, RDFS, SKOS
from fazhi.queries.results import shortened
from fazhi.web.content.evidence import evidence_of
from fazhi.web.content.links import address_of, own_page
from fazhi.web.content.parts import Cell
from fazhi.web.content.schema_org import schema_org
from fazhi.web.data.linked_data import iri_at
from fazhi.web.site import NotFound, Site

#: So many things that point here in one way are listed.
_LISTED = 50
#: So many are counted.
_COUNTED = 10_000
_NAMES = [NamedNode(name) for name in (SKOS + "prefLabel", RDFS + "label", DCTERMS + "title")]
_TYPE = NamedNode(RDF + "type")
_MAIN, _EXACT = NamedNode(FZ + "mainEvidence"), NamedNode(OA + "exact")
_OF_EVIDENCE = {FZ + "hasEvidence", FZ + "mainEvidence", FZ + "issuedEvidence"}
#: What the page says elsewhere.
_NOT_STATED = {*_OF_EVIDENCE, NIF + "isString", RDF + "type"}


@dataclass(frozen=True)
class Pointing:
    """What points to a thing in one way: the property's name, some of the things, and how many they are."""

    name: str
    things: Sequence[Cell]
    count: str


def page(site: Site, key: str, parameters: Mapping[str, str]) -> str:
    """The page of the resource whose address has the path ``key``."""
    iri = iri_at(site.store, f"/{key}")
    if iri is None:
        raise NotFound(site.say("没有这一资源", "there is no such thing"))
    stated = sorted(_stated(site, iri), key=lambda fact: (fact[0], fact[1].text))
    types = [q.object for q in site.store.dataset.quads_for_pattern(iri, _TYPE, None)]
    name = name_of(site, iri)
    return site.render(
        "thing.html",
        title=name,
        iri=iri.value,
        types=sorted({name_of(site, kind) for kind in types if isinstance(kind, NamedNode)}),
        facts=stated,
        evidence=list(evidence_of(site, _evidence(site, iri)).values()),
        pointing=_pointing(site, iri),
        own_page=own_page(site, iri.value),
        data=f"/data/{site.path(iri.value).partition('#')[0]}",
        schema=schema_org(site, iri, name),
    )


def keys(site: Site) -> Iterator[str]:
    """None: what has pages of its own kind has these, and the data have the rest."""
    yield from ()


@cache
def _terms() -> Mapping[str, Mapping[str, str]]:
    """The names of other vocabularies' terms (terms.yaml)."""
    terms: Mapping[str, Mapping[str, str]] = yaml.safe_load(
        Path(__file__).with_name("terms.yaml").read_text("utf-8")
    )
    return terms


def name_of(site: Site, iri: NamedNode) -> str:
    """What something is called in the language of the page; else its words, or the end of its IRI."""
    if term := _terms().get(iri.value):
        return term[site.language]
    if iri.value.startswith(f"{site.store.base}report/"):
        body, _, rest = site.key(iri.value).partition("/")
        if rest.isdigit():
            return site.say(f"{body}{rest}年报告", f"report of {body} on {rest}")
    for name in _NAMES:
        found = [q.object for q in site.store.dataset.quads_for_pattern(iri, name, None)]
        literals = [term for term in found if isinstance(term, Literal)]
        if literals:
            return min(literals, key=lambda one: (one.language != site.language, one.language or "")).value
    for quad in site.store.dataset.quads_for_pattern(iri, _MAIN, None):
        if isinstance(quad.object, NamedNode):
            for words in site.store.dataset.quads_for_pattern(quad.object, _EXACT, None):
                return str(getattr(words.object, "value", ""))
    if iri.value.startswith((site.store.base, ID, ONTOLOGY)):
        return site.key(iri.value) or shortened(iri.value)
    return shortened(iri.value)


def _stated(site: Site, iri: NamedNode) -> Iterator[tuple[str, Cell]]:
    for quad in site.store.dataset.quads_for_pattern(iri, None, None):
        if quad.predicate.value not in _NOT_STATED:
            yield name_of(site, quad.predicate), _cell(site, quad.object)


def _cell(site: Site, term: object) -> Cell:
    if isinstance(term, NamedNode):
        return Cell(name_of(site, term), href=_address(site, term))
    if isinstance(term, Literal):
        return Cell(term.value, hint=term.language or "")
    return Cell(str(term))


def _address(site: Site, iri: NamedNode) -> str:
    """The address at which an IRI is shown: a page of ours, the reader, or the IRI itself."""
    web = iri.value if iri.value.startswith(("http://", "https://")) else ""
    return address_of(site, iri.value) or web


def _evidence(site: Site, iri: NamedNode) -> list[str]:
    return [
        quad.object.value
        for name in sorted(_OF_EVIDENCE)
        for quad in site.store.dataset.quads_for_pattern(iri, NamedNode(name), None)
        if isinstance(quad.object, NamedNode) and place_of(quad.object.value)
    ]


def _pointing(site: Site, iri: NamedNode) -> list[Pointing]:
    found: dict[NamedNode, list[NamedNode]] = {}
    quads = site.store.dataset.quads_for_pattern(None, None, iri)
    for quad in islice(quads, _COUNTED):
        if isinstance(quad.subject, NamedNode) and quad.predicate != _TYPE:
            found.setdefault(quad.predicate, []).append(quad.subject)
    return [
        Pointing(
            name_of(site, name),
            [_cell(site, thing) for thing in sorted(things, key=lambda thing: thing.value)[:_LISTED]],
            f"{len(things)}",
        )
        for name, things in sorted(found.items(), key=lambda item: name_of(site, item[0]))
    ]
