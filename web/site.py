"""What a page is made with: the store, the language, the addresses of other pages, the templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pyoxigraph import Literal, NamedNode, Variable

from fazhi.kg.output.portal.coverage import changed_on
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.version import program_version
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.namespaces import ID, ONTOLOGY
from fazhi.viz.kinds import TEMPLATES
from fazhi.web.static_files import static_name

#: The languages of the pages, as in their addresses.
LANGUAGES = {"zh": "zh-CN", "en": "en"}
_TEMPLATES = Path(__file__).parent / "templates"


class NotFound(FazhiError):  # noqa: N818
    """There is no such page; the message says so in the page's language.

    ``near`` are pages that may be meant instead: words and address of each.
    """

    def __init__(self, message: str, near: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(message)
        self.near = near


@dataclass(frozen=True)
class Editing:
    """That the page is for a person who revises (审校).

    ``token`` is what each of its forms sends; ``name`` is that of the person, "" before it was given.
    ``said`` is why the last thing asked for was not done, and ``given`` what its form had in its fields.
    ``applying`` says that a build is at work, ``failure`` why the last one failed.
    """

    token: str
    name: str
    said: str = ""
    given: tuple[tuple[str, str], ...] = ()
    applying: bool = False
    failure: str = ""


class Site:
    """The site over one state of a store, in one language."""

    #: Whether a program answers, so that one can search and filter.
    interactive = True

    def __init__(
        self,
        store: GraphStore,
        language: str,
        *,
        address: str,
        asked: str,
        parameters: Mapping[str, str] | None = None,
        sparql: bool = True,
        editing: Editing | None = None,
    ) -> None:
        """``address`` is that of the server, without a slash at the end; ``asked`` the page's own path.

        ``parameters`` are those of the page; ``sparql`` says whether the server has an endpoint; ``editing``
        is None for who only reads.
        """
        self.store = store
        self.language = language
        self.address = address
        self.sparql = sparql
        self.editing = editing
        self._asked = asked
        self._parameters = parameters or {}

    def say(self, zh: str, en: str) -> str:
        """The words in the language of the page."""
        return zh if self.language == "zh" else en

    def href(self, kind: str, key: str = "", /, **parameters: str) -> str:
        """The address of a page, to be put into a link."""
        return self._href(
            self.language, "" if kind == "home" else f"{kind}/{key}" if key else kind, parameters
        )

    def static(self, name: str) -> str:
        """The address of a file of ``static/``."""
        return f"/static/{static_name(name)}"

    def key(self, iri: str) -> str:
        """The key in the addresses of pages of what has this IRI: what stands behind its kind, unescaped."""
        return unquote(iri.removeprefix(self.store.base).removeprefix(ID).partition("/")[2])

    def path(self, iri: str) -> str:
        """The path at which the server answers for an IRI of ours; "" for other IRIs.

        It has no fragment, except that of a term of the ontology (``ns#Park``).
        """
        for base, head in ((self.store.base, "id/"), (ID, "id/"), (ONTOLOGY + "/", "ns/")):
            if iri.startswith(base):
                return head + iri.removeprefix(base).partition("#")[0]
        return iri.removeprefix(ONTOLOGY.removesuffix("ns")) if iri.startswith(ONTOLOGY) else ""

    def iri_at(self, path: str) -> str:
        """The IRI that the server answers for at a path (:meth:`path`)."""
        kind, _, rest = path.partition("/")
        return (self.store.base + rest) if kind == "id" else ONTOLOGY.removesuffix("ns") + path

    @property
    def other_language(self) -> str:
        """The address of this page in the other language."""
        return self._href("en" if self.language == "zh" else "zh", self._asked, self._parameters)

    def _href(self, language: str, path: str, parameters: Mapping[str, str]) -> str:
        query = f"?{urlencode(parameters)}" if parameters else ""
        return f"/{language}/{quote(path)}{query}"

    def rows(self, query: str, /, **given: str | NamedNode | Literal) -> list[dict[str, Any]]:
        """The rows of a SELECT query, as plain text by the names of its variables; "" where one is unbound.

        ``given`` binds variables, which the query must select; text stands for an IRI.
        """
        bound = {
            Variable(name): NamedNode(term) if isinstance(term, str) else term for name, term in given.items()
        }
        solutions = self.store.select(query, bound)
        names = [variable.value for variable in solutions.variables]
        return [{name: "" if row[name] is None else row[name].value for name in names} for row in solutions]

    def render(self, template: str, **values: Any) -> str:
        """The page that a template makes; ``title`` must be among the values."""
        return _environment().get_template(template).render(site=self, say=self.say, href=self.href, **values)

    @cached_property
    def version(self) -> str:
        """The program's version."""
        return program_version()

    @cached_property
    def data_of(self) -> str:
        """The day (UTC) on which the data became what they are; "" where they are read from a file."""
        try:
            return changed_on(self.store).isoformat()
        except FileNotFoundError:
            return ""

    @property
    def lang(self) -> str:
        """The language of the page as HTML names it."""
        return LANGUAGES[self.language]


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader([_TEMPLATES, TEMPLATES], encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
