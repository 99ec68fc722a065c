"""The SPARQL endpoint (查询端点): what is asked of it, and what is sent back."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from fazhi.web.answer import told
from fazhi.web.data.service import service_description
from fazhi.web.data.sparql import answer
from fazhi.web.negotiation import chosen
from fazhi.web.server.kept import sent
from fazhi.web.server.protocol import BadRequest, read_request
from fazhi.web.server.queries import QueryLanes
from fazhi.web.source import Source

METHODS = ["GET", "POST", "OPTIONS"]
#: Queries with these words may be answered otherwise the next time.
_PASSING = ("now", "rand", "uuid", "bnode")
_ANYONE = {"Access-Control-Allow-Origin": "*"}
_ALLOWED = _ANYONE | {
    "Allow": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type",
}


class Endpoint:
    """Answers the requests of the SPARQL 1.1 Protocol at ``address``."""

    def __init__(self, source: Source, queries: QueryLanes, address: str) -> None:
        self._queries = queries
        self._address = address
        self._named_graphs = bool(source.file)

    async def respond(self, request: Request) -> Response:
        """The answer to a query, to none (the description of the service), or to OPTIONS."""
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=_ALLOWED)
        if request.method != "POST" and not request.scope["query_string"]:
            return self._description(request)
        try:
            asked = await read_request(request)
        except BadRequest as error:
            return sent(told(str(error), error.status), _ANYONE)
        lasting = not any(word in asked.query.lower() for word in _PASSING)
        response = await self._queries.response(request, answer, asked, lasting=lasting)
        response.headers.update(_ANYONE)
        return response

    def _description(self, request: Request) -> Response:
        """The description of the service; for a browser, the page on which one writes a query."""
        accept = request.headers.get("accept", "")
        if chosen(accept, ("text/turtle", "text/html")) == "text/html":
            return RedirectResponse("/zh/query", 303, {"Vary": "Accept"})
        described = service_description(self._address, accept, named_graphs=self._named_graphs)
        return sent(described, _ANYONE | {"Vary": "Accept"})
