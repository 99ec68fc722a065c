"""What a store speaks of: the years and bodies of its reports, the places in which these lie."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from pyoxigraph import BlankNode, NamedNode, Triple

from fazhi.kg.output.portal.terms import said, term
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.snapshots import snapshot_of

_REPORTS = """
SELECT ?report ?year ?body ?place ?name ?code {
  ?report a fz:Report .
  OPTIONAL { ?report fz:reportedYear ?year }
  OPTIONAL {
    ?report fz:issuer ?body .
    OPTIONAL {
      ?body fz:place ?place .
      ?place skos:prefLabel ?name .
      OPTIONAL { ?place fz:divisionCode ?code }
    }
  }
}"""


@dataclass(frozen=True, order=True)
class Place:
    """An administrative division: its IRI, its name, its code in GB/T 2260 (empty if not known)."""

    iri: str
    name: str
    code: str


@dataclass(frozen=True, order=True)
class Report:
    """A report: its IRI, the year and the IRI of the body that it is on (empty if not known)."""

    iri: str
    year: str
    body: str


@dataclass(frozen=True)
class Coverage:
    """The reports of a store in the order of their IRIs, and the places of each body, by its IRI."""

    reports: tuple[Report, ...]
    places_of: dict[str, tuple[Place, ...]]

    @cached_property
    def years(self) -> tuple[str, ...]:
        """The years reported on, in their order."""
        return tuple(sorted({report.year for report in self.reports if report.year}))

    @property
    def span(self) -> str:
        """The years from the first to the last: ``2022–2024``."""
        return "–".join(dict.fromkeys((self.years[0], self.years[-1]))) if self.years else "–"

    @property
    def bodies(self) -> frozenset[str]:
        """The IRIs of the bodies that report."""
        return frozenset(report.body for report in self.reports if report.body)

    def of_year(self, year: str) -> Coverage:
        """The same of the reports on one year."""
        return Coverage(tuple(report for report in self.reports if report.year == year), self.places_of)

    @property
    def places(self) -> tuple[Place, ...]:
        """The places in which the reporting bodies lie, by their codes."""
        found = {place for report in self.reports for place in self.places_of.get(report.body, ())}
        return tuple(sorted(found, key=lambda place: (place.code, place.iri)))

    @property
    def place_nodes(self) -> list[NamedNode]:
        """The same, as nodes."""
        return [NamedNode(place.iri) for place in self.places]

    def described(self, name: str) -> dict[str, list[NamedNode] | BlankNode | None]:
        """The properties that tell what a data set covers; ``name`` tells its period from others."""
        return {
            "dcterms:spatial": self.place_nodes,
            "dcterms:temporal": BlankNode(f"period-{name}") if self.years else None,
        }

    def period(self, name: str) -> Iterator[Triple]:
        """The period that :meth:`described` names: from the first day of the first year to the last one."""
        if self.years:
            properties = {
                "rdf:type": term("dcterms:PeriodOfTime"),
                "dcat:startDate": date(int(self.years[0]), 1, 1),
                "dcat:endDate": date(int(self.years[-1]), 12, 31),
            }
            yield from said(BlankNode(f"period-{name}"), properties)

    def place_labels(self) -> Iterator[Triple]:
        """What catalogues show of the places."""
        for place in self.places:
            properties = {
                "rdf:type": term("fz:Place"),
                "skos:prefLabel": {"zh": place.name},
                "fz:divisionCode": place.code,
            }
            yield from said(NamedNode(place.iri), properties)


def coverage(store: GraphStore) -> Coverage:
    """What the reports of ``store`` cover."""
    reports: set[Report] = set()
    places: dict[str, set[Place]] = defaultdict(set)
    for row in store.select(_REPORTS):
        report, year, body, place, name, code = (each.value if each else "" for each in row)
        reports.add(Report(report, year, body))
        if place:
            places[body].add(Place(place, name, code))
    return Coverage(tuple(sorted(reports)), {body: tuple(sorted(found)) for body, found in places.items()})


def changed_on(store: GraphStore) -> date:
    """The day (UTC) on which the state of ``store`` that is read was written."""
    written = snapshot_of(store.path, store.settings).stat().st_mtime
    return datetime.fromtimestamp(written, UTC).date()
