"""What a store offers to whom drafts a report (先例): how others word a matter, and last year's plans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
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
    """What the reports of an open store offer to whom drafts a report of one body."""

    def __init__(self, store: GraphStore, body: str, kinds: Iterable[str]) -> None:
        """``body`` is the body's key, ``kinds`` are the local names of its classes."""
        self._store = store
        self._body, self._kinds = body, (*kinds, "PublicBody")
        self._node = NamedNode(resource("body", body, base=store.base))

    def wordings(self, obligations: Iterable[str]) -> dict[str, Wording]:
        """How another body's report words what it evidences, for each of ``obligations`` (ids) that one does.

        Bodies of the same kind come before others; then words that are neither long nor short.
        """
        found = ((name, self._wording(name)) for name in obligations)
        return {name: wording for name, wording in found if wording}

    def last_report(self, year: int) -> LastReport | None:
        """The plans of the body's report on ``year``; None without such a report, or plans in it."""
        given: dict[Variable, NamedNode | Literal] = {
            Variable("body"): self._node,
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
        return LastReport("", self._body, rows[0]["name"].value, year, plans) if rows else None

    def _wording(self, obligation: str) -> Wording | None:
        node = NamedNode(resource("obligation", obligation, base=self._store.base))
        for kind in self._kinds:
            given = {Variable("obligation"): node, Variable("class"): NamedNode(FZ + kind)}
            rows = [row for row in self._store.select(_EVIDENCE, given) if row["body"] != self._node]
            if rows:
                best = min(rows, key=lambda r: (abs(len(r["words"].value) - _LENGTH), r["evidence"].value))
                given = {Variable(name): best[name] for name in ("evidence", "body")}
                row = next(iter(self._store.select(_SENTENCE, given)))
                return Wording(
                    row["sentence"].value, best["words"].value, row["name"].value, int(row["year"].value)
                )
        return None


@contextmanager
def precedents(path: Path, body: str, kinds: Iterable[str]) -> Iterator[Precedents | None]:
    """What the store at ``path`` offers for ``body`` (its key) of these ``kinds``; None without a store.

    Raises StoreError for a store that cannot be read.
    """
    if not (path / FILE).exists():
        yield None
        return
    with open_store(path, read_only=True) as store:
        yield Precedents(store, body, kinds)
