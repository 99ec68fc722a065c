"""The bodies and reports of a store, and the things that addresses of pages name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from pyoxigraph import NamedNode

from fazhi.kg.output.matrix import KINDS
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.collation import by_sound
from fazhi.ontology.concepts import class_labels
from fazhi.ontology.namespaces import FZ, ID, resource
from fazhi.queries.names import quoted
from fazhi.web.site import NotFound, Site

_REPORTS = """
SELECT ?report ?body ?year ?issued ?applicability ?title {
  GIVEN ?report a fz:Report
  OPTIONAL { ?report fz:issuer ?body } OPTIONAL { ?report fz:reportedYear ?year }
  OPTIONAL { ?report dcterms:issued ?issued } OPTIONAL { ?report fz:applicability ?applicability }
  OPTIONAL { ?report dcterms:title ?title }
} ORDER BY ?year ?report"""
_BODIES = """
SELECT ?body ?name ?place ?placeName ?parent ?parentName {
  GIVEN ?body a fz:PublicBody ; skos:prefLabel ?name
  OPTIONAL { ?body fz:place ?place . ?place skos:prefLabel ?placeName }
  OPTIONAL { ?body org:subOrganizationOf ?parent . ?parent skos:prefLabel ?parentName }
}"""
_CLASSES = "SELECT ?body ?class { GIVEN ?body a fz:PublicBody ; a ?class }"
_ABOVE = "SELECT ?class ?above { ?class rdfs:subClassOf ?above }"

_PLACES = """
SELECT ?place ?name ?wider {
  ?place a fz:Place ; skos:prefLabel ?name
  OPTIONAL { ?place schema:containedInPlace+ ?wider }
}"""


@dataclass(frozen=True)
class Report:
    """A report; what it lacks is empty. ``year`` is digits, ``issued`` as it is written in the store."""

    iri: str
    body: str
    year: str
    issued: str
    applicability: str
    title: str


@dataclass(frozen=True)
class Body:
    """A public body (单位) with its reports, in the order of their years.

    ``classes`` are all its classes, ``kinds`` the most special of them, ``group`` the one of :data:`KINDS`
    that it is listed under: local names.
    """

    iri: str
    name: str
    classes: frozenset[str]
    kinds: tuple[str, ...]
    group: str
    place: str
    place_name: str
    parent: str
    parent_name: str
    reports: tuple[Report, ...] = field(default=())

    @property
    def years(self) -> list[str]:
        """The years on which it has reports."""
        return [report.year for report in self.reports]


@lru_cache(maxsize=1)
def reports(store: GraphStore) -> dict[str, Report]:
    """All reports by IRI, in the order of their years."""
    return _reports(store, "")


def reports_beside(store: GraphStore, iri: str) -> list[Report]:
    """The report with this IRI and the others of its body, in the order of their years."""
    given = f"VALUES ?given {values([iri])}"
    of_body = _reports(store, f"{given} ?given fz:issuer ?body . ?report fz:issuer ?body .")
    return list((of_body or _reports(store, f"VALUES ?report {values([iri])}")).values())


def _reports(store: GraphStore, given: str) -> dict[str, Report]:
    found: dict[str, Report] = {}
    for row in store.select(_REPORTS.replace("GIVEN", given)):
        iri, body, year, issued, applicability, title = _texts(row)
        year = year if year.isascii() and year.isdecimal() else ""
        found.setdefault(iri, Report(iri, body, year, issued, applicability, title))
    return found


@lru_cache(maxsize=1)
def bodies(store: GraphStore) -> dict[str, Body]:
    """All bodies by IRI, in the order of their names, those without a report too."""
    return _bodies(store, "", reports(store))


def body_called(store: GraphStore, iri: str) -> Body | None:
    """The body with this IRI, looked up alone; None if it is no body."""
    given = f"VALUES ?body {values([iri])}"
    own = _reports(store, f"{given} ?report fz:issuer ?body .")
    return _bodies(store, given, own).get(iri)


def _bodies(store: GraphStore, given: str, told: Mapping[str, Report]) -> dict[str, Body]:
    of_body: dict[str, list[Report]] = {}
    for report in told.values():
        of_body.setdefault(report.body, []).append(report)
    classes: dict[str, set[str]] = {}
    for row in store.select(_CLASSES.replace("GIVEN", given)):
        if row["class"].value.startswith(FZ):
            classes.setdefault(row["body"].value, set()).add(row["class"].value)
    above: dict[str, set[str]] = {}
    for row in store.select(_ABOVE):
        above.setdefault(row["class"].value, set()).add(row["above"].value)
    found = {}
    rows = (_texts(row) for row in store.select(_BODIES.replace("GIVEN", given)))
    for row in sorted(rows, key=lambda row: (by_sound(row[1]), row[0])):
        iri, name, place, place_name, parent, parent_name = row
        own = classes.get(iri, set())
        special = own.difference(*(_all_above(name, above) for name in own))
        names = {name.removeprefix(FZ) for name in own}
        found[iri] = Body(
            iri,
            name,
            frozenset(names),
            tuple(sorted(name.removeprefix(FZ) for name in special)),
            next(group for group in KINDS if group in names or group == "PublicBody"),
            place,
            place_name,
            parent,
            parent_name,
            tuple(of_body.get(iri, ())),
        )
    return found


def _texts(row: Iterable[Any]) -> list[str]:
    return ["" if term is None else term.value for term in row]


def _all_above(name: str, above: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        new = above.get(waiting.pop(), set()) - found
        found |= new
        waiting.extend(new)
    return found - {name}


def reporting(store: GraphStore) -> list[Body]:
    """The bodies that have reports."""
    return [body for body in bodies(store).values() if body.reports]


def kind_name(site: Site, kind: str) -> str:
    """The name of a class of ours in the page's language."""
    label = class_labels().get(kind)
    return site.say(label.zh, label.en) if label else kind


def kinds_of(site: Site, body: Body) -> str:
    """What a body is, in the page's language."""
    return site.say("、", ", ").join(kind_name(site, kind) for kind in body.kinds)


def places(site: Site) -> tuple[dict[str, set[str]], dict[str, str]]:
    """Each place with those that contain it, as keys of pages; and the names of all by key."""
    within: dict[str, set[str]] = {}
    names = {}
    for row in site.rows(_PLACES):
        key = site.key(row["place"])
        names[key] = row["name"]
        within.setdefault(row["place"], {key}).update({site.key(row["wider"])} if row["wider"] else ())
    return within, names


def alone(site: Site, key: str) -> None:
    """Raise NotFound if something stands behind the address of a page that is the only one of its kind."""
    if key:
        raise NotFound(site.say("这个地址没有对应的页面", "there is no page at this address"))


def iri_of(site: Site, kind: str, key: str) -> str:
    """The IRI of the thing of a ``kind`` (``body``) whose pages have this key. Raises NotFound."""
    first, _, rest = key.partition("/")
    for base in dict.fromkeys((site.store.base, ID)):
        for keys in ((key,), (first, rest), tuple(key.split("/"))):
            iri = resource(kind, *keys, base=base)
            if any(site.store.dataset.quads_for_pattern(NamedNode(iri), None, None, None)):
                return iri
    raise NotFound(site.say(f"图谱中没有{_printable(key)}", f"{_printable(key)} is not in the graph"))


def _printable(key: str) -> str:
    """A key for use in a message."""
    return quoted("".join(character for character in key if character.isprintable()))


def iris(store: GraphStore, kind: str) -> list[str]:
    """The IRIs of all instances of a class of ours, sorted."""
    rows = store.select(f"SELECT ?thing {{ ?thing a fz:{kind} }}")
    return sorted({row["thing"].value for row in rows if isinstance(row["thing"], NamedNode)})


def values(names: list[str]) -> str:
    """IRIs of a store, to be written behind VALUES in a query."""
    return "{ " + " ".join(str(NamedNode(name)) for name in names) + " }"
