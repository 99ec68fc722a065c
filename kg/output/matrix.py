"""The matrix of reports and statutory obligations, for :func:`fazhi.viz.matrix.write_matrix_page`."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from fazhi.kg.assessment.judgement import explained
from fazhi.kg.store.files import StoreError
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.namespaces import resource
from fazhi.ontology.reference import StatutoryObligation, obligations
from fazhi.ontology.schemes import DIRECT

_ASSESSMENTS = """
SELECT ?assessment ?report ?body ?label ?year ?obligation ?outcome ?rule ?way ?way_zh ?way_en WHERE {
  ?assessment a fz:Assessment ; fz:assesses ?report ; fz:obligation ?obligation ; fz:outcome ?outcome ;
    fz:assessmentRule ?rule ; fz:reach ?way .
  ?obligation a fz:StatutoryObligation .
  ?report fz:issuer ?body ; fz:reportedYear ?year .
  ?body skos:prefLabel ?label .
  ?way skos:definition ?way_zh, ?way_en FILTER(LANG(?way_zh) = "zh" && LANG(?way_en) = "en")
} ORDER BY ?year ?label"""

UNVERIFIED = (
    "条文未核对：义务目录中的这一条凭记忆录入",
    "Article not verified: this entry of the catalogue rests on memory",
)

_EVIDENCE = """
SELECT ?assessment ?words WHERE {
  ?assessment a fz:Assessment ; fz:hasEvidence ?evidence .
  ?evidence oa:exact ?words ; oa:start ?start .
} ORDER BY ?assessment ?start"""


def matrix_rows(store: GraphStore) -> list[dict[str, Any]]:
    """The assessments of statutory obligations, in the catalogue's order of obligations.

    Raises StoreError if the store has none.
    """
    words: dict[str, list[str]] = defaultdict(list)
    for row in store.select(_EVIDENCE):
        words[row["assessment"].value].append(row["words"].value)
    catalogue = {obligation.iri: obligation for obligation in obligations().values()}
    order = {iri: position for position, iri in enumerate(catalogue)}
    rows = [
        _row(row, catalogue[row["obligation"].value], words[row["assessment"].value])
        for row in store.select(_ASSESSMENTS)
        if row["obligation"].value in catalogue
    ]
    if not rows:
        raise StoreError(f"{store.path}: no assessed report; build some first: fazhi build REPORTS")
    return sorted(rows, key=lambda row: order[resource("obligation", row["obligation"])])


def _row(row: Any, obligation: StatutoryObligation, evidence: list[str]) -> dict[str, Any]:
    year = int(row["year"].value)
    rule = obligation.rule_in(year) or obligation.rule
    verified = rule.verified
    notes = [
        explained(row["rule"].value),
        (f"适用于该单位的方式：{row['way_zh'].value}", f"How it reaches this body: {row['way_en'].value}"),
    ]
    if not verified:
        notes.append(UNVERIFIED)
    return {
        "report": row["report"].value,
        "report_label": f"{row['label'].value} {year}",
        "obligation": obligation.id,
        "obligation_label_zh": obligation.label_zh,
        "obligation_label_en": obligation.label_en,
        "outcome": row["outcome"].value.rsplit("/", 1)[-1],
        "direct": row["way"].value.rsplit("/", 1)[-1] in DIRECT,
        "verified": verified,
        "source": f"《{rule.instrument_as_cited}》{rule.article}",
        "notes": notes,
        "evidence": list(dict.fromkeys(evidence)),
    }
