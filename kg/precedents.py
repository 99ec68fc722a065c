"""What a store offers to whom drafts a report (先例): how others word a matter, and last year's plans."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Variable

from fazhi.kg.checks.promises import LastReport, Plan
from fazhi.kg.checks.unspoken import Wording
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.opening import open_store
from fazhi.kg.store.settings import FILE
from fazhi.ontology.namespaces import FZ, XSD, resource

#: Sentences looked at for one obligation, so that a large store answers as quickly as a small one.
_MOST = 100
#: Words of about this many characters say enough and are short enough to learn from.
_LENGTH = 40

_EVIDENCE = f"""
SELECT ?obligation ?class ?body ?evidence ?words WHERE {{
  ?assessment fz:obligation ?obligation ; fz:assesses ?report ; fz:hasEvidence ?evidence ;
    fz:outcome <https://w3id.org/fazhi/ns/outcome/evidenced> .
  ?report fz:issuer ?body .
  ?body a ?class .
  ?evidence oa:exact ?words .
}} LIMIT {_MOST}"""

_SENTENCE = """
SELECT ?evidence ?body ?sentence ?name ?year WHERE {
  ?evidence fz:inSentence/oa:exact ?sentence .
  ?assessment fz:hasEvidence ?evidence ; fz:assesses ?report .
  ?report fz:issuer ?body ; fz:reportedYear ?year .
  ?body skos:prefLabel ?name .
} LIMIT 1"""

_PLANS = """
SELECT ?body ?year ?name ?words ?sentence ?topic WHERE {
  ?report fz:issuer ?body ; fz:reportedYear ?year .
  ?body skos:prefLabel ?name .
  ?plan a fz:Plan ; fz:inReport ?report ; fz:mainEvidence ?evidence .
  ?evidence oa:exact ?words ; oa:start ?start ; fz:inSentence/oa:exact ?sentence .
  OPTIONAL { ?plan fz:topic ?topic }
} ORDER BY ?start ?words"""


class Precedents:
    """What the reports of an open store offer to whom drafts a report of a body of some kinds."""

    def __init__(self, store: GraphStore, kinds: Iterable[str]) -> None:
        """``kinds`` are local names of classes."""
        self._store = store
        self._kinds = (*kinds, "PublicBody")
        self._found: dict[str, dict[str, Wording]] = {}

    def wordings(self, obligations: Iterable[str], body: str) -> dict[str, Wording]:
        """How a report words each of ``obligations`` (ids) that it evidences, not one of ``body`` (a key).

        Bodies of the same kind come before others; then words that are neither long nor short.
        """
        own = self._node_of(body).value
        found = {}
        for name in obligations:
            if name not in self._found:
                self._found[name] = self._wordings_of_two(name)
            if worded := next((w for other, w in self._found[name].items() if other != own), None):
                found[name] = worded
        return found

    def report(self, body: str, year: int) -> LastReport | None:
        """The plans of the report of ``body`` (its key) on ``year``, if it is there and has any."""
        given: dict[Variable, NamedNode | Literal] = {
            Variable("body"): self._node_of(body),
            Variable("year"): Literal(str(year), datatype=NamedNode(XSD + "gYear")),
        }
        rows = list(self._store.select(_PLANS, given))
        plans = tuple(
            Plan(
                row["words"].value,
                row["sentence"].value,
                row["topic"].value.rsplit("/", 1)[-1] if row["topic"] else None,
            )
            for row in rows
        )
        return LastReport("", body, rows[0]["name"].value, year, plans) if rows else None

    def _node_of(self, body: str) -> NamedNode:
        return NamedNode(resource("body", body, base=self._store.base))

    def _wordings_of_two(self, obligation: str) -> dict[str, Wording]:
        """The best wordings of two bodies, as one may be the drafter's own; by the IRIs of the bodies."""
        node = NamedNode(resource("obligation", obligation, base=self._store.base))
        found: dict[str, Wording] = {}
        for kind in self._kinds:
            if len(found) == 2:
                break
            given = {Variable("obligation"): node, Variable("class"): NamedNode(FZ + kind)}
            rows = sorted(
                self._store.select(_EVIDENCE, given),
                key=lambda row: (abs(len(row["words"].value) - _LENGTH), row["evidence"].value),
            )
            for row in rows:
                if len(found) < 2 and row["body"].value not in found:
                    found[row["body"].value] = self._wording(row["evidence"], row["body"], row["words"])
        return found

    def _wording(self, evidence: NamedNode, body: NamedNode, words: Literal) -> Wording:
        given = {Variable("evidence"): evidence, Variable("body"): body}
        row = next(iter(self._store.select(_SENTENCE, given)))
        return Wording(row["sentence"].value, words.value, row["name"].value, int(row["year"].value))


def precedents(path: Path, kinds: Iterable[str]) -> Precedents | None:
    """What the store at ``path`` offers for bodies of these ``kinds``; None without a store.

    It stays open while this process goes through reports. Raises StoreError for one that cannot be read.
    """
    file = path / FILE
    return _opened(path.resolve(), file.stat().st_mtime_ns, tuple(kinds)) if file.exists() else None


@lru_cache(maxsize=8)
def _opened(path: Path, changed: int, kinds: tuple[str, ...]) -> Precedents:
    """The store as it was when its settings were last ``changed``."""
    return Precedents(_store(path, changed), kinds)


@lru_cache(maxsize=1)
def _store(path: Path, changed: int) -> GraphStore:
    return open_store(path, read_only=True)
