"""The first page (首页): what is in the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fazhi.web.parts import Cell
from fazhi.web.site import Site

_FIGURES = """
SELECT (COUNT(DISTINCT ?report) AS ?reports) (COUNT(DISTINCT ?body) AS ?bodies)
  (COUNT(DISTINCT ?year) AS ?years)
{ ?report a fz:Report
  OPTIONAL { ?report fz:issuer ?body } OPTIONAL { ?report fz:reportedYear ?year } }"""
_LAWS = "SELECT (COUNT(DISTINCT ?law) AS ?laws) { ?citation fz:instrument ?law }"
_BODIES = """
SELECT ?body ?name (SAMPLE(?kindName) AS ?kind) (SAMPLE(?placeName) AS ?place)
  (GROUP_CONCAT(DISTINCT ?year; separator=" ") AS ?years)
{ ?report a fz:Report ; fz:issuer ?body . ?body skos:prefLabel ?name
  OPTIONAL { ?report fz:reportedYear ?on BIND(STR(?on) AS ?year) }
  OPTIONAL { ?body fz:place/skos:prefLabel ?placeName }
  OPTIONAL { ?body a/skos:prefLabel ?kindName } }
GROUP BY ?body ?name ORDER BY ?name"""


_COUNTED = (
    ("reports", "份报告", "reports"),
    ("bodies", "个单位", "bodies"),
    ("years", "个年度", "years"),
    ("laws", "件被引用的法律文件", "instruments cited"),
)


def page(site: Site, key: str, parameters: Mapping[str, str]) -> str:
    """The first page."""
    counted = {**site.rows(_FIGURES)[0], **site.rows(_LAWS)[0]}
    return site.render(
        "home.html",
        title=site.say("法治政府建设情况报告", "Rule-of-law government reports"),
        figures=[(int(counted[name]), zh, en) for name, zh, en in _COUNTED],
        head=[
            site.say("单位", "Body"),
            site.say("类别", "Kind"),
            site.say("所在地", "Place"),
            site.say("年度", "Years"),
        ],
        bodies=[
            [
                Cell(row["name"], site.href("body", site.key(row["body"]))),
                Cell(row["kind"]),
                Cell(row["place"]),
                Cell(row["years"]),
            ]
            for row in site.rows(_BODIES)
        ],
    )


def keys(site: Site) -> Iterator[str]:
    """There is one."""
    yield ""
