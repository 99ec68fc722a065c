"""What a store offers to whom drafts a report (先例): how others word a matter, and last year's plans."""

from __future__ import annotations

from collections.abc import Iterable
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

_WORDINGS = f"""
SELECT ?obligation ?class ?body ?name ?year ?words ?sentence WHERE {{
  ?assessment fz:obligation ?obligation ; fz:assesses ?report ; fz:hasEvidence ?evidence ;
    fz:outcome <https://w3id.org/fazhi/ns/outcome/evidenced> .
  ?report fz:issuer ?body ; fz:reportedYear ?year .
  ?body a ?class ; skos:prefLabel ?name .
  ?evidence oa:exact ?words ; fz:inSentence/oa:exact ?sentence .
}} LIMIT {_MOST}"""

_PLANS = """
SELECT ?body ?year ?name ?words ?sentence ?topic WHERE {
  ?report fz:issuer ?body ; fz:reportedYear ?year .
  ?body skos:prefLabel ?name .
  ?plan a fz:Plan ; fz:inReport ?report ; fz:mainEvidence ?evidence .
  ?evidence oa:exact ?words ; oa:start ?start ; fz:inSentence/oa:exact ?sentence .
  OPTIONAL { ?plan fz:topic ?topic }
} ORDER BY ?start ?words"""


def wordings_in(
    path: Path, obligations: Iterable[str], *, body: str, kinds: Iterable[str]
) -> dict[str, Wording]:
    """How the reports of the store at ``path`` word ``obligations`` (ids), where one evidences them.

    Not those of ``body`` (its key) itself; those of bodies of its ``kinds`` (local names of classes) come
    before those of others. Empty without a store; raises StoreError for one that cannot be read.
    """
    if not (path / FILE).exists():
        return {}
    with open_store(path, read_only=True) as store:
        own, asked = resource("body", body, base=store.base), [*kinds, "PublicBody"]
        found = ((name, _wording(store, name, own, asked)) for name in obligations)
        return {name: wording for name, wording in found if wording}


def report_in(path: Path, *, body: str, year: int) -> LastReport | None:
    """The plans of the report of ``body`` (its key) on ``year`` in the store at ``path``, if it is there.

    Raises StoreError for a store that cannot be read.
    """
    if not (path / FILE).exists():
        return None
    with open_store(path, read_only=True) as store:
        given: dict[Variable, NamedNode | Literal] = {
            Variable("body"): NamedNode(resource("body", body, base=store.base)),
            Variable("year"): Literal(str(year), datatype=NamedNode(XSD + "gYear")),
        }
        rows = list(store.select(_PLANS, given))
    if not rows:
        return None
    plans = tuple(
        Plan(
            row["words"].value,
            row["sentence"].value,
            row["topic"].value.rsplit("/", 1)[-1] if row["topic"] else None,
        )
        for row in rows
    )
    return LastReport("", body, rows[0]["name"].value, year, plans)


def _wording(store: GraphStore, obligation: str, own: str, kinds: Iterable[str]) -> Wording | None:
    """The words that are best to learn from: those of the usual length, of the latest year."""
    node = NamedNode(resource("obligation", obligation, base=store.base))
    for kind in kinds:
        given = {Variable("obligation"): node, Variable("class"): NamedNode(FZ + kind)}
        wordings = [
            Wording(row["sentence"].value, row["words"].value, row["name"].value, int(row["year"].value))
            for row in store.select(_WORDINGS, given)
            if row["body"].value != own
        ]
        if wordings:
            return min(wordings, key=lambda w: (abs(len(w.words) - _LENGTH), -w.year, w.body, w.words))
    return None
