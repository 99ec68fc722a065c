"""Where evidence stands: its sentence, and the report, section and web address of that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote
from weakref import WeakKeyDictionary

from pyoxigraph import Literal, NamedNode

from fazhi.kg.iris import place_of
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.namespaces import DCTERMS, FZ, OA
from fazhi.queries.results import Result
from fazhi.queries.runner import locator

_EXACT, _IN_SENTENCE = NamedNode(OA + "exact"), NamedNode(FZ + "inSentence")
_IN_SECTION, _TITLE = NamedNode(FZ + "inSection"), NamedNode(DCTERMS + "title")
_NUMBER = NamedNode(FZ + "number")
#: So many characters at either end of a sentence tell a browser where it is.
_FRAGMENT = 12
#: Signs that stand in web addresses as they are (RFC 3986), escapes included.
_IN_ADDRESSES = ":/?#[]@!$&'()*+,;=-._~%"
#: A text and a file are those of one report.
_REPORTS = """
SELECT ?whole ?body ?year ?file ?source {
  ?report a fz:Report ; fz:readingText|prov:wasDerivedFrom ?whole ; prov:wasDerivedFrom ?read .
  OPTIONAL { ?report fz:issuer/skos:prefLabel ?body }
  OPTIONAL { ?report fz:reportedYear ?year }
  OPTIONAL { ?read rdfs:label ?file }
  OPTIONAL { ?read dcterms:source ?source }
} ORDER BY ?whole ?file ?source"""


@dataclass(frozen=True)
class Passage:
    """A sentence of a report: its IRI and text, whose report on which year it is in and where.

    ``section`` is the number and title of its section, ``file`` the name of the file that was read,
    ``locator`` its place there (``page=3``), ``source`` the web address from which that came; each is empty
    where it is not known.
    """

    iri: str
    text: str
    body: str
    year: str
    section: str
    file: str
    locator: str
    source: str

    @property
    def address(self) -> str:
        """The report's web address with a text fragment (https://wicg.github.io/scroll-to-text-fragment/).

        Browsers scroll to the sentence and mark it; of a PDF they open the page. Empty without a ``source``.
        """
        if not self.source:
            return ""
        page, _, place = self.source.partition("#")
        if self.locator.startswith("page="):
            return f"{quote(page, safe=_IN_ADDRESSES)}#{self.locator}"
        lines = self.text.split("\n")
        ends = lines
        if len(lines) > 1 or len(self.text) > 2 * _FRAGMENT:
            ends = [lines[0][:_FRAGMENT], lines[-1][-_FRAGMENT:]]
        # In a text fragment, a hyphen and a comma are signs.
        fragment = ",".join(quote(end.strip(), safe="").replace("-", "%2D") for end in ends)
        return f"{quote(page, safe=_IN_ADDRESSES)}#{quote(place, safe=_IN_ADDRESSES)}:~:text={fragment}"


_Reports = Mapping[str, Mapping[str, str]]
#: Whose text or file is whose, in stores that are only read: there it stays as it is.
_kept: WeakKeyDictionary[GraphStore, _Reports] = WeakKeyDictionary()


def evidence_in(results: Iterable[Result]) -> list[str]:
    """The IRIs of all evidence that answers name, sorted."""
    terms = (term for result in results for row in result.rows for term in row)
    return sorted({term.value for term in terms if isinstance(term, NamedNode) and place_of(term.value)})


def passages_of(store: GraphStore, iris: Iterable[str]) -> dict[str, Passage]:
    """The sentences of the evidence among the resources called ``iris``, by the IRI of the evidence."""
    finder = _Finder(store)
    return {iri: passage for iri in iris if (passage := finder.passage(NamedNode(iri)))}


class _Finder:
    def __init__(self, store: GraphStore) -> None:
        self._store = store

    def passage(self, evidence: NamedNode) -> Passage | None:
        sentence = next(self._objects(evidence, _IN_SENTENCE), None)
        if not isinstance(sentence, NamedNode):
            return None
        place = place_of(sentence.value)
        report: Mapping[str, str] = self._reports.get(place[0], {}) if place else {}
        return Passage(
            sentence.value,
            self._text(sentence, _EXACT),
            report.get("body", ""),
            report.get("year", ""),
            self._section(sentence),
            report.get("file", ""),
            locator(self._store.dataset, sentence),
            report.get("source", ""),
        )

    def _section(self, sentence: NamedNode) -> str:
        section = next(self._objects(sentence, _IN_SECTION), None)
        parts = [self._text(section, name) for name in (_NUMBER, _TITLE)] if section else []
        return " ".join(filter(None, parts))

    @cached_property
    def _reports(self) -> _Reports:
        if not self._store.read_only:
            return _reports(self._store)
        if self._store not in _kept:
            _kept[self._store] = _reports(self._store)
        return _kept[self._store]

    def _text(self, subject: Any, name: NamedNode) -> str:
        return next((o.value for o in self._objects(subject, name) if isinstance(o, Literal)), "")

    def _objects(self, subject: Any, name: NamedNode) -> Iterator[Any]:
        return (quad.object for quad in self._store.dataset.quads_for_pattern(subject, name, None, None))


def _reports(store: GraphStore) -> _Reports:
    """What is told of the report of each text and file."""
    found: dict[str, Mapping[str, str]] = {}
    for row in store.select(_REPORTS):
        values = {name: row[name].value for name in ("body", "year", "file", "source") if row[name]}
        found.setdefault(row["whole"].value, values)
    return found
