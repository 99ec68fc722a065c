"""Which obligations bind which reports, and what these evidence of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from fazhi.kg.output.matrix import outcomes_of
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.concepts import concept_labels
from fazhi.ontology.schemes import DIRECT
from fazhi.web.content.things import Report, values
from fazhi.web.site import Site

REACHES = ("direct", "reaching")
_INNER = str.maketrans("《》", "〈〉")

_BINDS = "SELECT ?applicability ?obligation ?way { ?binds fz:reach ?way . ?applicability ?binds ?obligation }"
# Each side is gone through once; to look up the one for each of the other takes several times as long.
_SPOKEN_OF = """
SELECT DISTINCT ?applicability ?obligation {
  { SELECT ?x ?report { ?x fz:assesses ?report } }
  { SELECT ?x ?obligation { ?x fz:obligation ?obligation } }
  { SELECT ?report ?applicability { ?report fz:applicability ?applicability } }
}"""
_OBLIGATIONS = """
SELECT ?obligation ?zh ?en ?law ?lawName ?article ?verified {
  ?obligation a fz:StatutoryObligation ; fz:derivedFrom ?law ; skos:prefLabel ?zh, ?en .
  FILTER(LANG(?zh) = "zh" && LANG(?en) = "en")
  ?law skos:prefLabel ?lawName
  OPTIONAL { ?obligation fz:article ?article } OPTIONAL { ?obligation fz:verified ?verified }
} ORDER BY ?lawName ?obligation"""
_DETAILS = """
SELECT ?report ?obligation ?outcome ?why ?evidence {
  VALUES ?NAME GIVEN
  ?x fz:assesses ?report ; fz:obligation ?obligation ; fz:outcome ?outcome
  OPTIONAL { ?x fz:assessmentRule/skos:definition ?why FILTER(LANG(?why) = "LANGUAGE") }
  OPTIONAL { ?x fz:hasEvidence ?evidence . ?evidence oa:start ?start }
} ORDER BY ?start"""
_MISSING = """
SELECT DISTINCT ?report ?obligation ?missing {
  VALUES ?NAME GIVEN
  ?x fz:assesses ?report ; fz:obligation ?obligation ; fz:missing/skos:prefLabel ?missing
  FILTER(LANG(?missing) = "LANGUAGE")
}"""


@dataclass(frozen=True)
class Obligation:
    """A statutory obligation (法定义务) and the article that sets it, as of now."""

    iri: str
    zh: str
    en: str
    law: str
    law_name: str
    article: str
    verified: bool

    @property
    def source(self) -> str:
        """The instrument and article that set it; titles within a title stand in 〈〉 (GB/T 15834-2011)."""
        return f"《{self.law_name.translate(_INNER)}》{self.article}"


@dataclass
class Assessed:
    """What a report evidences of an obligation: an outcome's id, why, and the words it stands on (IRIs)."""

    report: str
    obligation: str
    outcome: str
    why: str
    evidence: list[str]


@lru_cache(maxsize=1)
def obligations(store: GraphStore) -> dict[str, Obligation]:
    """All statutory obligations by IRI, by the law that sets them."""
    found: dict[str, Obligation] = {}
    for row in store.select(_OBLIGATIONS):
        iri, zh, en, law, law_name, article, verified = ("" if term is None else term.value for term in row)
        found.setdefault(iri, Obligation(iri, zh, en, law, law_name, article, verified != "false"))
    return found


@lru_cache(maxsize=1)
def binding(store: GraphStore) -> dict[str, dict[str, str]]:
    """What binds (``direct``) or only reaches (``reaching``) bodies of each applicability, by obligation."""
    found: dict[str, dict[str, str]] = {}
    for row in store.select(_BINDS):
        way = _id(row["way"].value)
        found.setdefault(row["applicability"].value, {})[row["obligation"].value] = (
            "direct" if way in DIRECT else "reaching"
        )
    return found


@lru_cache(maxsize=1)
def outcomes(store: GraphStore) -> dict[tuple[str, str], str]:
    """The outcome's id by report and obligation; of what is not reported there is none."""
    return outcomes_of(store)


@lru_cache(maxsize=1)
def spoken_of(store: GraphStore) -> set[tuple[str, str]]:
    """The applicability of the reports that speak of an obligation, and the obligation."""
    rows = store.select(_SPOKEN_OF)
    return {(row["applicability"].value, row["obligation"].value) for row in rows}


def outcome_of(store: GraphStore, report: Report, obligation: str) -> tuple[str, str]:
    """Reach and outcome of an obligation for a report; both are empty if it does not apply."""
    reach = binding(store).get(report.applicability, {}).get(obligation, "")
    return (reach, outcomes(store).get((report.iri, obligation), "not_reported")) if reach else ("", "")


def applying(
    store: GraphStore, report: Report, reach: str, found: Mapping[tuple[str, str], str]
) -> dict[str, str]:
    """The obligations that apply to a report in one way, each with its outcome, in their usual order.

    ``found`` has the outcomes of its assessments, as :func:`outcomes` has those of all.
    """
    bound = binding(store).get(report.applicability, {})
    return {
        iri: found.get((report.iri, iri), "not_reported")
        for iri in obligations(store)
        if bound.get(iri) == reach
    }


def assessed(site: Site, name: str, iris: Iterable[str]) -> list[Assessed]:
    """The assessments of the reports, or of the obligations, with these IRIs; ``name`` says of which."""
    given = values(list(iris))

    def rows(query: str) -> list[dict[str, str]]:
        return site.rows(
            query.replace("NAME", name).replace("LANGUAGE", site.language).replace("GIVEN", given)
        )

    found: dict[tuple[str, str], Assessed] = {}
    for row in rows(_DETAILS):
        pair = (row["report"], row["obligation"])
        one = found.setdefault(pair, Assessed(*pair, _id(row["outcome"]), row["why"], []))
        if row["evidence"] and row["evidence"] not in one.evidence:
            one.evidence.append(row["evidence"])
    missing: dict[tuple[str, str], list[str]] = {}
    for row in rows(_MISSING):
        missing.setdefault((row["report"], row["obligation"]), []).append(row["missing"])
    for pair, parts in missing.items():
        if pair in found:
            found[pair].why += site.say("，缺少：", "; missing: ") + site.say("、", ", ").join(sorted(parts))
    return list(found.values())


def outcome_name(site: Site, outcome: str) -> str:
    """The name of an outcome in the page's language."""
    label = concept_labels("outcome")[outcome]
    return site.say(label.zh, label.en)


def reach_name(site: Site, reach: str) -> str:
    """Whether obligations bind a body or only reach it, in the page's language."""
    return {
        "direct": site.say("直接约束", "binds the body"),
        "reaching": site.say("间接适用", "only reaches it"),
    }[reach]


def name_of(site: Site, obligation: Obligation) -> str:
    """The obligation in the page's language."""
    return site.say(obligation.zh, obligation.en)


def _id(concept: str) -> str:
    return concept.rpartition("/")[2]
