"""The pages. Each module is a kind of page, named as in its address: ``/zh/body/启东经济开发区``.

It has ``page(site, key, parameters)``, which returns HTML, or an :class:`fazhi.web.answer.Answer` where it is
something else (a table to be downloaded, a page with an error in it), and raises
:class:`fazhi.web.site.NotFound`; and ``keys(site)``, the keys of all its pages, for a site of files. Neither
knows of HTTP: the server calls them in a worker, the export in its own process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from fazhi.ontology.languages import reading_in
from fazhi.web.answer import Answer, html
from fazhi.web.site import LANGUAGES, Editing, NotFound, Site
from fazhi.web.source import Source, opened

#: All kinds of page, by the first part of their address; the first page has none.
KINDS = frozenset(module.name for module in iter_modules(__path__))
__all__ = ["KINDS", "LANGUAGES", "PageRequest", "page", "rendered"]


@dataclass(frozen=True)
class PageRequest:
    """A page that is asked for: ``path`` is its kind and key, ``address`` that of the server.

    ``sparql`` says whether the server has an endpoint; ``editing`` is None for who only reads.
    """

    language: str
    path: str
    parameters: tuple[tuple[str, str], ...]
    address: str
    sparql: bool = True
    editing: Editing | None = None

    @property
    def query(self) -> str:
        """The query that a reader wrote, if the page is to show its result; else ""."""
        return dict(self.parameters).get("query", "") if self.path == "query" else ""


def page(source: Source, state: str, request: PageRequest) -> Answer:
    """The page, or one that says that there is none. Called in a worker."""
    with reading_in(request.language):  # Errors that a page tells are in its language.
        return _page(source, state, request)


def _page(source: Source, state: str, request: PageRequest) -> Answer:
    parameters = dict(request.parameters)
    site = Site(
        opened(source, state),
        request.language,
        address=request.address,
        asked=request.path,
        parameters=parameters,
        sparql=request.sparql,
        editing=request.editing,
    )
    kind, _, key = request.path.partition("/")
    try:
        found = rendered(site, kind or "home", key, parameters)
    except NotFound as error:
        title = site.say("没有此页", "No such page")
        return html(site.render("missing.html", title=title, why=str(error), near=error.near), 404)
    return found if isinstance(found, Answer) else html(found)


def rendered(site: Site, kind: str, key: str, parameters: Mapping[str, str]) -> str | Answer:
    """The page of a kind, or what else is at its address. Raises NotFound."""
    if kind not in KINDS:
        raise NotFound(site.say("这个地址没有对应的页面", "there is no page at this address"))
    found: str | Answer = import_module(f"fazhi.web.pages.{kind}").page(site, key, parameters)
    return found
