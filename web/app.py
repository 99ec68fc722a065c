"""The server: which address is answered by what."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, ParamSpec

from cachetools import LRUCache
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from fazhi.kg.workers import Died, Limits, TookTooLong
from fazhi.ontology.errors import FazhiError
from fazhi.web.answer import Answer, told
from fazhi.web.bounds import Bounds
from fazhi.web.negotiation import chosen
from fazhi.web.pages import LANGUAGES, PageRequest, page
from fazhi.web.protocol import BadRequest, read_request
from fazhi.web.service import service_description
from fazhi.web.source import Source
from fazhi.web.sparql import SparqlRequest, answer
from fazhi.web.static import STATIC, static_file
from fazhi.web.work import CORES, Busy, Lane

_P = ParamSpec("_P")

#: What one query may take, and one page.
QUERY = Limits(seconds=30, memory=2**30)
PAGE = Limits(seconds=30, memory=2 * 2**30)
#: Bytes of answers that are kept.
_KEPT = 64 * 2**20
#: Queries with these words may be answered otherwise the next time.
_PASSING = ("now", "rand", "uuid", "bnode")
_ANYONE = {"Access-Control-Allow-Origin": "*"}


class Server:
    """What is served, at which address, and the workers that answer.

    ``address`` is the public one, without a slash at the end. Without ``sparql`` there is no endpoint.
    """

    def __init__(self, source: Source, address: str, *, sparql: bool = True) -> None:
        self._source = source
        self._address = address
        self._sparql = sparql
        # Who asks a query of their own waits for others who do, and leaves the processor to the pages.
        self._queries = Lane(QUERY, running=2 * CORES, waiting=32, niceness=10)
        self._pages = Lane(PAGE, running=2 * CORES, waiting=256)
        self._kept: LRUCache[tuple[Any, ...], Answer] = LRUCache(
            _KEPT, getsizeof=lambda answer: len(answer.body) + 1000
        )

    def app(self) -> Starlette:
        """The ASGI application."""
        routes = [
            Route("/", self.front, methods=["GET"]),
            Route("/static/{name}", self.static, methods=["GET"]),
            Route("/{language}/{path:path}", self.page, methods=["GET"]),
        ]
        if self._sparql:
            routes.insert(0, Route("/sparql", self.sparql, methods=["GET", "POST", "OPTIONS"]))
        app = Starlette(
            routes=routes,
            middleware=[Middleware(Bounds)],
            lifespan=self._lifespan,
            exception_handlers={FazhiError: _failed, Exception: _failed},
        )
        # Redirects to what the client calls the host would lead to where the client likes.
        app.router.redirect_slashes = False
        return app

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        yield
        self._queries.close()
        self._pages.close()

    async def front(self, request: Request) -> Response:
        """The first page, in the language that the browser prefers."""
        wanted = request.headers.get("accept-language", "zh").lower()
        language = "en" if "zh" not in wanted and "en" in wanted else "zh"
        return RedirectResponse(f"/{language}/", 303, {"Vary": "Accept-Language"})

    async def static(self, request: Request) -> Response:
        """A style sheet or a script. Its address has its digest, so that it may be kept for ever."""
        found = static_file(request.path_params["name"])
        if not found:
            return PlainTextResponse("not found\n", 404)
        return Response(found.body, headers={"Cache-Control": STATIC}, media_type=found.media_type)

    async def page(self, request: Request) -> Response:
        """A page."""
        language, path = request.path_params["language"], request.path_params["path"]
        if language not in LANGUAGES:
            return PlainTextResponse("not found 没有此页\n", 404)
        asked = PageRequest(language, path, tuple(request.query_params.multi_items()), self._address)
        return await self._answered(request, self._pages, page, asked)

    async def sparql(self, request: Request) -> Response:
        """The endpoint, by the SPARQL 1.1 Protocol."""
        if request.method == "OPTIONS":
            allowed = {
                "Access-Control-Allow-Methods": "GET, POST, HEAD, OPTIONS",
                "Allow": "GET, POST, HEAD, OPTIONS",
            }
            allowed["Access-Control-Allow-Headers"] = "Accept, Content-Type"
            return Response(status_code=204, headers=_ANYONE | allowed)
        if request.method in ("GET", "HEAD") and not request.url.query:
            return self._service(request)
        try:
            asked = await read_request(request)
        except BadRequest as error:
            return _sent(told(str(error), error.status), _ANYONE)
        kept = not any(word in asked.query.lower() for word in _PASSING)
        response = await self._answered(request, self._queries, answer, asked, kept=kept)
        response.headers.update(_ANYONE)
        return response

    def _service(self, request: Request) -> Response:
        """The service description; for a browser, the page on which one writes a query."""
        accept = request.headers.get("accept", "")
        if chosen(accept, ["text/turtle", "text/html"]) == "text/html":
            return RedirectResponse("/zh/query", 303, {"Vary": "Accept"})
        described = service_description(
            f"{self._address}/sparql", accept, named_graphs=bool(self._source.file)
        )
        return _sent(described, _ANYONE | {"Vary": "Accept"})

    async def _answered(
        self,
        request: Request,
        lane: Lane,
        function: Callable[[Source, str, Any], Answer],
        asked: PageRequest | SparqlRequest,
        *,
        kept: bool = True,
    ) -> Response:
        """The answer of a worker, or one that was kept; 304 for a client that has it."""
        state = self._source.state()
        key = (state, asked)
        tag = f'"{hashlib.sha256(repr(key).encode("utf-8", "replace")).hexdigest()[:24]}"'
        headers = {"Vary": "Accept", "Cache-Control": "no-cache", **({"ETag": tag} if kept else {})}
        if kept and tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        found = self._kept.get(key)
        if found is None:
            try:
                found = await lane.call(function, self._source, state, asked)
            except Busy as error:
                return _sent(told(str(error), 503), {"Retry-After": "5"})
            except TookTooLong as error:
                return _sent(told(f"ended: {error} 查询超时，请缩小范围", 504))
            except Died as error:
                return _sent(told(f"ended: {error} 占用资源过多，请缩小范围", 503))
            if kept and found.status == 200 and len(found.body) < _KEPT / 8:
                self._kept[key] = found
        return _sent(found, headers if found.status == 200 else {"Vary": "Accept"})


def _sent(answer: Answer, headers: dict[str, str] | None = None) -> Response:
    return Response(
        answer.body, answer.status, {**(headers or {}), **dict(answer.headers)}, answer.media_type
    )


async def _failed(_: Request, error: Exception) -> Response:
    """What the server could not do: in words if they are meant for people, else only that it could not."""
    said = str(error) if isinstance(error, FazhiError) else "internal error 内部错误"
    return PlainTextResponse(f"{said}\n", 500)
