"""What a client may cost before its request is looked at: the size of it, and the time it takes to send."""

from __future__ import annotations

import asyncio

import h11
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

#: Bytes of a request's body.
BODY = 2**20
#: Bytes of its first line and headers.
HEAD = 2**16
#: Seconds in which all of the headers must arrive, and then all of the body.
PATIENCE = 10
#: Connections at once; more are told to come back.
CONNECTIONS = 1000

#: What a page may do: run and fetch what is served beside it, and nothing else.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
]


class Bounds:
    """Answers 413 or 408 to bodies that are too large or too slow; puts security headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, bounded."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        left = BODY
        deadline = asyncio.get_running_loop().time() + PATIENCE
        complete = False

        async def bounded() -> Message:
            nonlocal left, complete
            if complete:  # What comes now is the end of the connection, for which one may wait.
                return await receive()
            async with asyncio.timeout_at(deadline):
                message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise _TooLarge
            complete = not message.get("more_body", False)
            return message

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *_HEADERS]}
            await send(message)

        try:
            await self._app(scope, bounded, secured)
        except _TooLarge:
            await _refusal(f"a body of more than {BODY} bytes is not read 请求过大", 413)(
                scope, receive, secured
            )
        except TimeoutError:
            await _refusal("the request came too slowly 请求超时", 408)(scope, receive, secured)


class _TooLarge(Exception):  # noqa: N818
    """A body was larger than may be."""


def _refusal(message: str, status: int) -> PlainTextResponse:
    return PlainTextResponse(f"{message}\n", status, {"Connection": "close"})


class PatientProtocol(H11Protocol):
    """uvicorn's HTTP, which closes a connection whose headers do not come within :data:`PATIENCE`.

    uvicorn itself bounds the time between requests, not that before the first or within the headers.
    """

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for headers."""
        super().connection_made(transport)
        self._deadline = self.loop.call_later(PATIENCE, self.transport.abort)

    def data_received(self, data: bytes) -> None:
        """Read what has arrived; if that is a part of some headers, go on waiting for the rest of them."""
        super().data_received(data)
        partial = self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]
        if not partial:
            self._stop_waiting()
        elif not self._deadline:
            self._deadline = self.loop.call_later(PATIENCE, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _stop_waiting(self) -> None:
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None
