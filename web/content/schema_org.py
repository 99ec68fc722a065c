"""What a page is about, for search engines: JSON-LD in the words of https://schema.org/."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from pyoxigraph import NamedNode

from fazhi.ontology.namespaces import FZ, RDF
from fazhi.viz.assets import safe_json
from fazhi.web.site import Site

#: The type there for one of ours, the first that fits.
_TYPES = {
    "LegalInstrument": "Legislation",
    "PublicBody": "GovernmentOrganization",
    "Report": "Report",
    "LawFirm": "LegalService",
    "Place": "AdministrativeArea",
    "PublicityDay": "Event",
}


def schema_org(site: Site, iri: NamedNode, name: str) -> Markup:
    """The description of what has this IRI, safe inside a script element; empty if schema.org has no word."""
    types = {
        quad.object.value
        for quad in site.store.dataset.quads_for_pattern(iri, NamedNode(RDF + "type"), None)
        if isinstance(quad.object, NamedNode)
    }
    found = next((word for term, word in _TYPES.items() if FZ + term in types), None)
    return described({"@type": found, "@id": iri.value, "name": name}) if found else Markup("")


def described(properties: dict[str, Any]) -> Markup:
    """A description with these properties."""
    return Markup(safe_json({"@context": "https://schema.org", "inLanguage": "zh-CN", **properties}))
