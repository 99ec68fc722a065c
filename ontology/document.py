"""The ontology as a page for readers, docs/ontology.html (``make docs``).

Terms are in the order and under the headings of fazhi.ttl, concepts in the order of schemes.ttl. The page is
a single file that loads nothing.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fazhi.ontology.namespaces import FZ, ONTOLOGY, PREFIXES
from fazhi.ontology.rdf import ONTOLOGY_FILES, ontology_graph

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

TEMPLATE = Path(__file__).with_name("document.html")

#: Kinds of terms; the first kind that fits a term is taken.
_KINDS = {
    "Class": "类 Class",
    "ObjectProperty": "对象属性 Object property",
    "DatatypeProperty": "数据属性 Datatype property",
    "AnnotationProperty": "注释属性 Annotation property",
}
#: Axioms that are shown: prefixed predicate, Chinese and English name.
_AXIOMS = (
    ("rdfs:subClassOf", "上位类", "Subclass of"),
    ("rdfs:subPropertyOf", "上位属性", "Subproperty of"),
    ("fz:reach", "适用方式", "Reach"),
    ("rdfs:domain", "定义域", "Domain"),
    ("rdfs:range", "值域", "Range"),
    ("owl:disjointWith", "不相交", "Disjoint with"),
    ("rdfs:seeAlso", "参见", "See also"),
)
_INVERSE_AXIOMS = (
    ("rdfs:subClassOf", "下位类", "Superclass of"),
    ("rdfs:domain", "所具属性", "Has properties"),
    ("rdfs:range", "为其值的属性", "Value of"),
)
_HEADING = re.compile(r"^# (?P<zh>[^\x00-\x7f]+?)  (?P<en>\S.*)$")
_TERM = re.compile(r"^fz:(?P<name>\w+)$")
_CONCEPT = re.compile(rf"^<{re.escape(ONTOLOGY)}/(?P<scheme>[\w-]+)(?:/(?P<name>[\w-]+))?>$")


@dataclass(frozen=True)
class _Words:
    """A text in both languages."""

    zh: str
    en: str


def page() -> str:
    """The page as HTML."""
    from jinja2 import Environment

    ontology = _Reader(ontology_graph())
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    html = environment.from_string(TEMPLATE.read_text("utf-8")).render(
        title=ontology.words(ONTOLOGY, "dcterms:title"),
        description=ontology.words(ONTOLOGY, "dcterms:description"),
        iri=ONTOLOGY,
        prefix="fz",
        namespace=FZ,
        version=ontology.value(ONTOLOGY, "owl:versionInfo"),
        license=ontology.value(ONTOLOGY, "dcterms:license"),
        sections=list(_sections(ontology)),
        schemes=list(_schemes(ontology)),
    )
    return html.rstrip() + "\n"


class _Reader:
    """What the page needs to know about terms, by their IRIs."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def objects(self, subject: str, predicate: str) -> list[Node]:
        from rdflib import URIRef

        return list(self._graph.objects(URIRef(subject), URIRef(_iri(predicate))))

    def subjects(self, predicate: str, value: str) -> list[Node]:
        from rdflib import URIRef

        return list(self._graph.subjects(URIRef(_iri(predicate)), URIRef(value)))

    def words(self, subject: str, predicate: str) -> _Words:
        found = {getattr(o, "language", None): str(o) for o in self.objects(subject, predicate)}
        return _Words(found.get("zh", ""), found.get("en", ""))

    def value(self, subject: str, predicate: str) -> str:
        return str(self.objects(subject, predicate)[0])

    def kind(self, subject: str) -> str | None:
        types = {_name(o) for o in self.objects(subject, "rdf:type")}
        kind = next((text for name, text in _KINDS.items() if f"owl:{name}" in types), None)
        return f"{kind}，函数型 functional" if kind and "owl:FunctionalProperty" in types else kind

    def references(self, nodes: Iterable[Node]) -> list[dict[str, str]]:
        """The terms among ``nodes`` that have an IRI, sorted, with the Chinese label if they are ours."""
        from rdflib import URIRef

        found = []
        for iri in sorted(str(node) for node in nodes if isinstance(node, URIRef)):
            ours = iri.startswith(FZ)
            label = self.words(iri, "rdfs:label").zh if ours else ""
            href = f"#{iri.removeprefix(FZ)}" if ours else iri
            found.append({"name": _name(iri), "href": href, "zh": label})
        return found

    def defining_value(self, subject: str) -> list[dict[str, str]]:
        """The property and value that define a class (owl:hasValue), alone or in an intersection."""
        from rdflib import OWL, RDF, BNode, URIRef

        for definition in self.objects(subject, "owl:equivalentClass"):
            parts = self._graph.value(definition, OWL.intersectionOf)
            members = [definition] if parts is None else list(self._graph.items(parts))
            for member in members:
                value = self._graph.value(member, OWL.hasValue)
                if isinstance(member, BNode) and value is not None:
                    on = self._graph.value(member, OWL.onProperty)
                    assert (member, RDF.type, OWL.Restriction) in self._graph
                    return self.references([n for n in (on, value) if isinstance(n, URIRef)])
        return []


def _sections(ontology: _Reader) -> Iterator[dict[str, Any]]:
    """The headings of fazhi.ttl with their terms; a heading without a term of ours is left out."""
    section: dict[str, Any] = {}
    for line in ONTOLOGY_FILES[0].read_text("utf-8").splitlines():
        if heading := _HEADING.match(line):
            if section.get("terms"):
                yield section
            anchor = re.sub(r"\W+", "-", heading["en"].lower()).strip("-")
            section = {**heading.groupdict(), "anchor": f"section-{anchor}", "terms": []}
        elif term := _TERM.match(line):
            section["terms"].append(_described(ontology, term["name"]))
    if section.get("terms"):
        yield section


def _described(ontology: _Reader, name: str) -> dict[str, Any]:
    iri = FZ + name
    label = ontology.words(iri, "rdfs:label")
    axioms = [(zh, en, ontology.references(ontology.objects(iri, p))) for p, zh, en in _AXIOMS]
    axioms.append(("以值定义", "Defined by", ontology.defining_value(iri)))
    axioms += [(zh, en, ontology.references(ontology.subjects(p, iri))) for p, zh, en in _INVERSE_AXIOMS]
    return {
        "name": name,
        "zh": label.zh,
        "en": label.en,
        "definition": ontology.words(iri, "skos:definition"),
        "kind": ontology.kind(iri) or "",
        "axioms": [axiom for axiom in axioms if axiom[2]],
    }


def _schemes(ontology: _Reader) -> Iterator[dict[str, Any]]:
    """The schemes of schemes.ttl with their concepts."""
    found: dict[str, dict[str, Any]] = {}
    for line in ONTOLOGY_FILES[1].read_text("utf-8").splitlines():
        match = _CONCEPT.match(line)
        if match is None:
            continue
        iri = line.strip("<>")
        label = ontology.words(iri, "skos:prefLabel")
        definition = ontology.words(iri, "skos:definition")
        entry = {"iri": iri, "zh": label.zh, "en": label.en, "definition": definition}
        if match["name"]:
            found[match["scheme"]]["concepts"].append({**entry, "name": match["name"]})
        else:
            found[match["scheme"]] = {**entry, "name": f"scheme-{match['scheme']}", "concepts": []}
    yield from found.values()


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def _name(iri: object) -> str:
    """The IRI with one of our prefixes if one fits."""
    text = str(iri)
    for prefix, namespace in PREFIXES.items():
        if text.startswith(namespace) and text != namespace:
            return f"{prefix}:{text.removeprefix(namespace)}"
    return text.removeprefix(f"{ONTOLOGY}/")


if __name__ == "__main__":
    sys.stdout.write(page())
