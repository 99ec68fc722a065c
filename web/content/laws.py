"""The legal instruments of a store, and who cites them for what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.concepts import concept_labels
from fazhi.ontology.namespaces import FZ
from fazhi.ontology.schemes import PURPOSES
from fazhi.web.content.things import kind_name, values
from fazhi.web.site import Site

#: A sign for each purpose, which stands before its name.
PURPOSE_SIGNS = {"basis": "■", "study": "◆", "publicity": "▲", "issued": "★", "mention": "○"}

_CITATIONS = (
    # Each side is gone through once; to look up the one for each of the other takes several times as long.
    "SELECT DISTINCT ?law ?report ?purpose { { SELECT ?c ?law { ?c fz:instrument ?law } }"
    " { SELECT ?c ?report { ?c fz:inReport ?report } } { SELECT ?c ?purpose { ?c fz:purpose ?purpose } } }"
)
_LAWS = """
SELECT ?law ?name ?title ?adopted ?from ?to ?status ?successor ?successorName {
  VALUES ?law GIVEN
  ?law skos:prefLabel ?name
  OPTIONAL { ?law dcterms:title ?title } OPTIONAL { ?law eli:date_document ?adopted }
  OPTIONAL { ?law eli:first_date_entry_in_force ?from } OPTIONAL { ?law fz:outOfForceFrom ?to }
  OPTIONAL { ?law fz:registerStatus ?status }
  OPTIONAL { ?law eli:repealed_by ?successor . ?successor skos:prefLabel ?successorName }
}"""
_KINDS = "SELECT ?law ?class { VALUES ?law GIVEN ?law a ?class }"
#: Classes that tell nothing of what kind an instrument is.
_GENERAL = ("LegalInstrument", "Concept")


@dataclass(frozen=True)
class Law:
    """A legal instrument. What is not known is empty; ``status`` is that of the register."""

    iri: str
    name: str
    title: str
    adopted: str
    begun: str
    ended: str
    status: str
    successors: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...]


@lru_cache(maxsize=1)
def citations(store: GraphStore) -> dict[str, dict[str, tuple[str, ...]]]:
    """For which purposes (ids) each cited law is cited, by law and report."""
    found: dict[str, dict[str, set[str]]] = {}
    for row in store.select(_CITATIONS):
        of_law = found.setdefault(row["law"].value, {})
        of_law.setdefault(row["report"].value, set()).add(row["purpose"].value.rpartition("/")[2])
    return {
        law: {report: tuple(p for p in PURPOSES if p in purposes) for report, purposes in of_law.items()}
        for law, of_law in found.items()
    }


def laws_of(site: Site, iris: Iterable[str]) -> dict[str, Law]:
    """The instruments with these IRIs, in this order."""
    wanted = list(dict.fromkeys(iris))
    given = values(wanted)
    kinds: dict[str, set[str]] = {}
    for row in site.rows(_KINDS.replace("GIVEN", given)):
        if row["class"].startswith(FZ):
            kinds.setdefault(row["law"], set()).add(row["class"].removeprefix(FZ))
    found: dict[str, list[Mapping[str, str]]] = {}
    for row in site.rows(_LAWS.replace("GIVEN", given)):
        found.setdefault(row["law"], []).append(row)
    return {iri: _law(found[iri], kinds.get(iri, set())) for iri in wanted if iri in found}


def kinds_of(site: Site, law: Law) -> str:
    """What kind of instrument it is, in the page's language."""
    return site.say("、", ", ").join(kind_name(site, kind) for kind in law.kinds)


def kind_by_title(site: Site, law: Law) -> str:
    """Of an instrument that the register lacks: that its kind is read from its title alone."""
    return "" if law.status else site.say("按名称判断", "judged by its title")


def purpose_name(site: Site, purpose: str) -> str:
    """The name of a purpose of citing, in the page's language."""
    label = concept_labels("purpose").get(purpose)
    return site.say(label.zh, label.en) if label else purpose


def _law(rows: list[Mapping[str, str]], kinds: set[str]) -> Law:
    row = rows[0]
    successors = sorted({(r["successor"], r["successorName"]) for r in rows if r["successor"]})
    special = sorted(kinds.difference(_GENERAL))
    if len(special) > 1:  # A rule of a department is an administrative rule.
        special = [kind for kind in special if kind != "AdministrativeRule"]
    return Law(
        row["law"],
        row["name"],
        row["title"] or row["name"],
        row["adopted"],
        row["from"],
        row["to"],
        row["status"],
        tuple(successors),
        tuple(special),
    )


@lru_cache(maxsize=1)
def register(store: GraphStore) -> dict[str, tuple[str, str]]:
    """Name and status of all instruments, also of those that only reports name, which have no status."""
    query = """
SELECT ?law ?name ?status {
  ?law a fz:LegalInstrument ; skos:prefLabel ?name OPTIONAL { ?law fz:registerStatus ?status }
}"""
    return {
        row["law"].value: (row["name"].value, row["status"].value if row["status"] else "")
        for row in store.select(query)
    }


def status_name(site: Site, status: str) -> str:
    """The register's status of an instrument in the page's language."""
    names = {
        "in_force": ("有效", "in force"),
        "repealed": ("已失效", "no longer in force"),
        "not_yet_in_force": ("尚未施行", "not yet in force"),
        "": ("名录未登记", "not in the register"),
    }
    return site.say(*names.get(status, (status, status)))
