"""The matrix of reports and statutory obligations, for :func:`fazhi.viz.matrix.matrix_page`."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from fazhi.kg.store.files import StoreError
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.own_register import own_register_of
from fazhi.ontology.in_use import using
from fazhi.ontology.namespaces import resource
from fazhi.ontology.reference import StatutoryObligation, obligations
from fazhi.ontology.schemes import DIRECT

_ASSESSMENTS = """
SELECT ?report ?label ?year ?obligation ?way ?way_zh ?way_en ?assessment ?outcome ?rule_zh ?rule_en WHERE {
  ?report fz:issuer ?body ; fz:reportedYear ?year ; fz:applicability ?applicability .
  ?applicability ?binds ?obligation .
  ?binds fz:reach ?way .
  ?body skos:prefLabel ?label .
  ?way skos:definition ?way_zh, ?way_en FILTER(LANG(?way_zh) = "zh" && LANG(?way_en) = "en")
  OPTIONAL {
    ?assessment fz:assesses ?report ; fz:obligation ?obligation ; fz:outcome ?found ; fz:assessmentRule ?rule
  }
  # What binds a body and has no assessment is not reported.
  BIND(COALESCE(?found, <https://w3id.org/fazhi/ns/outcome/not_reported>) AS ?outcome)
  BIND(COALESCE(?rule, <https://w3id.org/fazhi/ns/assessment-rule/no_statement>) AS ?deciding)
  ?deciding skos:definition ?rule_zh, ?rule_en FILTER(LANG(?rule_zh) = "zh" && LANG(?rule_en) = "en")
} ORDER BY ?year ?label"""

_MISSING = """
SELECT ?assessment ?zh ?en WHERE {
  ?assessment fz:missing ?missing .
  ?missing skos:prefLabel ?zh, ?en FILTER(LANG(?zh) = "zh" && LANG(?en) = "en")
} ORDER BY ?assessment ?missing"""

UNVERIFIED = (
    "条文未核对：义务目录中的这一条凭记忆录入",
    "Article not verified: this entry of the catalogue rests on memory",
)

_EVIDENCE = """
SELECT ?assessment ?words WHERE {
  ?assessment fz:assesses ?report ; fz:hasEvidence ?evidence .
  ?evidence oa:exact ?words ; oa:start ?start .
} ORDER BY ?assessment ?start"""


def matrix_rows(store: GraphStore) -> list[dict[str, Any]]:
    """What binds each report and what the report evidences of it, in the catalogue's order of obligations.

    Raises StoreError if the store has no report that anything binds.
    """
    words: dict[str, list[str]] = defaultdict(list)
    for row in store.select(_EVIDENCE):
        words[row["assessment"].value].append(row["words"].value)
    missing: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in store.select(_MISSING):
        missing[row["assessment"].value].append((row["zh"].value, row["en"].value))
    with using(own_register_of(store.path)):
        listed = obligations()
    catalogue = {resource("obligation", key, base=store.base): found for key, found in listed.items()}
    order = {key: position for position, key in enumerate(listed)}
    rows = [
        _row(row, catalogue[row["obligation"].value], words[_assessment(row)], missing[_assessment(row)])
        for row in store.select(_ASSESSMENTS)
        if row["obligation"].value in catalogue
    ]
    if not rows:
        raise StoreError(f"{store.path}: no assessed report; build some first: fazhi build REPORTS")
    return sorted(rows, key=lambda row: order[row["obligation"]])


def _assessment(row: Any) -> str:
    """The assessment's IRI; empty where nothing is reported."""
    return row["assessment"].value if row["assessment"] else ""


def _row(
    row: Any, obligation: StatutoryObligation, evidence: list[str], missing: list[tuple[str, str]]
) -> dict[str, Any]:
    year = int(row["year"].value)
    rule = obligation.rule_in(year) or obligation.rule
    verified = rule.verified
    notes = [
        _explained((row["rule_zh"].value, row["rule_en"].value), missing),
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


def _explained(rule: tuple[str, str], missing: list[tuple[str, str]]) -> tuple[str, str]:
    """What the rule means and what is missing, in Chinese and English."""
    if not missing:
        return rule
    zh, en = zip(*missing, strict=True)
    return f"{rule[0]}，缺少：{'、'.join(zh)}", f"{rule[1]}, missing: {', '.join(en)}"
