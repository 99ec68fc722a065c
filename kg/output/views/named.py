"""Which view a name or an IRI asks for (视图的名称)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fazhi.kg.output.views.drawing import View
from fazhi.kg.output.views.overall import view_of_all
from fazhi.kg.output.views.reading import Reading, Report
from fazhi.kg.output.views.relations import view_of_bodies, view_of_firms, view_of_laws
from fazhi.kg.output.views.single import view_of_body, view_of_report
from fazhi.kg.output.views.things import view_of_law, view_of_obligation
from fazhi.kg.store.files import StoreError
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.namespaces import ID
from fazhi.queries.names import resolve

#: Views that have a name of their own.
NAMED: Mapping[str, Callable[[Reading], View]] = {
    "all": view_of_all,
    "bodies": view_of_bodies,
    "laws": view_of_laws,
    "firms": view_of_firms,
}


def view_of(store: GraphStore, what: str = "all") -> View:
    """The view that has this name; of the reports of one body, or of one report (``body/year`` or its IRI).

    Raises FazhiError if ``what`` matches nothing in the store; the message lists the nearest names.
    """
    reading = Reading(store)
    if what in NAMED:
        return NAMED[what](reading)
    if report := _report(reading, what):
        return _of_report(store, reading.reports[report])
    name, _, year = what.rpartition("/")
    wanted = name if year.isdigit() and name else what
    body = wanted if wanted in reading.of_body else resolve(store.dataset, "body", wanted).value
    reports = reading.of_body.get(body, [])
    of_year = [report for report in reports if wanted == what or report.year == year]
    if not of_year:
        on, of = ("", "") if wanted == what else (f" on {year}", f"{year}年的")
        raise StoreError(
            f"no report of {wanted}{on} in the store; fazhi query reports lists what there is",
            f"图谱中没有{wanted}{of}报告；fazhi query reports 列出已有的报告",
        )
    if len(of_year) == 1:
        return _of_report(store, of_year[0])
    return view_of_body(Reading(store, [report.iri for report in of_year]), reports[0].name)


def view_of_thing(store: GraphStore, kind: str, name: str) -> View:
    """The view of a ``law`` or an ``obligation``, by its name or IRI. Raises FazhiError if there is none."""
    kinds = {"law": ("instrument", view_of_law), "obligation": ("obligation", view_of_obligation)}
    called, view = kinds[kind]
    iri = name if name.startswith((store.base, ID)) else resolve(store.dataset, called, name).value
    return view(Reading(store), iri)


def _of_report(store: GraphStore, report: Report) -> View:
    return view_of_report(Reading(store, [report.iri]), f"{report.name} {report.year}".strip())


def _report(reading: Reading, what: str) -> str:
    """The IRI of the report that is called so, or by its key; "" if none is."""
    for iri in (what, f"{reading.store.base}report/{what}", f"{ID}report/{what}"):
        if iri in reading.reports:
            return iri
    return ""
