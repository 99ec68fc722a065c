"""A page of each kind, of the example reports, and how one gets there."""

from __future__ import annotations

from urllib.parse import quote

#: The path and parameters of a page by its kind, behind the language. Beside the kinds: a page that is not
#: there, and forms that were filled in wrongly.
PAGES = {
    "home": "",
    "bodies": "bodies",
    "body": "body/启东生命健康产业园",
    "laws": "laws",
    "law": "law/安全生产法",
    "obligations": "obligations",
    "obligation": "obligation/eighth-plan-local-plan",
    "matrix": "matrix",
    "questions": "questions",
    "question": "question/cites-law?law=安全生产法",
    "reader": "reader/启东生命健康产业园/2023",
    "query": "query?query=SELECT * { ?report a fz:Report ; fz:issuer ?body }",
    "search": "search?q=安全",
    "thing": "thing/ns/indicator/law_study_session_count",
    "days": "days",
    "brief": "brief/启东生命健康产业园",
    "overview": "brief",
    "day": "day/consumer-rights-day",
    "firm": "firm/东晋律师事务所",
    "place": "place/320681",
    "graph": "graph?body=启东生命健康产业园",
    "missing": "body/没有这个单位",
    "wrong parameter": "question/cites-law?law=没有这部法律",
    "wrong query": "query?query=SELECT * { ?report a }",
}


def address(kind: str, language: str = "zh") -> str:
    """The address of the page of a kind, below that of the server."""
    return f"/{language}/{quote(PAGES[kind], safe='/?=')}"
