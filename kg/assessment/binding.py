"""Whom a statutory obligation binds: bearer rules by the kind of body, and how the duty reaches a park."""

from __future__ import annotations

import re

from fazhi.kg.assessment.signs import Signs
from fazhi.kg.linking.bodies import Body
from fazhi.ontology.reference import StatutoryObligation

#: Kinds of :class:`fazhi.kg.linking.bodies.Body` that are no park, to the bearers that mean them (责任主体).
BEARERS_OF: dict[str, frozenset[str]] = {
    "LocalGovernment": frozenset(
        {"any", "local_government", "administrative_agency", "principal_responsible_person"}
    ),
    "GovernmentDepartment": frozenset(
        {"any", "government_department", "administrative_agency", "principal_responsible_person"}
    ),
    # Rules for governments and their departments name no Party organ; rules for every organ do.
    "PartyCommittee": frozenset({"principal_responsible_person"}),
    "PublicBody": frozenset({"any", "administrative_agency", "principal_responsible_person"}),
}
_TOWNSHIP = re.compile(r"(?:镇|乡)人民政府$|街道办事处$|(?:镇|乡|街道)$")


def binds(obligation: StatutoryObligation, signs: Signs, body: Body) -> bool:
    """Whether ``obligation`` is held against ``body``.

    A park is held against every obligation, because what its parent government owes reaches it by
    delegation or not at all: :func:`reach` says which. Where only some bodies of a kind are bound (rules
    are made by provinces and cities), ``signs.binds`` says so.
    """
    only = signs.binds
    bearers = BEARERS_OF.get(body.kind)
    if bearers is None:
        return only.parks
    if obligation.bearer not in bearers and not (
        obligation.bearer == "any" and obligation.park_scope == "all_bodies"
    ):
        return False
    if body.kind == "LocalGovernment" and only.governments is not None:
        return government_level(body) in only.governments
    if body.kind == "GovernmentDepartment" and only.departments is not None:
        return only.departments.search(body.name) is not None
    return True


def reach(obligation: StatutoryObligation, body: Body) -> str | None:
    """The id of the park scope by which the duty reaches ``body``; None where the text binds it itself."""
    if body.kind in ("LocalGovernment", "GovernmentDepartment", "PartyCommittee"):
        return None
    return obligation.park_scope


def government_level(body: Body) -> str | None:
    """``province``, ``prefecture``, ``county`` or ``township`` of a local government, where known."""
    if _TOWNSHIP.search(body.name):
        return "township"
    return body.place.level if body.place else None
