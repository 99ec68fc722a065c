"""The descriptions that machines look for: catalogue (DCAT), VoID, examples of queries; made by a worker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from pyoxigraph import Quad, Triple

from fazhi.kg.output.portal.catalogue import catalogue
from fazhi.kg.output.portal.coverage import changed_on, coverage
from fazhi.kg.output.portal.publication import Publication
from fazhi.kg.output.portal.sparql_examples import sparql_examples
from fazhi.kg.output.portal.terms import VOCABULARIES
from fazhi.kg.output.portal.void import statistics, void
from fazhi.kg.output.statements import Graph
from fazhi.kg.store.graph_store import GraphStore
from fazhi.web.answer import Answer, told
from fazhi.web.data.linked_data import DATA_FORMS
from fazhi.web.negotiation import chosen
from fazhi.web.source import Source, opened

#: The path of each description.
PATHS = {
    "catalogue": "/catalogue",
    "void": "/.well-known/void",
    "examples": "/.well-known/sparql-examples",
}


@dataclass(frozen=True)
class Described:
    """A description that is asked for, of a publication; ``accept`` says in which form."""

    name: str
    publication: Publication
    accept: str


def description(source: Source, state: str, asked: Described) -> Answer:
    """The description."""
    media_type = chosen(asked.accept, tuple(DATA_FORMS))
    if media_type is None:
        return told(f"this can be had as {', '.join(DATA_FORMS)}", 406)
    publication = asked.publication
    triples = _triples(asked.name, opened(source, state), publication, _day(source, state))
    quads = (Quad(*triple) for triple in triples)
    body = DATA_FORMS[media_type](quads, publication.base_url, VOCABULARIES)
    return Answer(body, media_type, headers=(("Access-Control-Allow-Origin", "*"),))


def _triples(name: str, store: GraphStore, publication: Publication, day: date) -> Iterable[Triple]:
    document = PATHS[name].removeprefix("/")
    if name == "examples":
        return sparql_examples(store, publication, document=document)
    covered = coverage(store)
    if name == "catalogue":
        return catalogue(publication, covered, day)
    made_of = statistics([Graph("", (str(quad.triple) for quad in store.dataset))], store.base)
    return void(publication, covered, made_of, day, document=document)


def _day(source: Source, state: str) -> date:
    if source.file:
        return datetime.fromtimestamp(source.file.stat().st_mtime, UTC).date()
    return changed_on(opened(source, state))
