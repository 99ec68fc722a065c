"""A place (行政区划): what it lies in, and the bodies in it that report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fazhi.web.content.parts import Cell, paged
from fazhi.web.content.things import iri_of, iris, kinds_of, places, reporting, values
from fazhi.web.site import NotFound, Site

_CODE = "SELECT ?code { VALUES ?place GIVEN ?place fz:divisionCode ?code }"


def page(site: Site, key: str, parameters: Mapping[str, str]) -> str:
    """The page of a place."""
    iri = iri_of(site, "place", key)
    within, names = places(site)
    if iri not in within:
        raise NotFound(site.say(f"“{key}”不是行政区划", f"“{key}” is no place"))
    key = site.key(iri)
    known = {site.key(other): wider for other, wider in within.items()}
    # What contains more lies in less: the widest first.
    above = sorted(known[key] - {key}, key=lambda other: len(known.get(other, ())))
    there = [body for body in reporting(site.store) if key in within.get(body.place, ())]
    listed = paged(site, there, parameters, "place", key)
    codes = site.rows(_CODE.replace("GIVEN", values([iri])))
    return site.render(
        "place.html",
        title=names[key],
        code=codes[0]["code"] if codes else "",
        above=[(names[other], site.href("place", other)) for other in above],
        below=[
            (names[other], site.href("place", other))
            for other, wider in sorted(known.items())
            if key in wider and other != key
        ],
        head=[
            site.say("单位", "Body"),
            site.say("类别", "Kind"),
            site.say("所在地", "Place"),
            site.say("年度", "Years"),
        ],
        rows=[
            [
                Cell(body.name, site.href("body", site.key(body.iri))),
                Cell(kinds_of(site, body)),
                Cell(body.place_name, site.href("place", site.key(body.place))),
                Cell(site.say("、", ", ").join(filter(None, body.years))),
            ]
            for body in listed.rows
        ],
        listed=listed,
    )


def keys(site: Site) -> Iterator[str]:
    """All places of bodies, and those that contain them."""
    yield from (site.key(iri) for iri in iris(site.store, "Place"))
