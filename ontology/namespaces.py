"""Namespaces and IRIs as plain strings, usable without rdflib.

Terms of the ontology are in ``FZ``; fixed concepts are ``concept(scheme, id)``; resources are
``resource(kind, *keys, base=...)``. Chinese characters are kept; only what RFC 3987 forbids in a path
segment is percent-encoded, once.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote

FZ = "https://w3id.org/fazhi/ns#"
#: Resources; also the default base of those that come from reports.
ID = "https://w3id.org/fazhi/id/"
#: The ontology's own IRI; schemes are below it (``…/ns/activity-class``).
ONTOLOGY = "https://w3id.org/fazhi/ns"
#: Class expressions, which have no IRI in the ontology's file, have one below this in the store.
DEFINITION = ONTOLOGY + "/definition/"
SHAPES = "https://w3id.org/fazhi/shapes#"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
DCAT = "http://www.w3.org/ns/dcat#"
VOID = "http://rdfs.org/ns/void#"
VANN = "http://purl.org/vocab/vann/"
FOAF = "http://xmlns.com/foaf/0.1/"
SCHEMA = "https://schema.org/"
ORG = "http://www.w3.org/ns/org#"
PROV = "http://www.w3.org/ns/prov#"
ELI = "http://data.europa.eu/eli/ontology#"
CCCEV = "http://data.europa.eu/m8g/"
QB = "http://purl.org/linked-data/cube#"
SDMX_DIMENSION = "http://purl.org/linked-data/sdmx/2009/dimension#"
SDMX_MEASURE = "http://purl.org/linked-data/sdmx/2009/measure#"
SDMX_ATTRIBUTE = "http://purl.org/linked-data/sdmx/2009/attribute#"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
OA = "http://www.w3.org/ns/oa#"
DOCO = "http://purl.org/spar/doco/"
SPDX = "http://spdx.org/rdf/terms#"
QUDT = "http://qudt.org/schema/qudt/"
QUDT_UNIT = "http://qudt.org/vocab/unit/"

#: Every prefix used in our files and queries.
PREFIXES: dict[str, str] = {
    "fz": FZ,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "sh": SH,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "dcat": DCAT,
    "void": VOID,
    "vann": VANN,
    "foaf": FOAF,
    "schema": SCHEMA,
    "org": ORG,
    "prov": PROV,
    "eli": ELI,
    "cccev": CCCEV,
    "qb": QB,
    "sdmx-dimension": SDMX_DIMENSION,
    "sdmx-measure": SDMX_MEASURE,
    "sdmx-attribute": SDMX_ATTRIBUTE,
    "nif": NIF,
    "oa": OA,
    "doco": DOCO,
    "spdx": SPDX,
    "qudt": QUDT,
    "unit": QUDT_UNIT,
}

ONTOLOGY_GRAPH = ID + "graph/ontology"

# RFC 3987, isegment: iunreserved, sub-delims, ":" and "@".
_NOT_IN_SEGMENT = re.compile(
    "[^A-Za-z0-9._~!$&'()*+,;=:@\\-"
    "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    "\U00010000-\U0001fffd\U00020000-\U0002fffd\U00030000-\U0003fffd]"
)


@lru_cache(maxsize=2**12)
def iri_key(text: str) -> str:
    """``text`` in Unicode form C as one path segment of an IRI.

    Percent-encodes what a segment may not contain: the space, ``<>"{}|\\^`%[]``, ``/``, ``?``, ``#``,
    control and private-use characters. An already encoded key would be encoded twice: pass plain text.
    """
    normal = unicodedata.normalize("NFC", text)
    return _NOT_IN_SEGMENT.sub(lambda match: _percent(match[0]), normal)


def concept(scheme: str, identifier: str) -> str:
    """IRI of a fixed SKOS concept: ``concept("activity-class", "penalty")``."""
    return f"{ONTOLOGY}/{scheme}/{iri_key(identifier)}"


def scheme(name: str) -> str:
    """IRI of a fixed SKOS concept scheme: ``scheme("activity-class")``."""
    return f"{ONTOLOGY}/{name}"


def resource(kind: str, *keys: str, base: str = ID) -> str:
    """IRI of a resource from plain-text keys: ``resource("instrument", "安全生产法")``.

    Several keys become several segments: ``resource("report", "启东生命健康产业园", "2023")``.
    """
    return base + "/".join((kind, *map(iri_key, keys)))


def reference_graph(base: str = ID) -> str:
    """The graph of the reference data in a store with this base."""
    return resource("graph", "reference", base=base)


def reference_graphs(base: str = ID) -> tuple[str, ...]:
    """The graphs that are no report's: built-in reference data, own register, ontology."""
    return (reference_graph(base), own_register_graph(base), ONTOLOGY_GRAPH)


def own_register_graph(base: str = ID) -> str:
    """The named graph of the own register's entries, kept apart from the built-in reference data."""
    return resource("graph", "own-register", base=base)


def _percent(character: str) -> str:
    return quote(character.encode("utf-8", "surrogatepass"), safe="")
