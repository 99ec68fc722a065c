"""The server: which address is answered by what."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from fazhi.kg.output.portal.publication import Publication
from fazhi.kg.workers import Limits
from fazhi.ontology.errors import FazhiError
from fazhi.web.answer import told
from fazhi.web.data.descriptions import PATHS, Described, description
from fazhi.web.data.linked_data import DATA_FORMS, HTML, Asked, document, see_other
from fazhi.web.data.sitemap import sitemap
from fazhi.web.negotiation import chosen
from fazhi.web.pages import LANGUAGES, PageRequest, page
from fazhi.web.server.bounds import Bounds
from fazhi.web.server.editing import Editor
from fazhi.web.server.endpoint import METHODS, Endpoint
from fazhi.web.server.kept import RETRY, Answers, sent
from fazhi.web.server.queries import QueryLanes
from fazhi.web.server.search_index import SearchIndex
from fazhi.web.server.work import CORES, Busy, Lane
from fazhi.web.source import Source
from fazhi.web.static_files import FOR_EVER, static_file

#: The paths at which our IRIs are answered for.
_IDENTIFIED = ("/id/{rest:path}", "/ns", "/ns.{suffix}", "/ns/{rest:path}", "/shapes", "/shapes.{suffix}")
#: What one page may take; the first of a worker takes 24 s of 20,000 reports.
_PAGE = Limits(seconds=60)
#: What the pages of all reports may take: half a minute for ten thousand of them, where nothing else runs.
_OVERVIEW = Limits(seconds=300)


class Server:
    """What is served, as what, and the workers that answer.

    ``publication`` has the public address; without an endpoint in it there is none. ``edit_token`` is what
    who wants to revise must bring; without it nobody can.
    """

    def __init__(self, source: Source, publication: Publication, *, edit_token: str = "") -> None:
        self._source = source
        self._publication = publication
        self._address = publication.base_url.rstrip("/")
        self._answers = Answers(source)
        self._index = SearchIndex(source)
        self._queries = QueryLanes(source, self._answers)
        self._endpoint = (
            Endpoint(source, self._queries, publication.endpoint) if publication.endpoint else None
        )
        self._editor = (
            Editor(
                source,
                self._answers,
                edit_token,
                address=self._address,
                sparql=self._endpoint is not None,
            )
            if edit_token
            else None
        )
        self._pages = Lane(_PAGE, running=2 * CORES, of_one=2 * CORES - 1)
        self._overviews = Lane(_OVERVIEW, running=2 * CORES, of_one=2 * CORES - 1)

    def app(self) -> Starlette:
        """The ASGI application."""
        routes = [
            Route("/", self._front),
            Route("/static/{name}", self._static),
            *(Route(path, self._see_other) for path in _IDENTIFIED),
            Route("/data/{rest:path}", self._document),
            *(Route(path, partial(self._describe, name)) for name, path in PATHS.items()),
            Route("/robots.txt", self._robots),
            Route("/sitemap.xml", self._sitemap),
            Route("/{language}/{path:path}", self._page),
        ]
        if self._endpoint:
            routes.insert(0, Route("/sparql", self._endpoint.respond, methods=METHODS))
        if self._editor:
            routes = [*self._editor.routes(), *routes]
        app = Starlette(
            routes=routes,
            middleware=[Middleware(Bounds)],
            lifespan=self._warmed,
            exception_handlers={FazhiError: _failed, Exception: _failed},
        )
        # Redirects to what the client calls the host would lead to where the client likes.
        app.router.redirect_slashes = False
        return app

    def close(self) -> None:
        """End what is at work."""
        self._pages.close()
        self._queries.close()
        self._overviews.close()
        self._index.close()
        if self._editor:
            self._editor.close()

    @asynccontextmanager
    async def _warmed(self, _: Starlette) -> AsyncIterator[None]:
        """As soon as one listens, workers make what takes long: search index, first page, graph."""
        task = asyncio.create_task(self._make_ready())
        yield
        task.cancel()

    async def _make_ready(self) -> None:
        # Whatever goes wrong, the first who asks will be told.
        await asyncio.gather(self._index.ready(), self._make_overviews(), return_exceptions=True)

    async def _make_overviews(self) -> None:
        # One after the other: what they show is read once.
        for path in ("", "graph"):
            for language in LANGUAGES:
                await self._answers.make(self._overviews, page, self._asked(language, path))

    async def _front(self, request: Request) -> Response:
        """To the first page, in the language that the browser prefers; programs get the catalogue."""
        accept = request.headers.get("accept", "")
        if chosen(accept, (HTML, *DATA_FORMS)) in DATA_FORMS:
            return await self._describe("catalogue", request)
        return RedirectResponse(f"/{_language(request)}/", 303, {"Vary": "Accept-Language"})

    async def _static(self, request: Request) -> Response:
        """A style sheet or a script."""
        found = static_file(request.path_params["name"])
        if not found:
            return _not_found()
        return Response(found.body, headers={"Cache-Control": FOR_EVER}, media_type=found.media_type)

    async def _see_other(self, request: Request) -> Response:
        """From an IRI to what there is about it."""
        asked = Asked(
            request.scope["raw_path"].decode("ascii"), request.headers.get("accept", ""), _language(request)
        )
        return await self._answers.response(request, self._pages, see_other, asked)

    async def _document(self, request: Request) -> Response:
        """The data about an IRI."""
        asked = Asked(request.scope["raw_path"].decode("ascii"))
        return await self._answers.response(request, self._pages, document, asked)

    async def _describe(self, name: str, request: Request) -> Response:
        """What machines look for."""
        asked = Described(name, self._publication, request.headers.get("accept", ""))
        return await self._answers.response(request, self._pages, description, asked)

    async def _robots(self, _: Request) -> Response:
        """All may be read, but for what asks the store anew each time."""
        return PlainTextResponse(
            f"User-agent: *\nDisallow: /sparql\nDisallow: /zh/search\nDisallow: /en/search\n"
            f"Sitemap: {self._address}/sitemap.xml\n"
        )

    async def _sitemap(self, request: Request) -> Response:
        """The addresses of the pages."""
        return await self._answers.response(request, self._pages, sitemap, self._address)

    async def _page(self, request: Request) -> Response:
        language, path = request.path_params["language"], request.path_params["path"]
        if language not in LANGUAGES:
            return _not_found()
        asked = self._asked(language, path, tuple(request.query_params.multi_items()))
        if self._editor and path.startswith("reader/") and self._editor.admits(request):
            return await self._editor.page(request, asked)
        if asked.query:
            return await self._queries.response(request, page, asked)
        lane = self._overviews if path in ("", "graph") else self._pages
        if path == "search":
            try:
                await self._index.ready()
            except Busy as error:
                return sent(told(error.told_in(language), 503), RETRY)
        return await self._answers.response(request, lane, page, asked)

    def _asked(self, language: str, path: str, parameters: tuple[tuple[str, str], ...] = ()) -> PageRequest:
        return PageRequest(language, path, parameters, self._address, sparql=self._endpoint is not None)


def _language(request: Request) -> str:
    """The language of the pages that the browser prefers; of a program, Chinese."""
    wanted = request.headers.get("accept-language", "zh").lower()
    return "en" if "zh" not in wanted and "en" in wanted else "zh"


def _not_found() -> Response:
    return PlainTextResponse("not found 没有此页\n", 404)


async def _failed(request: Request, error: Exception) -> Response:
    """What the server could not do: in words if they are meant for people, else only that it could not."""
    if not isinstance(error, FazhiError):
        error = FazhiError("internal error", "程序内部错误")
    return PlainTextResponse(f"{error.told_in(_language(request))}\n", 500)
