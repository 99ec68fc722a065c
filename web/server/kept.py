"""Answers of workers, kept as long as the store is in the same state."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, TypeVar

from cachetools import LRUCache
from starlette.requests import Request
from starlette.responses import Response

from fazhi.kg.workers import TookTooLong, WorkerError
from fazhi.ontology.errors import FazhiError
from fazhi.web.answer import Answer, told
from fazhi.web.server.work import Busy, Lane
from fazhi.web.source import Source

_Asked = TypeVar("_Asked")

#: Bytes of answers that are kept, and of the largest of them.
_ALL, _LARGEST = 64 * 2**20, 8 * 2**20
#: What HTTP says of an answer that was not there in time.
TOO_SLOW = 504
#: Headers of an answer that is to be asked for again.
RETRY = {"Retry-After": "5"}


class Answers:
    """What workers answer about a source; the same question is put to them once, however many ask it."""

    def __init__(self, source: Source) -> None:
        self._source = source
        #: Answers that are being made.
        self._awaited: dict[str, asyncio.Task[Answer]] = {}
        self._kept: LRUCache[str, Answer] = LRUCache(_ALL, getsizeof=lambda answer: len(answer.body) + 1000)

    async def response(
        self,
        request: Request,
        lane: Lane,
        function: Callable[[Source, str, _Asked], Answer],
        asked: _Asked,
        *,
        lasting: bool = True,
    ) -> Response:
        """What ``function`` answers to ``asked``; 304 for a client that has it already.

        ``lasting`` is whether the answer depends on the state of the source alone.
        """
        state = self._source.state()
        tag = _tag(state, asked)
        headers = {"Vary": "Accept", "Cache-Control": "no-cache", **({"ETag": tag} if lasting else {})}
        if lasting and tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        found = self._kept.get(tag)
        language = getattr(asked, "language", "")
        if found is None:
            call = lane.call(_client(request), function, self._source, state, asked)
            try:
                found = await (self._shared(tag, call) if lasting else call)
            except Busy as error:
                return sent(told(error.told_in(language), 503), RETRY)
            except WorkerError as error:
                ended = FazhiError(f"ended: {error.en}; ask for less", f"已停止：{error.zh}；请缩小范围")
                status = TOO_SLOW if isinstance(error, TookTooLong) else 503
                return sent(told(ended.told_in(language), status))
        return sent(found, headers if found.status == 200 else {"Vary": "Accept"})

    async def make(
        self, lane: Lane, function: Callable[[Source, str, _Asked], Answer], asked: _Asked
    ) -> None:
        """Have an answer ready before anybody asks. Raises as a lane does."""
        state = self._source.state()
        await self._shared(_tag(state, asked), lane.call("", function, self._source, state, asked))

    async def _shared(self, tag: str, call: Coroutine[Any, Any, Answer]) -> Answer:
        """What a call answers, which is begun unless it is under way for somebody else."""
        task = self._awaited.get(tag)
        if task:
            call.close()
        else:
            task = self._awaited[tag] = asyncio.create_task(call)
            task.add_done_callback(partial(self._done, tag))
        # Who goes away does not take the answer from the others.
        return await asyncio.shield(task)

    def _done(self, tag: str, task: asyncio.Task[Answer]) -> None:
        del self._awaited[tag]
        if task.cancelled() or task.exception():
            return
        if task.result().status == 200 and len(task.result().body) < _LARGEST:
            self._kept[tag] = task.result()


def _tag(state: str, asked: object) -> str:
    """What names an answer, as HTTP has it."""
    return f'"{hashlib.sha256(f"{state} {asked!r}".encode("utf-8", "replace")).hexdigest()[:32]}"'


def _client(request: Request) -> str:
    return request.client.host if request.client else ""


def sent(answer: Answer, headers: dict[str, str] | None = None) -> Response:
    """The response that sends an answer, with these headers besides its own."""
    named = {**(headers or {}), **dict(answer.headers)}
    return Response(answer.body, answer.status, named, answer.media_type)
