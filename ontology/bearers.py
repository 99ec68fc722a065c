"""Whom statutory obligations bind (义务主体): classes of bodies, their broader classes, and their heads.

Names are local names of classes in fazhi.ttl, for code without RDF; a test checks that the two agree.
"""

from __future__ import annotations

#: Class of bodies -> the classes directly above it.
BROADER: dict[str, tuple[str, ...]] = {
    "PublicBody": (),
    "StateOrgan": ("PublicBody",),
    "AdministrativeAgency": ("StateOrgan",),
    "LocalGovernment": ("AdministrativeAgency",),
    "CountyOrHigherGovernment": ("LocalGovernment",),
    "ProvincialGovernment": ("CountyOrHigherGovernment",),
    "PrefecturalGovernment": ("CountyOrHigherGovernment",),
    "CountyGovernment": ("CountyOrHigherGovernment",),
    "TownshipGovernment": ("LocalGovernment",),
    "SubdistrictOffice": ("LocalGovernment",),
    "GovernmentDepartment": ("AdministrativeAgency",),
    "CountyDepartment": ("GovernmentDepartment",),
    "JusticeDepartment": ("GovernmentDepartment",),
    "CountyJusticeDepartment": ("CountyDepartment", "JusticeDepartment"),
    "EmergencyManagementDepartment": ("GovernmentDepartment",),
    "PartyCommittee": ("PublicBody",),
    "LocalPartyCommittee": ("PartyCommittee",),
    "CountyOrHigherPartyCommittee": ("LocalPartyCommittee",),
    "Park": ("PublicBody",),
}

#: Class of heads (主要负责人、负责人) -> the bodies they head.
HEADS: dict[str, str] = {
    "AdministrativeAgencyHead": "AdministrativeAgency",
    "CountyOrHigherGovernmentHead": "CountyOrHigherGovernment",
    "CountyOrHigherPartyCommitteeHead": "CountyOrHigherPartyCommittee",
}

BEARERS = (*BROADER, *HEADS)


def with_broader(name: str) -> frozenset[str]:
    """A class of bodies and all classes above it."""
    return frozenset((name,)).union(*map(with_broader, BROADER[name]))


def bodies_of(bearer: str) -> str:
    """The class of bodies that a bearer is, or is the head of."""
    return HEADS.get(bearer, bearer)
