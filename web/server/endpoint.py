"""The SPARQL endpoint (查询端点): which worker runs a query, and what is sent back."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from fazhi.kg.workers import Limits
from fazhi.web.answer import told
from fazhi.web.data.service import service_description
from fazhi.web.data.sparql import SparqlRequest, answer, prepare
from fazhi.web.negotiation import chosen
from fazhi.web.server.kept import TOO_SLOW, Answers, sent
from fazhi.web.server.protocol import BadRequest, read_request
from fazhi.web.server.work import CORES, SHARE, Experience, Lane
from fazhi.web.source import Source

METHODS = ["GET", "POST", "OPTIONS"]
#: What a query may take, and what one may that is known to be slow.
_QUICK = Limits(seconds=1, memory=2**30)
_SLOW = Limits(seconds=30, memory=2**30)
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

    def __init__(self, source: Source, answers: Answers, address: str) -> None:
        self._answers = answers
        self._address = address
        self._named_graphs = bool(source.file)
        self._experience = Experience()
        ready = partial(prepare, source)
        # What is slow leaves the processor to all the rest.
        self._quick = Lane(
            _QUICK,
            running=2 * CORES,
            of_one=2 * CORES - 1,
            ready=ready,
            check=self._check,
            ended=self._learn,
        )
        self._slow = Lane(_SLOW, running=CORES, of_one=SHARE, niceness=19, ready=ready)

    def _check(self, source: Source, state: str, asked: SparqlRequest) -> None:
        """Many of a kind may have waited for their turn when the first turns out to be slow."""
        if self._experience.was_slow(asked.query):
            raise _QUICK.took_too_long()

    def _learn(self, source: Source, state: str, asked: SparqlRequest) -> None:
        """What takes too much memory is slow as well."""
        self._experience.learn(asked.query)

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

        async def ask(lane: Lane) -> Response:
            return await self._answers.response(request, lane, answer, asked, lasting=lasting)

        slow = self._experience.was_slow(asked.query)
        if not slow:
            response = await ask(self._quick)
            slow = response.status_code == TOO_SLOW
        if slow:
            response = await ask(self._slow)
        response.headers.update(_ANYONE)
        return response

    def _description(self, request: Request) -> Response:
        """The description of the service; for a browser, the page on which one writes a query."""
        accept = request.headers.get("accept", "")
        if chosen(accept, ("text/turtle", "text/html")) == "text/html":
            return RedirectResponse("/zh/query", 303, {"Vary": "Accept"})
        described = service_description(self._address, accept, named_graphs=self._named_graphs)
        return sent(described, _ANYONE | {"Vary": "Accept"})

    def close(self) -> None:
        """End what is at work."""
        self._quick.close()
        self._slow.close()
