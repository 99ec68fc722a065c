"""Which page shows a thing."""

from __future__ import annotations

from urllib.parse import quote

from fazhi.ontology.namespaces import ID, ONTOLOGY
from fazhi.web.content.evidence import reader_address
from fazhi.web.site import Site

#: The kind of page for the first part of an IRI behind its base.
_PAGES = {
    "body": "body",
    "firm": "firm",
    "instrument": "law",
    "obligation": "obligation",
    "place": "place",
    "publicity-day": "day",
    "report": "reader",
}


def address_of(site: Site, iri: str) -> str:
    """The address of the page about what has this IRI, or that shows it; "" if it is none of ours."""
    if not iri.startswith((site.store.base, ID, ONTOLOGY)):
        return ""
    return reader_address(site, iri) or own_page(site, iri) or site.href("thing", site.path(iri))


def own_page(site: Site, iri: str) -> str:
    """The address of its page if it is a thing of a kind that has pages; else ""."""
    kind = iri.removeprefix(site.store.base).removeprefix(ID).partition("/")[0]
    key = site.key(iri)
    # What stands below a report is one of its statements or sections.
    if kind not in _PAGES or (kind == "report" and key.count("/") != 1):
        return ""
    return site.href(_PAGES[kind], key)


def in_graph(site: Site, kind: str, iri: str) -> str:
    """The address of the picture of a body, law or obligation (a parameter of the page of the graph).

    Among files there is one picture, in which it is selected.
    """
    if site.interactive:
        return site.href("graph", **{kind: site.key(iri)})
    known = iri.removeprefix(ID)
    return f"{site.href('graph')}#node={quote(known, safe='')}"
