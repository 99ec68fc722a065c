"""A brief of a body's report (要点), to be printed or taken along as a Word file; without a body, of all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from fazhi.web.answer import Answer
from fazhi.web.brief.body import body_brief, report_on
from fazhi.web.brief.docx import MEDIA_TYPE, to_docx
from fazhi.web.brief.overview import overview
from fazhi.web.brief.parts import Brief
from fazhi.web.content.filters import years_of
from fazhi.web.content.things import bodies, iri_of, reporting
from fazhi.web.site import NotFound, Site

#: The Word file of the overview is called so; its page has no key.
_ALL = "all"
_WORD = ".docx"


def page(site: Site, key: str, parameters: Mapping[str, str]) -> str | Answer:
    """The brief of a body, of the report on the ``year`` of the parameters, else of the newest."""
    name = key.removesuffix(_WORD)
    if not name.removeprefix(_ALL):
        return _overview(site, key, parameters.get("year", ""))
    body = bodies(site.store).get(iri_of(site, "body", name))
    if body is None:
        raise NotFound(site.say(f"“{name}”不是单位", f"“{name}” is no body"))
    report = report_on(site, body, parameters.get("year", ""))
    brief = body_brief(site, body, report.year)
    if key.endswith(_WORD):
        return _word(brief)
    newest = body.reports[-1]
    years = {one.year: {"year": one.year} if one is not newest else {} for one in body.reports}
    return site.render(
        "brief.html",
        title=brief.title,
        brief=brief,
        levels=[
            (site.say("单位", "Bodies"), site.href("bodies")),
            (body.name, site.href("body", name)),
        ],
        years=[
            (year, "" if year == report.year else site.href("brief", name, **asked))
            for year, asked in years.items()
        ],
        word_file=site.href("brief", f"{name}{_WORD}", **years[report.year]),
    )


def _overview(site: Site, key: str, year: str) -> str | Answer:
    brief = overview(site, year)
    if key:
        return _word(brief)
    asked = {"year": year} if year else {}
    choices = [("", site.say("各单位最新", "the newest")), *((one, one) for one in years_of(site.store))]
    return site.render(
        "brief.html",
        title=brief.title,
        brief=brief,
        levels=[(site.say("单位", "Bodies"), site.href("bodies"))],
        years=[
            (words, "" if one == year else site.href("brief", **({"year": one} if one else {})))
            for one, words in choices
        ],
        word_file=site.href("brief", f"{_ALL}{_WORD}", **asked),
    )


def _word(brief: Brief) -> Answer:
    file = quote(f"{brief.title}{_WORD}", safe="")
    disposition = f"attachment; filename=brief{_WORD}; filename*=UTF-8''{file}"
    return Answer(to_docx(brief), MEDIA_TYPE, headers=(("Content-Disposition", disposition),))


def keys(site: Site) -> Iterator[str]:
    """The overview, and all bodies that have reports."""
    yield ""
    yield from (site.key(body.iri) for body in reporting(site.store))
