"""The search index of what is served: made once for each of its states, however long that takes."""

from __future__ import annotations

import asyncio

from fazhi.kg.search import search_index
from fazhi.kg.workers import Limits
from fazhi.ontology.errors import FazhiError
from fazhi.web.server.work import Busy, Lane
from fazhi.web.source import Source, opened

#: Ten thousand reports take minutes.
_MAKING = Limits(seconds=3600)
#: Seconds that a search waits for it.
_PATIENCE = 20


class SearchIndex:
    """Is made as soon as it is asked for, and again when the source is in another state."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._lane = Lane(_MAKING, running=1, niceness=5)
        self._state = ""
        self._made: asyncio.Task[None] | None = None

    async def ready(self) -> None:
        """Wait for it. Raises Busy if that takes too long, WorkerError if it cannot be made."""
        state = self._source.state()
        if self._made is None or self._state != state:
            self._state = state
            self._made = asyncio.create_task(self._lane.call("", _make, self._source, state))
        try:
            async with asyncio.timeout(_PATIENCE):
                await asyncio.shield(self._made)
        except TimeoutError:
            raise Busy(
                "the search index is being made; ask again in a few minutes",
                "正在生成检索索引，请过几分钟再试",
            ) from None
        except FazhiError:
            self._made = None
            raise

    def close(self) -> None:
        """End what is at work."""
        self._lane.close()


def _make(source: Source, state: str) -> None:
    """Called in a worker."""
    search_index(opened(source, state))
