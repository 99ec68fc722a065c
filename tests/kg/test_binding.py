"""Whom a statutory obligation binds, and whom it only reaches: by code and by the graph alike."""

from functools import cache

import pytest
from pyoxigraph import Quad, Store

from fazhi.extractors import extract, read_bytes
from fazhi.kg.assessment import assess_report
from fazhi.kg.assessment.binding import bearer_classes, reach
from fazhi.kg.graph.bodies import map_bodies
from fazhi.kg.graph.report import map_report
from fazhi.kg.linking.identification import identify
from fazhi.kg.linking.report import LinkedReport, link_report
from fazhi.ontology.namespaces import PREFIXES
from fazhi.ontology.rdf import ontology_quads
from fazhi.ontology.reference import obligations
from fazhi.ontology.reference_rdf import reference_quads
from fazhi.ontology.schemes import DIRECT, REACHING

PARK = "启东生命健康产业园管理委员会"
TOWN = "启东市吕四港镇人民政府"
STREET = "南京市鼓楼区湖南路街道办事处"
COUNTY = "启东市人民政府"
CITY = "南通市人民政府"
BUREAU = "启东市应急管理局"
JUSTICE = "启东市司法局"
PARTY = "中共启东市委员会"
TOWN_PARTY = "中共启东市吕四港镇委员会"
POLITICS_AND_LAW = "中共启东市委政法委员会"
BODIES = (PARK, TOWN, STREET, COUNTY, CITY, BUREAU, JUSTICE, PARTY, TOWN_PARTY, POLITICS_AND_LAW)


@cache
def ways(body: str) -> dict[str, str]:
    """How each obligation that reaches the body does so."""
    classes = bearer_classes(identify(body))
    found = {key: reach(obligation, classes) for key, obligation in obligations().items()}
    return {key: how for key, how in found.items() if how}


def bound(body: str) -> set[str]:
    """The obligations whose text binds the body itself."""
    return {key for key, how in ways(body).items() if how in DIRECT}


@pytest.mark.parametrize(
    ("body", "directly", "not_at_all"),
    [
        (PARK, {"park-safety-body", "audit-rectify"}, {"rule-clean-up", "enforce-township-capacity"}),
        (
            TOWN,
            {
                *("report-publish-before-april", "emergency-plan", "safety-law-publicity"),
                *("enforce-township-capacity", "litigation-head-appears", "wage-disputes-handled"),
            },
            {
                *("park-safety-body", "recon-decide-60-days", "rule-clean-up", "counsel-appoint"),
                *("counsel-heard-before-decision", "foi-annual-report-government", "head-leads-in-person"),
                *("head-plans-and-studies-issues", "enforce-appraisal", "report-to-committee-and-congress"),
            },
        ),
        (
            STREET,
            {"emergency-publicity-and-drills", "accident-drill-two-years", "litigation-head-appears"},
            {
                "counsel-appoint",
                "foi-annual-report-government",
                "decision-collective",
                "recon-decide-60-days",
            },
        ),
        (
            COUNTY,
            {
                *("recon-decide-60-days", "enforce-appraisal", "decision-collective", "head-leads-in-person"),
                *("head-plans-and-studies-issues", "emergency-publicity-and-drills", "counsel-appoint"),
            },
            {"park-safety-body", "rule-clean-up", "foi-annual-report-department", "decision-counsel-opinion"},
        ),
        (CITY, {"rule-clean-up", "rule-comment-30-days"}, {"emergency-publicity-and-drills"}),
        (
            BUREAU,
            {"safety-annual-inspection-plan", "enforce-full-record", "report-publish-before-april"},
            {"park-safety-body", "mediation-train", "legal-aid-publicity", "head-plans-and-studies-issues"},
        ),
        (
            JUSTICE,
            {"mediation-train", "legal-aid-publicity", "decision-counsel-opinion"},
            {"safety-power-list"},
        ),
        (
            PARTY,
            {
                "head-leads-in-person",
                "head-year-end-duty-report",
                "counsel-appoint",
                "petition-leaders-receive",
            },
            {
                *("head-plans-and-studies-issues", "head-organises-study-and-publicity"),
                *("litigation-head-appears", "litigation-response-system", "recon-head-attends-hearing"),
                *("report-publish-before-april", "safety-law-publicity", "enforce-full-record"),
            },
        ),
        (TOWN_PARTY, {"report-submit-upward"}, {"head-leads-in-person", "counsel-appoint"}),
        (POLITICS_AND_LAW, {"national-security-education-of-staff"}, {"head-leads-in-person"}),
    ],
    ids=BODIES,
)
def test_bearers_by_the_kind_of_body(body, directly, not_at_all):
    """What says 县级以上 binds no town; what the head of a government owes, no Party committee owes."""
    assert directly <= bound(body)
    assert not not_at_all & set(ways(body))


@pytest.mark.parametrize(
    ("body", "obligation", "how"),
    [
        (PARK, "decision-collective", "via_parent"),
        (PARK, "enforce-full-record", "if_authorised"),
        (PARK, "park-safety-body", "explicit"),
        (PARK, "audit-rectify", "all_bodies"),
        # 重大行政决策程序暂行条例, article 42: departments and townships apply it by reference.
        (TOWN, "decision-collective", "by_reference"),
        (BUREAU, "decision-publish", "by_reference"),
        (COUNTY, "decision-collective", "direct"),
        # A subdistrict office is a dispatched organ: what governments of every level owe is its government's.
        (STREET, "report-publish-before-april", "via_parent"),
        (TOWN, "report-publish-before-april", "direct"),
    ],
)
def test_how_an_obligation_reaches_a_body(body, obligation, how):
    """What binds a body and what only reaches it are told apart."""
    assert ways(body)[obligation] == how
    assert how in (*DIRECT, *REACHING)


def test_a_body_of_two_kinds_is_bound_as_either():
    """A zone that is a district government too is bound by what binds that; the rest still reaches it."""
    both = bearer_classes(identify(PARK)) | bearer_classes(identify(COUNTY))
    catalogue = obligations()
    assert reach(catalogue["decision-collective"], both) == "direct"
    assert reach(catalogue["park-safety-body"], both) == "explicit"
    assert reach(catalogue["mediation-train"], both) == "via_parent"
    assert reach(catalogue["rule-clean-up"], both) is None


def test_a_division_that_the_table_lacks_is_told_by_its_name():
    """An invented county government is one at county level; 市 leaves its level open."""
    assert "CountyGovernment" in bearer_classes(identify("汀阳县人民政府"))
    assert "CountyDepartment" in bearer_classes(identify("云岫县应急管理局"))
    unknown = bearer_classes(identify("岚州市人民政府"))
    assert "CountyOrHigherGovernment" in unknown
    assert not unknown & {"PrefecturalGovernment", "CountyGovernment"}


def test_what_a_text_only_allows_is_no_obligation():
    """重大行政决策程序暂行条例, article 3, allows a catalogue of decisions (可以); nobody owes it."""
    assert "decision-catalogue" not in obligations()
    assert {o.modality for o in obligations().values()} == {"must", "must_not", "should"}


def test_scopes_agree_with_bearers():
    """Every body is bound where the bearer is any, parks by name where they are one, and nowhere else."""
    named = {"PublicBody": "all_bodies", "Park": "explicit"}
    assert obligations()
    for obligation in obligations().values():
        scopes = {named[bearer] for bearer in obligation.bearers if bearer in named}
        assert scopes == {obligation.park_scope} & set(named.values()), obligation.id


def report(body: str) -> LinkedReport:
    """A small report of ``body``, linked."""
    text = f"{body}2025年度法治政府建设情况报告\n\n一、主要工作和成效\n\n开展普法宣传。\n"
    return link_report(extract(read_bytes(text.encode())))


BINDING = """
SELECT DISTINCT ?obligation WHERE {
  ?report fz:issuer ?body .
  ?body a/rdfs:subClassOf* ?class .
  ?obligation fz:bearer/fz:heads? ?class .
}"""


@pytest.fixture(scope="module")
def knowledge() -> Store:
    """The ontology and the reference data."""
    store = Store()
    store.extend([*ontology_quads(), *reference_quads()])
    return store


@pytest.mark.parametrize("body", BODIES)
def test_the_graph_says_the_same(body, knowledge):
    """One SPARQL pattern over classes finds the obligations that bind a body directly."""
    quads: list[Quad] = [
        *map_report(report(body), program_version="0"),
        *map_bodies(report(body), program_version="0"),
    ]
    knowledge.extend(quads)
    found = knowledge.query(BINDING, prefixes=PREFIXES, use_default_graph_as_union=True)
    by_graph = {row[0].value.rsplit("/", 1)[-1] for row in found}
    for quad in quads:
        knowledge.remove(quad)
    assert by_graph == bound(body)


def test_an_assessment_says_how_its_obligation_reaches_the_body():
    """Statutory ones always do."""
    assert {a.reach for a in assess_report(report(COUNTY)) if a.statutory} == {"direct"}
    of_park = {a.reach for a in assess_report(report(PARK)) if a.statutory}
    assert of_park == {"explicit", "all_bodies", "if_authorised", "via_parent"}


def test_a_zone_that_is_a_county_and_a_zone_that_is_a_town_are_bound_as_both():
    zone = bearer_classes(identify("泰州医药高新区（高港区）"))
    assert {"Park", "CountyGovernment"} <= zone
    assert {"Park", "TownshipGovernment"} <= bearer_classes(identify("泰兴经济开发区（泰兴市滨江镇）"))
