"""Whom a statutory obligation binds: the kinds of bearer that a body is, and how the duty reaches it.

There are two ways, never counted together (:mod:`fazhi.ontology.schemes`). Either the text binds bodies of
this kind (``DIRECT``), or it binds others and only reaches this one (``REACHING``): a park or subdistrict
office through the government that set it up, an organisation by authorisation, a township because the text
tells it to apply the rule by reference (参照).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from fazhi.kg.linking.bodies import Body
from fazhi.ontology.bearers import bodies_of, with_broader
from fazhi.ontology.in_use import follows_register
from fazhi.ontology.reference import StatutoryObligation, obligations

_SUBDISTRICT = re.compile(r"街道(?:办事处)?$")
_TOWNSHIP = re.compile(r"(?:镇|乡)(?:人民政府)?$")
_JUSTICE = re.compile(r"司法[局厅]|法制(?:办|局)")
_EMERGENCY = re.compile(r"应急管理|安全生产监督|安监")
_LOCAL_PARTY = re.compile(r"^(?:中共|中国共产党).*[省区市县州盟旗镇乡]委(?:员会)?(?:办公[厅室])?$")
_TOWNSHIP_PARTY = re.compile(r"(?:镇|乡)委")
_GOVERNMENTS = {
    "province": "ProvincialGovernment",
    "prefecture": "PrefecturalGovernment",
    "county": "CountyGovernment",
}
#: The level that a name shows for a division missing from the table of divisions; 市 leaves it open.
_NAMED_LEVEL = (
    ("province", re.compile(r"(?:省|自治区)(?:人民政府|$)")),
    ("prefecture", re.compile(r"(?:自治州|地区|盟)(?:人民政府|行政公署|$)")),
    ("county", re.compile(r"(?:县|旗|区)(?:人民政府|$)")),
)
_COUNTY_NAMED = re.compile(r"县|旗|(?<![发新园税港])区")


def bearer_classes(body: Body) -> frozenset[str]:
    """The classes of :mod:`fazhi.ontology.bearers` that ``body`` belongs to, including broader ones."""
    return _with_broader(narrowest_classes(body))


def narrowest_classes(body: Body) -> Iterator[str]:
    """The narrowest of these classes, told from the body's kind, name and place; of both where it is two."""
    if body.also:
        yield from narrowest_classes(body.also)
    if body.kind == "LocalGovernment":
        yield _government(body)
    elif body.kind == "GovernmentDepartment":
        yield from _department(body)
    elif body.kind == "PartyCommittee":
        yield _party_committee(body)
    else:
        yield "PublicBody" if body.kind == "PublicBody" else "Park"


def binding(narrowest: Iterable[str], year: int) -> Mapping[str, str]:
    """What binds bodies of these classes in ``year``: ids of obligations, each with how it reaches them."""
    return _binding(_with_broader(narrowest), year)


@follows_register
@cache
def _binding(classes: frozenset[str], year: int) -> Mapping[str, str]:
    reached = {key: reach(found, classes) for key, found in obligations().items() if found.rule_in(year)}
    return {key: how for key, how in reached.items() if how is not None}


def reach(obligation: StatutoryObligation, classes: frozenset[str]) -> str | None:
    """How ``obligation`` reaches a body of ``classes``: an id of the reach scheme, or None if it does not.

    If a body is of two kinds, what binds either kind binds it.
    """
    bound = {bodies_of(bearer) for bearer in obligation.bearers} & classes
    if bound:
        return obligation.park_scope if "Park" in classes and bound <= {"Park", "PublicBody"} else "direct"
    if classes & set(obligation.by_reference):
        return "by_reference"
    if "Park" in classes:
        return None if obligation.park_scope == "none" else obligation.park_scope
    if "SubdistrictOffice" in classes and "TownshipGovernment" in obligation.bearers:
        return "via_parent"
    if classes == {"PublicBody"} and obligation.park_scope == "if_authorised":
        return "if_authorised"
    return None


def _with_broader(narrowest: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*map(with_broader, narrowest))


def _government(body: Body) -> str:
    if _SUBDISTRICT.search(body.name):
        return "SubdistrictOffice"
    if _TOWNSHIP.search(body.name):
        return "TownshipGovernment"
    return _GOVERNMENTS.get(_level(body) or "", "CountyOrHigherGovernment")


def _department(body: Body) -> Iterator[str]:
    in_county = body.place.level == "county" if body.place else _COUNTY_NAMED.search(body.name) is not None
    justice = _JUSTICE.search(body.name) is not None
    if justice:
        yield "CountyJusticeDepartment" if in_county else "JusticeDepartment"
    if _EMERGENCY.search(body.name):
        yield "EmergencyManagementDepartment"
    if not justice:
        yield "CountyDepartment" if in_county else "GovernmentDepartment"


def _party_committee(body: Body) -> str:
    if not _LOCAL_PARTY.search(body.name):
        return "PartyCommittee"
    return "LocalPartyCommittee" if _TOWNSHIP_PARTY.search(body.name) else "CountyOrHigherPartyCommittee"


def _level(body: Body) -> str | None:
    if body.place is not None:
        return body.place.level
    return next((level for level, sign in _NAMED_LEVEL if sign.search(body.name)), None)
