"""Which body a report is from: what its name tells, and what the own register (自有名录) says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from fazhi.extractors.language.characters import strip_space
from fazhi.kg.linking.bodies import Body, BodyKind, body_named, government
from fazhi.ontology.divisions import divisions
from fazhi.ontology.in_use import own_register
from fazhi.ontology.own_bodies import OwnBody


def identify(
    issuer: str,
    *,
    title: str | None = None,
    text: str = "",
    place_hint: str | None = None,
    document: str = "",
) -> Body:
    """The body that ``issuer`` names, as the own register describes it if it has a body of that name.

    The other arguments and what is raised: see :func:`~fazhi.kg.linking.bodies.body_named`.
    """
    body = body_named(issuer, title=title, text=text, place_hint=place_hint, document=document)
    own = own_register()
    return _as_own(body, own.bodies, strip_space(issuer)) if own and own.bodies else body


def _as_own(body: Body, bodies: Mapping[str, OwnBody], issuer: str = "") -> Body:
    """``body`` and those it belongs to as the own register has them; ``issuer``: its name as written."""
    body = replace(
        body,
        parent=_as_own(body.parent, bodies) if body.parent else None,
        also=_as_own(body.also, bodies) if body.also else None,
    )
    names = (issuer, body.name, *body.alternatives)
    own = next((bodies[name] for name in names if name in bodies), None)
    return _as_registered(body, own, bodies) if own else body


def _as_registered(body: Body, own: OwnBody, bodies: Mapping[str, OwnBody]) -> Body:
    """``body`` with what the own register says of it; what that leaves out stays as read."""
    place = divisions()[own.place] if own.place else body.place
    parent = body.parent
    if own.parent:
        parent = _registered(bodies[own.parent], bodies) if own.parent in bodies else body_named(own.parent)
    elif own.place and place and own.kind != "LocalGovernment":
        parent = government(place)
    others = (*own.other_names, body.name, *body.alternatives)
    return replace(
        body,
        name=own.name,
        kind=cast("BodyKind", own.kind),
        alternatives=tuple(dict.fromkeys(name for name in others if name != own.name)),
        place=place,
        parent=parent,
        document="",
        own_file=own.own_file,
    )


def _registered(own: OwnBody, bodies: Mapping[str, OwnBody]) -> Body:
    """A body of the own register that a report does not name itself, as the parent of another."""
    return replace(_as_registered(body_named(own.name), own, bodies), alternatives=own.other_names)
