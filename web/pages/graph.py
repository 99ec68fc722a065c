"""The graph (图谱): a picture that grows, of all reports, or of one thing or answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from markupsafe import Markup

from fazhi.kg.output.views import NAMED, View, view_of, view_of_answer, view_of_thing
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.errors import FazhiError
from fazhi.queries import QuestionError, catalogue, run
from fazhi.viz.assets import safe_json
from fazhi.viz.core import core_of
from fazhi.viz.page import SCRIPTS, graph_data, in_words
from fazhi.web.content.evidence import reader_address
from fazhi.web.content.links import own_page
from fazhi.web.content.things import alone, iri_of
from fazhi.web.site import NotFound, Site

#: The views with a name of their own, as the page's links to them say.
_VIEWS = {
    "all": ("全部报告", "All reports"),
    "bodies": ("单位间的共同引用", "Bodies by shared laws"),
    "laws": ("一同引用的法律文件", "Laws cited together"),
    "firms": ("单位和律师事务所", "Bodies and law firms"),
}


def page(site: Site, key: str, parameters: Mapping[str, str]) -> str:
    """The picture of what the parameters name: ``view``, ``body``, ``report``, ``law``, or ``obligation``.

    Or a ``question``, with parameters of its own. What is selected in the picture stands behind the ``#``.
    """
    alone(site, key)
    try:
        view = _view(site, parameters)
    except NotFound:
        raise
    except FazhiError as error:
        raise NotFound(str(error)) from error
    title = site.say(*view.title)
    core = core_of(view.graph)
    data = graph_data(view.graph, core, lambda iri: _address(site, iri), site.language)
    return site.render(
        "graph.html",
        title=title,
        views=[
            (site.say(*words), site.href("graph", **({} if name == "all" else {"view": name})))
            for name, words in _VIEWS.items()
        ],
        rows=in_words(view.graph, core),
        notes=[site.say(*note) for note in view.graph.graph.get("notes", [])],
        scripts=("vis-network.js", *SCRIPTS),
        data=Markup(safe_json(data)),
    )


def keys(site: Site) -> Iterator[str]:
    """There is one page; its parameters say of what."""
    yield ""


def _view(site: Site, given: Mapping[str, str]) -> View:
    name = given.get("view", "all")
    if asked := given.get("question"):
        if asked not in catalogue():
            raise NotFound(site.say("没有这个问题", "there is no such question"))
        own = {parameter: text for parameter, text in given.items() if parameter not in ("question", "view")}
        try:
            answer = run(site.store.dataset, catalogue()[asked], own)
        except QuestionError as error:
            raise NotFound(str(error)) from error
        return view_of_answer(site.store, catalogue()[asked], answer)
    for kind, first in (("body", "body"), ("report", "report")):
        if kind in given:
            return view_of(site.store, iri_of(site, first, given[kind]))
    for kind, first in (("law", "instrument"), ("obligation", "obligation")):
        if kind in given:
            return view_of_thing(site.store, kind, iri_of(site, first, given[kind]))
    if name not in NAMED:
        raise NotFound(site.say("没有这个视图", "there is no such view"))
    return _named(site.store, name)


@lru_cache(maxsize=1)
def _named(store: GraphStore, name: str) -> View:
    """Views of all reports take seconds of a large store; each serves both languages, one after the other."""
    return view_of(store, name)


def _address(site: Site, iri: str) -> str:
    """The page of a thing, or of the text in which words stand; "" where it has none here."""
    if "/text/" in iri:
        return reader_address(site, f"{iri}#char=0,0").partition("#")[0]
    found = own_page(site, iri) if iri.startswith("http") else ""
    # Among files, not everything has a page.
    return "" if found.startswith("http") else found
