"""Our IRIs over HTTP: what one names is shown, or described, by what is asked for (关联数据).

An IRI is answered by 303 to a page or to a document of data, which are not what the IRI names
(https://www.w3.org/TR/cooluris/). The server answers for the IRIs below the bases of our resources and of
the ontology at the paths ``/id/`` and ``/ns``, wherever the bases themselves are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from urllib.parse import quote, unquote

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from fazhi.kg.output.export import FORMS
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.namespaces import ID, OA, ONTOLOGY, SKOS, iri_key
from fazhi.ontology.rdf import ONTOLOGY_FILES, SHAPES_FILE
from fazhi.web.answer import Answer, told
from fazhi.web.negotiation import chosen
from fazhi.web.source import Source, opened

#: The forms in which data without named graphs can be had, by media type: the best one first.
DATA_FORMS = {FORMS[name].media_type: FORMS[name] for name in ("turtle", "rdfxml", "jsonld", "ntriples")}
HTML = "text/html"
_SUFFIXES = {form.suffix.removeprefix("."): media_type for media_type, form in DATA_FORMS.items()}
#: What is described by files of its own: the ontology with its schemes, and the shapes.
_FILES = {"/ns": ONTOLOGY_FILES, "/shapes": (SHAPES_FILE,)}
#: A document has no more triples than these that point to its subject.
_POINTING = 1000


@dataclass(frozen=True)
class Asked:
    """An IRI of ours that was asked for: ``path`` is that of its address, still escaped (``/id/body/x``).

    ``accept`` and ``language`` say in which form.
    """

    path: str
    accept: str = ""
    language: str = "zh"


def see_other(source: Source, state: str, asked: Asked) -> Answer:
    """Where a page or the data about an IRI is: by its suffix (``.ttl``), else by what is accepted."""
    path, suffix = _parted(asked.path)
    shown = iri_at(opened(source, state), path) is not None
    if not shown and path not in _FILES:
        return _unknown(asked.path)
    if not suffix:
        offered = (*((HTML,) if shown else ()), *DATA_FORMS)
        media_type = chosen(asked.accept, offered)
        if media_type is None:
            return told(f"this can be had as {', '.join(offered)}", 406)
        if media_type == HTML:
            # The escapes that the IRI has remain when the server takes off one layer.
            return _to(f"/{asked.language}/thing{quote(_in_iri(path))}")
        return _to(f"/data{path}{DATA_FORMS[media_type].suffix}")
    return _to(f"/data{path}.{suffix}")


def document(source: Source, state: str, asked: Asked) -> Answer:
    """What the store states of an IRI, and what points to it, as data."""
    path, suffix = _parted(asked.path.removeprefix("/data"))
    iri = iri_at(opened(source, state), path)
    if not suffix or (iri is None and path not in _FILES):
        return _unknown(asked.path)
    if path in _FILES:
        triples = [quad.triple for file in _FILES[path] for quad in parse(path=file, format=RdfFormat.TURTLE)]
    else:
        assert iri is not None
        triples = list(dict.fromkeys(_described(opened(source, state).dataset, iri)))
    media_type = _SUFFIXES[suffix]
    body = DATA_FORMS[media_type]((Quad(*triple) for triple in triples), opened(source, state).base)
    return Answer(body, media_type, headers=(("Access-Control-Allow-Origin", "*"),))


def iri_at(store: GraphStore, path: str) -> NamedNode | None:
    """The IRI that the address with this path stands for, if the store says something of it.

    Of the terms of the ontology the path has the fragment (``/ns#Park``).
    """
    path, hash_, fragment = path.partition("#")
    rest = _in_iri(path) + hash_ + iri_key(fragment)
    for head, base in (("/id/", store.base), ("/id/", ID), ("/ns", ONTOLOGY)):
        if rest.startswith(head):
            try:
                iri = NamedNode(base + rest.removeprefix(head))
            except ValueError:
                return None
            if any(store.dataset.quads_for_pattern(iri, None, None)):
                return iri
    return None


def _in_iri(path: str) -> str:
    """A path, however it is escaped, as it stands in an IRI of ours."""
    return "/".join(iri_key(unquote(part)) for part in path.split("/"))


def _described(dataset: Store, iri: NamedNode) -> Iterator[Triple]:
    stated = (quad.triple for quad in dataset.quads_for_pattern(iri, None, None))
    pointing = (quad.triple for quad in dataset.quads_for_pattern(None, None, iri))
    for triple in chain(stated, islice(pointing, _POINTING)):
        yield triple
        for other in (triple.subject, triple.object):
            if isinstance(other, NamedNode) and other != iri:
                yield from _told_beside(dataset, other)


def _told_beside(dataset: Store, other: NamedNode) -> Iterator[Triple]:
    """What another resource is called; of evidence, the words."""
    for name in (SKOS + "prefLabel", OA + "exact"):
        for quad in dataset.quads_for_pattern(other, NamedNode(name), None):
            if isinstance(quad.object, Literal):
                yield quad.triple


def _parted(path: str) -> tuple[str, str]:
    """A path without the suffix of a form, and the suffix."""
    head, _, suffix = path.rpartition(".")
    return (head, suffix) if suffix in _SUFFIXES else (path, "")


def _to(path: str) -> Answer:
    # Which page it is depends on the language that the browser prefers.
    headers = (("Location", path), ("Vary", "Accept, Accept-Language"))
    return Answer(b"", "text/plain", 303, headers)


def _unknown(path: str) -> Answer:
    return told(f"nothing is known of {path} 没有这一资源", 404)
