"""What reports state, as queries over some of them; the pages say how it is shown.

GIVEN stands for the reports' IRIs, LANGUAGE for that of the page.
"""

from __future__ import annotations

from collections.abc import Iterable

from fazhi.web.content.things import Report, values
from fazhi.web.site import Site

CITATIONS = """
SELECT ?report ?law ?purpose ?article ?evidence {
  VALUES ?report GIVEN
  ?citation a fz:Citation ; fz:inReport ?report ; fz:instrument ?law ; fz:purpose ?purpose ;
    fz:mainEvidence ?evidence .
  ?evidence oa:start ?start
  OPTIONAL { ?citation fz:article ?article }
} ORDER BY ?report ?start"""
COUNSEL = """
SELECT ?report ?kind ?firm ?firmName ?retained ?evidence {
  VALUES ?report GIVEN
  ?counsel a fz:LegalCounsel ; fz:inReport ?report ; fz:mainEvidence ?evidence
  OPTIONAL { ?counsel fz:counselKind/skos:prefLabel ?kind FILTER(LANG(?kind) = "LANGUAGE") }
  OPTIONAL { ?counsel org:member ?firm . ?firm skos:prefLabel ?firmName }
  OPTIONAL { ?counsel fz:retained ?retained }
} ORDER BY ?report ?evidence"""
GROUPS = """
SELECT ?report ?group ?name ?evidence {
  VALUES ?report GIVEN
  ?group a fz:LeadingGroup ; fz:inReport ?report ; fz:mainEvidence ?evidence
  OPTIONAL { ?group skos:prefLabel ?name }
} ORDER BY ?report ?group"""
# Not an OPTIONAL of the groups: the posts of all groups of the store would be gone through for it.
POSTS = """
SELECT ?group ?role ?who {
  VALUES ?report GIVEN
  ?group a fz:LeadingGroup ; fz:inReport ?report ; org:hasPost ?post .
  ?post rdfs:label ?who ; org:role ?post_role .
  ?post_role skos:prefLabel ?role FILTER(LANG(?role) = "LANGUAGE")
  BIND(IF(STRENDS(STR(?post_role), "/head"), 0, IF(STRENDS(STR(?post_role), "/deputy"), 1, 2)) AS ?rank)
} ORDER BY ?group ?rank ?who"""
DAYS = """
SELECT ?report ?day ?name ?written ?evidence {
  VALUES ?report GIVEN
  ?observance a fz:PublicityDayObservance ; fz:inReport ?report ; fz:mainEvidence ?evidence .
  ?evidence oa:start ?start
  OPTIONAL { ?observance fz:publicityDay ?day . ?day skos:prefLabel ?name FILTER(LANG(?name) = "LANGUAGE") }
  OPTIONAL { ?observance fz:nameAsWritten ?written }
} ORDER BY ?report ?start"""
MATTERS = """
SELECT ?report ?matter ?class ?words ?topic ?evidence {
  VALUES ?report GIVEN
  VALUES ?class { fz:Problem fz:Plan }
  ?matter a ?class ; fz:inReport ?report ; fz:mainEvidence ?evidence .
  ?evidence oa:exact ?words ; oa:start ?start
  OPTIONAL { ?matter fz:topic/skos:prefLabel ?topic FILTER(LANG(?topic) = "LANGUAGE") }
} ORDER BY ?report ?start"""
FOLLOWED = """
SELECT ?plan ?evidence ?likeness {
  VALUES ?report GIVEN
  ?plan a fz:Plan ; fz:inReport ?report .
  ?followUp fz:plan ?plan ; fz:activity/fz:mainEvidence ?evidence ; fz:likeness ?likeness
} ORDER BY DESC(?likeness) ?evidence"""
SOURCES = """
SELECT ?report ?number ?publisher ?publisherName ?file ?source ?retrieved ?dated ?titled {
  VALUES ?report GIVEN
  ?report a fz:Report
  OPTIONAL { ?report fz:documentNumber ?number }
  OPTIONAL { ?report dcterms:publisher ?publisher . ?publisher skos:prefLabel ?publisherName }
  OPTIONAL { ?report fz:issuedEvidence ?dated } OPTIONAL { ?report fz:mainEvidence ?titled }
  OPTIONAL { ?report prov:wasDerivedFrom ?read
    OPTIONAL { ?read rdfs:label ?file } OPTIONAL { ?read dcterms:source ?source }
    OPTIONAL { ?read fz:retrieved ?retrieved } }
} ORDER BY ?report ?file"""


def stated(site: Site, query: str, reports: Iterable[Report]) -> list[dict[str, str]]:
    """The rows of one of these queries over some reports."""
    given = values([report.iri for report in reports])
    return site.rows(query.replace("GIVEN", given).replace("LANGUAGE", site.language))
