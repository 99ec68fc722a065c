"""Where evidence stands: its sentence, and the report, section and web address of that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from weakref import WeakKeyDictionary

from pyoxigraph import Literal, NamedNode

from fazhi.kg.iris import place_of
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.namespaces import DCTERMS, FZ, OA, PROV, RDF, RDFS, SKOS
from fazhi.queries.results import Result
from fazhi.queries.runner import locator

_EXACT, _IN_SENTENCE = NamedNode(OA + "exact"), NamedNode(FZ + "inSentence")
_IN_SECTION, _TITLE = NamedNode(FZ + "inSection"), NamedNode(DCTERMS + "title")
_NUMBER = NamedNode(FZ + "number")
_TYPE, _REPORT = NamedNode(RDF + "type"), NamedNode(FZ + "Report")
_READING_TEXT, _READ_FROM = NamedNode(FZ + "readingText"), NamedNode(PROV + "wasDerivedFrom")
_ISSUER, _NAME = NamedNode(FZ + "issuer"), NamedNode(SKOS + "prefLabel")
_YEAR = NamedNode(FZ + "reportedYear")
_LABEL, _SOURCE = NamedNode(RDFS + "label"), NamedNode(DCTERMS + "source")
#: So many characters at either end of a sentence tell a browser where it is.
_FRAGMENT = 12
#: Signs that stand in web addresses as they are (RFC 3986), escapes included.
_IN_ADDRESSES = ":/?#[]@!$&'()*+,;=-._~%"


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


_Report = Mapping[str, str]
#: What is told of the reports of texts and files, in stores that are only read: there it stays as it is.
_kept: WeakKeyDictionary[GraphStore, dict[str, _Report]] = WeakKeyDictionary()


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
        self._reports = _kept.setdefault(store, {}) if store.read_only else {}

    def passage(self, evidence: NamedNode) -> Passage | None:
        sentence = next(self._objects(evidence, _IN_SENTENCE), None)
        if not isinstance(sentence, NamedNode):
            return None
        place = place_of(sentence.value)
        report = self._report(place[0]) if place else {}
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

    def _report(self, whole: str) -> _Report:
        """What is told of the report whose text or file this is; nothing if it is of none."""
        if whole not in self._reports:
            told = (self._told(report) for report in self._reports_of(NamedNode(whole)))
            self._reports[whole] = next(told, {})
        return self._reports[whole]

    def _reports_of(self, whole: NamedNode) -> Iterator[Any]:
        for way in (_READING_TEXT, _READ_FROM):
            for quad in self._store.dataset.quads_for_pattern(None, way, whole, None):
                if _REPORT in self._objects(quad.subject, _TYPE):
                    yield quad.subject

    def _told(self, report: Any) -> _Report:
        files = [
            (self._text(file, _LABEL), self._text(file, _SOURCE))
            for file in self._objects(report, _READ_FROM)
        ]
        file, source = min(files, default=("", ""))
        issuer = next(self._objects(report, _ISSUER), None)
        body = self._text(issuer, _NAME) if issuer else ""
        return {"body": body, "year": self._text(report, _YEAR), "file": file, "source": source}

    def _text(self, subject: Any, name: NamedNode) -> str:
        return next((o.value for o in self._objects(subject, name) if isinstance(o, Literal | NamedNode)), "")

    def _objects(self, subject: Any, name: NamedNode) -> Iterator[Any]:
        return (quad.object for quad in self._store.dataset.quads_for_pattern(subject, name, None, None))
