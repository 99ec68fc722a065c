"""Workers for queries that readers write: what turns out to be slow makes way for all the rest."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Protocol, TypeVar

from cachetools import LRUCache
from starlette.requests import Request
from starlette.responses import Response

from fazhi.kg.workers import Limits
from fazhi.web.answer import Answer
from fazhi.web.server.kept import TOO_SLOW, Answers
from fazhi.web.server.work import CORES, SHARE, Lane
from fazhi.web.source import Source, opened

#: What a query may take, and what one may that is known to be slow.
_QUICK = Limits(seconds=1, memory=2**30)
_SLOW = Limits(seconds=30, memory=2**30)
#: That of the processes for slow queries. With the highest they would get nothing beside another program.
_NICENESS = 10
#: What two queries may differ in and still take alike: comments, variables' names, numbers, white space.
_INCIDENTAL = re.compile(r"#[^\n<>]*$|[?$]\w+|\d+|\s+", re.MULTILINE)


class _WithQuery(Protocol):
    @property
    def query(self) -> str:
        """The query, in SPARQL."""


_Asked = TypeVar("_Asked", bound=_WithQuery)


class QueryLanes:
    """Each query gets a second; if that is not enough, half a minute of what the others leave."""

    def __init__(self, source: Source, answers: Answers) -> None:
        self._answers = answers
        #: Queries that took long, by their shape.
        self._known: LRUCache[str, bool] = LRUCache(10_000)
        ready = partial(_prepare, source)
        self._quick = Lane(
            _QUICK,
            running=2 * CORES,
            of_one=2 * CORES - 1,
            ready=ready,
            check=self._check,
            ended=self._learn,
        )
        self._slow = Lane(_SLOW, running=CORES, of_one=SHARE, niceness=_NICENESS, ready=ready)

    async def response(
        self,
        request: Request,
        function: Callable[[Source, str, _Asked], Answer],
        asked: _Asked,
        *,
        lasting: bool = True,
    ) -> Response:
        """As :meth:`fazhi.web.server.kept.Answers.response`, of a function that runs a query."""
        if not self._is_slow(asked):
            response = await self._answers.response(request, self._quick, function, asked, lasting=lasting)
            if response.status_code != TOO_SLOW:
                return response
        return await self._answers.response(request, self._slow, function, asked, lasting=lasting)

    def close(self) -> None:
        """End what is at work."""
        self._quick.close()
        self._slow.close()

    def _is_slow(self, asked: _WithQuery) -> bool:
        return _shape(asked.query) in self._known

    def _check(self, source: Source, state: str, asked: _WithQuery) -> None:
        """Many of a kind may have waited for their turn when the first turns out to be slow."""
        if self._is_slow(asked):
            raise _QUICK.took_too_long()

    def _learn(self, source: Source, state: str, asked: _WithQuery) -> None:
        """What takes too much memory is slow as well."""
        self._known[_shape(asked.query)] = True


def _shape(query: str) -> str:
    return _INCIDENTAL.sub(" ", query)


def _prepare(source: Source) -> None:
    """What a worker does before it is asked: a query's second is not for that."""
    opened(source, source.state())
    for module in ("data.sparql", "pages.query"):
        import_module(f"fazhi.web.{module}")
