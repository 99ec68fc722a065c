"""Counsel, firms and leading groups as the Organization Ontology has them: whole, or not at all."""

from __future__ import annotations

import pyoxigraph
import pytest

from fazhi.ontology.namespaces import PREFIXES

#: What a reader of ORG would miss or stumble over, as patterns.
GAPS = {
    "a membership without a role": """
        ?x a fz:LegalCounsel FILTER NOT EXISTS { ?x a org:Membership ; org:role/a org:Role }""",
    "a membership in nothing": """
        ?x a fz:LegalCounsel FILTER NOT EXISTS { ?x org:organization/a org:FormalOrganization }""",
    "a member that is no agent": """
        ?x a fz:LegalCounsel ; org:member ?m FILTER NOT EXISTS { ?m a org:FormalOrganization }""",
    "a post without a role": "?x a org:Post FILTER NOT EXISTS { ?x org:role/a org:Role }",
    "a post in no group": """
        ?x a org:Post
        FILTER NOT EXISTS { ?x org:postIn ?g . ?g a org:OrganizationalUnit ; org:hasPost ?x }""",
    "a group of no body": """
        ?x a fz:LeadingGroup FILTER NOT EXISTS { ?x org:unitOf/a org:FormalOrganization }""",
}


@pytest.fixture(scope="module")
def store(everything) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.extend(pyoxigraph.Quad(*quad.triple) for quad in everything)
    return store


@pytest.mark.parametrize("pattern", GAPS.values(), ids=GAPS)
def test_counsel_and_leading_groups_are_whole(store, pattern):
    rows = store.query(f"SELECT DISTINCT ?x {{ {pattern} }}", prefixes=PREFIXES)
    assert sorted(row["x"].value for row in rows) == []


@pytest.mark.parametrize("class_", ["fz:LegalCounsel", "fz:LawFirm", "fz:LeadingGroup", "org:Post"])
def test_there_are_some(store, class_):
    assert store.query(f"ASK {{ ?x a {class_} }}", prefixes=PREFIXES)
